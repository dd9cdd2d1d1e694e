"""The log of a run as a chain of hashes, and its proof by playing it again.

Each entry's hash covers the entry, the state after it and the hash before it, so that no turn can be
changed, left out or put in unnoticed; the server recomputes instead of believing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import Turn, start, step
from app.negotiation.engine.state import Setting, State

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored turn as far as proof needs it."""

    act: str
    slots: Slots
    hash: str


def digest(value: Any) -> str:
    """Return the SHA-256 of *value* in canonical JSON, as 64 hex digits."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def chain(previous: str, turn: Turn, state: State) -> str:
    """Return the hash of *turn* that led to *state*, after the hash *previous*."""
    return digest({"previous": previous, "turn": turn.number, "log": turn.log(), "state": state.snapshot()})


def verify(setting: Setting, entries: Sequence[Entry]) -> int:
    """Play the entries again and return the number of the first turn whose hash is wrong, 0 if none is."""
    state, previous = start(setting.case, setting.archetype, setting.seed), GENESIS
    for number, entry in enumerate(entries, start=1):
        if state.ended:
            return number
        state, turn = step(state, entry.act, entry.slots)
        previous = chain(previous, turn, state)
        if previous != entry.hash:
            return number
    return 0


def read_slots(doc: Mapping[str, Any]) -> Slots:
    """Return slots from their plain form (:meth:`Slots.plain`)."""
    terms = doc.get("terms", {})
    return Slots(doc.get("topic", ""), tuple(sorted(terms.items())), doc.get("advance", ""))
