"""Push and pull: where the signal to deliver begins."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

NODES = (("工厂", "Maker"), ("在途", "On the road"), ("客户仓", "Their store"), ("产线", "Their line"))
ROWS = (
    ("推", "上游的计划", "满了也推，空了不知道", "Push", "our own plan", "filled when full, empty unseen"),
    ("拉", "客户的消耗", "用多少，补多少", "Pull", "what they use", "as much as is used is replaced"),
)
BOX, TALL, STEP = 74.0, 44.0, (WIDTH - 76) / 3


def draw(language: str) -> Figure:
    """Draw two chains; goods run to the right in both, the signal runs to the left only under pull."""
    zh = language == "zh"
    board = Canvas(318)
    for place, row in enumerate(ROWS):
        _chain(board, 56 + place * 156, row, zh)
    title = "推式与拉式配送" if zh else "Push and pull"
    caption = (
        "实线是货，虚线是信息。推从上游的计划开始；拉从客户用掉的数开始，信息往上走，货往下走。"
        if zh
        else "Solid lines are goods, dashed lines information. Push begins with a plan upstream; pull begins "
        "with what the customer has used: information goes up, goods come down."
    )
    columns = ("做法", "从哪里开始", "结果") if zh else ("Way", "Begins with", "Result")
    rows = tuple(row[:3] if zh else row[3:] for row in ROWS)
    return Figure("pull-supply", board.svg("pull-supply", title, caption), title, caption, columns, rows)


def _chain(board: Canvas, y: float, row: tuple[str, ...], zh: bool) -> None:
    name, start, result = row[:3] if zh else row[3:]
    pull = row is ROWS[1]
    board.text((1, y - 24), name, 60, 16, "start fig-strong fig-seal-text")
    board.text((WIDTH - 1, y - 24), start, 200, 13, "end fig-quiet")
    for place, node in enumerate(NODES):
        x = 1 + place * STEP
        hot = place == (3 if pull else 0)
        board.box(x, y, BOX, TALL, "fig-box fig-seal-soft" if hot else "fig-box")
        board.label((x + BOX / 2, y + TALL / 2), node[0 if zh else 1], BOX - 6, 13 if zh else 12)
        if place < len(NODES) - 1:
            board.arrow((x + BOX, y + TALL / 2), (x + STEP, y + TALL / 2))
    if pull:
        low = y + TALL + 18
        right, left = 1 + 3 * STEP + BOX / 2, 1 + BOX / 2
        board.line((right, y + TALL), (right, low), "fig-line fig-dash")
        board.line((right, low), (left, low), "fig-line fig-dash")
        board.arrow((left, low), (left, y + TALL + 2), "fig-line fig-dash")
    board.text((WIDTH / 2, y + TALL + 40), result, WIDTH, 13)
