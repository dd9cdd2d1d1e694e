"""What an archetype can say: openers, cue lines, bodies by cell and tails, in both languages side by side.

A line's key is its place (``body.q_problem.3``), the same for both languages, so that the choice of
a line can never depend on the language it is read in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual

NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; *stage* is what the customer does meanwhile (often nothing), *mood* when it is said.

    *mood* is ``warm``, ``cold`` or empty for both.
    """

    key: str
    text: Bilingual
    stage: Bilingual
    mood: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one archetype: lists by the name of the place they stand in."""

    places: Mapping[str, tuple[Line, ...]]
    by_key: Mapping[str, Line]

    def at(self, place: str) -> tuple[Line, ...]:
        """Return the lines of *place*, for example ``body.flatter``; empty when there are none."""
        return self.places.get(place, ())


def _line(place: str, number: int, doc: Mapping[str, Any]) -> Line:
    stage = Bilingual.read(doc["do"]) if "do" in doc else NOTHING
    text = Bilingual(str(doc.get("zh", "")), str(doc.get("en", "")))
    return Line(f"{place}.{number}", text, stage, str(doc.get("mood", "")))


def read_lines(doc: Mapping[str, Any]) -> Lines:
    """Build the lines from the document *doc* (kind ``lines``)."""
    places = {}
    for section, name in (("openers", "opener"), ("cues", "cue"), ("bodies", "body"), ("tails", "tail")):
        for cell, rows in doc[section].items():
            place = f"{name}.{cell}"
            places[place] = tuple(_line(place, number, row) for number, row in enumerate(rows))
    return Lines(places, {line.key: line for rows in places.values() for line in rows})
