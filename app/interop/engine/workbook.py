"""Questions as an XLSX workbook: one row each, with every kind carried whole. Reading and writing."""

import json
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from app.interop.engine.exchange import Doc, HostileFileError, Reading

COLUMNS = ("id", "type", "level", "pool", "points", "objectives", "stem zh", "stem en")
OPTIONS = 6
_OPTION = ("right", "zh", "en", "why zh", "why en")
_UNPACKED = 30_000_000
_SIMPLE = ("single", "multiple")
_PLAIN = {"id", "type", "level", "pool", "points", "objectives", "stem"}


def _heads() -> list[str]:
    found = [f"option {letter} {part}" for letter in "abcdef" for part in _OPTION]
    return [*COLUMNS, *found, "more"]


def write(questions: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a workbook: choices have columns of their own, whatever else a question holds is in “more”."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = "questions"
    sheet.append(_heads())
    for question in questions:
        sheet.append([_safe(cell) for cell in _row(question)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(cell: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell


def _fits(question: Mapping[str, Any]) -> bool:
    options = question.get("options", [])
    plain = all(set(option) <= {"id", "correct", "zh", "en", "why"} for option in options)
    ids = [option["id"] for option in options]
    return question["type"] in _SIMPLE and plain and ids == list("abcdef")[: len(ids)] and len(ids) <= OPTIONS


def _row(question: Mapping[str, Any]) -> list[Any]:
    cells = [question.get(key) for key in ("id", "type", "level", "pool", "points")]
    cells.append(", ".join(question.get("objectives", [])) or None)
    cells += [question["stem"]["zh"], question["stem"]["en"]]
    options = question["options"] if _fits(question) else []
    for place in range(OPTIONS):
        option = options[place] if place < len(options) else None
        why = (option or {}).get("why") or {}
        right = "x" if option and option.get("correct") is True else None
        cells += [right, *((option or {}).get(side) for side in ("zh", "en")), why.get("zh"), why.get("en")]
    more = {key: value for key, value in question.items() if key not in _PLAIN}
    if options:
        more.pop("options")
    return [*cells, json.dumps(more, ensure_ascii=False, sort_keys=True) if more else None]


def read(data: bytes) -> Reading:
    """Return the questions of a workbook; HostileFileError for a zip bomb."""
    _ensure_harmless(data)
    reading = Reading()
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError) as error:
        reading.refuse(1, "", f"this is not a workbook: {error}")
        return reading
    rows = book.worksheets[0].iter_rows(values_only=True)
    heads = [str(cell or "").strip() for cell in next(rows, ())]
    missing = [name for name in ("id", "type", "stem zh", "stem en") if name not in heads]
    if missing:
        reading.refuse(1, ", ".join(heads), "columns are missing: " + ", ".join(missing))
        return reading
    for number, row in enumerate(rows, 2):
        cells = {head: _clean(cell) for head, cell in zip(heads, row, strict=False) if cell is not None}
        if cells:
            _take(reading, number, cells)
    return reading


def _ensure_harmless(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise ValueError("this is not a workbook") from error
    if size > _UNPACKED:
        raise HostileFileError("the workbook unpacks to more than 30 MB")


def _clean(cell: Any) -> Any:
    return (
        cell[1:] if isinstance(cell, str) and cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell
    )


def _take(reading: Reading, number: int, cells: Mapping[str, Any]) -> None:
    try:
        question: Doc = {key: cells[key] for key in ("id", "type", "level", "pool", "points") if key in cells}
        question["id"], question["type"] = str(cells["id"]), str(cells["type"])
        if "objectives" in cells:
            question["objectives"] = [name.strip() for name in str(cells["objectives"]).split(",")]
        question["stem"] = {"zh": str(cells["stem zh"]), "en": str(cells["stem en"])}
        question |= json.loads(str(cells.get("more", "{}")))
        options = [option for option in (_option(letter, cells) for letter in "abcdef") if option]
        if options:
            question["options"] = options
        reading.questions.append((number, question))
    except KeyError as error:
        reading.refuse(number, str(cells.get("id", "")), f"the cell {error} is empty")
    except (ValueError, TypeError) as error:
        reading.refuse(number, str(cells.get("id", "")), f"the cell “more” cannot be read: {error}")


def _option(letter: str, cells: Mapping[str, Any]) -> Doc | None:
    name = f"option {letter} "
    if name + "zh" not in cells and name + "en" not in cells:
        return None
    option: Doc = {"id": letter, "zh": str(cells.get(name + "zh", "")), "en": str(cells.get(name + "en", ""))}
    if cells.get(name + "right"):
        option["correct"] = True
    if name + "why zh" in cells or name + "why en" in cells:
        option["why"] = {side: str(cells.get(f"{name}why {side}", "")) for side in ("zh", "en")}
    return option
