"""The worked numbers of the marking scheme, computed once by hand and by a second program.

``scheme.json`` holds them as printed, to four decimals at most; ``near`` compares an exact fraction with
such a printed number.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.kernel.numbers import half_up

SCHEME: dict[str, Any] = json.loads(
    Path(__file__).with_name("scheme.json").read_text(encoding="utf-8"), parse_float=Decimal
)


def cells(rows: list[list[Any] | None]) -> list[list[Fraction | None]]:
    """Return a table of fractions; a row that is None belongs to an absent delegate."""
    return [
        [None] * len(rows) if row is None else [None if mark is None else Fraction(mark) for mark in row]
        for row in rows
    ]


def near(exact: Fraction | None, printed: Decimal | int) -> bool:
    """Return whether *exact* rounds to *printed* at the number of decimals that was printed."""
    if exact is None:
        return False
    places = max(0, -int(Decimal(printed).as_tuple().exponent))
    return half_up(exact, places) == Decimal(printed)


def all_near(exact: Any, printed: Any) -> bool:
    """Return ``near`` for whole lists of one length."""
    return all(near(a, b) for a, b in zip(exact, printed, strict=True))
