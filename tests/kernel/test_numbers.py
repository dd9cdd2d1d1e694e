"""四舍五入, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.numbers import half_up


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(169, 2), 0, "85"),
        (Fraction(-169, 2), 0, "-85"),
        (Fraction(8445, 100), 1, "84.5"),
        (Fraction(1, 3), 2, "0.33"),
        (Decimal("2.675"), 2, "2.68"),
        (7, 1, "7.0"),
    ],
)
def test_half_goes_away_from_zero(value: Fraction, places: int, expected: str) -> None:
    assert str(half_up(value, places)) == expected


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=4))
def test_never_more_than_half_a_step_away(value: Fraction, places: int) -> None:
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
