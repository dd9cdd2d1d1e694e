"""The eight customer types on eight cards: the name, what shows, what is wanted underneath."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

TYPES = (
    ("自以为是", "固执己见", "断言、打断、讲课", "主意算他的"),
    ("兼收并蓄", "来者是客", "都说好、资料都要", "谁都不得罪"),
    ("将信将疑", "反复征询", "再问、要证明", "将来不被追究"),
    ("冒充内行", "心底发虚", "术语多、躲细节", "不被看穿"),
    ("见风使舵", "欺软怕硬", "施压、试探", "站在强的一边"),
    ("心术不正", "甜言蜜语", "太甜、不留字", "个人好处"),
    ("性格内向", "情淡语少", "答得短、停顿长", "安全与时间"),
    ("真假豪气", "龙门大开", "数字大而含糊", "要面子"),
)
ENGLISH = (
    ("Opinionated", "asserts, interrupts, lectures", "to be the author"),
    ("All-welcome", "all is fine, takes everything", "to offend nobody"),
    ("Doubtful", "asks again, wants proof", "not to be blamed later"),
    ("Fake expert", "jargon, dodges details", "not to be seen through"),
    ("Opportunist", "presses, tests", "to be on the strong side"),
    ("Crooked", "too sweet, nothing in writing", "personal gain"),
    ("Introvert", "short answers, long pauses", "safety and time"),
    ("Big talker", "large and vague numbers", "face"),
)
WIDE, TALL, GAP = 174, 94, 12


def draw(language: str) -> Figure:
    """Draw two columns of four cards in the order of the lists."""
    zh = language == "zh"
    board = Canvas(4 * TALL + 3 * GAP + 4)
    for place in range(len(TYPES)):
        x, y = (place % 2) * (WIDTH - WIDE - 2) + 1, (place // 2) * (TALL + GAP) + 2
        _card(board, (x, y), place, zh)
    title = "八类客户" if zh else "Eight types of customer"
    caption = (
        "每张卡上写着看得见的线索，和暗地里要的东西。类型说的是今天的行为，不是给人贴标签。"
        if zh
        else "Each card gives the cues that show and what is wanted underneath. A type is today's behaviour "
        "and no label for a person."
    )
    columns = ("类型", "线索", "暗地里要的") if zh else ("Type", "Cues", "Wants underneath")
    rows = tuple((row[0], row[2], row[3]) for row in TYPES) if zh else ENGLISH
    return Figure(
        "archetype-grid", board.svg("archetype-grid", title, caption), title, caption, columns, rows
    )


def _card(board: Canvas, at: tuple[float, float], place: int, zh: bool) -> None:
    x, y = at
    board.box(x, y, WIDE, TALL)
    name, *rest = TYPES[place] if zh else ENGLISH[place]
    board.text((x + 10, y + 24), str(place + 1), 20, 15, "start fig-seal-text fig-strong")
    board.text((x + 28, y + 24), name, WIDE - 34, 15, "start fig-strong")
    if zh:
        board.text((x + WIDE - 10, y + 24), rest[0], 70, 12, "end fig-quiet")
    after = board.text((x + 10, y + 46), rest[-2], WIDE - 18, 13 if zh else 12, "start")
    board.text((x + 10, after + 4), ("要：" if zh else "wants ") + rest[-1], WIDE - 18, 12, "start fig-quiet")
