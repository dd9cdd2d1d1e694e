"""The four tiers of a customer archive: each tier lies inside the one before (units 000-05a to 000-05d)."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

TIERS = (
    (
        "基本信息",
        "各层的人、权限、联系办法",
        "可以查",
        "Basic",
        "people, powers, how to reach them",
        "look it up",
    ),
    (
        "重要信息",
        "架构、目标、产品、对手、供应商",
        "可以问",
        "Important",
        "structure, aims, rivals, suppliers",
        "ask",
    ),
    (
        "核心信息",
        "我们的计划、策略与效果检查",
        "要去想",
        "Core",
        "our plan, strategy and its checks",
        "think",
    ),
    (
        "过程管理信息",
        "谈判记录、回答、下一步、订购与库存",
        "天天记",
        "Process",
        "talks, answers, next step, orders",
        "note daily",
    ),
)
TALL, GAP = 62, 10


def draw(language: str) -> Figure:
    """Draw four steps, each narrower than the last, with how its content is obtained."""
    zh = language == "zh"
    board = Canvas(len(TIERS) * (TALL + GAP) + 22)
    for place, tier in enumerate(TIERS):
        _tier(board, place, tier, zh)
    foot = (
        "越往下越难得到，也越只能由自己写" if zh else "further down: harder to get, and yours alone to write"
    )
    board.text((WIDTH / 2, len(TIERS) * (TALL + GAP) + 14), foot, WIDTH, 12, "fig-quiet")
    title = "四层档案" if zh else "The four tiers of an archive"
    caption = (
        "第一层回答找谁，第二层回答它是谁、去哪里，第三层回答我们怎么办，第四层回答发生了什么。"
        if zh
        else "The first tier says whom to call, the second what the customer is and where it goes, the third "
        "what we mean to do, the fourth what has happened."
    )
    columns = ("层", "写什么", "怎么得来") if zh else ("Tier", "What it holds", "How you get it")
    rows = tuple(tier[:3] if zh else tier[3:] for tier in TIERS)
    return Figure("four-tiers", board.svg("four-tiers", title, caption), title, caption, columns, rows)


def _tier(board: Canvas, place: int, tier: tuple[str, ...], zh: bool) -> None:
    name, holds, how = tier[:3] if zh else tier[3:]
    x, y = place * 14, place * (TALL + GAP)
    wide = WIDTH - 2 * x
    board.box(x, y, wide, TALL, "fig-box fig-seal-soft" if place == 2 else "fig-box")
    board.text((x + 12, y + 25), f"{place + 1}", 20, 16, "start fig-seal-text fig-strong")
    board.text((x + 30, y + 25), name, wide - 110, 15, "start fig-strong")
    board.text((x + wide - 12, y + 25), how, 80, 12, "end fig-quiet")
    board.text((x + 30, y + 48), holds, wide - 36, 13, "start")
