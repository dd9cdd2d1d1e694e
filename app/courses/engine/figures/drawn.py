"""Figures that content describes (``figures/<name>.yaml``): steps, cycle, layers, matrix, bars, map.

The shape is drawn here with the same board, classes and table twin as our own figures.
"""

from collections.abc import Callable, Mapping
from typing import Any

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure, around, text_width, wrapped

Doc = Mapping[str, Any]
_LINE, _SMALL = 19.0, 16.5
_WORDS = {
    "steps": (("步骤", "说明"), ("Step", "In short")),
    "cycle": (("环节", "说明"), ("Stage", "In short")),
    "layers": (("层次", "说明"), ("Layer", "In short")),
    "bars": (("项目", "数值"), ("Item", "Value")),
    "map": (("谁", "说明", "通向"), ("Who", "In short", "Leads to")),
}


def draw(doc: Doc, language: str) -> Figure:
    """Return the figure that *doc* describes, in *language*."""
    shape = str(doc["shape"])
    board, rows = SHAPES[shape](doc, language)
    name, title = str(doc["id"]), str(doc["title"][language])
    caption = str((doc.get("caption") or {}).get(language, ""))
    place = 0 if language == "zh" else 1
    if shape == "matrix":
        columns = ("", *(_said(column, language) for column in doc["columns"]))
    else:
        columns = _WORDS[shape][place]
    return Figure(name, board.svg(name, title, caption or title), title, caption, columns, tuple(rows))


Drawn = tuple[Canvas, list[tuple[str, ...]]]


def _said(entry: Doc, language: str) -> str:
    return str(entry.get(language, ""))


def _note(entry: Doc, language: str) -> str:
    return str((entry.get("note") or {}).get(language, ""))


def _rows(items: list[Doc], language: str) -> list[tuple[str, ...]]:
    return [(_said(item, language), _note(item, language)) for item in items]


def _tall(item: Doc, language: str, width: float) -> float:
    """Return how high the text of *item* is when it is *width* wide."""
    label, note = wrapped(_said(item, language), width, 14), wrapped(_note(item, language), width, 12)
    return len(label) * _LINE + len(note) * _SMALL


def _write(board: Canvas, at: tuple[float, float], item: Doc, language: str, width: float) -> None:
    """Write label and note, centred on *at*."""
    top = at[1] - _tall(item, language, width) / 2 + 14
    after = board.text((at[0], top), _said(item, language), width, 14, "fig-strong")
    if _note(item, language):
        board.text((at[0], after - 2), _note(item, language), width, 12, "fig-quiet")


def _steps(doc: Doc, language: str) -> Drawn:
    items: list[Doc] = list(doc["items"])
    heights = [max(40.0, _tall(item, language, 280) + 18) for item in items]
    board = Canvas(sum(heights) + 22 * (len(items) - 1) + 4)
    y = 2.0
    for number, (item, height) in enumerate(zip(items, heights, strict=True), 1):
        if number > 1:
            board.arrow((WIDTH / 2, y - 22), (WIDTH / 2, y - 2))
        board.box(10, y, WIDTH - 20, height)
        board.text((30, y + height / 2 + 5), str(number), 20, 14, "fig-seal-text fig-strong")
        _write(board, (WIDTH / 2 + 10, y + height / 2), item, language, 280)
        y += height + 22
    return board, _rows(items, language)


def _cycle(doc: Doc, language: str) -> Drawn:
    items: list[Doc] = list(doc["items"])
    count, center, radius = len(items), (WIDTH / 2, 150.0), 96.0
    board = Canvas(300)
    for place in range(count):
        start, end = (around(center, radius, place + part, count) for part in (0.28, 0.72))
        board.arrow(start, end)
    for place, item in enumerate(items):
        at = around(center, radius, place, count)
        width = 96.0
        tall = len(wrapped(_said(item, language), width - 10, 13)) * 18 + 12
        x = min(max(at[0], width / 2), WIDTH - width / 2)
        board.box(x - width / 2, at[1] - tall / 2, width, tall)
        board.label((x, at[1]), _said(item, language), width - 10, 13, "fig-strong")
    return board, _rows(items, language)


def _layers(doc: Doc, language: str) -> Drawn:
    items: list[Doc] = list(doc["items"])
    step = min(34.0, 150.0 / len(items))
    heights = [
        max(40.0, _tall(item, language, 300 - n * step * 0.9) + 16) + (18 if "value" in item else 0)
        for n, item in enumerate(items)
    ]
    board, y = Canvas(sum(heights) + 6 * len(items)), 2.0
    rows: list[tuple[str, ...]] = []
    for number, (item, height) in enumerate(zip(items, heights, strict=True)):
        inset = number * step
        last = number == len(items) - 1
        board.box(inset, y, WIDTH - 2 * inset, height, "fig-box fig-seal-soft" if last else "fig-box")
        value = _value(item, language)
        shift = 9 if value else 0
        _write(board, (WIDTH / 2, y + height / 2 - shift), item, language, 300 - inset * 0.9)
        if value:
            board.text((WIDTH / 2, y + height - 9), value, 200, 13, "fig-seal-text")
        rows.append(
            (_said(item, language), " ".join(part for part in (value, _note(item, language)) if part))
        )
        y += height + 6
    return board, rows


