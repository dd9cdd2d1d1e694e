"""From cells to a total, so that a student can redo it with a calculator.

Each item's mark is published rounded half up (四舍五入) to one decimal; a component is the plain mean of the
items that count, published the same way; the total is Σ weight × published component ÷ Σ weights, over the
components that have a mark. Excused items leave the sum, missing ones count as 0, and what has no mark yet
is left out and said so. These are three different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from app.gradebook.engine.scheme import Component, Item, Late, Scheme
from app.kernel.numbers import half_up
from app.kernel.text import Bilingual

EXCUSED, MISSING, NONE = "excused", "missing", "none"
LEVELS: dict[str, tuple[tuple[int, Bilingual], ...]] = {
    "levels": (
        (90, Bilingual("优", "excellent")),
        (80, Bilingual("良", "good")),
        (70, Bilingual("中", "fair")),
        (60, Bilingual("及格", "pass")),
        (0, Bilingual("不及格", "fail")),
    ),
    "letters": tuple(
        (least, Bilingual(letter, letter))
        for least, letter in ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F"))
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one person and item: exact per cent or None, its standing, when it came, when due."""

    percent: Fraction | None = None
    standing: str = NONE
    at: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a component: its published *mark*, points off for lateness, whether it counts."""

    item: Item
    mark: Decimal | None
    standing: str
    deducted: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One component: its published mark, None while nothing counts; *excused* when all of it is excused."""

    component: Component
    mark: Decimal | None
    lines: tuple[Line, ...]

    @property
    def excused(self) -> bool:
        """Return whether every item of the component is excused."""
        return all(line.standing == EXCUSED for line in self.lines)

    @property
    def open(self) -> bool:
        """Return whether something here has no mark yet."""
        return any(line.mark is None and line.standing == NONE for line in self.lines)


@dataclass(frozen=True, slots=True)
class Result:
    """All parts, the published total over *decided* per cent, and whether floors and pass mark are met."""

    parts: tuple[Part, ...]
    total: Decimal | None
    decided: int
    complete: bool
    below: tuple[Component, ...]
    passed: bool | None
    level: Bilingual | None


def evaluate(scheme: Scheme, cells: Mapping[Item, Cell]) -> Result:
    """Return one person's result; *passed* is None until everything is decided."""
    parts = tuple(_part(scheme, each, cells) for each in scheme.components)
    counted = [part for part in parts if part.mark is not None]
    decided = sum(part.component.weight for part in counted)
    total = None
    if decided:
        sums = sum((part.component.weight * Fraction(part.mark or 0) for part in counted), Fraction(0))
        total = half_up(sums / decided, 1)
    complete = all(part.excused or (part.mark is not None and not part.open) for part in parts)
    below = tuple(
        part.component
        for part in counted
        if part.component.floor is not None and part.mark is not None and part.mark < part.component.floor
    )
    passed = None
    if complete and total is not None:
        passed = total >= scheme.passes and not below
    return Result(parts, total, decided, complete, below, passed, level_of(scheme.scale, total))


def level_of(scale: str, total: Decimal | None) -> Bilingual | None:
    """Return the word of a total on a scale with words, None on the scale of a hundred."""
    if total is None:
        return None
    return next((word for least, word in LEVELS.get(scale, ()) if total >= least), None)


def _part(scheme: Scheme, component: Component, cells: Mapping[Item, Cell]) -> Part:
    lines = [_line(scheme, item, cells.get(item, Cell())) for item in component.items]
    valued = sorted((line.mark, place) for place, line in enumerate(lines) if line.mark is not None)
    # At least one result is left, even when more were to be dropped than have come in.
    dropped = {place for _, place in valued[: min(component.drop, max(len(valued) - 1, 0))]}
    kept = tuple(
        Line(
            line.item, line.mark, line.standing, line.deducted, line.mark is not None and place not in dropped
        )
        for place, line in enumerate(lines)
    )
    marks = [Fraction(line.mark) for line in kept if line.counts and line.mark is not None]
    mark = half_up(sum(marks, Fraction(0)) / len(marks), 1) if marks else None
    return Part(component, mark, kept)


@lru_cache(8192)
def published(percent: Fraction) -> Decimal:
    """Return a mark as everybody sees it: one decimal, half up."""
    return half_up(percent, 1)


def _line(scheme: Scheme, item: Item, cell: Cell) -> Line:
    if cell.standing == EXCUSED:
        return Line(item, None, EXCUSED, 0, counts=False)
    if cell.standing == MISSING:
        return Line(item, Decimal("0.0"), MISSING, 0, counts=True)
    if cell.percent is None:
        return Line(item, None, NONE, 0, counts=False)
    mark = published(cell.percent)
    due = cell.due or scheme.due.get(item)
    less = late_points(scheme.late, mark, cell.at, due)
    return Line(item, mark - less, NONE, less, counts=True)


def late_points(late: Late, mark: Decimal, at: datetime | None, due: datetime | None) -> int:
    """Return the points that lateness takes off: per begun day after the grace, never below the floor."""
    if not late.deduct or at is None or due is None or at <= due + timedelta(minutes=late.grace_minutes):
        return 0
    begun = -((due - at) // timedelta(days=1))
    room = max(0, int(mark - late.floor))
    return min(begun * late.deduct, room)
