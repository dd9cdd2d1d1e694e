"""Four stages of a talk with a key account and what to bring for each (unit 000-06)."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

PHASES = (
    ("初步接触", "今天定哪几件事", "三句话", "First contact", "what is settled today", "three sentences"),
    ("了解客户", "需求有没有变", "背景与难点", "Understanding", "have needs changed", "background"),
    ("证明能力", "对方还怀疑哪一样", "一份证据", "Proving", "what they still doubt", "one proof"),
    ("总结承诺", "利益总结，得到进展", "日期和名字", "Commitment", "sum up, win an advance", "date and name"),
)
TALL, GAP = 54, 20


def draw(language: str) -> Figure:
    """Draw four boxes in a column joined by arrows, with what to bring for each."""
    zh = language == "zh"
    board = Canvas(len(PHASES) * (TALL + GAP) - GAP + 6)
    for place, phase in enumerate(PHASES):
        name, asks, bring = phase[:3] if zh else phase[3:]
        y = place * (TALL + GAP) + 3
        board.box(2, y, WIDTH - 4, TALL, "fig-box fig-seal-soft" if place == 3 else "fig-box")
        board.text((14, y + 23), f"{place + 1}", 20, 16, "start fig-seal-text fig-strong")
        board.text((32, y + 23), name, 150, 14, "start fig-strong")
        board.text((WIDTH - 14, y + 23), bring, 130, 12, "end fig-quiet")
        board.text((32, y + 44), asks, WIDTH - 50, 13, "start")
        if place:
            board.arrow((WIDTH / 2, y - GAP + 4), (WIDTH / 2, y - 1))
    title = "会谈四阶段" if zh else "Four stages of a talk"
    caption = (
        "每个阶段都要带一样东西去。只准备证明自己的人，对方一跳到价钱，就没有地方可退。"
        if zh
        else "Bring something for every stage. Whoever prepares only to prove has nowhere to retreat when "
        "the talk jumps to the price."
    )
    columns = ("阶段", "要弄清", "要带") if zh else ("Stage", "To settle", "To bring")
    rows = tuple(phase[:3] if zh else phase[3:] for phase in PHASES)
    return Figure(
        "signing-phases", board.svg("signing-phases", title, caption), title, caption, columns, rows
    )
