"""Turning cards in time: the computed examples C1 and C2 and what may not count."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.crm.engine.cadence import (
    Due,
    Review,
    cadence,
    dues,
    grade_on,
    response,
    response_credit,
    tidiness,
    windows,
)
from app.crm.engine.workdays import Calendar, calendar, span

SPRING = calendar([(date(2026, 2, 15), date(2026, 2, 23))], [date(2026, 2, 14), date(2026, 2, 28)])
MARCH = list(Calendar().days(date(2026, 3, 2), date(2026, 3, 27)))
FEBRUARY = list(SPRING.days(date(2026, 2, 9), date(2026, 2, 28)))
ALWAYS = date(2026, 1, 1)


def card(grade: str) -> list[tuple[date, str]]:
    return [(ALWAYS, grade)]


def test_c1_four_cards_one_regraded_one_review_blind() -> None:
    cards = {
        "a1": card("a"),
        "a2": [(ALWAYS, "b"), (date(2026, 3, 16), "a")],
        "b1": card("b"),
        "c1": card("c"),
    }
    reviews = [Review("a1", day) for day in MARCH[:16]]
    reviews += [Review("a2", day) for day in MARCH[10:19]]
    reviews += [Review("a2", date(2026, 3, 5)), Review("a2", date(2026, 3, 11))]
    reviews += [
        Review("b1", date(2026, 3, 4)),
        Review("b1", date(2026, 3, 13)),
        Review("b1", date(2026, 3, 20)),
    ]
    reviews += [Review("b1", date(2026, 3, 25), blind=True), Review("c1", date(2026, 3, 18))]
    found = dues(cards, reviews, MARCH)
    assert found == {"a": Due(30, 25), "b": Due(6, 5), "c": Due(1, 1)}
    assert cadence(found) == Fraction(13, 15)


def test_c2_spring_festival_with_two_worked_saturdays() -> None:
    cards = {"a": card("a"), "b": card("b"), "c": card("c")}
    asked = windows(cards, FEBRUARY)
    assert [sum(window.grade == grade for window in asked) for grade in "abc"] == [11, 2, 1]
    saturdays = {window.first for window in asked if window.grade == "a" and window.first.weekday() == 5}
    assert saturdays == {date(2026, 2, 14), date(2026, 2, 28)}


def test_tidy_sessions_count_twice_a_week_at_most() -> None:
    sessions = [date(2026, 3, day) for day in (2, 5, 10, 16, 18, 20)]
    assert tidiness(sessions, MARCH) == Fraction(5, 8)


def test_actions_on_a_complaint_lose_by_the_hour() -> None:
    actions = [(2, 8, 6), (1, 4, 6), (1, 16, 10), (3, 40, 50)]
    assert response(actions) == Fraction(23, 28)
    assert response([(weight, due, None) for weight, due, _ in actions]) == 0


def test_nothing_due_is_no_mark_rather_than_a_full_one() -> None:
    assert cadence(dues({}, [], MARCH)) is None
    assert response([]) is None
    assert tidiness([], []) is None


def test_a_grade_holds_from_its_day() -> None:
    history = [(date(2026, 3, 2), "b"), (date(2026, 3, 16), "a")]
    assert [grade_on(history, date(2026, 3, day)) for day in (1, 2, 15, 16)] == [None, "b", "b", "a"]


def test_shifting_goes_over_holidays_and_worked_saturdays() -> None:
    assert SPRING.shift(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert SPRING.shift(date(2026, 2, 14), 1) == date(2026, 2, 24)
    assert SPRING.shift(date(2026, 2, 15), 0) == date(2026, 2, 24)


@given(st.integers(1, 80), st.integers(0, 200), st.integers(0, 200))
def test_later_is_never_worth_more(due: int, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert 0 <= response_credit(due, late) <= response_credit(due, early) <= 1


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 60))
def test_working_days_are_never_holidays_unless_made_up(first: date, length: int) -> None:
    closed = span(first, date.fromordinal(first.toordinal() + length))
    free = Calendar(holidays=closed)
    assert list(free.days(first, max(closed))) == []
    assert set(Calendar(closed, closed).days(first, max(closed))) == closed
