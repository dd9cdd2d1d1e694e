"""The 80/20 curve beside one seller's real figures.

A curve y = x**k through (20 %, 80 %) has k = ln 0.8 / ln 0.2 (the Pareto law's Lorenz curve, seen from
the large customers). The figures: 21 of 592 direct customers of an oil-products seller, 3.55 %, bought
40 % of all volume and 62 % of the petrol in 2012 (course facts, unit 002-3c).
"""

from math import log

from app.courses.engine.figures.canvas import Canvas, Figure

CUSTOMERS, LARGE = 592, 21
SHARE, ALL_VOLUME, PETROL = LARGE / CUSTOMERS, 0.40, 0.62
RULE = log(0.8) / log(0.2)
FLATTER = log(ALL_VOLUME) / log(SHARE)
LEFT, TOP, WIDE, TALL = 44, 20, 296, 216
TABLE_AT = (0.01, SHARE, 0.05, 0.10, 0.20, 0.50, 1.0)


def cumulative(share: float, exponent: float = RULE) -> float:
    """Return the part of sales that the largest *share* of customers brings (both from 0 to 1)."""
    return share**exponent if share > 0 else 0.0


def draw(language: str) -> Figure:
    """Draw both curves and the measured points."""
    zh = language == "zh"
    board = Canvas(296)
    _grid(
        board,
        "客户占比（从大到小累计）" if zh else "Customers, largest first",
        "销售额占比" if zh else "Share of sales",
    )
    board.line(_at(0, 0), _at(1, 1), "fig-line fig-rule")
    for exponent, style in ((RULE, "fig-curve fig-seal"), (FLATTER, "fig-curve fig-indigo fig-dash")):
        steps = [(n / 200) ** 2 for n in range(201)]
        board.polyline([_at(x, cumulative(x, exponent)) for x in steps], style)
    _measured(board, zh)
    title = "二八曲线与一家公司的真实数字" if zh else "The 80/20 curve and one seller's real figures"
    caption = (
        f"两条线是模型，蓝点是实测：{CUSTOMERS} 家客户中最大的 {LARGE} 家（3.55%）买走了全部销量的 40%、"
        "汽油的 62%。汽油那一点几乎落在二八曲线上；全部销量要平缓得多。先算自己的曲线，再谈二八。"
        if zh
        else f"The lines are models, the blue dots are measured: of {CUSTOMERS} customers the largest "
        f"{LARGE} (3.55%) bought 40% of all volume and 62% of the petrol. Petrol lies almost on the 80/20 "
        "curve; total volume is much flatter. Draw your own curve before you quote the rule."
    )
    columns = (
        ("最大客户所占比例", "按二八曲线", "按经过 40% 的曲线", "实测")
        if zh
        else ("Largest customers", "On the 80/20 curve", "On the curve through 40%", "Measured")
    )
    return Figure("pareto", board.svg("pareto", title, caption), title, caption, columns, _rows(zh))


def _rows(zh: bool) -> tuple[tuple[str, ...], ...]:
    measured = "全部 40%，汽油 62%" if zh else "all 40%, petrol 62%"
    return tuple(
        (
            f"{share:.2%}" if share == SHARE else f"{share:.0%}",
            f"{cumulative(share):.0%}",
            f"{cumulative(share, FLATTER):.0%}",
            measured if share == SHARE else "",
        )
        for share in TABLE_AT
    )


def _at(x: float, y: float) -> tuple[float, float]:
    return LEFT + WIDE * x, TOP + TALL * (1 - y)


def _grid(board: Canvas, across: str, up: str) -> None:
    for step in range(0, 101, 20):
        board.line(_at(0, step / 100), _at(1, step / 100), "fig-line fig-grid")
        board.text((LEFT - 6, _at(0, step / 100)[1] + 4), f"{step}", 40, 12, "end fig-quiet")
        board.text((_at(step / 100, 0)[0], TOP + TALL + 18), f"{step}", 40, 12, "fig-quiet")
    board.line(_at(0, 0), _at(1, 0))
    board.line(_at(0, 0), _at(0, 1))
    board.text((LEFT + WIDE, TOP + TALL + 40), f"{across} / %", 280, 13, "end fig-quiet")
    board.text((LEFT - 36, TOP - 8), f"{up} / %", 200, 13, "start fig-quiet")


def _measured(board: Canvas, zh: bool) -> None:
    rows = (
        ((0.2, 0.8), 0.34, "二八曲线：20 % → 80 %" if zh else "80/20 curve: 20 % → 80 %", "fig-seal-fill"),
        ((SHARE, PETROL), 0.22, "汽油：3.55 % → 62 %" if zh else "petrol: 3.55 % → 62 %", "fig-indigo-fill"),
        ((SHARE, ALL_VOLUME), 0.10, "全部：3.55 % → 40 %" if zh else "all: 3.55 % → 40 %", "fig-indigo-fill"),
    )
    for point, height, words, fill in rows:
        x, y = _at(0.45, height)
        board.line(_at(*point), (x - 4, y), "fig-line fig-thin")
        board.circle(_at(*point), 4.5, f"fig-dot {fill}")
        board.text((x, y + 4), words, 200, 13, "start")
