"""What people type about schemes, extensions and tables of marks, and how it becomes plain values."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zipfile import BadZipFile
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.gradebook.engine.scheme import MOST_COMPONENTS, Component, Item, Late, Scheme, item_of, name_of
from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.kernel.text import Bilingual

NUMBER = N_("“%(text)s” is not a whole number.")
DAY = N_("“%(text)s” is not a day.")
UNTITLED = N_("Component %(number)s: give it a title in both languages.")
UNREADABLE = N_("We could not read this table. Save it as CSV (UTF-8) or XLSX, and try again.")
TOO_LONG = N_("The table has more than %(most)s rows.")
MOST_ROWS = 2000
ZONE = ZoneInfo("Asia/Shanghai")
ROWS = range(1, MOST_COMPONENTS + 1)


def whole(text: str | None, otherwise: int | None = None) -> int:
    """Return the whole number typed; *otherwise* for nothing; InvalidError for anything else."""
    clean = (text or "").strip()
    if not clean and otherwise is not None:
        return otherwise
    if not clean.isascii() or not clean.isdecimal() or len(clean) > 5:
        raise InvalidError(NUMBER, text=clean)
    return int(clean)


def end_of_day(text: str) -> datetime:
    """Return the last second of the day typed, where the school is; InvalidError when it is no day."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidError(DAY, text=text.strip()) from error
    return datetime.combine(day, time(23, 59, 59), ZONE).astimezone(UTC)


def fields_of(scheme: Scheme) -> dict[str, str]:
    """Return the form's fields that show *scheme*."""
    fields = {
        "deduct": str(scheme.late.deduct),
        "late-floor": str(scheme.late.floor),
        "grace": str(scheme.late.grace_minutes),
        "passes": str(scheme.passes),
        "scale": scheme.scale,
    }
    for number, each in enumerate(scheme.components, start=1):
        fields |= {
            f"zh-{number}": each.title.zh,
            f"en-{number}": each.title.en,
            f"weight-{number}": str(each.weight),
            f"drop-{number}": str(each.drop),
            f"floor-{number}": "" if each.floor is None else str(each.floor),
        }
        fields |= {f"in-{name_of(item)}": str(number) for item in each.items}
    return fields | {
        f"due-{name_of(item)}": day.astimezone(ZONE).date().isoformat() for item, day in scheme.due.items()
    }


def scheme_from(form: Mapping[str, str]) -> Scheme:
    """Return the scheme that was typed; InvalidError names what cannot be read."""
    places: dict[int, list[Item]] = {number: [] for number in ROWS}
    for name, text in form.items():
        if name.startswith("in-") and text.isdecimal() and int(text) in places:
            places[int(text)].append(item_of(name.removeprefix("in-")))
    components = [
        each for number in ROWS if (each := _component(form, number, tuple(places[number]))) is not None
    ]
    due = {
        item_of(name.removeprefix("due-")): end_of_day(text)
        for name, text in form.items()
        if name.startswith("due-") and text.strip()
    }
    late = Late(whole(form.get("deduct"), 0), whole(form.get("late-floor"), 0), whole(form.get("grace"), 0))
    return Scheme(tuple(components), late, due, whole(form.get("passes"), 60), form.get("scale", "hundred"))


def _component(form: Mapping[str, str], number: int, items: tuple[Item, ...]) -> Component | None:
    zh, en = (form.get(f"{language}-{number}", "").strip()[:80] for language in ("zh", "en"))
    weight = form.get(f"weight-{number}", "").strip()
    if not (zh or en or weight or items):
        return None
    if not zh or not en:
        raise InvalidError(UNTITLED, number=number)
    floor = form.get(f"floor-{number}", "").strip()
    return Component(
        id=f"c{number}",
        title=Bilingual(zh, en),
        weight=whole(weight, 0),
        items=items,
        drop=whole(form.get(f"drop-{number}"), 0),
        floor=whole(floor) if floor else None,
    )


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """Return the rows below the head of a CSV or XLSX table as texts; InvalidError when it is neither."""
    try:
        rows = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    except (UnicodeDecodeError, csv.Error, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise InvalidError(UNREADABLE) from error
    if len(rows) > MOST_ROWS + 1:
        raise InvalidError(TOO_LONG, most=MOST_ROWS)
    return rows[1:]


def _csv(data: bytes) -> list[list[str]]:
    return [list(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]


def _xlsx(data: bytes) -> list[list[str]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True)
    return [["" if cell is None else str(cell) for cell in row[:3]] for row in sheet]
