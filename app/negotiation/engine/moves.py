"""The forty moves of a learner, read from ``scenarios/moves.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual

UNLIMITED = 99


@dataclass(frozen=True, slots=True)
class Move:
    """One act: its label and hint, the slots it needs, what it does to any customer."""

    id: str
    group: str
    label: Bilingual
    hint: Bilingual
    slots: tuple[str, ...]
    effects: Mapping[str, float]
    limit: int


@dataclass(frozen=True, slots=True)
class Moves:
    """All moves with the vocabulary around them: groups, cues, archetype names, plan cards, triggers."""

    fades: tuple[float, ...]
    by_id: Mapping[str, Move]
    groups: Mapping[str, Bilingual]
    cues: Mapping[str, Bilingual]
    contrary: frozenset[str]
    archetypes: Mapping[str, Bilingual]
    cards: Mapping[str, Bilingual]
    card_kinds: Mapping[str, str]
    triggers: Mapping[str, Bilingual]


def _move(doc: Mapping[str, Any]) -> Move:
    return Move(
        id=doc["id"],
        group=doc["group"],
        label=Bilingual.read(doc),
        hint=Bilingual.read(doc["hint"]),
        slots=tuple(doc.get("slots", ())),
        effects={name: float(value) for name, value in doc["effects"].items()},
        limit=int(doc.get("limit", UNLIMITED)),
    )


def _labels(rows: list[Mapping[str, Any]]) -> dict[str, Bilingual]:
    return {row["id"]: Bilingual.read(row) for row in rows}


def read_moves(doc: Mapping[str, Any]) -> Moves:
    """Build the moves from the document *doc* (kind ``moves``)."""
    return Moves(
        fades=tuple(float(doc["fade"]) ** times for times in range(UNLIMITED)),
        by_id={row["id"]: _move(row) for row in doc["moves"]},
        groups=_labels(doc["groups"]),
        cues={name: Bilingual.read(value) for name, value in doc["cues"].items()},
        contrary=frozenset(name for name, value in doc["cues"].items() if value.get("contrary")),
        archetypes=_labels(doc["archetypes"]),
        cards=_labels(doc["cards"]),
        card_kinds={row["id"]: row["kind"] for row in doc["cards"]},
        triggers=_labels(doc["triggers"]),
    )
