"""Exact numbers, rounded the way a school rounds: 四舍五入."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction | Decimal | int, places: int = 1) -> Decimal:
    """Return *value* rounded half away from zero to *places* decimals (84.5 → 85 at 0 places).

    Works on exact fractions: the decision between up and down is made on whole numbers, so no
    binary float can tip it.
    """
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    signed = -whole if scaled < 0 else whole
    return Decimal(signed).scaleb(-places)
