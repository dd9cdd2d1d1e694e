"""The ageing of receivables: how much is how old, and how much of it is likely lost.

Amounts are in 10,000 yuan; the loss rates are the experience of the company in lesson 6.4.
"""

from decimal import Decimal

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

BUCKETS = (
    ("未到期", "Not due", 52, "0.5"),
    ("过期 1–30 天", "1–30 days over", 24, "2"),
    ("过期 31–60 天", "31–60 days over", 13, "10"),
    ("过期 61–90 天", "61–90 days over", 7, "25"),
    ("过期 90 天以上", "over 90 days", 4, "60"),
)
LEFT, RIGHT, ROW = 116.0, 300.0, 44.0


def losses() -> list[Decimal]:
    """Return the loss to be expected of each bucket, in 10,000 yuan."""
    return [amount * Decimal(rate) / 100 for _, _, amount, rate in BUCKETS]


def _bars(*, zh: bool) -> Canvas:
    """Return the canvas with one bar a bucket and the line below them."""
    board = Canvas(46 + ROW * len(BUCKETS))
    most = max(bucket[2] for bucket in BUCKETS)
    for place, (bucket, loss) in enumerate(zip(BUCKETS, losses(), strict=True)):
        y = 30 + place * ROW
        long = (RIGHT - LEFT - 30) * bucket[2] / most
        board.text((LEFT - 8, y + 21), bucket[0] if zh else bucket[1], LEFT - 8, 12, "end")
        board.box(LEFT, y + 4, long, 24, "fig-box" if place == 0 else "fig-box fig-seal-soft")
        board.text((LEFT + long + 6, y + 21), str(bucket[2]), 30, 13, "start fig-strong")
        board.text((WIDTH, y + 21), f"{loss:.2f}", 60, 13, "end")
    board.line((LEFT, 30 + ROW * len(BUCKETS)), (WIDTH, 30 + ROW * len(BUCKETS)), "fig-line fig-rule")
    return board


def draw(language: str) -> Figure:
    """Draw one bar a bucket; the right-hand figures are the losses to be expected."""
    zh = language == "zh"
    board = _bars(zh=zh)
    board.text((LEFT, 18), "应收（万元）" if zh else "owed (10,000 yuan)", 140, 12, "start fig-quiet")
    board.text((WIDTH, 18), "估计损失" if zh else "likely lost", 90, 12, "end fig-quiet")
    total = sum(losses())
    title = "账龄表" if zh else "An ageing table"
    caption = (
        f"应收 100 万元，估计损失 {total:.2f} 万元，其中三分之二来自最老的 11 万元：钱越老，越不值钱。"
        if zh
        else f"Of 1,000,000 yuan owed, {total:.2f} (in 10,000) is likely to be lost, two thirds of it on the "
        "oldest 110,000: the older money gets, the less it is worth."
    )
    columns = (
        ("账龄", "应收（万元）", "损失率", "估计损失（万元）")
        if zh
        else ("Age", "Owed (10,000 yuan)", "Loss rate", "Likely lost (10,000 yuan)")
    )
    rows = tuple(
        (bucket[0] if zh else bucket[1], str(bucket[2]), f"{bucket[3]}%", f"{loss:.2f}")
        for bucket, loss in zip(BUCKETS, losses(), strict=True)
    )
    return Figure("ageing-table", board.svg("ageing-table", title, caption), title, caption, columns, rows)
