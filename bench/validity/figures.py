"""A figure with its bar, and the sizes a program of figures runs at."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number: its name, its value, and the least or the most it may be."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool:
        """Return whether the bar holds; a figure without a bar always holds."""
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    def line(self) -> str:
        """Return ``name: value (bar)``."""
        bar = f" (bar ≥ {self.least:g})" if self.least is not None else ""
        bar += f" (bar ≤ {self.most:g})" if self.most is not None else ""
        return f"{self.name}: {self.value:.4g}{bar}{'' if self.held else '  FALLS SHORT'}"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is played."""

    seeds: int
    evaluations: int
    draws: int
    runs: int
    people: int
    lines: int
    cases: int


FULL = Sizes(seeds=200, evaluations=50_000, draws=200, runs=10_000, people=200, lines=100_000, cases=1000)
SMALL = Sizes(seeds=12, evaluations=300, draws=4, runs=60, people=40, lines=1500, cases=10)


def dice(seed: int) -> random.Random:
    """Return a player's own luck, the same for the same *seed*."""
    return random.Random(seed)  # noqa: S311 - a game, nothing secret


def mean(values: Iterable[float]) -> float:
    """Return the mean of *values*."""
    rows = list(values)
    return sum(rows) / len(rows)


def margin(values: list[float]) -> float:
    """Return half the width of the 95 per cent interval of the mean of *values*."""
    middle = mean(values)
    spread = sum((value - middle) ** 2 for value in values) / max(1, len(values) - 1)
    return 1.96 * sqrt(spread / len(values))


def correlation(left: list[float], right: list[float]) -> float:
    """Return Pearson's correlation."""
    middle, centre = mean(left), mean(right)
    both = sum((x - middle) * (y - centre) for x, y in zip(left, right, strict=True))
    spread = sum((x - middle) ** 2 for x in left) * sum((y - centre) ** 2 for y in right)
    return both / sqrt(spread) if spread else 0.0


def ranks(values: list[float]) -> list[float]:
    """Return the rank of each value, ties sharing the mean of theirs."""
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [mean(places[value]) for value in values]


def spearman(left: list[float], right: list[float]) -> float:
    """Return Spearman's rank correlation."""
    return correlation(ranks(left), ranks(right))
