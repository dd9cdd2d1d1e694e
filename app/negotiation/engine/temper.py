"""How one customer of an archetype reacts today: the plain type, a sub-type, or a blend with another.

Tables are made once per archetype, so that a turn only looks things up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual

METERS = (
    "trust",
    "patience",
    "ego",
    "doubt",
    "openness",
    "respect",
    "focus",
    "verified",
    "taught",
    "clean",
)
ZERO = 0.5
NOTHING = Bilingual("", "")
Pairs = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Temper:
    """One row of reactions.

    *lock* is what has to be won: weights on meters, negative where less is better. *effects* are the
    gains and the losses of every act. *gates* name acts that must have landed before an order is real,
    each with the share that sticks without it. *order_at* is the readiness at which he signs.
    """

    id: str
    weight: float
    note: Bilingual
    start: Mapping[str, float]
    lock: Pairs
    effects: Mapping[str, tuple[Pairs, Pairs]]
    cues: Pairs
    gates: Pairs
    order_at: float
    hint: int


def numbers(doc: Mapping[str, Any]) -> dict[str, float]:
    """Return the values of *doc* as numbers."""
    return {name: float(value) for name, value in doc.items()}


def _split(effects: Mapping[str, float]) -> tuple[Pairs, Pairs]:
    gains = tuple((name, by) for name, by in effects.items() if (by < 0 if name == "doubt" else by > 0))
    losses = tuple((name, by) for name, by in effects.items() if (by > 0 if name == "doubt" else by < 0))
    return gains, losses


def table(effects: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[Pairs, Pairs]]:
    """Return the effects of every act, gains apart from losses."""
    return {act: _split(row) for act, row in effects.items()}


def _temper(doc: Mapping[str, Any], own: Mapping[str, Any], effects: Mapping[str, Any]) -> Temper:
    changed = {act: {**row, **numbers(own.get("effects", {}).get(act, {}))} for act, row in effects.items()}
    return Temper(
        id=own.get("id", "plain"),
        weight=float(own.get("weight", 1.0)),
        note=Bilingual.read(own["note"]) if "note" in own else NOTHING,
        start={**dict.fromkeys(METERS, ZERO), **numbers(doc["start"]), **numbers(own.get("start", {}))},
        lock=tuple(numbers(own.get("lock", doc["lock"])).items()),
        effects=table(changed),
        cues=tuple(numbers(own.get("cues", doc["cues"])).items()),
        gates=tuple(numbers({**doc.get("gates", {}), **own.get("gates", {})}).items()),
        order_at=float(own.get("order_at", doc.get("order_at", 0.7))),
        hint=int(own.get("hint", doc.get("hint", 0))),
    )


def read_tempers(doc: Mapping[str, Any], effects: Mapping[str, Any]) -> tuple[Temper, ...]:
    """Return the tempers an archetype document lists, or its one plain temper."""
    return tuple(_temper(doc, own, effects) for own in doc.get("tempers", [{}]))
