"""What another move would have brought: each turn replayed with every alternative, all else unchanged.

Because every draw is named by turn, the branch meets the same luck; the difference is the move's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import Played, advance
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting, State, fresh

SKIP = frozenset(("accept_kickback", "expose", "bypass", "moralise", "ask_order"))
NOTICEABLE = 1.0


@dataclass(frozen=True, slots=True)
class Regret:
    """A turn, the best act instead of the one chosen, and the points of the talk it would have added."""

    turn: int
    act: str
    better: str
    points: float
    close: tuple[str, ...]


def _prefixes(setting: Setting, acts: Sequence[Played]) -> list[State]:
    states = [fresh(setting)]
    for act, slots in acts:
        states.append(_after(states[-1], act, slots))
    return states


def _after(state: State, act: str, slots: Slots) -> State:
    state = state.copy()
    advance(state, act, slots)
    return state


def _rest(state: State, acts: Sequence[Played]) -> float:
    for act, slots in acts:
        if state.ended:
            break
        advance(state, act, slots)
    return deal_score(state).total


def _slots_for(state: State, act: str, slots: Slots) -> Slots:
    wanted = state.setting.archetype.moves.by_id[act].slots
    topic = slots.topic or max(state.needs, key=lambda name: (state.needs[name].stage, name))
    package = tuple(sorted(state.setting.case.packages["fair"].items()))
    return Slots(
        topic=topic if "topic" in wanted else "",
        terms=(slots.terms or package) if "terms" in wanted else (),
        advance="",
    )


def _best(state: State, played: Played, rest: Sequence[Played]) -> list[tuple[float, str]]:
    act, slots = played
    options = [name for name in state.setting.archetype.moves.by_id if name not in SKIP and name != act]
    found = []
    for name in options:
        after = _after(state, name, _slots_for(state, name, slots))
        found.append((_rest(after, rest), name))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def regrets(setting: Setting, acts: Sequence[Played]) -> list[Regret]:
    """Return for every turn what the best alternative would have brought, in the order of turns."""
    states = _prefixes(setting, acts)
    reached = deal_score(states[-1]).total
    rows = []
    for number, played in enumerate(acts):
        ranked = _best(states[number], played, acts[number + 1 :])
        points, better = ranked[0]
        close = tuple(name for value, name in ranked[:5] if value >= points - NOTICEABLE)
        rows.append(Regret(number + 1, played[0], better, round(max(0.0, points - reached), 2), close))
    return rows


def turning_points(rows: Sequence[Regret], most: int = 3) -> list[Regret]:
    """Return the turns with the largest regret, worst first; none that hardly mattered."""
    worst = sorted(rows, key=lambda row: (-row.points, row.turn))
    return [row for row in worst[:most] if row.points >= NOTICEABLE]
