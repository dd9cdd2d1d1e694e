"""A radar for one's own abilities: four that clients look for, four that the company looks for."""

from collections.abc import Sequence

from app.courses.engine.figures.canvas import Canvas, Figure, around

ABILITIES = (
    (
        "懂客户生意",
        "Knows the client's business",
        "说得出客户怎样挣钱、今年最愁什么",
        "can say how the client earns money and what worries it this year",
    ),
    ("沟通", "Communication", "能和各层级把话说清", "is understood at every level"),
    ("产品与业务", "Product and trade", "答得出深一层的问题", "answers the second question too"),
    ("能拍板", "Authority", "在客户眼里说话算数", "is trusted to decide"),
    ("忠诚", "Loyalty", "守得住公司的底线与秘密", "keeps the company's limits and secrets"),
    ("谈判", "Negotiation", "有准备，有备选，会让步", "prepares, has a back-up, trades concessions"),
    ("策略与计划", "Strategy and planning", "写得出一年的客户计划", "can write a one-year account plan"),
    ("法律与财务", "Law and finance", "看得懂合同与账期", "reads a contract and payment terms"),
)
EXAMPLE = (3, 4, 4, 2, 5, 3, 2, 1)
CENTER, RADIUS, TOP_LEVEL = (180.0, 178.0), 104, 5


def draw(language: str, levels: Sequence[int] = EXAMPLE) -> Figure:
    """Draw the radar with *levels* from 0 to 5, one for each ability (an example if omitted)."""
    zh = language == "zh"
    board = Canvas(356)
    _board(board, levels, zh)
    title = "自评雷达：八项能力" if zh else "Self-assessment radar: eight abilities"
    caption = (
        "0 表示还没有，5 表示能教别人。红线是一位新人的示例；给自己打分，先补离圆心最近的一项。"
        "前四项是客户眼里的，后四项是公司眼里的。"
        if zh
        else "0 means not yet, 5 means able to teach it. The red line is the example of a newcomer; rate "
        "yourself and start with the point nearest the centre. The first four are what clients see, the last "
        "four what the company sees."
    )
    columns = ("能力", "达到 5 分的样子", "示例") if zh else ("Ability", "What a 5 looks like", "Example")
    rows = tuple(
        (row[0], row[2], str(level)) if zh else (row[1], row[3], str(level))
        for row, level in zip(ABILITIES, levels, strict=True)
    )
    return Figure("self-radar", board.svg("self-radar", title, caption), title, caption, columns, rows)


def _board(board: Canvas, levels: Sequence[int], zh: bool) -> None:
    count = len(ABILITIES)
    for level in range(1, TOP_LEVEL + 1):
        ring = [around(CENTER, RADIUS * level / TOP_LEVEL, n, count) for n in range(count)]
        board.polygon(ring, "fig-line fig-grid")
    for place, ability in enumerate(ABILITIES):
        board.line(CENTER, around(CENTER, RADIUS, place, count), "fig-line fig-grid")
        at = around(CENTER, RADIUS + 34, place, count)
        x = min(max(at[0], 38), 322)
        board.label((x, at[1]), ability[0 if zh else 1], 78, 13)
    shape = [around(CENTER, RADIUS * level / TOP_LEVEL, n, count) for n, level in enumerate(levels)]
    board.polygon(shape, "fig-area fig-seal")
    for point in shape:
        board.circle(point, 3.5, "fig-dot fig-seal-fill")
    for level in (1, 3, 5):
        board.text(
            (CENTER[0] + 5, CENTER[1] - RADIUS * level / TOP_LEVEL + 12),
            str(level),
            20,
            12,
            "start fig-quiet",
        )
