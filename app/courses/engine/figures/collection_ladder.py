"""Seven rungs of collecting, from a kind question before the due day to the lawyers."""

from app.courses.engine.figures.canvas import Canvas, Figure

RUNGS = (
    ("D−7", "对单据", "大客户经理", "Check the papers", "account manager"),
    ("D", "问到账", "财务", "Ask whether it came", "finance"),
    ("D+3", "打电话问原因", "大客户经理", "Ring and ask why", "account manager"),
    ("D+10", "对账函，签字盖章", "财务", "Reconciliation, signed", "finance"),
    ("D+20", "上门，主管对主管", "双方主管", "Visit, head to head", "both superiors"),
    ("D+30", "暂停新账，正式函", "财务与主管", "No new credit, formal letter", "finance, superior"),
    ("D+60", "交法务商定", "法务", "Settle it with the lawyers", "lawyers"),
)
ROW, SHIFT, WIDE, LEFT = 46.0, 12.0, 216.0, 60.0


def draw(language: str) -> Figure:
    """Draw the rungs upwards: the later the day, the higher the rung and the further it stands out."""
    zh = language == "zh"
    board = Canvas(ROW * len(RUNGS) + 12)
    for place, rung in enumerate(RUNGS):
        y = 6 + ROW * (len(RUNGS) - 1 - place)
        does, who = (rung[1], rung[2]) if zh else (rung[3], rung[4])
        x = LEFT + place * SHIFT
        board.text((LEFT - 8, y + 25), rung[0], 60, 14, "end fig-strong fig-seal-text")
        board.line((LEFT, y + 20), (x, y + 20), "fig-line fig-grid")
        board.box(x, y, WIDE, 40, "fig-box fig-seal-soft" if place > 4 else "fig-box")
        board.text((x + 10, y + 17), does, WIDE - 14, 13, "start fig-strong")
        board.text((x + 10, y + 34), who, WIDE - 14, 12, "start fig-quiet")
    title = "催收阶梯" if zh else "The collection ladder"
    caption = (
        "D 是到期日。一级一级走，每一级写好哪天、谁、怎么做；语气一直是软的，日期一直是硬的。"
        if zh
        else "D is the due day. Go up rung by rung, with a day, a person and a way for each; the tone stays "
        "soft and the dates stay hard."
    )
    columns = ("哪天", "做什么", "谁") if zh else ("Day", "What", "Who")
    rows = tuple(rung[:3] if zh else (rung[0], *rung[3:]) for rung in RUNGS)
    return Figure(
        "collection-ladder", board.svg("collection-ladder", title, caption), title, caption, columns, rows
    )
