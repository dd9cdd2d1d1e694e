"""The seven buying roles as seven chairs around one purchase."""

from app.courses.engine.figures.canvas import Canvas, Figure, around

ROLES = (
    ("发起者", "先说要买", "有没有人听我的", "Initiator", "says it first", "Will anybody listen?"),
    ("使用者", "天天用它", "好不好用，添不添麻烦", "User", "works with it", "Does it make my day harder?"),
    ("影响者", "出主意", "说错了会不会怪我", "Influencer", "gives advice", "Will they blame my advice?"),
    ("决定者", "拍板", "出了事谁来担", "Decider", "says yes or no", "Who answers if it fails?"),
    ("购买者", "谈价下单", "贵不贵，断不断货", "Buyer", "deals, orders", "Too dear? Will it run out?"),
    ("批准者", "签字放款", "手续全不全", "Approver", "releases it", "Are the papers complete?"),
    ("控制者", "放行或拦下", "合不合规矩", "Gatekeeper", "opens, shuts", "Is it by the rules?"),
)
CENTER, RADIUS, WIDE, TALL = (180.0, 176.0), 122, 94, 50


def draw(language: str) -> Figure:
    """Draw the seven roles clockwise; every chair has a line to the purchase in the middle."""
    zh = language == "zh"
    board = Canvas(330)
    for place in range(len(ROLES)):
        board.line(CENTER, around(CENTER, RADIUS, place, len(ROLES)), "fig-line fig-rule")
    for place, role in enumerate(ROLES):
        _chair(board, around(CENTER, RADIUS, place, len(ROLES)), role, zh)
    board.circle(CENTER, 42, "fig-box fig-seal-soft")
    board.label(CENTER, "这一次\n购买" if zh else "this one purchase", 70, 14, "fig-strong")
    title = "七种购买角色" if zh else "Seven buying roles"
    caption = (
        "七把椅子围着一次购买。角色不是职位：一人可兼几角，一角可有几人，但没有一把是空的。"
        if zh
        else "Seven chairs around one purchase. A role is not a post: one person may hold several, several "
        "may share one, but none of the chairs is empty."
    )
    columns = (
        ("角色", "在这次购买里做什么", "心里问什么") if zh else ("Role", "What they do", "What they ask")
    )
    rows = tuple(role[:3] if zh else role[3:] for role in ROLES)
    return Figure("buying-roles", board.svg("buying-roles", title, caption), title, caption, columns, rows)


def _chair(board: Canvas, at: tuple[float, float], role: tuple[str, ...], zh: bool) -> None:
    name, does = role[:2] if zh else role[3:5]
    board.box(at[0] - WIDE / 2, at[1] - TALL / 2, WIDE, TALL)
    board.text((at[0], at[1] - 4), name, WIDE, 14, "fig-strong")
    board.text((at[0], at[1] + 15), does, WIDE, 12, "fig-quiet")
