"""A stored turn as it reads: what the learner did, in labels, and what the customer said, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual
from app.negotiation.engine.realise import Piece, Reply, render
from app.negotiation.engine.state import Setting


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn to read: the learner's move with its particulars, the customer's answer in pieces."""

    number: int
    act: str
    label: Bilingual
    about: tuple[Bilingual, ...]
    words: str
    pieces: tuple[Piece, ...]
    cue: str


def particulars(setting: Setting, slots: Mapping[str, Any]) -> tuple[Bilingual, ...]:
    """Return the labels of what a move was about: its topic, its terms, its next step."""
    case, rows = setting.case, []
    if slots.get("topic"):
        rows.append(case.topics[slots["topic"]].title)
    for name, option in slots.get("terms", {}).items():
        rows.append(case.issues[name].options[option].label)
    if slots.get("advance"):
        rows.append(case.advances[slots["advance"]].label)
    return tuple(rows)


def exchange(setting: Setting, row: Any, language: str) -> Exchange:
    """Return a stored turn *row* (number, act, slots, words, reply_keys, reply_slots, cue) to read."""
    keys: Sequence[str] = row.reply_keys
    reply = Reply(tuple(keys), tuple((slot, value) for slot, value in row.reply_slots))
    return Exchange(
        number=row.number,
        act=row.act,
        label=setting.archetype.moves.by_id[row.act].label,
        about=particulars(setting, row.slots),
        words=row.words,
        pieces=render(setting, reply, language),
        cue=row.cue,
    )


@dataclass(frozen=True, slots=True)
class Curve:
    """A line drawn over turns: values 0 to 1 and the points of a polyline in a box."""

    name: str
    values: tuple[float, ...]
    points: str


def curve(name: str, values: Sequence[float], width: float, height: float) -> Curve:
    """Return *values* as a polyline in a box of *width* by *height*, first at the left, 1 at the top."""
    step = width / max(1, len(values) - 1)
    points = " ".join(
        f"{number * step:.1f},{(1 - value) * height:.1f}" for number, value in enumerate(values)
    )
    return Curve(name, tuple(values), points)
