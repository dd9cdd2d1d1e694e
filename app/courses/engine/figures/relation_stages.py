"""Five steps of a relationship and the side door that leads out of each."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

STAGES = (
    ("孕育", "在打听", "只有我方在了解", "Pre-\ncontact", "asking", "only we are asking"),
    ("初期", "一对一", "一个人对一个人，脆弱", "Early", "one to one", "one person with one person; fragile"),
    ("中期", "多对多", "两边部门直接来往", "Middle", "several", "departments deal with each other"),
    ("伙伴式", "全线铺开", "共享计划，共算成本", "Partner-\nship", "all along", "plans and costs are shared"),
    (
        "协作式",
        "联合小组",
        "联合投入，一起做大",
        "Joint\nworking",
        "joint teams",
        "joint teams and joint risk",
    ),
)
DOOR = ("间断", "订单停了，联系还在", "Interrupted", "orders stopped, contact kept")
STEP, FLOOR, TOP = WIDTH / 5, 236.0, 26.0


def draw(language: str) -> Figure:
    """Draw a staircase: to the right the customer takes part more, upwards the tie grows in substance."""
    zh = language == "zh"
    board = Canvas(316)
    for place, stage in enumerate(STAGES):
        _step(board, place, stage, zh)
    board.box(0, FLOOR + 12, WIDTH, 38, "fig-box fig-muted")
    door = "间断：从哪一级都可能掉出去，也能再回来" if zh else "Interrupted: out from any step, and back in"
    board.label((WIDTH / 2, FLOOR + 31), door, WIDTH - 20, 13)
    board.text((0, 18), "关系实质 ↑" if zh else "what the tie consists of ↑", 200, 12, "start fig-quiet")
    across = "客户参与程度 →" if zh else "how far they take part →"
    board.text((WIDTH, 306), across, 220, 12, "end fig-quiet")
    title = "关系发展的六个阶段" if zh else "Six stages of a relationship"
    caption = (
        "五级台阶加一扇侧门。往右看客户参与多少，往上看关系是买卖，还是一起把市场做大。"
        if zh
        else "Five steps and a side door. To the right: how far the customer joins in. Upwards: from buying "
        "and selling to making the market larger together."
    )
    columns = ("阶段", "看得见的标志") if zh else ("Stage", "What can be seen")
    rows = tuple((row[0], row[2]) if zh else (_joined(row[3]), row[5]) for row in STAGES)
    rows += (DOOR[:2] if zh else DOOR[2:],)
    return Figure(
        "relation-stages", board.svg("relation-stages", title, caption), title, caption, columns, rows
    )


def _step(board: Canvas, place: int, stage: tuple[str, ...], zh: bool) -> None:
    tall = 62 + place * 36
    x, y = place * STEP + 1, FLOOR - tall
    board.box(x, y, STEP - 2, tall, "fig-box fig-seal-soft" if place == len(STAGES) - 1 else "fig-box")
    middle = x + STEP / 2 - 1
    board.label((middle, y + 22), stage[0 if zh else 3], STEP - 4, 14 if zh else 12, "fig-strong")
    board.label((middle, y + 48), stage[1 if zh else 4], STEP - 2, 12, "fig-quiet")


def _joined(text: str) -> str:
    return text.replace("-\nship", "ship").replace("-\n", "-").replace("\n", " ")
