"""The cliff of a whole-amount rebate beside the ramp of a stepped one (lesson 5.4)."""

from app.courses.engine.figures.canvas import Canvas, Figure

LINE, LOW, HIGH = 2000.0, 0.03, 0.04
SPAN, TOP_REBATE = 2500.0, 100.0
LEFT, BOTTOM, WIDE, TALL = 52, 216, 280, 180
POINTS = (1000.0, 1960.0, 2000.0, 2400.0)


def whole(amount: float) -> float:
    """Return the whole-amount rebate of *amount*, in the unit of *amount*."""
    return amount * (HIGH if amount >= LINE else LOW)


def stepped(amount: float) -> float:
    """Return the stepped rebate: the higher rate only on what is above the line."""
    return LINE * LOW + (amount - LINE) * HIGH if amount > LINE else amount * LOW


def draw(language: str) -> Figure:
    """Draw both ways of paying over yearly purchases."""
    zh = language == "zh"
    board = Canvas(268)
    _frame(board, zh)
    board.polyline([_at(x, stepped(x)) for x in (0.0, LINE, SPAN)], "fig-curve fig-indigo fig-dash")
    board.polyline([_at(x, whole(x)) for x in (0.0, LINE - 0.01, LINE, SPAN)], "fig-curve fig-seal")
    board.text(_at(1500, 92), "全额：悬崖" if zh else "whole amount: a cliff", 170, 12, "end fig-seal-text")
    board.text(
        (_at(2400, 40)[0], _at(2400, 40)[1]), "分段：坡道" if zh else "stepped: a ramp", 120, 12, "end"
    )
    title = "返利：悬崖和坡道" if zh else "Rebate: cliff and ramp"
    caption = (
        "进货 1,960 万时返利 58.8 万；过了 2,000 万的线，全额一下变成 80 万，"
        "多出的 40 万货等于打了不到五折。分段只多 1.2 万。"
        if zh
        else "At 19.6 million the rebate is 588,000; at the line of 20 million the whole-amount rebate jumps "
        "to 800,000, which sells the last 400,000 of goods at less than half. By steps it is 12,000 more."
    )
    columns = (
        ("年进货（万元）", "全额返利", "分段返利")
        if zh
        else ("Purchases (10,000 yuan)", "Whole amount", "Stepped")
    )
    rows = tuple((f"{x:,.0f}", f"{whole(x):.1f}", f"{stepped(x):.1f}") for x in POINTS)
    return Figure("rebate-ladder", board.svg("rebate-ladder", title, caption), title, caption, columns, rows)


def _at(amount: float, rebate: float) -> tuple[float, float]:
    return LEFT + WIDE * amount / SPAN, BOTTOM - TALL * rebate / TOP_REBATE


def _frame(board: Canvas, zh: bool) -> None:
    board.arrow((LEFT, BOTTOM), (LEFT + WIDE + 8, BOTTOM))
    board.arrow((LEFT, BOTTOM), (LEFT, 24))
    for rebate in (0, 60, 80):
        board.text((LEFT - 6, _at(0, rebate)[1] + 4), str(rebate), 40, 12, "end fig-quiet")
    for amount in (1000, 2000):
        board.text((_at(amount, 0)[0], BOTTOM + 17), f"{amount:,}", 60, 12, "fig-quiet")
    board.text(
        (LEFT + WIDE + 8, BOTTOM + 38),
        "年进货（万元）" if zh else "purchases (10,000 yuan)",
        200,
        12,
        "end fig-quiet",
    )
    board.text((LEFT - 48, 16), "返利（万元）" if zh else "rebate (10,000 yuan)", 200, 12, "start fig-quiet")
