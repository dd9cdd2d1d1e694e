"""The prospecting funnel walked backwards from a yearly target (lesson 2.10)."""

from app.courses.engine.figures.canvas import WIDTH, Canvas, Figure

RATES = (0.25, 0.60, 0.50, 0.32)
STATIONS = (("名字", "Names"), ("合格", "Fit"), ("见面", "Met"), ("方案", "Proposals"), ("合同", "Contracts"))
TARGET = 12
TALL, STEP = 36, 54


def needed(target: float, rates: tuple[float, ...] = RATES) -> list[float]:
    """Return how many each station needs for *target* contracts, from names down to contracts."""
    counts = [target]
    for rate in reversed(rates):
        counts.append(counts[-1] / rate)
    return counts[::-1]


def draw(language: str) -> Figure:
    """Draw five stations as narrowing bars with the rate of each gate between them."""
    zh = language == "zh"
    counts = needed(TARGET)
    board = Canvas(len(STATIONS) * STEP)
    _stations(board, counts, zh)
    title = "从 12 份合同倒推的漏斗" if zh else "The funnel, walked back from 12 contracts"
    caption = (
        "四道口子连乘是 2.4%：一年 12 份合同，要 500 个名字。条的宽度按平方根画，否则底下几层看不见。"
        if zh
        else "The four gates multiply to 2.4%: twelve contracts a year take 500 names. Widths are drawn by "
        "square root; otherwise the lower stations would vanish."
    )
    columns = ("一层", "需要多少", "往下的比例") if zh else ("Station", "Needed", "Rate to the next")
    rows = tuple(
        (names[0 if zh else 1], f"{counts[place]:g}", f"{RATES[place]:.0%}" if place < len(RATES) else "")
        for place, names in enumerate(STATIONS)
    )
    return Figure(
        "prospect-funnel", board.svg("prospect-funnel", title, caption), title, caption, columns, rows
    )


def _stations(board: Canvas, counts: list[float], zh: bool) -> None:
    for place, names in enumerate(STATIONS):
        wide = 60 + 200 * (counts[place] / counts[0]) ** 0.5
        y = place * STEP
        board.box((WIDTH - wide) / 2, y, wide, TALL, "fig-box fig-seal-soft" if place == 4 else "fig-box")
        board.label(
            (WIDTH / 2, y + TALL / 2),
            f"{names[0 if zh else 1]} {counts[place]:.0f}",
            wide + 60,
            14,
            "fig-strong",
        )
        if place < len(RATES):
            board.arrow((WIDTH / 2, y + TALL), (WIDTH / 2, y + STEP - 1))
            board.text((WIDTH / 2 + 12, y + TALL + 13), f"{RATES[place]:.0%}", 60, 12, "start fig-quiet")
