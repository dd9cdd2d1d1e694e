"""Micro-drills: one thing at a time, three tries, an answer at once. Items come from the content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual
from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.draws import u01
from app.negotiation.engine.moves import Moves

TRIES, OPTIONS = 3, 4
CUES = "cues"
NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to sort: what is said (and done), the right choice, why, and the choices offered."""

    text: Bilingual
    stage: Bilingual
    answer: str
    why: Bilingual
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill with all its items in a fixed, mixed order."""

    id: str
    title: Bilingual
    ask: Bilingual
    items: tuple[Item, ...]


def _mixed(items: Sequence[Item], name: str) -> tuple[Item, ...]:
    order = sorted(range(len(items)), key=lambda number: u01(number, "drill", name))
    return tuple(items[number] for number in order)


def _written(doc: Mapping[str, Any]) -> list[Item]:
    choices = tuple(Choice(row["id"], Bilingual.read(row)) for row in doc["choices"])
    return [
        Item(Bilingual.read(row), NOTHING, row["answer"], Bilingual.read(row["why"]), choices)
        for row in doc["items"]
    ]


def _around(answer: str, every: Sequence[str], moves: Moves, number: int) -> tuple[Choice, ...]:
    """Return the right sign and others that this line does not show, in a mixed order."""
    others = sorted((name for name in every if name != answer), key=lambda name: u01(number, name))
    picked = sorted([answer, *others[: OPTIONS - 1]], key=lambda name: u01(number, "place", name))
    return tuple(Choice(name, moves.cues[name]) for name in picked)


def _overheard(archetypes: Sequence[Archetype], moves: Moves) -> list[Item]:
    """Return one item for each line that shows a sign, with the type it is typical of as the reason."""
    lines = [
        (name, line, archetype)
        for archetype in archetypes
        for name, _weight in archetype.tempers[0].cues
        for line in archetype.lines.at(f"cue.{name}")
        if "{" not in line.text.zh
    ]
    every = sorted({name for name, _line, _archetype in lines})
    return [
        Item(line.text, line.stage, name, archetype.texts["behaviour"], _around(name, every, moves, number))
        for number, (name, line, archetype) in enumerate(lines)
    ]


def drills(doc: Mapping[str, Any], archetypes: Sequence[Archetype], moves: Moves) -> dict[str, Drill]:
    """Return the drills of a release from its ``moves`` document and its archetypes."""
    found = {}
    for name, row in doc["drills"].items():
        items = _overheard(archetypes, moves) if name == CUES else _written(row)
        found[name] = Drill(
            name, Bilingual.read(row["title"]), Bilingual.read(row["ask"]), _mixed(items, name)
        )
    return found
