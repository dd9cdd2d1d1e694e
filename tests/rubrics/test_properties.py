"""What must hold for every panel and every team, not only for the worked ones."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rubrics.engine import individual, panel

SIZES = range(3, 13)


def _panel(rng: random.Random, n: int) -> list[list[Fraction | None]]:
    return [[None if i == j else Fraction(rng.randint(40, 90)) for j in range(n)] for i in range(n)]


def _shifted(table: list[list[Fraction | None]], rater: int, by: int) -> list[list[Fraction | None]]:
    return [
        [mark + by if i == rater and mark is not None else mark for mark in row]
        for i, row in enumerate(table)
    ]


def _lead(marks: tuple[Fraction | None, ...], team: int) -> Fraction:
    """Return how far *team* is above the mean of the others."""
    values = [mark for mark in marks if mark is not None]
    own = values.pop(team)
    return own - sum(values, Fraction(0)) / len(values)


@pytest.mark.parametrize("n", SIZES)
def test_marking_everyone_down_gains_exactly_nothing(n: int) -> None:
    rng = random.Random(n)  # noqa: S311 - a seeded source of examples, not a secret
    for _ in range(20):
        table = _panel(rng, n)
        rater, by = rng.randrange(n), -rng.randint(1, 40)
        sabotaged = _shifted(table, rater, by)
        gain = _lead(panel.round_robin(sabotaged)[0], rater) - _lead(panel.round_robin(table)[0], rater)
        assert gain == 0
        plain = [panel.estimate(each, panel.MEAN).marks for each in (table, sabotaged)]
        assert _lead(plain[1], rater) - _lead(plain[0], rater) == Fraction(-by, n - 1)


@pytest.mark.parametrize("n", range(4, 13))
def test_the_missing_cell_fit_cannot_be_gamed_either(n: int) -> None:
    rng = random.Random(n)  # noqa: S311
    table = _panel(rng, n)
    table[0][n - 1] = None
    marks = [panel.estimate(_shifted(table, 1, by), panel.ROUND_ROBIN) for by in (0, -20)]
    assert {each.method for each in marks} == {panel.LEAST_SQUARES}
    assert _lead(marks[0].marks, 1) == _lead(marks[1].marks, 1)


@pytest.mark.parametrize("n", SIZES)
def test_additive_panels_without_noise_give_back_quality(n: int) -> None:
    rng = random.Random(100 + n)  # noqa: S311
    for _ in range(20):
        quality = [Fraction(rng.randint(50, 90)) for _ in range(n)]
        bias = [Fraction(rng.randint(-15, 15)) for _ in range(n)]
        table: list[list[Fraction | None]] = [
            [None if i == j else quality[j] + bias[i] for j in range(n)] for i in range(n)
        ]
        level = sum(bias, Fraction(0)) / n
        expected = tuple(each + level for each in quality)
        assert panel.round_robin(table)[0] == expected
        fit = panel.least_squares(table)
        assert fit is not None
        assert fit[0] == expected


@pytest.mark.parametrize("n", range(4, 9))
def test_least_squares_equals_round_robin_on_a_complete_panel(n: int) -> None:
    table = _panel(random.Random(n), n)  # noqa: S311
    assert panel.least_squares(table) == panel.round_robin(table)


points = st.integers(min_value=0, max_value=200).map(Fraction)


@st.composite
def teams(draw: st.DrawFn) -> tuple[list[list[Fraction] | None], int, list[Fraction] | None]:
    n = draw(st.integers(min_value=2, max_value=8))
    row = st.one_of(st.none(), st.lists(points, min_size=n, max_size=n))
    ratings = draw(st.lists(row, min_size=n, max_size=n))
    return ratings, draw(st.integers(min_value=0, max_value=n - 1)), draw(row)


@settings(max_examples=500, deadline=None)
@given(teams())
def test_no_answer_changes_the_own_factor(
    case: tuple[list[list[Fraction] | None], int, list[Fraction] | None],
) -> None:
    ratings, member, other_answer = case
    changed = [other_answer if i == member else row for i, row in enumerate(ratings)]
    assert individual.contribution(ratings, member) == individual.contribution(changed, member)


def test_own_answers_gain_nothing_in_ten_thousand_random_teams() -> None:
    rng = random.Random(7)  # noqa: S311
    for _ in range(10_000):
        n = rng.randint(2, 7)
        ratings: list[list[Fraction] | None] = [
            None if rng.random() < 0.2 else [Fraction(rng.randint(0, 200)) for _ in range(n)]
            for _ in range(n)
        ]
        member = rng.randrange(n)
        before = individual.contribution(ratings, member)
        ratings[member] = None if ratings[member] else [Fraction(0)] * n
        assert individual.contribution(ratings, member) == before


@settings(max_examples=200, deadline=None)
@given(st.lists(points, min_size=2, max_size=2), st.lists(points, min_size=2, max_size=2))
def test_a_team_of_two_has_factor_one(first: list[Fraction], second: list[Fraction]) -> None:
    assert [individual.contribution([first, second], member) for member in (0, 1)] == [1, 1]
