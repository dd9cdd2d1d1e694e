"""From everything that could be sold down to what can be reached: one regional market in four layers.

Figures of lesson 2.1: a college of 8,000 students prints 550 pages each a year at 0.12 yuan.
"""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

STUDENTS, PAGES, PRICE = 8_000, 550, 0.12
LAYERS = (
    (42, "潜力", "全部学院都来买", "Potential", "if every college bought"),
    (34, "现量", "真的在买（8 所自己印）", "Today", "really buying (8 print for themselves)"),
    (13, "到期", "一年内合同到期", "Open", "contract ends within a year"),
    (9, "够得着", "两小时车程以内", "Reachable", "within two hours' drive"),
)
WIDE, TALL, STEP = 336, 50, 66


def worth(colleges: int) -> float:
    """Return what *colleges* colleges spend in a year, in units of 10,000 yuan."""
    return colleges * STUDENTS * PAGES * PRICE / 10_000


def draw(language: str) -> Figure:
    """Draw the layers as bars whose length is the number of colleges."""
    zh = language == "zh"
    board = Canvas(len(LAYERS) * STEP + 4)
    for place, layer in enumerate(LAYERS):
        _bar(board, place, layer, zh)
    title = "同一块市场的四层" if zh else "One market, four layers"
    caption = (
        "同一块市场，从 2,218 万元剥到 475 万元。先说明你站在哪一层，再说有多大。"
        if zh
        else "The same market, peeled from 22.18 to 4.75 million yuan. Say which layer you stand on before "
        "you say how big it is."
    )
    columns = (
        ("层", "怎么算的", "学院", "万元") if zh else ("Layer", "What counts", "Colleges", "10,000 yuan")
    )
    rows = tuple(
        ((row[1], row[2]) if zh else (row[3], row[4])) + (str(row[0]), f"{worth(row[0]):,.0f}")
        for row in LAYERS
    )
    return Figure("market-layers", board.svg("market-layers", title, caption), title, caption, columns, rows)


def _bar(board: Canvas, place: int, layer: tuple[int, str, str, str, str], zh: bool) -> None:
    count, name, says, english, said = layer
    y = place * STEP
    core = place == len(LAYERS) - 1
    board.box(
        (WIDTH - WIDE) / 2,
        y + 22,
        WIDE * count / LAYERS[0][0],
        18,
        "fig-box fig-seal-soft" if core else "fig-box",
    )
    board.text((12, y + 16), name if zh else english, 110, 14, "start fig-strong")
    figure = f"{count} 所 · {worth(count):,.0f} 万元" if zh else f"{count} · {worth(count) / 100:,.2f} m yuan"
    board.text((WIDTH - 12, y + 16), figure, 190, 13, "end")
    board.text((12, y + 55), says if zh else said, WIDTH - 24, 12, "start fig-quiet")
