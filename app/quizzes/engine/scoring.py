"""Adding up an attempt: exact fractions inside, one rounding where a person reads the number."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.kernel.numbers import half_up


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One question of an attempt: how many points it carries and which share of them was earned."""

    points: Fraction
    share: Fraction

    @property
    def earned(self) -> Fraction:
        """Return the points earned."""
        return self.points * self.share


@dataclass(frozen=True, slots=True)
class Result:
    """The sum of an attempt: points earned, points possible, and whether that passes."""

    score: Fraction
    maximum: Fraction
    passed: bool

    @property
    def percent(self) -> Decimal:
        """Return the score out of 100, rounded half up to one decimal."""
        return percent(self.score, self.maximum)


def percent(score: Fraction, maximum: Fraction) -> Decimal:
    """Return *score* out of *maximum* as a percentage with one decimal (0 of 0 is 0)."""
    return half_up(score / maximum * 100) if maximum else half_up(0)


def total(items: Iterable[ItemScore], pass_percent: Fraction) -> Result:
    """Add up *items*; the pass is decided on the exact percentage, not on the rounded one."""
    rows = list(items)
    score = sum((item.earned for item in rows), Fraction(0))
    maximum = sum((item.points for item in rows), Fraction(0))
    return Result(score, maximum, bool(maximum) and score * 100 >= pass_percent * maximum)
