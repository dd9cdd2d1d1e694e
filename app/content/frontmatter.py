"""Markdown files with a YAML head between two ``---`` lines."""

from dataclasses import dataclass, field

from app.content.documents import Reading, Spot, parse
from app.content.faults import Fault

_FENCE = "---"


@dataclass(slots=True)
class Page:
    """A Markdown file taken apart: *head* (its YAML), *body*, and how many lines stand before the body."""

    head: Reading = field(default_factory=Reading)
    body: str = ""
    body_shift: int = 0
    faults: list[tuple[Spot, Fault]] = field(default_factory=list)


def split(text: str, *, required: bool = True) -> Page:
    """Take *text* apart; the head's lines are counted in the whole file (it starts in line 2)."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        missing = Fault(
            (),
            "KM009",
            "The front matter is missing.",
            "Begin the file with “---”, the keys, and “---” again.",
        )
        body, shift = _trim(lines, 0)
        return Page(body=body, body_shift=shift, faults=[((1, 1), missing)] if required else [])
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if end is None:
        unclosed = Fault(
            (), "KM009", "The front matter is not closed.", "Put a line “---” after its last key."
        )
        return Page(body="", body_shift=len(lines), faults=[((1, 1), unclosed)])
    head = parse("\n".join(lines[1:end]))
    faults = [((line + 1, column), fault) for (line, column), fault in head.faults]
    body, shift = _trim(lines[end + 1 :], end + 1)
    return Page(head=head, body=body, body_shift=shift, faults=faults)


def _trim(lines: list[str], shift: int) -> tuple[str, int]:
    """Return the text without blank lines around it, and the number of lines before it."""
    leading = next((n for n, line in enumerate(lines) if line.strip()), 0)
    return "\n".join(lines[leading:]).rstrip(), shift + leading
