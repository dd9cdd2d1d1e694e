"""A small drawing board: shapes with CSS classes, wrapped text, nothing inline that a theme cannot change.

Units are SVG user units on a board 360 wide, so a figure fills a phone at about one unit per pixel and
its smallest text (12) stays readable there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, cos, hypot, pi, sin

WIDTH = 360
_NARROW = "il.,:;'|!()[] "
_NOT_FIRST = "，。：；、？！）」”’%"
_LINE = 1.35


@dataclass(frozen=True, slots=True)
class Figure:
    """A finished drawing and its twin: the same content as a table."""

    name: str
    svg: str
    title: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def text_width(text: str, size: float = 14) -> float:
    """Return about how wide *text* is: Chinese characters are square, Latin letters about half."""
    return sum(_em(char) for char in text) * size


def _em(char: str) -> float:
    if ord(char) > 0x2E7F or char in "“”—…→":
        return 1.0
    if char in _NARROW:
        return 0.3
    return 0.68 if char.isupper() or char in "mw%" else 0.54


def wrapped(text: str, width: float, size: float = 14) -> list[str]:
    """Return *text* in lines of at most *width*; Latin words stay whole, no line begins with a comma.

    A line break in *text* always breaks.
    """
    return [line for part in text.split("\n") for line in _filled(part, width, size)]


def balanced(text: str, width: float, size: float = 14) -> list[str]:
    """Return *text* in as few lines as *width* asks for, made about equally long."""
    lines = wrapped(text, width, size)
    narrower = width
    while len(lines) > 1 and narrower > size * 2:
        narrower -= size / 2
        tighter = wrapped(text, narrower, size)
        if len(tighter) > len(lines) or max(text_width(line, size) for line in tighter) > width:
            break
        lines = tighter
    return lines


def _filled(text: str, width: float, size: float) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size) > width and piece[0] not in _NOT_FIRST:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        joins = pieces and ord(char) <= 0x2E7F and ord(pieces[-1][-1]) <= 0x2E7F and pieces[-1][-1] != " "
        if joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


class Canvas:
    """Collects shapes; *classes* are CSS classes of the stylesheet (``fig-…``)."""

    def __init__(self, height: float) -> None:
        self.height = height
        self._parts: list[str] = []

    def line(self, start: tuple[float, float], end: tuple[float, float], classes: str = "fig-line") -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self._add("line", classes, x1=x1, y1=y1, x2=x2, y2=y2)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], classes: str = "fig-line") -> None:
        """Draw a line with an arrow head at its end."""
        self.line(start, end, classes)
        angle = atan2(end[1] - start[1], end[0] - start[0])
        if hypot(end[0] - start[0], end[1] - start[1]) > 0:
            tips = [
                (end[0] - 8 * cos(angle + turn), end[1] - 8 * sin(angle + turn)) for turn in (0.42, -0.42)
            ]
            self.polygon([end, *tips], "fig-head")

    def polyline(self, points: Sequence[tuple[float, float]], classes: str) -> None:
        """Draw an open line through *points*."""
        self._add("polyline", classes, points=_points(points))

    def polygon(self, points: Sequence[tuple[float, float]], classes: str) -> None:
        """Draw a closed shape."""
        self._add("polygon", classes, points=_points(points))

    def circle(self, center: tuple[float, float], radius: float, classes: str = "fig-box") -> None:
        """Draw a circle."""
        self._add("circle", classes, cx=center[0], cy=center[1], r=radius)

    def box(self, x: float, y: float, width: float, height: float, classes: str = "fig-box") -> None:
        """Draw a box with slightly rounded corners."""
        self._add("rect", classes, x=x, y=y, width=width, height=height, rx=4)

    def text(
        self, at: tuple[float, float], text: str, width: float = WIDTH, size: float = 14, classes: str = ""
    ) -> float:
        """Write *text* wrapped to *width*, its first baseline at *at*; return the next free baseline.

        *classes* may hold ``start`` or ``end`` to set the side at which the lines are flush.
        """
        words = classes.split()
        anchor = next((word for word in words if word in ("start", "end")), "middle")
        kept = " ".join(["fig-text", *(word for word in words if word not in ("start", "end"))])
        return self._lines(at, wrapped(text, width, size), size, f'class="{kept}" text-anchor="{anchor}"')

    def _lines(self, at: tuple[float, float], lines: Sequence[str], size: float, style: str) -> float:
        y = at[1]
        for line in lines:
            where = f'x="{_n(at[0])}" y="{_n(y)}" font-size="{_n(size)}"'
            self._parts.append(f"<text {style} {where}>{escape(line)}</text>")
            y += size * _LINE
        return y

    def label(
        self, center: tuple[float, float], text: str, width: float, size: float = 14, classes: str = ""
    ) -> None:
        """Write *text* wrapped to *width* and centred on *center*."""
        lines = balanced(text, width, size)
        top = center[1] - (len(lines) - 1) * size * _LINE / 2 + size * 0.36
        style = f'class="{" ".join(["fig-text", *classes.split()])}" text-anchor="middle"'
        self._lines((center[0], top), lines, size, style)

    def svg(self, name: str, title: str, desc: str) -> str:
        """Return the finished picture with its accessible name and description."""
        ids = f"fig-{name}-t fig-{name}-d"
        first, second = ids.split()
        frame = f'viewBox="0 0 {WIDTH} {_n(self.height)}" role="img" aria-labelledby="{ids}"'
        return (
            f'<svg class="fig fig-{name}" {frame}>'
            f'<title id="{first}">{escape(title)}</title><desc id="{second}">{escape(desc)}</desc>'
            f"{''.join(self._parts)}</svg>"
        )

    def _add(self, tag: str, classes: str, **attributes: float | str) -> None:
        named = " ".join(f'{key}="{_n(value)}"' for key, value in attributes.items())
        self._parts.append(f'<{tag} class="{classes}" {named}/>')


def around(center: tuple[float, float], radius: float, place: float, count: int) -> tuple[float, float]:
    """Return the point *place* of *count* on a circle, starting at the top and going clockwise."""
    angle = 2 * pi * place / count - pi / 2
    return center[0] + radius * cos(angle), center[1] + radius * sin(angle)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.1f}".removesuffix(".0")
