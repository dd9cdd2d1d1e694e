"""Thirty days from award notice to signature, walked backwards from the target day (lesson 5.1)."""

from app.courses.engine.figures.canvas import Canvas, Figure

LIMIT, BUFFER = 30, 3
STEPS = (
    ("成本确认", 2, "Cost"),
    ("起草", 5, "Draft"),
    ("双方法务", 7, "Lawyers"),
    ("履约担保", 7, "Guarantee"),
    ("用章", 6, "Seal"),
)
LEFT, WIDE, TALL, STEP = 76, 270, 22, 34


def schedule() -> list[tuple[int, int]]:
    """Return first and last day of every step, the last of them ending on the target day."""
    end, days = LIMIT - BUFFER, []
    for _, length, _ in reversed(STEPS):
        days.append((end - length + 1, end))
        end -= length
    return days[::-1]


def draw(language: str) -> Figure:
    """Draw one bar for each step on a scale of thirty days, the buffer shaded at the end."""
    zh = language == "zh"
    board = Canvas(len(STEPS) * STEP + 66)
    for place, ((name, _, english), (first, last)) in enumerate(zip(STEPS, schedule(), strict=True)):
        y = 30 + place * STEP
        board.text((0, y + 15), name if zh else english, LEFT, 13, "start")
        board.box(_x(first - 1), y, _x(last) - _x(first - 1), TALL)
        at, side = (_x(first - 1) - 5, "end") if place > 1 else (_x(last) + 5, "start")
        board.text((at, y + 15), f"{first}–{last}", 60, 12, f"{side} fig-quiet")
    _scale(board, zh)
    title = "三十天，倒着排" if zh else "Thirty days, walked backwards"
    caption = (
        "最后三天留作缓冲，从第 27 天往前推。天数是自然日，含周末；任何一步晚一天，签约就晚一天。"
        if zh
        else "Three days are a buffer, so everything counts back from day 27. Days are calendar days, "
        "weekends included; each step late by a day makes the signature late by a day."
    )
    columns = ("步骤", "天数", "从第几天", "到第几天") if zh else ("Step", "Days", "From day", "To day")
    rows = tuple(
        (step[0] if zh else step[2], str(step[1]), str(first), str(last))
        for step, (first, last) in zip(STEPS, schedule(), strict=True)
    )
    return Figure(
        "award-timeline", board.svg("award-timeline", title, caption), title, caption, columns, rows
    )


def _x(day: float) -> float:
    return LEFT + WIDE * day / LIMIT


def _scale(board: Canvas, zh: bool) -> None:
    floor = 30 + len(STEPS) * STEP
    board.box(_x(LIMIT - BUFFER), 24, _x(LIMIT) - _x(LIMIT - BUFFER), floor - 24, "fig-box fig-seal-soft")
    board.line((LEFT, floor + 4), (LEFT + WIDE, floor + 4))
    for day in (0, 10, 20, 27, 30):
        board.text((_x(day), floor + 20), str(day), 40, 12, "fig-quiet")
    board.text((_x(28.5), 16), "缓冲" if zh else "buffer", 60, 12, "fig-quiet")
