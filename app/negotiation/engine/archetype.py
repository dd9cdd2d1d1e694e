"""An archetype: how a customer behaves today, as a row of numbers, read from ``archetype.yaml``.

The label describes behaviour, never a person; the numbers are judgement, proved only by self-play
(see tests/negotiation/engine), to be calibrated by teachers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual
from app.negotiation.engine.lines import Lines, read_lines
from app.negotiation.engine.moves import Moves, read_moves
from app.negotiation.engine.temper import Temper, numbers, read_tempers

ROUNDS = 6
TEXTS = ("behaviour", "interest", "tactics", "advice", "fallback")


@dataclass(frozen=True, slots=True)
class Archetype:
    """One customer type with the moves he reacts to and the lines he can say.

    *tempers* are the plain type, its sub-types and its blends, one of which the seed draws. *decay* is the
    share of each loss that can never be won back. *concession* is Faratin's exponent: below 1 yields late.
    """

    id: str
    label: Bilingual
    texts: Mapping[str, Bilingual]
    tempers: tuple[Temper, ...]
    spread: float
    concession: float
    curve: tuple[float, ...]
    bluff: float
    firmness: float
    strike_limit: float
    strikes: Mapping[str, float]
    decay: float
    native: str
    neighbours: Mapping[str, str]
    backfires: tuple[str, ...]
    rise: frozenset[str]
    fall: frozenset[str]
    counter_cards: frozenset[str]
    backup_cards: frozenset[str]
    trigger_cards: frozenset[str]
    why: Mapping[str, Bilingual]
    later: Mapping[str, Bilingual]
    scripts: Mapping[str, tuple[Mapping[str, Any], ...]]
    examples: tuple[Mapping[str, Any], ...]
    moves: Moves
    lines: Lines


def _effects(moves: Moves, doc: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    own = doc.get("effects", {})
    return {name: {**move.effects, **numbers(own.get(name, {}))} for name, move in moves.by_id.items()}


def _temper(doc: Mapping[str, Any]) -> dict[str, Any]:
    yielding, leaving = doc["concession"], doc["walkaway"]
    return {
        "spread": float(doc["spread"]),
        "concession": float(yielding["e"]),
        "curve": tuple((turn / ROUNDS) ** (1.0 / float(yielding["e"])) for turn in range(ROUNDS + 1)),
        "bluff": float(yielding["bluff"]),
        "firmness": float(yielding["firmness"]),
        "strike_limit": float(leaving["limit"]),
        "strikes": numbers(leaving["strikes"]),
        "decay": float(doc["decay"]),
        "native": doc.get("native") or "",
        "neighbours": dict(doc["neighbours"]),
    }


def _teaching(doc: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "texts": {name: Bilingual.read(doc[name]) for name in TEXTS},
        "backfires": tuple(doc["backfires"]),
        "rise": frozenset(doc["rise"]),
        "fall": frozenset(doc["fall"]),
        "counter_cards": frozenset(doc["counter_cards"]),
        "backup_cards": frozenset(doc["backup_cards"]),
        "trigger_cards": frozenset(doc["trigger_cards"]),
        "why": {name: Bilingual.read(value) for name, value in doc["why"].items()},
        "later": {name: Bilingual.read(value) for name, value in doc.get("later", {}).items()},
        "scripts": {name: tuple(rows) for name, rows in doc["scripts"].items()},
        "examples": tuple(doc["examples"]),
    }


def read_archetype(doc: Mapping[str, Any], lines: Mapping[str, Any], moves: Mapping[str, Any]) -> Archetype:
    """Build an archetype from its document, its lines and the shared moves."""
    known = read_moves(moves)
    return Archetype(
        id=doc["id"],
        label=Bilingual.read(doc),
        tempers=read_tempers(doc, _effects(known, doc)),
        moves=known,
        lines=read_lines(lines),
        **_temper(doc),
        **_teaching(doc),
    )
