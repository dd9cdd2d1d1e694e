"""The key-account zone in two charts: size by cost to serve, size by margin (lesson 2.5's five customers)."""

from app.courses.engine.figures.canvas import Canvas, Figure

CUSTOMERS = (
    ("穗丰", "Suifeng", 900, 0.09, 0.08),
    ("云禾", "Yunhe", 420, 0.18, 0.06),
    ("禾汀", "Heting", 380, 0.17, 0.07),
    ("岭南社", "Lingnan", 260, 0.21, 0.09),
    ("溪谷", "Xigu", 60, 0.26, 0.22),
)
SMALLEST, DEAREST, THINNEST = 200, 0.10, 0.15
LEFT, WIDE, TALL, LARGEST, HIGHEST = 40, 300, 118, 1000, 0.30
TOPS = (28, 208)


def net(size: float, margin: float, cost: float) -> float:
    """Return the yearly contribution of a customer in the unit of *size*."""
    return size * (margin - cost)


def inside(size: float, margin: float, cost: float) -> bool:
    """Tell whether a customer lies in the zone: large enough, cheap enough to serve, margin high enough."""
    return size >= SMALLEST and cost <= DEAREST and margin >= THINNEST


def draw(language: str) -> Figure:
    """Draw both charts one above the other, the zone shaded, customers as dots."""
    zh = language == "zh"
    board = Canvas(392)
    _chart(board, TOPS[0], ("服务成本率" if zh else "cost to serve", 4), zh)
    _chart(board, TOPS[1], ("毛利率" if zh else "margin", 3), zh)
    _axis(board, zh)
    title = "大客户区间" if zh else "The key-account zone"
    caption = (
        "框住的就是区间：规模不小于 200 万元，服务成本率不高于 10%，毛利率不低于 15%。"
        "三条线由自己的公司来定；最大的穗丰和毛利最高的溪谷都在外面。"
        if zh
        else "The frame is the zone: size of 2 million yuan or more, cost to serve up to 10%, margin of "
        "15% or more. Your own company draws the lines. Suifeng, the largest, and Xigu, with the best "
        "margin, both lie outside."
    )
    columns = (
        ("客户", "规模（万元）", "毛利率", "服务成本率", "净贡献（万元）", "在区间内")
        if zh
        else ("Customer", "Size (10,000 yuan)", "Margin", "Cost to serve", "Contribution", "In the zone")
    )
    return Figure(
        "account-zones", board.svg("account-zones", title, caption), title, caption, columns, _rows(zh)
    )


def _axis(board: Canvas, zh: bool) -> None:
    board.text(
        (LEFT + WIDE, 386),
        "客户规模（年采购，万元）" if zh else "size (10,000 yuan a year)",
        300,
        12,
        "end fig-quiet",
    )


def _rows(zh: bool) -> tuple[tuple[str, ...], ...]:
    words = ("是", "否") if zh else ("yes", "no")
    return tuple(
        (
            row[0] if zh else row[1],
            str(row[2]),
            f"{row[3]:.0%}",
            f"{row[4]:.0%}",
            f"{net(*row[2:]):.1f}",
            words[0] if inside(*row[2:]) else words[1],
        )
        for row in CUSTOMERS
    )


def _chart(board: Canvas, top: float, axis: tuple[str, int], zh: bool) -> None:
    name, column = axis
    floor = top + TALL
    low, high = (0.0, DEAREST) if column == 4 else (THINNEST, HIGHEST)
    x = LEFT + WIDE * SMALLEST / LARGEST
    board.box(
        x,
        floor - TALL * high / HIGHEST,
        LEFT + WIDE - x,
        TALL * (high - low) / HIGHEST,
        "fig-box fig-seal-soft",
    )
    board.arrow((LEFT, floor), (LEFT + WIDE + 8, floor))
    board.arrow((LEFT, floor), (LEFT, top - 8))
    board.text((LEFT - 34, top - 12), name, 200, 13, "start fig-quiet")
    board.text((LEFT - 4, floor - TALL * high / HIGHEST + 4), f"{high:.0%}", 36, 12, "end fig-quiet")
    for row in CUSTOMERS:
        at = (LEFT + WIDE * row[2] / LARGEST, floor - TALL * float(row[column]) / HIGHEST)
        board.circle(at, 4.5, f"fig-dot {'fig-seal-fill' if inside(*row[2:]) else 'fig-indigo-fill'}")
        left, lower = row[1] in ("Suifeng", "Heting"), row[1] == "Heting"
        where = (at[0] + (-8 if left else 8), at[1] + (14 if lower else -6))
        board.text(where, row[0] if zh else row[1], 80, 12, "end" if left else "start")
    board.text((x, floor + 15), str(SMALLEST), 40, 12, "fig-quiet")
    board.text((LEFT + WIDE * 0.9, floor + 15), "900", 40, 12, "fig-quiet")
