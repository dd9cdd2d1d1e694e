"""The bargain as a picture: all contracts, the frontier, the Nash point, the learner's way; the ladder."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.negotiation.engine.deal import aspiration, frontier, stand
from app.negotiation.engine.state import State


@dataclass(frozen=True, slots=True)
class Rung:
    """One time terms were laid: the turn, the act, worth to both sides, what the customer wanted at least."""

    turn: int
    act: str
    seller: float
    customer: float
    wanted: float


@dataclass(frozen=True, slots=True)
class Plane:
    """Everything the picture needs, as points in a box of *size* (our worth to the right, his upwards)."""

    size: int
    outcomes: str
    frontier: str
    path: tuple[tuple[float, float], ...]
    nash: tuple[float, float]
    floor: tuple[float, float]


def ladder(states: Sequence[State], acts: Sequence[str]) -> list[Rung]:
    """Return the terms as they were laid, turn by turn; *states* begin before the first act."""
    rungs, before = [], states[0]
    for number, state in enumerate(states[1:]):
        if state.terms != before.terms:
            seller, customer = stand(state.setting.case, state.terms)
            rungs.append(Rung(state.turn, acts[number], seller, customer, round(aspiration(before), 4)))
        before = state
    return rungs


def _at(size: int, seller: float, customer: float) -> tuple[float, float]:
    return round(seller * size, 1), round((1.0 - customer) * size, 1)


def plane(state: State, rungs: Sequence[Rung], size: int = 300) -> Plane:
    """Return the picture of a case's bargain and of the way *rungs* took across it."""
    case = state.setting.case
    best = frontier(case)
    places = sorted({_at(size, row.seller, row.customer) for row in best.outcomes})
    edge = sorted((row.seller, row.customer) for row in best.pareto)
    return Plane(
        size=size,
        outcomes="".join(f"M{x:g} {y:g}h0" for x, y in places),
        frontier=" ".join(f"{x:g},{y:g}" for x, y in (_at(size, *point) for point in edge)),
        path=tuple(_at(size, row.seller, row.customer) for row in rungs),
        nash=_at(size, best.nash.seller, best.nash.customer),
        floor=_at(size, case.reserve_seller, case.reserve_customer),
    )
