"""The difference between two texts as people read it: line by line, and inside a changed line word by word.

Chinese has no spaces, so each character is a word of its own; unchanged stretches far from a change are
left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[A-Za-z0-9][\w'\u2019-]*|\s+|.", re.DOTALL)
_NEAR = 1
_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: ``same``, ``gone`` (only before) or ``new`` (only after)."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; *gap* is the number of unchanged lines left out before it."""

    parts: tuple[Part, ...]
    gap: int = 0

    @property
    def changed(self) -> bool:
        """Return whether anything in the line differs."""
        return any(part.what != "same" for part in self.parts)


def compare(before: str, after: str) -> list[Line]:
    """Return the changed lines of two texts, each with an unchanged neighbour; none when they are equal."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[Line] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            lines += [Line((Part("same", text),)) for text in old[i1:i2]]
        else:
            lines += _replaced(old[i1:i2], new[j1:j2])
    return list(_near(lines)) if before != after else []


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Pair the lines one by one while they are alike; the rest is gone or new."""
    paired = min(len(old), len(new))
    for one, two in zip(old[:paired], new[:paired], strict=True):
        words = (_WORD.findall(one), _WORD.findall(two))
        matcher = SequenceMatcher(None, *words, autojunk=False)
        if matcher.ratio() >= _ALIKE:
            yield Line(tuple(_woven(matcher, *words)))
        else:
            yield Line((Part("gone", one),))
            yield Line((Part("new", two),))
    yield from (Line((Part("gone", text),)) for text in old[paired:])
    yield from (Line((Part("new", text),)) for text in new[paired:])


def _woven(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Part]:
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            yield Part("same", "".join(old[i1:i2]))
            continue
        if i1 < i2:
            yield Part("gone", "".join(old[i1:i2]))
        if j1 < j2:
            yield Part("new", "".join(new[j1:j2]))


def _near(lines: list[Line]) -> Iterator[Line]:
    """Keep the changed lines and their neighbours, and say how many were left out between."""
    kept = {
        near
        for place, line in enumerate(lines)
        if line.changed
        for near in range(place - _NEAR, place + _NEAR + 1)
    }
    last = -1
    for place, line in enumerate(lines):
        if place in kept and (line.changed or line.parts[0].text.strip()):
            yield Line(line.parts, place - last - 1)
            last = place
