"""A team's timetable as numbers a picture can be drawn from: bars and diamonds on a grid of weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, TOP, WEEK, ROW = 8, 30, 88, 34


@dataclass(frozen=True, slots=True)
class Span:
    """One package: its label, owner and weeks; *last* is included."""

    label: str
    owner: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Point:
    """One milestone at the end of a week."""

    label: str
    week: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawn package: place and size in the picture's units."""

    span: Span
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Diamond:
    """A drawn milestone."""

    point: Point
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture."""

    weeks: int
    bars: tuple[Bar, ...]
    diamonds: tuple[Diamond, ...]
    width: int
    height: int


def draw(weeks: int, spans: Sequence[Span], points: Sequence[Point]) -> Chart:
    """Return where every bar and diamond goes; milestones stand in rows of their own below the bars."""
    bars = tuple(
        Bar(span, LEFT + (span.first - 1) * WEEK, TOP + place * ROW, (span.last - span.first + 1) * WEEK)
        for place, span in enumerate(spans)
    )
    below = TOP + len(spans) * ROW
    diamonds = tuple(
        Diamond(point, LEFT + point.week * WEEK, below + place * ROW + ROW // 2)
        for place, point in enumerate(sorted(points, key=lambda point: (point.week, point.label)))
    )
    height = below + len(points) * ROW + 8
    return Chart(weeks, bars, diamonds, LEFT * 2 + weeks * WEEK, height)
