"""The days a tender must allow, one below the other, on the calendar of lesson 4.2.

The least numbers of days are the course facts ``bid-sale-days``, ``bid-min-days``, ``bid-clarify-days``,
``bid-publicity`` and ``bid-contract-days`` (days; secondary sources, to be reviewed each term).
"""

from app.courses.engine.figures.canvas import Canvas, Figure

SALE, BIDDING, CLARIFY, PUBLISHED, CONTRACT = 5, 20, 15, 3, 30
STEPS = (
    (
        "3 月 2 日",
        "开始发出招标文件",
        "发售期不少于 {SALE} 日",
        "2 March",
        "File first issued",
        "on sale for at least {SALE} days",
    ),
    (
        "3 月 8 日",
        "最后一批澄清、修改",
        "截止前至少 {CLARIFY} 日",
        "8 March",
        "Last clarifications, changes",
        "at least {CLARIFY} days before the deadline",
    ),
    (
        "3 月 23 日",
        "投标截止，当场开标",
        "从发出起不少于 {BIDDING} 日",
        "23 March",
        "Deadline and opening",
        "at least {BIDDING} days after first issue",
    ),
    (
        "3 月下旬",
        "评标，写评标报告",
        "此间不得私下接触",
        "late March",
        "Evaluation and report",
        "no private contact meanwhile",
    ),
    (
        "报告后 {PUBLISHED} 日内",
        "公示中标候选人",
        "至少公示 {PUBLISHED} 日，可提异议",
        "within {PUBLISHED} days",
        "Candidates published",
        "for at least {PUBLISHED} days; objections now",
    ),
    (
        "随后",
        "发中标通知书",
        "双方都受约束",
        "then",
        "Award notice",
        "both sides are bound",
    ),
    (
        "通知后 {CONTRACT} 日内",
        "签书面合同",
        "照招标文件和投标文件",
        "within {CONTRACT} days",
        "Written contract",
        "on the terms of tender and bid",
    ),
)
TALL, LINE_AT = 56, 112


def draw(language: str) -> Figure:
    """Draw the seven stations from the first issue to the contract."""
    zh = language == "zh"
    board = Canvas(24 + TALL * len(STEPS))
    board.line((LINE_AT, 20), (LINE_AT, 20 + TALL * (len(STEPS) - 1)), "fig-line fig-rule")
    rows = tuple(_words(step, zh) for step in STEPS)
    for place, (day, event, rule) in enumerate(rows):
        y = 20 + place * TALL
        board.circle((LINE_AT, y), 6, "fig-dot fig-seal-fill" if place in (2, 6) else "fig-box")
        board.text((LINE_AT - 14, y + 5), day, 100, 13, "end fig-quiet")
        board.text((LINE_AT + 16, y + 4), event, 226, 14, "start fig-strong")
        board.text((LINE_AT + 16, y + 23), rule, 226, 13, "start fig-quiet")
    title = "一个招标项目的时间线" if zh else "The time line of a tender"
    caption = (
        "日期是一个例子，天数是下限（依法必须招标的项目）。红点是两个错过就没有退路的日子。"
        "期限会变，以官方现行文本为准。"
        if zh
        else "The dates are an example, the days are minimums where tendering is compulsory. The red "
        "dots are the two days with no way back once missed. Time limits change; the official text in "
        "force counts."
    )
    columns = ("时间", "发生什么", "规矩") if zh else ("When", "What happens", "Rule")
    svg = board.svg("tender-timeline", title, caption)
    return Figure("tender-timeline", svg, title, caption, columns, rows)


def _words(step: tuple[str, ...], zh: bool) -> tuple[str, str, str]:
    numbers = {
        "SALE": SALE,
        "BIDDING": BIDDING,
        "CLARIFY": CLARIFY,
        "PUBLISHED": PUBLISHED,
        "CONTRACT": CONTRACT,
    }
    day, event, rule = (text.format(**numbers) for text in (step[:3] if zh else step[3:]))
    return day, event, rule
