"""Where the key-account department stands, whom it works with, and who belongs to it."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

PARTNERS = (("财务", "Finance"), ("物流", "Logistics"), ("市场", "Marketing"), ("采购", "Purchasing"))
MEMBERS = (
    ("首席谈判代表", "Chief negotiator", "主谈与让步", "leads talks, decides concessions"),
    ("法律顾问", "Legal adviser", "合同与合规", "contracts and compliance"),
    ("财务专家", "Finance expert", "授信、回款、成本", "credit, collection, cost"),
    ("高级培训师", "Senior trainer", "教会客户用好产品", "teaches the client to use the product"),
    ("技术工程师", "Engineer", "方案与交付", "solutions and delivery"),
    ("大客户开发经理", "Account developer", "开拓与关系", "opens doors, builds relations"),
    ("市场分析员", "Market analyst", "行业与对手", "industry and competitors"),
    ("客户服务专员", "Service specialist", "日常响应", "daily response"),
)
CELL, TALL = 174, 34


def draw(language: str) -> Figure:
    """Draw the general manager, the department directly below, its partners and its eight members."""
    zh = language == "zh"
    board = Canvas(388)
    board.box(110, 6, 140, 36)
    board.label((180, 24), "总经理" if zh else "General manager", 130, 14, "fig-strong")
    board.line((180, 42), (180, 78))
    board.line((180, 58), (300, 58), "fig-line fig-rule")
    board.line((300, 58), (300, 78), "fig-line fig-rule")
    board.box(70, 78, 170, 42, "fig-box fig-seal-soft")
    board.label((155, 99), "大客户部" if zh else "Key-account department", 164, 14, "fig-strong")
    board.box(252, 78, 108, 42, "fig-box fig-muted")
    board.label((306, 99), "区域销售" if zh else "Regional sales", 100, 13, "fig-quiet")
    _partners(board, zh)
    board.text((0, 212), "八类成员" if zh else "Eight kinds of members", WIDTH, 13, "start fig-quiet")
    for place, member in enumerate(MEMBERS):
        x, y = (place % 2) * (CELL + 12), 222 + (place // 2) * (TALL + 7)
        board.box(x, y, CELL, TALL)
        board.label((x + CELL / 2, y + TALL / 2), member[0 if zh else 1], CELL - 8, 13)
    title = "大客户部：地位、伙伴与八类成员" if zh else "The key-account department: place, partners, members"
    caption = (
        "大客户部直属总经理，不归区域销售管；虚线是它有权直接协调的部门。没有这份授权，部门就只剩名字。"
        if zh
        else "The department reports straight to the general manager, not to a sales region; the "
        "dashed lines lead to departments it may call on directly. Without that right it exists in name only."
    )
    columns = ("成员", "负责什么") if zh else ("Member", "Takes care of")
    rows = tuple((row[0], row[2]) if zh else (row[1], row[3]) for row in MEMBERS)
    return Figure("department", board.svg("department", title, caption), title, caption, columns, rows)


def _partners(board: Canvas, zh: bool) -> None:
    wide = 84
    for place, names in enumerate(PARTNERS):
        x = place * (wide + 8)
        board.line((155, 120), (x + wide / 2, 154), "fig-line fig-dash fig-indigo")
        board.box(x, 154, wide, 32)
        board.label((x + wide / 2, 170), names[0 if zh else 1], wide - 4, 13)
