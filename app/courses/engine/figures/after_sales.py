"""Two legs of goodwill, and two kinds of information beside them."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

PARTS = (
    ("品质的保证", "约定的时间里一直能用", "Guaranteed quality", "it works for the time agreed"),
    ("承诺的履行", "说过的每一句都做到", "Kept promises", "every sentence is made good"),
    ("商品本身的资料", "对型号、看得懂、有日期", "About the product", "right model, clear words, dated"),
    ("商情资料", "行情、新规、停产预告", "Market news", "prices, rules, what will end"),
)
HEADS = (("商品信誉", "Goodwill"), ("提供资料", "Information"))
WIDE, TALL = 172.0, 84.0


def draw(language: str) -> Figure:
    """Draw goodwill on its two legs above and information with its two kinds below."""
    zh = language == "zh"
    board = Canvas(312)
    for group, head in enumerate(HEADS):
        top = group * 158
        board.box(90, top + 1, 180, 34, "fig-box fig-seal-soft")
        board.label((WIDTH / 2, top + 18), head[0 if zh else 1], 170, 15, "fig-strong")
        for side in range(2):
            x = 1 + side * (WIDTH - WIDE - 2)
            board.line((WIDTH / 2, top + 35), (x + WIDE / 2, top + 62), "fig-line")
            _part(board, (x, top + 62), PARTS[group * 2 + side], zh)
    title = "售后的四样事" if zh else "Four parts of after-sales"
    caption = (
        "信誉靠两条腿站着，少一条都站不住；资料有两类，给对人，给及时，给了要确认。"
        if zh
        else "Goodwill stands on two legs and falls without either. Information has two kinds: to the right "
        "person, in time, and confirmed."
    )
    columns = ("方面", "做到什么") if zh else ("Part", "What it means")
    rows = tuple(part[:2] if zh else part[2:] for part in PARTS)
    return Figure("after-sales", board.svg("after-sales", title, caption), title, caption, columns, rows)


def _part(board: Canvas, at: tuple[float, float], part: tuple[str, ...], zh: bool) -> None:
    name, means = part[:2] if zh else part[2:]
    x, y = at
    board.box(x, y, WIDE, TALL)
    board.label((x + WIDE / 2, y + 26), name, WIDE - 12, 14, "fig-strong")
    board.label((x + WIDE / 2, y + 58), means, WIDE - 16, 12, "fig-quiet")
