"""What is counted so far: published marks times their weights, in exact fractions.

Formula: part = weight × score ÷ maximum, of the *published* (already rounded) score, so that a
learner can redo it on a calculator; counted so far = Σ parts, out of Σ weights that have a mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Part:
    """One component: its *weight* in the course total (points of 100) and what the mark made of it."""

    component: str
    weight: Fraction
    score: Fraction | None
    maximum: Fraction

    @property
    def points(self) -> Fraction | None:
        """Return the points of the total this mark earned, or None while there is no mark."""
        return None if self.score is None else self.weight * self.score / self.maximum


@dataclass(frozen=True, slots=True)
class Total:
    """All parts, what they earned, and out of how many points that is."""

    parts: tuple[Part, ...]
    earned: Fraction
    possible: Fraction


def counted_so_far(weights: Mapping[str, Fraction], marks: Mapping[str, tuple[Fraction, Fraction]]) -> Total:
    """Return the total of the components in *weights* that have (score, maximum) in *marks*."""
    parts = tuple(
        Part(name, weight, marks[name][0], marks[name][1])
        if name in marks
        else Part(name, weight, None, Fraction(100))
        for name, weight in weights.items()
    )
    earned = sum((part.points for part in parts if part.points is not None), Fraction(0))
    possible = sum((part.weight for part in parts if part.score is not None), Fraction(0))
    return Total(parts, earned, possible)
