"""The student component: what many delegates together say about each team.

A panel is a square table ``cells[i][j]``: the mark that team i's delegate gave to team j, or None where
there is none. The diagonal is always None (避开原则). Formulas: design notes, section 4; the round-robin
estimate puts all teams before the same panel, so that a delegate who marks everybody down or up gains
exactly nothing for the own team.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rubrics.engine.linear import solve

Cells = Sequence[Sequence[Fraction | None]]

MEAN = "mean"
ROUND_ROBIN = "round_robin"
TRIMMED = "trimmed"
MEDIAN = "median"
LEAST_SQUARES = "least_squares"
AGGREGATORS = (ROUND_ROBIN, MEAN, TRIMMED, MEDIAN)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The student component of every team, and how it came about.

    *method* is what was really used (round robin becomes least squares when a cell is missing, and the
    plain mean when the panel is too small or falls apart); *severity* is each delegate's generosity in
    points, + generous, - harsh, None where it cannot be told; *plain* is always the plain mean.
    """

    method: str
    marks: tuple[Fraction | None, ...]
    severity: tuple[Fraction | None, ...]
    plain: tuple[Fraction | None, ...]


def default_aggregator(teams: int) -> str:
    """Return round robin from four teams up; with three it is noisier than the plain mean."""
    return ROUND_ROBIN if teams >= 4 else MEAN


def received(cells: Cells, team: int) -> list[Fraction]:
    """Return the marks that *team* got from the other teams' delegates, in the delegates' order."""
    return [row[team] for i, row in enumerate(cells) if i != team and row[team] is not None]  # type: ignore[misc]


def given(cells: Cells, rater: int) -> list[Fraction]:
    """Return the marks that *rater* gave to the other teams."""
    return [mark for j, mark in enumerate(cells[rater]) if j != rater and mark is not None]


def is_complete(cells: Cells) -> bool:
    """Return whether every delegate has marked every team but the own one."""
    return all(mark is not None for i, row in enumerate(cells) for j, mark in enumerate(row) if i != j)


def estimate(cells: Cells, aggregator: str) -> Estimate:
    """Return the student component under *aggregator*; falls back in the open, see Estimate.method."""
    teams = range(len(cells))
    plain = tuple(mean(received(cells, j)) for j in teams)
    if aggregator == MEDIAN:
        return Estimate(MEDIAN, tuple(median(received(cells, j)) for j in teams), _unknown(cells), plain)
    if aggregator == TRIMMED:
        return Estimate(TRIMMED, tuple(trimmed(received(cells, j)) for j in teams), _unknown(cells), plain)
    if aggregator == ROUND_ROBIN:
        return _corrected(cells, plain)
    return Estimate(MEAN, plain, _unknown(cells), plain)


def _corrected(cells: Cells, plain: tuple[Fraction | None, ...]) -> Estimate:
    if len(cells) < 3:
        return Estimate(MEAN, plain, _unknown(cells), plain)
    if is_complete(cells):
        marks, severity = round_robin(cells)
        return Estimate(ROUND_ROBIN, marks, severity, plain)
    fit = least_squares(cells)
    if fit is None:
        return Estimate(MEAN, plain, _unknown(cells), plain)
    return Estimate(LEAST_SQUARES, fit[0], fit[1], plain)


def _unknown(cells: Cells) -> tuple[None, ...]:
    return (None,) * len(cells)


def mean(marks: Sequence[Fraction]) -> Fraction | None:
    """Return the plain mean, None of nothing."""
    return sum(marks, Fraction(0)) / len(marks) if marks else None


def median(marks: Sequence[Fraction]) -> Fraction | None:
    """Return the middle mark, or the mean of the two middle ones; None of nothing."""
    if not marks:
        return None
    ordered, half = sorted(marks), len(marks) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def trimmed(marks: Sequence[Fraction]) -> Fraction | None:
    """Return the mean without one highest and one lowest mark; below four marks nothing is dropped."""
    return mean(sorted(marks)[1:-1] if len(marks) >= 4 else marks)


def round_robin(cells: Cells) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return (marks, severity) of a complete panel of n ≥ 3 teams.

    With C received, R given by the own delegate and G in all:
    mark = G/(n(n-1)) + ((n-1)·C + R - G)/(n(n-2)) = plain mean + severity of the own delegate/(n-1).
    """
    n = len(cells)
    if n < 3 or not is_complete(cells):
        raise ValueError("round robin needs a complete panel of at least three teams")
    columns = [sum(received(cells, j), Fraction(0)) for j in range(n)]
    rows = [sum(given(cells, i), Fraction(0)) for i in range(n)]
    grand = sum(columns, Fraction(0))
    marks = tuple(
        grand / (n * (n - 1)) + ((n - 1) * columns[j] + rows[j] - grand) / Fraction(n * (n - 2))
        for j in range(n)
    )
    severity = tuple((n - 1) * (marks[j] - columns[j] / (n - 1)) for j in range(n))
    return marks, severity


def least_squares(
    cells: Cells,
) -> tuple[tuple[Fraction | None, ...], tuple[Fraction | None, ...]] | None:
    """Return (marks, severity) of the same additive model when cells are missing.

    Each mark is explained as team + delegate, where the generosities of the delegates who took part add
    up to 0. None when the marks fall into groups that nobody links, because then no fair comparison
    exists.
    """
    teams = [j for j in range(len(cells)) if received(cells, j)]
    raters = [i for i in range(len(cells)) if given(cells, i)]
    if not teams or not raters:
        return None
    solution = solve(*_normal_equations(cells, teams, raters))
    if solution is None:
        return None
    by_team = dict(zip(teams, solution, strict=False))
    by_rater = dict(zip(raters, solution[len(teams) :], strict=True))
    everyone = range(len(cells))
    return tuple(by_team.get(j) for j in everyone), tuple(by_rater.get(i) for i in everyone)


def _normal_equations(
    cells: Cells, teams: list[int], raters: list[int]
) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Return matrix and right side; the last rater's row is replaced by "generosities add up to 0"."""
    size = len(teams) + len(raters)
    matrix = [[Fraction(0)] * size for _ in range(size)]
    right = [Fraction(0)] * size
    for k, i in enumerate(raters, start=len(teams)):
        for t, j in enumerate(teams):
            mark = cells[i][j]
            if i == j or mark is None:
                continue
            for a, b in ((t, k), (k, t)):
                matrix[a][a] += 1
                matrix[a][b] += 1
                right[a] += mark
    matrix[-1] = [Fraction(0)] * len(teams) + [Fraction(1)] * len(raters)
    right[-1] = Fraction(0)
    return matrix, right
