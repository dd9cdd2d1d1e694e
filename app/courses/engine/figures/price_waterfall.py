"""From list price down to pocket price: the steps nobody sees on the invoice (lesson 5.4)."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

LIST, BASE = 100.0, 70.0
STEPS = (
    ("发票折扣", 12.0, "Discount"),
    ("年底返利", 3.5, "Rebate"),
    ("促销支持", 1.5, "Promotions"),
    ("运费", 2.4, "Freight"),
    ("账期占用", 1.3, "Terms"),
    ("现场服务", 2.5, "Service"),
)
LEFT, WIDE, TALL, STEP = 96, 200, 20, 30


def pocket() -> float:
    """Return what is left of the list price after every step, in yuan for each hundred."""
    return LIST - sum(step[1] for step in STEPS)


def invoice() -> float:
    """Return the price on the invoice."""
    return LIST - STEPS[0][1]


def draw(language: str) -> Figure:
    """Draw falling bars, each step starting where the last one ended."""
    zh = language == "zh"
    rows = [("价目表价", 0.0, "List price"), *STEPS, ("到手价", 0.0, "Pocket price")]
    board = Canvas(len(rows) * STEP + 8)
    left = LIST
    for place, (name, step, english) in enumerate(rows):
        y = place * STEP + 2
        whole = place in (0, len(rows) - 1)
        start = BASE if whole else left - step
        board.text((0, y + 15), name if zh else english, LEFT, 13, "start")
        board.box(_x(start), y, _x(left) - _x(start), TALL, _style(place, len(rows)))
        board.text((WIDTH - 2, y + 15), f"{left:.1f}" if whole else f"−{step:.1f}", 60, 12, "end fig-quiet")
        left = start if not whole else left
    title = "从价目表价到到手价" if zh else "From list price to pocket price"
    caption = (
        f"发票上是 {invoice():.0f} 元，真正到手 {pocket():.1f} 元。差的那几级，都不写在发票上。"
        "条从 70 元画起。"
        if zh
        else f"The invoice says {invoice():.0f} yuan and {pocket():.1f} reach the pocket. None of the steps "
        "between is written on the invoice. Bars begin at 70."
    )
    columns = ("项目", "扣减（元）", "余下（元）") if zh else ("Item", "Less (yuan)", "Left (yuan)")
    return Figure(
        "price-waterfall", board.svg("price-waterfall", title, caption), title, caption, columns, _rows(zh)
    )


def _rows(zh: bool) -> tuple[tuple[str, ...], ...]:
    rows, left = [("价目表价" if zh else "List price", "", f"{LIST:.1f}")], LIST
    for name, step, english in STEPS:
        left -= step
        rows.append((name if zh else english, f"{step:.1f}", f"{left:.1f}"))
    return tuple(rows)


def _x(value: float) -> float:
    return LEFT + WIDE * (value - BASE) / (LIST - BASE)


def _style(place: int, count: int) -> str:
    return "fig-box fig-seal-soft" if place == count - 1 else "fig-box"
