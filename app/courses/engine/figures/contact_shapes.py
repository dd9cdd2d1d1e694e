"""How the lines between two companies run at each stage."""

from app.courses.engine.figures.canvas import Canvas, Figure

SHAPES = (
    ("孕育", "线在自己这边绕，只伸出一只手", "Pre-contact", "our side prepares, one hand is held out", "0"),
    ("初期", "蝴蝶结：中间只有一个结", "Early", "a bow tie: a single knot", "1"),
    ("中期", "结拆成几股，主管对主管", "Middle", "several strands, head with head", "3"),
    ("伙伴式", "部门面对面，经理来回照看", "Partnership", "departments face to face", "4"),
    ("协作式", "线织成联合小组", "Joint working", "woven into joint teams", "6"),
)
ROW, OURS, THEIRS, KAM, BUYER = 76.0, 128.0, 344.0, 208.0, 264.0
HEIGHTS = (-21.0, -7.0, 7.0, 21.0)


def draw(language: str) -> Figure:
    """Draw one row a stage: our people on the left, theirs on the right, the lines between them."""
    zh = language == "zh"
    board = Canvas(24 + ROW * len(SHAPES))
    board.text((OURS, 14), "我方" if zh else "we", 60, 12, "fig-quiet")
    board.text((THEIRS - 8, 14), "客户" if zh else "they", 60, 12, "fig-quiet")
    drawers = (_before, _bow_tie, _strands, _departments, _teams)
    for place, (shape, drawer) in enumerate(zip(SHAPES, drawers, strict=True)):
        y = 24 + ROW * place + ROW / 2
        if place:
            board.line((0, y - ROW / 2), (360, y - ROW / 2), "fig-line fig-grid")
        board.label((48, y), shape[0 if zh else 2], 92, 13, "fig-strong")
        drawer(board, y)
        for dy in HEIGHTS:
            board.circle((OURS, y + dy), 4, "fig-seal-fill")
            board.circle((THEIRS, y + dy), 4, "fig-indigo-fill")
    title = "五个阶段的接触结构" if zh else "The shape of contacts at five stages"
    caption = (
        "圆点是人，线是固定的往来。数一数两家之间有几条线，再想想断掉一条还剩几条。"
        if zh
        else "Dots are people, lines are regular dealings. Count the lines between the two companies, then "
        "think what is left when one of them breaks."
    )
    columns = ("阶段", "形状", "两家之间的线") if zh else ("Stage", "Shape", "Lines between the two")
    rows = tuple((row[0], row[1], row[4]) if zh else (row[2], row[3], row[4]) for row in SHAPES)
    return Figure(
        "contact-shapes", board.svg("contact-shapes", title, caption), title, caption, columns, rows
    )


def _fan(board: Canvas, y: float, edge: float, knot: float) -> None:
    for dy in HEIGHTS:
        board.line((edge, y + dy), (knot, y), "fig-line fig-thin")


def _before(board: Canvas, y: float) -> None:
    _fan(board, y, OURS, KAM)
    board.line((KAM, y), (BUYER, y), "fig-line fig-dash")
    board.circle((KAM, y), 6, "fig-box fig-seal-soft")
    board.circle((BUYER, y), 6, "fig-box")


def _bow_tie(board: Canvas, y: float) -> None:
    _fan(board, y, OURS, KAM)
    _fan(board, y, THEIRS, BUYER)
    board.line((KAM, y), (BUYER, y), "fig-curve fig-seal")
    board.circle((KAM, y), 6, "fig-box fig-seal-soft")
    board.circle((BUYER, y), 6, "fig-box")


def _strands(board: Canvas, y: float) -> None:
    for dy in HEIGHTS[:3]:
        board.line((OURS, y + dy), (THEIRS, y + dy), "fig-line")
    board.circle(((OURS + THEIRS) / 2, y + HEIGHTS[0]), 6, "fig-box fig-seal-soft")


def _departments(board: Canvas, y: float) -> None:
    for dy in HEIGHTS:
        board.line((OURS, y + dy), (THEIRS, y + dy), "fig-line")
    middle = (OURS + THEIRS) / 2
    board.line((middle, y + HEIGHTS[0]), (middle, y + HEIGHTS[-1]), "fig-line fig-dash")
    board.circle((middle, y), 6, "fig-box fig-seal-soft")


def _teams(board: Canvas, y: float) -> None:
    for x in (KAM - 16, (OURS + THEIRS) / 2, BUYER + 16):
        for edge in (OURS, THEIRS):
            board.line((edge, y), (x, y), "fig-line fig-rule")
        board.circle((x, y), 17, "fig-box fig-seal-soft")
        board.circle((x - 6, y), 4, "fig-seal-fill")
        board.circle((x + 6, y), 4, "fig-indigo-fill")
