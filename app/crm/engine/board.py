"""What a record looks like on the card: fields by tier, each with its reading and its source."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.crm.engine.archive import Filing, Record
from app.crm.engine.dossier import Document, Dossier
from app.crm.engine.fields import TIERS, Field, of_entity
from app.crm.engine.normalise.shown import shown
from app.crm.engine.places import lines_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one record: *filing* is None while it is empty; *tag* names the source (D1)."""

    field: Field
    filing: Filing | None
    tag: str
    reading: str

    @property
    def state(self) -> str:
        """Return ``empty``, ``gap``, ``bare`` (a value without a source) or ``filed``."""
        if self.filing is None:
            return "empty"
        if self.filing.status == "unknown":
            return "gap"
        return "filed" if self.tag or self.field.decision else "bare"


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one tier."""

    tier: str
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> int:
        """Return how many of its fields hold a value or a declared gap."""
        return sum(cell.filing is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """One line of a document; *filed* when the archive quotes it; a chat line has a *speaker*."""

    number: int
    text: str
    filed: bool
    speaker: str = ""
    time: str = ""


def board(record: Record, dossier: Dossier, language: str) -> tuple[Group, ...]:
    """Return the tiers of *record* that have fields, in their order."""
    cells = [
        _cell(field, record.filings.get(field.key), dossier, language) for field in of_entity(record.entity)
    ]
    groups = (Group(tier, tuple(cell for cell in cells if cell.field.tier == tier)) for tier in TIERS)
    return tuple(group for group in groups if group.cells)


def _cell(field: Field, filing: Filing | None, dossier: Dossier, language: str) -> Cell:
    document = dossier.document(filing.doc) if filing and filing.doc else None
    reading = shown(field, filing.value, language) if filing else ""
    return Cell(field, filing, document.tag if document else "", reading)


def numbered(document: Document, language: str, records: Iterable[Record]) -> tuple[NumberedLine, ...]:
    """Return the lines of *document*, those marked that the archive quotes already."""
    quotes = [f.quote for r in records for f in r.filings.values() if f.doc == document.id and f.quote]
    filed = {number for quote in quotes for number in lines_of(document, quote, language)}
    rows = []
    for number, text in enumerate(document.lines(language), start=1):
        head, clock, said = _said(text) if document.kind == "chat" else ("", "", text)
        rows.append(NumberedLine(number, said, number in filed, head, clock))
    return tuple(rows)


def _said(text: str) -> tuple[str, str, str]:
    """Split a chat line: speaker, time, words (the whole as words if it is not of that shape)."""
    words = text.split(" ")
    at = next(
        (i for i, word in enumerate(words) if len(word) == 5 and word[2] == ":" and word[:2].isdecimal()), 0
    )
    return (" ".join(words[:at]), words[at], " ".join(words[at + 1 :])) if at else ("", "", text)
