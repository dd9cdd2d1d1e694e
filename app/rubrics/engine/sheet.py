"""One person's sheet for one team: points by criterion, and their total."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.rubrics.engine.rubric import Rubric


def total(
    points: Sequence[int | Fraction], maxima: Sequence[int], weights: Sequence[int] | None = None
) -> Fraction:
    """Return the sheet's mark from 0 to 100.

    Without weights the points simply add up against the sum of the maxima; with weights each criterion
    counts weight · points ÷ maximum.
    """
    if len(points) != len(maxima) or (weights is not None and len(weights) != len(maxima)):
        raise ValueError("points, maxima and weights must be of one length")
    if weights is None:
        return Fraction(100 * sum(map(Fraction, points)), sum(maxima))
    rows = zip(weights, points, maxima, strict=True)
    earned = sum((Fraction(weight) * point / maximum for weight, point, maximum in rows), Fraction(0))
    return 100 * earned / sum(weights)


def missing(rubric: Rubric, points: Mapping[str, int]) -> tuple[str, ...]:
    """Return the ids of the criteria that have no points yet, in the rubric's order."""
    return tuple(each.id for each in rubric.criteria if each.id not in points)


def mark(rubric: Rubric, points: Mapping[str, int]) -> Fraction:
    """Return the total of a complete sheet; every point is checked against its scale."""
    for criterion in rubric.criteria:
        criterion.band_of(points[criterion.id])
    return total([points[each.id] for each in rubric.criteria], [each.maximum for each in rubric.criteria])
