"""Which filed record is which true one: the best assignment of the two lists."""

from collections.abc import Sequence
from fractions import Fraction

KEEP = Fraction(2, 5)


def assign(likeness: Sequence[Sequence[Fraction]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) whose summed likeness is greatest: the Hungarian method.

    Kuhn–Munkres with potentials in O(n³), on the negated matrix padded to a square; exact fractions.
    """
    rows, columns = len(likeness), len(likeness[0]) if likeness else 0
    size = max(rows, columns)
    if not rows or not columns:
        return []
    cost = [
        [-likeness[i][j] if i < rows and j < columns else Fraction(0) for j in range(size)]
        for i in range(size)
    ]
    owner = _solve(cost, size)
    return sorted((i, j) for j, i in enumerate(owner) if i < rows and j < columns)


def _solve(cost: list[list[Fraction]], size: int) -> list[int]:
    """Return for each column the row it is given to."""
    row_price, column_price = [Fraction(0)] * (size + 1), [Fraction(0)] * (size + 1)
    owner = [-1] * (size + 1)
    for row in range(size):
        owner[size] = row
        column, came_from = _shortest_path(cost, (row_price, column_price), owner, size)
        while column != size:
            previous = came_from[column]
            owner[column] = owner[previous]
            column = previous
    return owner[:size]


def _shortest_path(
    cost: list[list[Fraction]], prices: tuple[list[Fraction], list[Fraction]], owner: list[int], size: int
) -> tuple[int, list[int]]:
    """Walk from the free column *size* to the nearest unowned column, updating the prices on the way."""
    row_price, column_price = prices
    slack: list[Fraction | None] = [None] * (size + 1)
    came_from, seen, column = [size] * (size + 1), [False] * (size + 1), size
    while owner[column] != -1:
        seen[column] = True
        row, best, following = owner[column], None, size
        for j in (j for j in range(size) if not seen[j]):
            price = cost[row][j] - row_price[row] - column_price[j]
            known = slack[j]
            if known is None or price < known:
                slack[j] = known = price
                came_from[j] = column
            if best is None or known < best:
                best, following = known, j
        _shift(best or Fraction(0), seen, (row_price, column_price, slack), owner)
        column = following
    return column, came_from


def _shift(
    by: Fraction,
    seen: list[bool],
    tables: tuple[list[Fraction], list[Fraction], list[Fraction | None]],
    owner: list[int],
) -> None:
    row_price, column_price, slack = tables
    for j, visited in enumerate(seen):
        known = slack[j]
        if visited:
            row_price[owner[j]] += by
            column_price[j] -= by
        elif known is not None:
            slack[j] = known - by


def pairs(likeness: Sequence[Sequence[Fraction]], needed: int | None = None) -> list[tuple[int, int]]:
    """Return the pairs that count: likeness from 0.4 on, and the last pair.

    Last-pair rule: when exactly one true and one filed record are left over, they belong together
    (otherwise one coarse value would turn a whole record into missing plus spurious). Only the first
    *needed* rows (all, unless told) are records that must be there; the rest may be filed or not.
    """
    kept = [(i, j) for i, j in assign(likeness) if likeness[i][j] >= KEEP]
    needed = len(likeness) if needed is None else needed
    rows = set(range(needed)) - {i for i, _ in kept}
    columns = set(range(len(likeness[0]) if likeness else 0)) - {j for _, j in kept}
    if len(rows) == 1 and len(columns) == 1:
        kept.append((rows.pop(), columns.pop()))
    return sorted(kept)
