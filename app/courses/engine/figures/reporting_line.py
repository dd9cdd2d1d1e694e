"""The reporting line of a key-account manager, with the figures of load that go with it.

About 9 accounts for one manager; about 75 main customers in a mid-size company, about 250 in a very
large one, where an executive is also assigned to each (course facts, unit 002-5a).
"""

from math import ceil

from app.courses.engine.figures.canvas import Canvas, Figure

PER_MANAGER, MID_SIZE, LARGE = 9, 75, 250
CHAIN = (
    ("首席执行官", "Chief executive"),
    ("营销与销售副总裁", "Vice president, marketing and sales"),
    ("全国销售经理", "National sales manager"),
    ("大客户经理", "Key-account manager"),
)
WIDE, TALL, STEP = 196, 40, 66


def managers_needed(accounts: int) -> int:
    """Return how many managers *accounts* accounts need at the usual load."""
    return ceil(accounts / PER_MANAGER)


def draw(language: str) -> Figure:
    """Draw the chain upwards, the nine accounts, and the executive's direct tie to the client's top."""
    zh = language == "zh"
    board = _board(zh)
    title = "大客户经理的汇报线" if zh else "The reporting line of a key-account manager"
    caption = (
        f"一位大客户经理平均管 {PER_MANAGER} 家。中型企业约 {MID_SIZE} 家主要客户，"
        f"需要 {managers_needed(MID_SIZE)} 位经理；大型企业约 {LARGE} 家，需要 {managers_needed(LARGE)} 位，"
        "并为每家另派一名高管对接客户高层。"
        if zh
        else f"One manager looks after about {PER_MANAGER} accounts. A mid-size company with about "
        f"{MID_SIZE} main customers needs {managers_needed(MID_SIZE)} managers; a large one with about "
        f"{LARGE} needs {managers_needed(LARGE)}, and gives each account an executive who knows the client's "
        "top people."
    )
    columns = (
        ("企业", "主要客户", "每位经理", "所需经理")
        if zh
        else ("Company", "Main customers", "Per manager", "Managers needed")
    )
    rows = tuple(
        (name, str(count), str(PER_MANAGER), str(managers_needed(count)))
        for name, count in (
            ("中型企业" if zh else "Mid-size", MID_SIZE),
            ("大型企业" if zh else "Large", LARGE),
        )
    )
    return Figure(
        "reporting-line", board.svg("reporting-line", title, caption), title, caption, columns, rows
    )


def _board(zh: bool) -> Canvas:
    board = Canvas(352)
    _chain(board, zh)
    _accounts(board, zh)
    _executive(board, zh)
    return board


def _chain(board: Canvas, zh: bool) -> None:
    for place, names in enumerate(CHAIN):
        y = 6 + place * STEP
        own = place == len(CHAIN) - 1
        board.box(0, y, WIDE, TALL, "fig-box fig-seal-soft" if own else "fig-box")
        board.label(
            (WIDE / 2, y + TALL / 2), names[0 if zh else 1], WIDE - 10, 14, "fig-strong" if own else ""
        )
        if place:
            board.arrow((WIDE / 2, y), (WIDE / 2, y - STEP + TALL + 2))


def _accounts(board: Canvas, zh: bool) -> None:
    top = 6 + 3 * STEP + TALL
    for n in range(PER_MANAGER):
        x = 10 + n * 22
        board.line((WIDE / 2, top), (x, top + 34), "fig-line fig-rule")
        board.circle((x, top + 42), 8, "fig-box")
    board.text((WIDE / 2, top + 72), f"{PER_MANAGER} 家大客户" if zh else f"{PER_MANAGER} accounts", WIDE, 13)
    board.text((WIDE / 2, top + 92), "（平均）" if zh else "(on average)", WIDE, 12, "fig-quiet")


def _executive(board: Canvas, zh: bool) -> None:
    x = 290
    board.box(232, 6, 116, TALL, "fig-box")
    board.label((x, 6 + TALL / 2), "对接高管" if zh else "Assigned executive", 112, 14)
    board.line((WIDE, 6 + TALL / 2), (232, 6 + TALL / 2), "fig-line fig-rule")
    board.arrow((x, 6 + TALL), (x, 128), "fig-line fig-dash fig-indigo")
    board.box(232, 130, 116, TALL, "fig-box fig-muted")
    board.label((x, 130 + TALL / 2), "客户高层" if zh else "Client's top", 112, 14)
    board.line((x, 130 + TALL), (x, 288), "fig-line fig-rule")
    board.line((x, 288), (196, 288), "fig-line fig-rule")
