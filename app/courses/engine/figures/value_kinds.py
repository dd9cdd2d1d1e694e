"""Most valuable, most growable and below-zero customers: what they bring today, how far they may grow."""

from app.courses.engine.figures.canvas import Canvas, Figure

KINDS = (
    ("MVC", "最有价值", "守住", "贡献高", "Most valuable", "guard", "contributes much today"),
    ("MGC", "最具增长性", "尽快转成 MVC", "潜力大", "Most growable", "turn into an MVC", "can grow tomorrow"),
    (
        "BZ",
        "负值客户",
        "先改做法，再放手",
        "贡献为负",
        "Below zero",
        "change, then let go",
        "costs more than it brings",
    ),
)
LEFT, TOP, WIDE, TALL = 26, 24, 322, 236
ZERO = LEFT + 104


def draw(language: str) -> Figure:
    """Draw the plane, the zero line, the three kinds and the arrow from MGC to MVC."""
    zh = language == "zh"
    board = Canvas(TOP + TALL + 34)
    _axes(board, zh)
    _kind(board, (ZERO + 104, TOP + 8), (106, 216), 0, zh)
    _kind(board, (ZERO + 4, TOP + 8), (92, 118), 1, zh)
    _kind(board, (LEFT + 6, TOP + 118), (94, 110), 2, zh)
    board.arrow((ZERO + 96, TOP + 62), (ZERO + 104, TOP + 62))
    title = "三类客户：MVC、MGC、BZ" if zh else "Three kinds: MVC, MGC, BZ"
    caption = (
        "横轴是今天的贡献（毛利减服务成本），竖轴是三年内的增长潜力。守住右边，把中间转过去；"
        "放左下之前，先分清是客户亏还是做法亏。"
        if zh
        else "Across: today's contribution (gross profit less cost to serve). Up: room to grow in three "
        "years. "
        "Guard the right, turn the middle, and before letting go of the left ask whether it is the customer "
        "or the practice that loses money."
    )
    columns = ("类别", "名称", "特点", "怎么办") if zh else ("Kind", "Name", "Mark", "What to do")
    rows = tuple(
        (row[0], row[1], row[3], row[2]) if zh else (row[0], row[4], row[6], row[5]) for row in KINDS
    )
    return Figure("value-kinds", board.svg("value-kinds", title, caption), title, caption, columns, rows)


def _axes(board: Canvas, zh: bool) -> None:
    floor = TOP + TALL
    board.arrow((LEFT, floor), (LEFT + WIDE, floor))
    board.arrow((LEFT, floor), (LEFT, TOP - 8))
    board.line((ZERO, floor), (ZERO, TOP), "fig-line fig-dash")
    board.text((ZERO, floor + 16), "0", 20, 12, "fig-quiet")
    board.text(
        (LEFT + WIDE, floor + 28), "今天的贡献" if zh else "contribution today", 160, 13, "end fig-quiet"
    )
    board.text((LEFT - 20, TOP - 12), "增长潜力" if zh else "room to grow", 160, 13, "start fig-quiet")


def _kind(board: Canvas, at: tuple[float, float], size: tuple[float, float], place: int, zh: bool) -> None:
    row = KINDS[place]
    x, y = at
    style = ("fig-box fig-seal-soft", "fig-box", "fig-box fig-muted")[place]
    board.box(x, y, *size, style)
    middle = x + size[0] / 2
    board.text((middle, y + 24), row[0], size[0], 16, "fig-strong")
    below = board.text((middle, y + 44), row[1] if zh else row[4], size[0] - 8, 13)
    board.text((middle, below + 4), row[2] if zh else row[5], size[0] - 10, 12, "fig-quiet")
