"""The distribution of a class, as numbers a picture can be drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

EDGES = (0, 60, 70, 80, 90, 101)


@dataclass(frozen=True, slots=True)
class Bar:
    """How many lie from *lo* up to, but not including, *hi*; the last one holds 100 too."""

    lo: int
    hi: int
    count: int

    @property
    def label(self) -> str:
        """Return the bar's range as text."""
        return f"{self.lo}–{min(self.hi, 101) - 1}"


def bars(totals: Sequence[Decimal]) -> list[Bar]:
    """Return the five bars of a class: below 60, and by tens above."""
    return [Bar(lo, hi, sum(lo <= total < hi for total in totals)) for lo, hi in pairwise(EDGES)]


def middle(totals: Sequence[Decimal]) -> Decimal | None:
    """Return the median, None of nothing."""
    if not totals:
        return None
    ordered, half = sorted(totals), len(totals) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
