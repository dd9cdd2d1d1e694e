"""How fair the aggregators are to simulated classes: ``python -m tests.rubrics.study [classes]``.

Each class has n teams with a true quality; every delegate marks the other teams on five criteria of 20
whole points, with honest noise and a strictness of his or her own. The noise (standard deviation 5.1 of 100)
is set so that the plain mean of six honest delegates is off by 2.05, as in our design notes; everything else
follows from it. The figure
is the centred root mean square error of the student component: how unfair it is *between* teams. The
aggregators are the product's own code, in exact fractions; the same seed gives the same classes.
"""

import random
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from math import ceil, sqrt

from app.rubrics.engine import panel

CRITERIA, POINTS = 5, 20
NOISE = 5.1 / sqrt(CRITERIA)
Sheet = tuple[int, ...]
Panel = list[list[Sheet | None]]
Marks = Sequence[Fraction | None]
SIZES = (4, 5, 6, 8)
UNFAIR, COST = 2.2, 3
METHODS = (panel.MEAN, panel.ROUND_ROBIN, panel.MEDIAN, panel.TRIMMED)


def simulate(rng: random.Random, n: int, severity: float, saboteur: float = 0) -> tuple[list[float], Panel]:
    """Return (true quality, sheets) of one class; *saboteur* points come off everything team 0 gives."""
    quality = [min(95.0, max(45.0, rng.gauss(74, 8))) for _ in range(n)]
    shifts = [rng.gauss(0, severity) for _ in range(n)]
    shifts[0] += saboteur
    return quality, [
        [None if i == j else _sheet(rng, quality[j] + shifts[i]) for j in range(n)] for i in range(n)
    ]


def _sheet(rng: random.Random, level: float) -> Sheet:
    points = (round(rng.gauss(level / CRITERIA, NOISE)) for _ in range(CRITERIA))
    return tuple(min(POINTS, max(0, each)) for each in points)


def marks(sheets: Panel, method: str) -> Marks:
    """Return the student component of every team under one of the product's aggregators."""
    cells = [[None if sheet is None else Fraction(sum(sheet)) for sheet in row] for row in sheets]
    return panel.estimate(cells, method).marks


def by_criterion(sheets: Panel) -> Marks:
    """Return the sum of each criterion's median, rounded up as ORA2 does; for comparison only."""
    totals: list[Fraction | None] = []
    for j in range(len(sheets)):
        got = [sheet for i, row in enumerate(sheets) if i != j and (sheet := row[j]) is not None]
        medians = [panel.median([Fraction(sheet[k]) for sheet in got]) for k in range(CRITERIA)]
        totals.append(Fraction(sum(ceil(each) for each in medians if each is not None)))
    return totals


def unfairness(found: Marks, quality: Sequence[float]) -> float:
    """Return the mean squared error after both are centred on their class mean."""
    gaps = [float(mark) - true for mark, true in zip(found, quality, strict=True) if mark is not None]
    level = sum(gaps) / len(gaps)
    return sum((gap - level) ** 2 for gap in gaps) / len(gaps)


@lru_cache(64)
def measure(n: int, severity: float, classes: int, seed: int = 1) -> dict[str, float]:
    """Return the root mean square unfairness of every method over *classes* classes of *n* teams."""
    rng = random.Random(f"{seed}-{n}-{severity}")  # noqa: S311 - simulated people, not secrets
    rules: dict[str, Callable[[Panel], Marks]] = {method: partial(marks, method=method) for method in METHODS}
    rules["by_criterion"] = by_criterion
    totals = dict.fromkeys(rules, 0.0)
    for _ in range(classes):
        quality, sheets = simulate(rng, n, severity)
        for name, rule in rules.items():
            totals[name] += unfairness(rule(sheets), quality)
    return {name: sqrt(total / classes) for name, total in totals.items()}


def sabotage(n: int, classes: int, seed: int = 1) -> dict[str, float]:
    """Return how many points marking all rivals 20 down gains the own team, by method."""
    gains = dict.fromkeys((panel.MEAN, panel.ROUND_ROBIN), 0.0)
    for number in range(classes):
        for method in gains:
            leads = []
            for shift in (0.0, -20.0):
                rng = random.Random(f"{seed}-{n}-{number}")  # noqa: S311
                _, sheets = simulate(rng, n, 5, shift)
                values = [float(mark) for mark in marks(sheets, method) if mark is not None]
                leads.append(values[0] - sum(values[1:]) / (n - 1))
            gains[method] += leads[1] - leads[0]
    return {method: gain / classes for method, gain in gains.items()}


def table(classes: int) -> list[str]:
    """Return the lines of the report."""
    names = ("mean", "round_robin", "median", "trimmed", "by_criterion")
    lines = [f"{classes} classes for each line; lower is fairer between teams"]
    lines.append("case            teams " + "".join(f"{name:>14}" for name in names))
    for label, severity in (("all honest", 0), ("strictness 8", 8)):
        for n in SIZES:
            found = measure(n, severity, classes)
            lines.append(f"{label:<16}{n:>5} " + "".join(f"{found[name]:>14.2f}" for name in names))
    lines.append("What marking every rival 20 points down gains the own team, in points")
    for n in SIZES:
        found = sabotage(n, max(1, classes // 10))
        gains = (found["mean"], abs(found["round_robin"]))
        lines.append(f"{n:>5} teams: plain mean {gains[0]:.2f}, round robin {gains[1]:.2f}")
    return lines


def verdict(classes: int) -> tuple[list[str], int]:
    """Return the figures with their bars, and 1 when one is missed (M2 of the design notes)."""
    unfair = measure(6, 8, classes)["round_robin"]
    costs = [found["round_robin"] / found["mean"] - 1 for n in (5, 6, 8) if (found := measure(n, 0, classes))]
    cost = round(100 * max(costs))
    lines = [
        f"unfairness of round robin, 6 teams, strictness 8: {unfair:.2f} (at most {UNFAIR})",
        f"its cost when all are honest, from 5 teams: {cost} % (at most {COST} %)",
    ]
    return lines, int(unfair > UNFAIR or cost > COST)


def main(words: list[str]) -> int:
    """Print the tables and the figures; *words* may hold the number of classes."""
    classes = int(words[0]) if words else 3000
    figures, missed = verdict(classes)
    sys.stdout.write("\n".join([*table(classes), *figures]) + "\n")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
