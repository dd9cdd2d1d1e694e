"""The four kinds of questions as four rungs, from what is to what would be."""

from app.courses.engine.figures.canvas import Canvas, Figure

RUNGS = (
    (
        "S",
        "背景问题",
        "现在是什么样？",
        "少问，能查的不问",
        "Situation",
        "What is it like now?",
        "few; look it up",
    ),
    ("P", "难点问题", "哪里不顺手？", "围着他的难处", "Problem", "What is awkward?", "around their trouble"),
    (
        "I",
        "暗示问题",
        "还牵连到什么，代价多大？",
        "事先写好",
        "Implication",
        "What else does it cost?",
        "write them beforehand",
    ),
    (
        "N",
        "利益问题",
        "解决了会怎样？",
        "让他亲口说",
        "Need-payoff",
        "What if it were solved?",
        "let them say it",
    ),
)
WIDE, TALL, RISE, SHIFT = 246.0, 62.0, 74.0, 30.0


def draw(language: str) -> Figure:
    """Draw the rungs from the lower left to the upper right; the needs change on the way."""
    zh = language == "zh"
    board = Canvas(334)
    for place, rung in enumerate(RUNGS):
        _rung(board, (place * SHIFT + 10, 262 - place * RISE), rung, zh)
    low, high = (
        ("隐含需求：抱怨", "明确需求：想要") if zh else ("implied need: a complaint", "explicit need: a wish")
    )
    board.text((356, 300), low, 110 if zh else 84, 12, "end fig-quiet")
    board.text((10, 30), high, 150, 12, "start fig-seal-text fig-strong")
    title = "四类问题的梯子" if zh else "The ladder of four questions"
    caption = (
        "从下往上走，每一级都踩在客户刚才的回答上；走到顶，抱怨才变成想要。"
        if zh
        else "Climb from the bottom; every rung stands on the customer's last answer. At the top a complaint "
        "has become a wish."
    )
    columns = ("级", "问题", "问什么", "要领") if zh else ("Rung", "Question", "Asks", "Mind")
    rows = tuple(rung[:4] if zh else (rung[0], *rung[4:]) for rung in RUNGS)
    return Figure("spin-ladder", board.svg("spin-ladder", title, caption), title, caption, columns, rows)


def _rung(board: Canvas, at: tuple[float, float], rung: tuple[str, ...], zh: bool) -> None:
    x, y = at
    name, asked = (rung[1], rung[2]) if zh else (rung[4], rung[5])
    board.box(x, y, WIDE, TALL, "fig-box fig-seal-soft" if rung[0] == "N" else "fig-box")
    board.circle((x + 28, y + TALL / 2), 18, "fig-box")
    board.label((x + 28, y + TALL / 2), rung[0], 24, 16, "fig-strong fig-seal-text")
    board.text((x + 56, y + 26), name, WIDE - 60, 14, "start fig-strong")
    board.text((x + 56, y + 47), asked, WIDE - 60, 13, "start")
