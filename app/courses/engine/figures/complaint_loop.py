"""A complaint as a loop of seven moves that has to close."""

from app.courses.engine.figures.canvas import Canvas, Figure, around

MOVES = (
    ("接", "听完，谢谢，不解释", "Receive", "hear them out, no explaining"),
    ("记", "事实、时间、影响、要什么", "Record", "facts, time, effect, wish"),
    ("应", "答应一个时间", "Promise", "a time and no result"),
    ("查", "找原因，不找人", "Examine", "the cause and no culprit"),
    ("办", "谁做、哪天好、补多少", "Settle", "who, when, how much"),
    ("核", "在您那里了结了吗", "Check", "closed as far as you see?"),
    ("改", "让它不再发生", "Change", "so that it does not recur"),
)
CENTER, RADIUS = (180.0, 168.0), 104


def draw(language: str) -> Figure:
    """Draw the seven moves clockwise; the last arrow leads back to the first."""
    zh = language == "zh"
    board = Canvas(336)
    count = len(MOVES)
    for place in range(count):
        gap = 0.26 if zh else 0.32
        start = around(CENTER, RADIUS, place + gap, count)
        board.arrow(start, around(CENTER, RADIUS, place + 1 - gap, count))
    for place, move in enumerate(MOVES):
        at = around(CENTER, RADIUS, place, count)
        board.circle(at, 22 if zh else 28, "fig-box fig-seal-soft" if place > 4 else "fig-box")
        board.label(at, move[0 if zh else 2], 60, 16 if zh else 12, "fig-strong")
    board.text((CENTER[0], CENTER[1] - 14), "要有结果" if zh else "a result", 140, 15, "fig-strong")
    board.text(
        (CENTER[0], CENTER[1] + 10), "当场两分钟" if zh else "two minutes at once", 130, 12, "fig-quiet"
    )
    board.text(
        (CENTER[0], CENTER[1] + 28), "当天一个信" if zh else "one message that day", 130, 12, "fig-quiet"
    )
    title = "投诉闭环" if zh else "The complaint loop"
    caption = (
        "七个动作走完一圈才算有结果。最容易断的是最后两步：办完不核，核了不改。"
        if zh
        else "A complaint has a result when all seven moves are made. The loop breaks easily at the last "
        "two: settled but not checked, checked but nothing changed."
    )
    columns = ("动作", "要点") if zh else ("Move", "Mind")
    rows = tuple(move[:2] if zh else move[2:] for move in MOVES)
    return Figure(
        "complaint-loop", board.svg("complaint-loop", title, caption), title, caption, columns, rows
    )
