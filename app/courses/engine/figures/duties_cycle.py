"""The seven duties of a key-account manager as one round that begins again."""

from app.courses.engine.figures.canvas import Canvas, Figure, around

DUTIES = (
    (
        "弄懂决策流程",
        "Learn how they decide",
        "谁发起、谁影响、谁拍板",
        "who starts, who influences, who decides",
    ),
    ("找到附加价值", "Spot added value", "产品之外还能帮什么", "what helps beyond the product"),
    ("带去竞争情报", "Bring market insight", "对手和行业在变什么", "what competitors and the industry do"),
    ("谈判", "Negotiate", "有目标、有底线、有备选", "with a goal, a limit and a back-up"),
    ("把住合同要点", "Mind the contract", "价格、交付、账期、责任", "price, delivery, terms, liability"),
    ("协调服务", "Coordinate service", "答应的事由各部门兑现", "departments keep what was promised"),
    ("培育客户业务", "Grow their business", "客户长大，我们才长大", "they grow, then we grow"),
)
CENTER, RADIUS = (180.0, 160.0), 84


def draw(language: str) -> Figure:
    """Draw the seven duties clockwise around what they are measured by."""
    zh = language == "zh"
    board = Canvas(312)
    count = len(DUTIES)
    for place in range(count):
        start, end = around(CENTER, RADIUS, place + 0.2, count), around(CENTER, RADIUS, place + 0.8, count)
        middle = around(CENTER, RADIUS, place + 0.5, count)
        board.line(start, middle)
        board.arrow(middle, end)
    for place, duty in enumerate(DUTIES):
        at = around(CENTER, RADIUS, place, count)
        board.circle(at, 14, "fig-box fig-seal-soft")
        board.label(at, str(place + 1), 20, 14, "fig-strong")
        x, y = around(CENTER, RADIUS + (42 if place in (0, 3, 4) else 50), place, count)
        board.label((min(max(x, 38), 322), y), duty[0 if zh else 1], 80 if place == 0 else 72, 13)
    board.text((CENTER[0], CENTER[1] - 26), "考核看" if zh else "Measured by", 120, 12, "fig-quiet")
    measured = "客户业务份额\n利润与销售目标" if zh else "share of business, profit and sales goals"
    board.text((CENTER[0], CENTER[1] - 6), measured, 104, 14, "fig-strong")
    title = "大客户经理的七项职责" if zh else "Seven duties of a key-account manager"
    caption = (
        "从弄懂客户怎样决定开始，到客户的业务长大为止，然后重新开始。考核看两样：客户业务份额的增长，年度利润与销售目标。"
        if zh
        else "It begins with how the client decides and ends with the client's business growing; then the "
        "round starts again. Two things are measured: the growing share of the client's business, and the "
        "year's profit and sales goals."
    )
    columns = ("职责", "做到什么") if zh else ("Duty", "What it takes")
    rows = tuple((row[0], row[2]) if zh else (row[1], row[3]) for row in DUTIES)
    return Figure("duties-cycle", board.svg("duties-cycle", title, caption), title, caption, columns, rows)
