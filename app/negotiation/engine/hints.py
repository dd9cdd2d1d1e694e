"""A hint for practice: which kind of move would help most right now, found by trying each of them.

It looks one move ahead only, so it teaches direction, not a script; it never advises a breach or leaving.
"""

from dataclasses import dataclass

from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import advance
from app.negotiation.engine.state import IMPLIED, State

NEVER = frozenset(("accept_kickback", "exit_polite", "expose", "bypass", "moralise", "ask_order", "concede"))
MARGIN = 0.004


@dataclass(frozen=True, slots=True)
class Hint:
    """A move worth trying and the topic it is best tried on, if it takes one."""

    act: str
    topic: str = ""


def _value(state: State) -> float:
    """Return how good a state is: readiness, needs on the way, patience that is left."""
    under_way = sum(need.stage for need in state.needs.values()) + sum(
        need.severity for need in state.needs.values()
    )
    return state.readiness() + 0.2 * state.lock() + 0.02 * under_way + 0.1 * state.meters["patience"]


def _slots(state: State, act: str) -> list[Slots]:
    wanted = state.setting.archetype.moves.by_id[act].slots
    if "topic" in wanted:
        return [Slots(topic) for topic in state.needs]
    if "terms" in wanted:
        if sum(need.stage > IMPLIED for need in state.needs.values()) < 2:
            return []
        return [Slots(terms=tuple(sorted(state.setting.case.packages["fair"].items())))]
    if "advance" in wanted:
        return [Slots(advance=name) for name, row in state.setting.case.advances.items() if row.value > 0][:1]
    return [Slots()]


def hint(state: State) -> Hint | None:
    """Return the most helpful next move, or nothing when no move helps."""
    best, found = _value(state) + MARGIN, None
    for act in state.setting.archetype.moves.by_id:
        if act in NEVER:
            continue
        for slots in _slots(state, act):
            after = state.copy()
            advance(after, act, slots)
            if _value(after) > best:
                best, found = _value(after), Hint(act, slots.topic)
    return found
