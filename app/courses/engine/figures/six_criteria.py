"""Six criteria that make a customer a key account."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

CRITERIA = (
    ("利润", "利润的一大块来自它吗？", "Profit", "Does a large part of profit come from it?"),
    ("目标", "没有它，公司目标还能完成吗？", "Goals", "Can we meet our goals without it?"),
    ("失去之痛", "它走了，业绩会重重受伤吗？", "Loss", "Would losing it badly hurt our results?"),
    ("长久", "关系是否又长又稳？", "Duration", "Is the relationship long and steady?"),
    ("潜力", "明天的业务能在它身上长大吗？", "Potential", "Can tomorrow's business grow with it?"),
    ("投入", "我们大部分时间花在它身上吗？", "Effort", "Do we spend most of our time on it?"),
)
SIDE, TALL, GAP = 148, 92, 12


def draw(language: str) -> Figure:
    """Draw three criteria of today on the left, three of the long run on the right."""
    zh = language == "zh"
    board = Canvas(30 + 3 * (TALL + GAP))
    middle = 30 + (3 * TALL + 2 * GAP) / 2
    _heads(board, zh)
    for place in range(6):
        row, left = place % 3, place < 3
        x = 0 if left else WIDTH - SIDE
        y = 30 + row * (TALL + GAP)
        board.line((WIDTH / 2, middle), (SIDE if left else WIDTH - SIDE, y + TALL / 2), "fig-line fig-rule")
        _card(board, (x, y), place, zh)
    board.circle((WIDTH / 2, middle), 30, "fig-box fig-seal-soft")
    board.label((WIDTH / 2, middle), "大客户" if zh else "Key account", 52, 14, "fig-strong")
    title = "判断大客户的六条标准" if zh else "Six criteria of a key account"
    caption = (
        "左边看今天，右边看长远。规模大只是表象；六条都要问，答案要有数字。"
        if zh
        else "The left side asks about today, the right side about the long run. Size alone decides nothing: "
        "ask all six and put figures to the answers."
    )
    columns = ("标准", "要问的问题") if zh else ("Criterion", "The question to ask")
    rows = tuple((row[0], row[1]) if zh else (row[2], row[3]) for row in CRITERIA)
    return Figure("six-criteria", board.svg("six-criteria", title, caption), title, caption, columns, rows)


def _heads(board: Canvas, zh: bool) -> None:
    board.text((SIDE / 2, 18), "看今天" if zh else "Today", SIDE, 13, "fig-quiet")
    board.text((WIDTH - SIDE / 2, 18), "看长远" if zh else "In the long run", SIDE, 13, "fig-quiet")


def _card(board: Canvas, at: tuple[float, float], place: int, zh: bool) -> None:
    word, question, english, asked = CRITERIA[place]
    x, y = at
    board.box(x, y, SIDE, TALL)
    board.text((x + 12, y + 24), f"{place + 1}", 20, 16, "start fig-seal-text fig-strong")
    board.text((x + 30, y + 24), word if zh else english, SIDE - 36, 15, "start fig-strong")
    board.text((x + 12, y + 47), question if zh else asked, SIDE - 22, 13, "start")
