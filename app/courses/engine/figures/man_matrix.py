"""The eight combinations of money, authority and need, each with the next step (unit 003-04)."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

STEPS = (
    ("MAN", "有效客户，全力去谈", "A real prospect: go for it"),
    ("MAn", "接触，用熟练的推销唤起需求", "Keep on; wake the need with skill"),
    ("MaN", "接触，找到有决定权的人", "Keep on; find who decides"),
    ("mAN", "接触，查业务和信用，谈融资", "Keep on; check credit, finance"),
    ("maN", "长期观察培养，等另一样", "Cultivate; wait for another letter"),
    ("mAn", "长期观察培养，等另一样", "Cultivate; wait for another letter"),
    ("Man", "长期观察培养，等另一样", "Cultivate; wait for another letter"),
    ("man", "不是客户，停止接触", "No prospect: stop"),
)
COUNTS = ("三样齐", "差一样", "只有一样", "一样没有")
COUNTS_EN = ("All three", "One missing", "One only", "None")
ROW = 34


def met(combination: str) -> int:
    """Return how many of the three conditions *combination* (``MaN``) meets."""
    return sum(1 for letter in combination if letter.isupper())


def draw(language: str) -> Figure:
    """Draw one line for each combination: three lamps and what to do."""
    zh = language == "zh"
    board = Canvas(len(STEPS) * ROW + 34)
    for column, letter in enumerate("MAN"):
        board.text((20 + column * 32, 20), letter, 30, 15, "fig-strong")
    board.text((124, 20), "下一步" if zh else "Next step", 230, 13, "start fig-quiet")
    for place, step in enumerate(STEPS):
        _row(board, place, step, zh)
    title = "MAN 的八种组合" if zh else "The eight MAN combinations"
    caption = (
        "实心是有，虚圈是没有。差哪一样，就补哪一样；八种里只有最后一种该停。"
        if zh
        else "A filled lamp means yes, a dashed one no. Supply what is missing; only the last of the "
        "eight says stop."
    )
    columns = ("组合", "具备几样", "下一步") if zh else ("Combination", "Conditions met", "Next step")
    rows = tuple(
        (" + ".join(step[0]), (COUNTS if zh else COUNTS_EN)[3 - met(step[0])], step[1] if zh else step[2])
        for step in STEPS
    )
    return Figure("man-matrix", board.svg("man-matrix", title, caption), title, caption, columns, rows)


def _row(board: Canvas, place: int, step: tuple[str, str, str], zh: bool) -> None:
    y = 34 + place * ROW
    if place in (1, 4, 7):
        board.line((4, y - 2), (WIDTH - 4, y - 2), "fig-line fig-rule")
    for column, letter in enumerate(step[0]):
        center = (20 + column * 32, y + 14)
        board.circle(center, 11, "fig-box fig-seal-soft" if letter.isupper() else "fig-box fig-muted")
        board.label(center, letter, 22, 13, "fig-strong" if letter.isupper() else "fig-quiet")
    strong = "start fig-strong" if place in (0, 7) else "start"
    board.text((124, y + 19), step[1] if zh else step[2], 236, 13, strong)