def _value(item: Doc, language: str) -> str:
    value = item.get("value", "")
    return str(value[language]) if isinstance(value, Mapping) else str(value)


def _matrix(doc: Doc, language: str) -> Drawn:
    columns, rows, cells = doc["columns"], doc["rows"], doc["cells"]
    head = 70.0
    width = (WIDTH - head) / len(columns)
    heights = [
        max(44.0, *(_tall(cell, language, width - 12) + 16 for cell in (row, *line)))
        for row, line in zip(rows, cells, strict=False)
    ]
    top = max(_tall(column, language, width - 8) for column in columns) + 12
    board, y = Canvas(top + sum(heights) + 4), top
    for place, column in enumerate(columns):
        _write(board, (head + (place + 0.5) * width, top / 2), column, language, width - 8)
    for row, line, height in zip(rows, cells, heights, strict=False):
        _write(board, (head / 2, y + height / 2), row, language, head - 6)
        for place, cell in enumerate(line):
            board.box(head + place * width, y, width - 4, height - 4)
            _write(board, (head + (place + 0.5) * width - 2, y + height / 2 - 2), cell, language, width - 14)
        y += height
    twin: list[tuple[str, ...]] = [
        (_said(row, language), *(_joined(cell, language) for cell in line))
        for row, line in zip(rows, cells, strict=False)
    ]
    return board, twin


def _joined(cell: Doc, language: str) -> str:
    return " ".join(part for part in (_said(cell, language), _note(cell, language)) if part)


def _bars(doc: Doc, language: str) -> Drawn:
    items: list[Doc] = list(doc["items"])
    unit = str((doc.get("unit") or {}).get(language, ""))
    most = max(float(item["value"]) for item in items) or 1.0
    board = Canvas(len(items) * 48 + 4)
    rows: list[tuple[str, ...]] = []
    for number, item in enumerate(items):
        y = number * 48 + 14.0
        said = f"{item['value']:g}{unit}" if isinstance(item["value"], int | float) else str(item["value"])
        board.text((0, y), _said(item, language), WIDTH - 20, 13, "start")
        long = float(item["value"]) / most * (WIDTH - text_width(said, 13) - 14)
        board.box(0, y + 7, max(2.0, long), 16, "fig-box fig-seal-soft")
        board.text((long + 8, y + 20), said, 120, 13, "start fig-strong")
        rows.append((_said(item, language), said))
    return board, rows


def _map(doc: Doc, language: str) -> Drawn:
    items: list[Doc] = list(doc["items"])
    across, down = (max(int(item["at"][axis]) for item in items) for axis in (0, 1))
    width, height = WIDTH / across, 92.0
    board = Canvas(down * height + 4)
    spots = {
        str(item["id"]): ((item["at"][0] - 0.5) * width, (item["at"][1] - 0.5) * height) for item in items
    }
    leads: dict[str, list[str]] = {}
    names = {str(item["id"]): _said(item, language) for item in items}
    for link in doc.get("links") or []:
        start, end = str(link[0]), str(link[1])
        if start in spots and end in spots:
            _link(board, spots[start], spots[end], height)
            said = _said(link[2], language) if len(link) > 2 else ""
            leads.setdefault(start, []).append(f"{names[end]}（{said}）" if said else names[end])
    for item in items:
        at = spots[str(item["id"])]
        tall = min(height - 14, _tall(item, language, width - 18) + 14)
        board.box(at[0] - width / 2 + 4, at[1] - tall / 2, width - 8, tall)
        _write(board, at, item, language, width - 18)
    rows: list[tuple[str, ...]] = [
        (_said(item, language), _note(item, language), "；".join(leads.get(str(item["id"]), [])))
        for item in items
    ]
    return board, rows if language == "zh" else [tuple(_latin(cell) for cell in row) for row in rows]


def _latin(text: str) -> str:
    return text.replace("（", " (").replace("）", ")").replace("；", "; ")


def _link(board: Canvas, start: tuple[float, float], end: tuple[float, float], height: float) -> None:
    """Draw an arrow that stops before the box it points at."""
    (x1, y1), (x2, y2) = start, end
    rise, run = abs(y2 - y1), max(44.0, abs(x2 - x1))
    share = 1 - (height / 2 - 4) / rise if rise > 1 else 1 - 44 / run
    board.arrow(start, (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share))


SHAPES: Mapping[str, Callable[[Doc, str], Drawn]] = {
    "steps": _steps,
    "cycle": _cycle,
    "layers": _layers,
    "matrix": _matrix,
    "bars": _bars,
    "map": _map,
}
