"""A list of people, as pasted or as a sheet, read row by row; every row that cannot be used says why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.messages import N_

ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
HEADINGS = {
    "name": ("姓名", "name", "名字"),
    "email": ("邮箱", "电子邮箱", "email", "e-mail", "mail"),
    "number": ("学号", "工号", "编号", "number", "no", "id"),
    "hired_on": ("入职日期", "入职", "hired", "hire date", "hired on"),
}
NO_ADDRESS = N_("There is no e-mail address in this row.")
NO_NAME = N_("There is no name in this row.")
TWICE = N_("This address already stands in row %(row)s.")
NO_DAY = N_("“%(text)s” is not a date; write it like 2026-09-01.")


@dataclass(frozen=True, slots=True)
class Line:
    """One person to enrol."""

    name: str
    email: str
    number: str = ""
    hired_on: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One row (1-based, as the person counts) that cannot be used; *message* is a msgid."""

    row: int
    text: str
    message: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list holds: people to enrol, and rows with problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


def split(text: str) -> list[list[str]]:
    """Cut pasted text into rows and cells (tab, comma or semicolon, full-width ones too)."""
    rows = [re.split("[\t,;\uff0c\uff1b]", row) for row in text.splitlines()]
    return [[cell.strip() for cell in row] for row in rows]


def _headings(row: Sequence[str]) -> dict[str, int]:
    found = {}
    for position, cell in enumerate(row):
        for key, words in HEADINGS.items():
            if cell.strip().lower() in words:
                found[key] = position
    return found


def _guess(row: Sequence[str]) -> dict[str, int]:
    """Without headings: the address is what looks like one, the name the first cell that is no number."""
    places: dict[str, int] = {}
    for position, cell in enumerate(row):
        if ADDRESS.fullmatch(cell):
            places.setdefault("email", position)
        elif DAY.fullmatch(cell):
            places.setdefault("hired_on", position)
        elif cell and not cell[0].isdecimal():
            places.setdefault("name", position)
        elif cell:
            places.setdefault("number", position)
    return places


def _cell(row: Sequence[str], places: dict[str, int], key: str) -> str:
    position = places.get(key, -1)
    return row[position].strip() if 0 <= position < len(row) else ""


def _day(text: str) -> date | None:
    match = DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _read_row(row: Sequence[str], places: dict[str, int]) -> Line | tuple[str, dict[str, object]]:
    email, name = _cell(row, places, "email").lower(), _cell(row, places, "name")
    when = _cell(row, places, "hired_on")
    if not ADDRESS.fullmatch(email):
        return NO_ADDRESS, {}
    if not name:
        return NO_NAME, {}
    if when and _day(when) is None:
        return NO_DAY, {"text": when}
    return Line(name=name, email=email, number=_cell(row, places, "number"), hired_on=_day(when))


def read(rows: Sequence[Sequence[str]]) -> Reading:
    """Read *rows* of cells; a first row of headings (HEADINGS, either language) is understood."""
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    headings = _headings(rows[0]) if rows else {}
    for count, row in enumerate(rows, 1):
        if not any(row) or (count == 1 and headings):
            continue
        result = _read_row(row, headings or _guess(row))
        if isinstance(result, Line) and result.email in seen:
            result = TWICE, {"row": seen[result.email]}
        if isinstance(result, Line):
            seen[result.email] = count
            lines.append(result)
        else:
            problems.append(Problem(count, " ".join(filter(None, row)), result[0], tuple(result[1].items())))
    return Reading(tuple(lines), tuple(problems))
