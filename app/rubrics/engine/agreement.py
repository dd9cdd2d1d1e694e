"""How far a panel agrees: Krippendorff's alpha for interval data, before and after severity is removed."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from app.rubrics.engine.panel import Cells, received


def alpha(cells: Cells) -> Fraction | None:
    """Return 1 - observed ÷ expected disagreement over squared differences.

    1 is full agreement, 0 is chance, below 0 is worse than chance; None when there is nothing to compare.
    """
    units = [marks for j in range(len(cells)) if len(marks := received(cells, j)) >= 2]
    values = [mark for unit in units for mark in unit]
    if len(values) < 2:
        return None
    expected = _squares(values) / (len(values) - 1)
    if expected == 0:
        return None
    observed = sum((_squares(unit) / (len(unit) - 1) for unit in units), Fraction(0))
    return 1 - observed / expected


def without_severity(cells: Cells, severity: Sequence[Fraction | None]) -> list[list[Fraction | None]]:
    """Return the panel with each delegate's generosity taken off the marks that delegate gave."""
    return [
        [None if mark is None else mark - (generosity or 0) for mark in row]
        for row, generosity in zip(cells, severity, strict=True)
    ]


def _squares(values: Sequence[Fraction]) -> Fraction:
    return sum(((a - b) ** 2 for a, b in permutations(values, 2)), Fraction(0))
