"""Whether cards were turned in time: A each working day, B each week, C each month (crm.md §4.4).

A window of a card that fell due is met by one review inside it. A review that says "no change" over a fact
that had arrived and was not filed is blind and meets nothing. All marks are exact fractions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

WEIGHTS = {"a": Fraction(1, 2), "b": Fraction(3, 10), "c": Fraction(1, 5)}
LEAST_DAYS = {"b": 3, "c": 10}  # a week or month with fewer working days in range asks for nothing
TIDY_A_WEEK = 2


@dataclass(frozen=True, slots=True)
class Review:
    """One turning of a card: which card, on which day, and whether it overlooked a planted fact."""

    card: str
    day: date
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of days in which *card*, graded *grade*, had to be turned once."""

    card: str
    grade: str
    first: date
    last: date

    def met_by(self, reviews: Iterable[Review]) -> bool:
        """Say whether one of *reviews* turned this card in time with open eyes."""
        return any(
            review.card == self.card and not review.blind and self.first <= review.day <= self.last
            for review in reviews
        )


@dataclass(frozen=True, slots=True)
class Due:
    """How many windows of one grade fell due and how many were met."""

    due: int
    met: int


def grade_on(history: Sequence[tuple[date, str]], day: date) -> str | None:
    """Return the grade a card has at the start of *day*; *history* is (from, grade), oldest first."""
    return next((grade for since, grade in reversed(history) if since <= day), None)


def windows(cards: Mapping[str, Sequence[tuple[date, str]]], days: Sequence[date]) -> list[Window]:
    """Return every window in which a card had to be turned, over the working *days* of the exercise."""
    found = [
        Window(card, "a", day, day)
        for card, history in cards.items()
        for day in days
        if grade_on(history, day) == "a"
    ]
    for grade, key in (("b", _week), ("c", _month)):
        for stretch in _stretches(days, key):
            if len(stretch) < LEAST_DAYS[grade]:
                continue
            found += [
                Window(card, grade, stretch[0], stretch[-1])
                for card, history in cards.items()
                if grade_on(history, stretch[-1]) == grade
            ]
    return found


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _stretches(days: Sequence[date], key: Callable[[date], tuple[int, int]]) -> list[list[date]]:
    return [list(stretch) for _, stretch in groupby(days, key)]


def dues(
    cards: Mapping[str, Sequence[tuple[date, str]]], reviews: Sequence[Review], days: Sequence[date]
) -> dict[str, Due]:
    """Return what fell due and what was met, by grade."""
    asked = windows(cards, days)
    return {
        grade: Due(
            sum(window.grade == grade for window in asked),
            sum(window.grade == grade and window.met_by(reviews) for window in asked),
        )
        for grade in WEIGHTS
    }


def cadence(found: Mapping[str, Due]) -> Fraction | None:
    """Return the weighted share of windows met, 0 to 1; None when nothing fell due."""
    present = {grade: due for grade, due in found.items() if due.due}
    whole = sum((WEIGHTS[grade] for grade in present), Fraction(0))
    if not whole:
        return None
    return sum((WEIGHTS[g] * Fraction(due.met, due.due) for g, due in present.items()), Fraction(0)) / whole


def tidiness(sessions: Iterable[date], days: Sequence[date]) -> Fraction | None:
    """Return the share of the tidy sessions held, two a week; None when no week asks for any."""
    weeks = {_week(day) for day in days}
    held: dict[tuple[int, int], int] = {}
    for day in set(sessions):
        held[_week(day)] = held.get(_week(day), 0) + 1
    if not weeks:
        return None
    return Fraction(sum(min(held.get(week, 0), TIDY_A_WEEK) for week in weeks), TIDY_A_WEEK * len(weeks))


def response_credit(due: Fraction | int, done: Fraction | int | None) -> Fraction:
    """Return what an action is worth, 1 up to *due* working hours, falling to 0 at twice as many."""
    if done is None:
        return Fraction(0)
    late = Fraction(done) - Fraction(due)
    return min(Fraction(1), max(Fraction(0), 1 - late / Fraction(due)))


def response(actions: Iterable[tuple[int, Fraction | int, Fraction | int | None]]) -> Fraction | None:
    """Return the mean credit of (weight, due, done) actions; None when there are none."""
    rows = list(actions)
    whole = sum(weight for weight, _, _ in rows)
    if not whole:
        return None
    return sum((weight * response_credit(due, done) for weight, due, done in rows), Fraction(0)) / whole
