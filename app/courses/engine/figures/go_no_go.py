"""Bid or not: three gates that can stop a bid, then two numbers that decide it (lesson 4.4).

Expected value = (gross profit − interest) × chance − cost of bidding, all in units of 10,000 yuan.
"""

from app.courses.engine.figures.canvas import Canvas, Figure

GATES = (
    ("资格全部满足？", "看出局清单", "Every qualification met?", "the list of what throws us out"),
    ("时间够吗？", "从截止日倒排", "Is there time?", "count back from the deadline"),
    ("付款受得了吗？", "算账期的利息", "Can we live with payment?", "work out the interest"),
)
SUMS = (
    (
        "期望值大于零？",
        "（毛利 − 利息）× 机会 − 花费",
        "Expected value above zero?",
        "(profit − interest) × chance − cost",
    ),
    (
        "每小时最值钱？",
        "期望值 ÷ 小时，与别的标比",
        "Best value per hour?",
        "expected value ÷ hours, compared",
    ),
)
WIDE, TALL, GAP = 236, 54, 22


def expected_value(profit: float, interest: float, chance: float, cost: float) -> float:
    """Return (profit − interest) × chance − cost; *chance* from 0 to 1, money in one unit."""
    return (profit - interest) * chance - cost


def draw(language: str) -> Figure:
    """Draw the five questions from top to bottom, with the way out on the right."""
    zh = language == "zh"
    steps = (*GATES, *SUMS)
    board = Canvas(8 + (TALL + GAP) * len(steps) + 44)
    for place, step in enumerate(steps):
        y = 6 + place * (TALL + GAP)
        _gate(board, y, step[:2] if zh else step[2:], place < len(GATES))
        board.arrow((WIDE, y + TALL / 2), (WIDE + 34, y + TALL / 2))
        away = ("停" if zh else "Stop") if place < len(GATES) else ("不投" if zh else "No bid")
        board.text((WIDE + 42, y + TALL / 2 + 5), away, 80, 14, "start fig-strong")
        board.text((WIDE + 16, y + TALL / 2 - 6), "否" if zh else "no", 30, 12, "fig-quiet")
        board.arrow((WIDE / 2, y + TALL), (WIDE / 2, y + TALL + GAP))
        board.text((WIDE / 2 + 10, y + TALL + 15), "是" if zh else "yes", 40, 12, "start fig-quiet")
    end = 6 + (TALL + GAP) * len(steps)
    board.box(WIDE / 2 - 60, end, 120, 34, "fig-box fig-seal-soft")
    board.label((WIDE / 2, end + 17), "投" if zh else "Bid", 100, 15, "fig-strong")
    title = "投还是不投" if zh else "Bid or no bid"
    caption = (
        "前三问有一个“否”就停；过了三关，先算期望值，再比每小时的价值。不投也是一个决定。"
        if zh
        else "One “no” among the first three and you stop. Past them, work out the expected value and then "
        "compare the value per hour. Not bidding is a decision too."
    )
    columns = ("问题", "怎么看", "答“否”时") if zh else ("Question", "How to tell", "If no")
    rows = tuple(_row(place, step, zh) for place, step in enumerate(steps))
    return Figure("go-no-go", board.svg("go-no-go", title, caption), title, caption, columns, rows)


def _gate(board: Canvas, y: float, words: tuple[str, ...], strict: bool) -> None:
    board.box(0, y, WIDE, TALL, "fig-box" if strict else "fig-area fig-indigo")
    board.text((12, y + 22), words[0], WIDE - 20, 15, "start fig-strong")
    board.text((12, y + 42), words[1], WIDE - 16, 12, "start fig-quiet")


def _row(place: int, step: tuple[str, ...], zh: bool) -> tuple[str, ...]:
    stop = place < len(GATES)
    away = ("停" if stop else "不投") if zh else ("stop" if stop else "no bid")
    return (*(step[:2] if zh else step[2:]), away)
