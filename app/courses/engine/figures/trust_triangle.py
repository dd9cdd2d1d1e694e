"""Information, trust, belief: what replaces greed and fear."""

from app.courses.engine.figures.canvas import Canvas, Figure

CORNERS = (
    ("信息", "已知多一分，恐惧少一分", "Information", "the more is known, the less there is to fear"),
    ("信任", "相信自己，积极应对", "Trust", "trust yourself and respond"),
    ("信念", "不动摇，不轻易放弃", "Belief", "stay the course"),
)
TOP, RIGHT, LEFT = (180.0, 78.0), (290.0, 252.0), (70.0, 252.0)


def draw(language: str) -> Figure:
    """Draw the triangle; it starts at information and each corner feeds the next."""
    zh = language == "zh"
    board = Canvas(332)
    board.polygon([TOP, RIGHT, LEFT], "fig-area fig-indigo")
    for start, end in ((TOP, RIGHT), (RIGHT, LEFT), (LEFT, TOP)):
        board.arrow(_between(start, end, 0.22), _between(start, end, 0.78))
    for corner, (word, does, english, meaning) in zip((TOP, RIGHT, LEFT), CORNERS, strict=True):
        board.circle(corner, 38, "fig-box fig-seal-soft" if corner == TOP else "fig-box")
        board.label(corner, word if zh else english, 76, 14 if zh else 12, "fig-strong")
        at = (corner[0], 24) if corner == TOP else (corner[0], corner[1] + 58)
        board.text(at, does if zh else meaning, 320 if corner == TOP else 136, 13)
    board.text((180, 176), "未知" if zh else "the unknown", 100, 14, "fig-strong")
    board.text((180, 196), "贪婪 · 恐惧" if zh else "greed · fear", 110, 13, "fig-quiet")
    title = "信息、信任、信念" if zh else "Information, trust, belief"
    caption = (
        "贪婪和恐惧都来自未知。先收集信息，再建立信任，最后守住信念；信息是第一步。"
        if zh
        else "Greed and fear both grow out of the unknown. Gather information first, then build trust, then "
        "hold on to belief; information comes first."
    )
    columns = ("要素", "作用") if zh else ("Element", "What it does")
    rows = tuple((row[0], row[1]) if zh else (row[2], row[3]) for row in CORNERS)
    return Figure(
        "trust-triangle", board.svg("trust-triangle", title, caption), title, caption, columns, rows
    )


def _between(start: tuple[float, float], end: tuple[float, float], part: float) -> tuple[float, float]:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
