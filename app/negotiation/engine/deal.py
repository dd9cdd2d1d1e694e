"""Bargaining: what a package is worth to each side, how far the customer has come down, and the frontier.

Utilities are additive over issues, each 0 to 1. The customer's aspiration follows Faratin, Sierra and
Jennings (1998): res + (target - res) * (1 - t^(1/e)), lowered by an open lock and felt needs (design §5.2).
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from app.negotiation.engine.archetype import ROUNDS
from app.negotiation.engine.case import Case, Package
from app.negotiation.engine.state import State


@dataclass(frozen=True, slots=True)
class Outcome:
    """One possible contract with its worth to the seller and to the customer."""

    package: tuple[tuple[str, str], ...]
    seller: float
    customer: float


@dataclass(frozen=True, slots=True)
class Frontier:
    """All contracts of a case, those that are Pareto-optimal, and the Nash point."""

    outcomes: tuple[Outcome, ...]
    pareto: tuple[Outcome, ...]
    nash: Outcome
    best_joint: float
    best_seller: float


def stand(case: Case, terms: Package) -> tuple[float, float]:
    """Return what *terms*, completed by the standard terms, are worth to the seller and to the customer."""
    seller, customer = case.base
    for name, option in terms.items():
        more, most = case.shifts[name][option]
        seller += more
        customer += most
    return round(seller, 6), round(customer, 6)


def complete(case: Case, terms: Package) -> dict[str, str]:
    """Return *terms* with the standard terms for every issue nobody named."""
    return {**case.defaults, **terms}


def worth(case: Case, package: Package) -> tuple[float, float]:
    """Return what a whole *package* is worth to the seller and to the customer, 0 to 1 each."""
    seller = customer = 0.0
    for name, issue in case.issues.items():
        option = issue.options[package[name]]
        seller += issue.seller * option.seller
        customer += issue.customer * option.customer
    return round(seller, 6), round(customer, 6)


def aspiration(state: State) -> float:
    """Return what the customer wants at least right now, as a utility 0 to 1."""
    case, archetype = state.setting.case, state.setting.archetype
    floor, target = case.reserve_customer, case.target_customer
    late = archetype.curve[min(ROUNDS, state.rounds)]
    wanted = floor + (target - floor) * (1.0 - late)
    wanted += 0.04 * state.gifts + archetype.firmness - 0.22 * state.lock() - 0.16 * state.need()
    return max(floor, min(0.95, wanted))


def next_wish(case: Case, terms: Package) -> tuple[str, str] | None:
    """Return the issue and option the customer asks for next: his largest gain per loss of the seller."""
    best, choice = 0.0, None
    for name, issue in case.issues.items():
        now = issue.options[complete(case, terms)[name]]
        for option in issue.options.values():
            gain = issue.customer * (option.customer - now.customer)
            rate = gain / (0.05 + issue.seller * max(0.0, now.seller - option.seller))
            if gain > 0 and rate > best:
                best, choice = rate, (name, option.id)
    return choice


def direction(case: Case, issue: str, before: str, after: str) -> int:
    """Return 1 when the change favours the customer, -1 when it favours the seller, 0 for none."""
    old, new = case.issues[issue].options[before], case.issues[issue].options[after]
    return (new.customer > old.customer) - (new.customer < old.customer)


def _pareto(outcomes: list[Outcome]) -> tuple[Outcome, ...]:
    kept, best = [], -1.0
    for outcome in sorted(outcomes, key=lambda row: (-row.seller, -row.customer, row.package)):
        if outcome.customer > best + 1e-9:
            kept.append(outcome)
            best = outcome.customer
    return tuple(kept)


def enumerate_outcomes(case: Case) -> Frontier:
    """Return every contract of *case* with the Pareto frontier and the Nash point, by counting them all."""
    names = list(case.issues)
    outcomes = []
    for options in product(*(case.issues[name].options for name in names)):
        package = tuple(zip(names, options, strict=True))
        outcomes.append(Outcome(package, *worth(case, dict(package))))
    floor_seller, floor_customer = case.reserve_seller, case.reserve_customer
    pareto = _pareto(outcomes)
    nash = max(
        pareto, key=lambda row: max(0.0, row.seller - floor_seller) * max(0.0, row.customer - floor_customer)
    )
    fair = [row for row in outcomes if row.customer >= floor_customer and row.seller >= floor_seller]
    return Frontier(
        outcomes=tuple(outcomes),
        pareto=pareto,
        nash=nash,
        best_joint=max(row.seller + row.customer for row in fair),
        best_seller=max(row.seller for row in fair),
    )


_FRONTIERS = lru_cache(maxsize=64)(lambda key: enumerate_outcomes(key.case))


class _Key:
    """A cache key for a case: equal cases of one object are one key (a case holds dicts, so no hash)."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.case is other.case


def frontier(case: Case) -> Frontier:
    """Return the frontier of *case*, computed once for each loaded case."""
    return _FRONTIERS(_Key(case))


def left_on_table(case: Case, terms: Package) -> tuple[float, Outcome]:
    """Return how much more the seller could have had with the customer no worse off, and that contract."""
    seller, customer = worth(case, complete(case, terms))
    better = [row for row in frontier(case).pareto if row.customer >= customer - 1e-9]
    best = max(better, key=lambda row: row.seller)
    return max(0.0, round(best.seller - seller, 6)), best
