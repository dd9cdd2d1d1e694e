"""Four elements that must stand together around the client's need."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

ELEMENTS = (
    (
        "领导",
        "守住大客户战略",
        "战略不定，时断时续",
        "Leader",
        "holds the strategy",
        "without it: start, stop, start again",
    ),
    (
        "尖子",
        "突破第一层关系",
        "没有尖子，半途而废",
        "Spearhead",
        "opens the relationship",
        "without it: stuck half-way",
    ),
    (
        "产品",
        "满足真实需求",
        "没有卖点，进得快出得也快",
        "Product",
        "meets a real need",
        "without it: quickly in, quickly out",
    ),
    (
        "团队",
        "跟上服务与支持",
        "服务跟不上，留不住忠诚",
        "Team",
        "serves and supports",
        "without it: loyalty does not last",
    ),
)
WIDE, TALL, GAP = 172, 118, 16


def draw(language: str) -> Figure:
    """Draw the four elements around the need, each with what happens when it is missing."""
    zh = language == "zh"
    board = Canvas(2 * TALL + GAP)
    for place, element in enumerate(ELEMENTS):
        x, y = (place % 2) * (WIDE + GAP), (place // 2) * (TALL + GAP)
        _element(board, (x, y), element, zh)
    center = (WIDTH / 2, TALL + GAP / 2)
    board.circle(center, 32, "fig-box fig-seal-soft")
    board.label(center, "客户\n需求" if zh else "Client's need", 50, 14, "fig-strong")
    title = "大客户营销四大要素" if zh else "Four elements of key-account marketing"
    caption = (
        "四样缺一不可，都围着客户的需求转。先看自己最弱的是哪一样。"
        if zh
        else "All four are needed and all turn on the client's need. Find your weakest one first."
    )
    columns = ("要素", "作用", "缺了会怎样") if zh else ("Element", "What it does", "When it is missing")
    rows = tuple(row[:3] if zh else (row[3], row[4], row[5].removeprefix("without it: ")) for row in ELEMENTS)
    return Figure("four-elements", board.svg("four-elements", title, caption), title, caption, columns, rows)


def _element(board: Canvas, at: tuple[float, float], element: tuple[str, ...], zh: bool) -> None:
    name, does, missing = element[:3] if zh else element[3:]
    x, y = at
    left, upper = x == 0, y == 0
    board.box(x, y, WIDE, TALL)
    side = "start" if left else "end"
    edge = x + 12 if left else x + WIDE - 12
    top = y + 26 if upper else y + 52
    after = board.text((edge, top), name, WIDE - 24, 16, f"{side} fig-strong")
    after = board.text((edge, after), does, WIDE - 24, 13, side)
    board.text((edge, after + 2), missing, WIDE - 24, 12, f"{side} fig-quiet")
