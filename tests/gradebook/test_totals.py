"""What is counted so far, exactly."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.gradebook.engine.totals import counted_so_far

WEIGHTS = {
    "t1": Fraction(15),
    "t2": Fraction(20),
    "t3": Fraction(20),
    "midterm": Fraction(15),
    "final": Fraction(30),
}


def test_only_what_has_a_mark_is_counted() -> None:
    total = counted_so_far(WEIGHTS, {"t1": (Fraction("84.6"), Fraction(100))})
    assert total.earned == Fraction("12.69")
    assert total.possible == 15
    assert [part.points for part in total.parts] == [Fraction("12.69"), None, None, None, None]


def test_a_mark_for_something_without_weight_counts_nothing() -> None:
    total = counted_so_far(WEIGHTS, {"m1-check": (Fraction(90), Fraction(100))})
    assert total.earned == total.possible == 0


@given(st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 100)))
def test_never_more_than_is_possible(marks: dict[str, int]) -> None:
    total = counted_so_far(WEIGHTS, {key: (Fraction(value), Fraction(100)) for key, value in marks.items()})
    assert 0 <= total.earned <= total.possible <= 100
