"""Three bids under one scoring table: the cheapest comes last (lesson 4.3).

Price score = lowest price ÷ own price × weight (course fact ``gp-price-services`` names the least weight
of price for services in government procurement). Prices in units of 10,000 yuan.
"""

from app.courses.engine.figures.canvas import Canvas, Figure

WEIGHT = 30
BIDS = (
    ("乔通", "Qiaotong", 198, 33.0, 20.0),
    ("速联", "Sulian", 186, 29.0, 17.0),
    ("墨衡", "Moheng", 192, 38.0, 18.0),
)
PARTS = (("价格", "Price"), ("技术", "Technical"), ("商务", "Commercial"))
STYLES = ("fig-area fig-seal", "fig-area fig-indigo", "fig-box")
LEFT, WIDE, TALL = 8, 344, 26


def price_score(price: float, lowest: float, weight: float = WEIGHT) -> float:
    """Return the points for *price* when *lowest* is the benchmark (same unit, both above 0)."""
    return lowest / price * weight


def draw(language: str) -> Figure:
    """Draw one bar per bid, divided into price, technical and commercial points."""
    zh = language == "zh"
    board = Canvas(258)
    lowest = min(bid[2] for bid in BIDS)
    rows = []
    for place, (name, english, price, technical, commercial) in enumerate(BIDS):
        parts = (price_score(price, lowest), technical, commercial)
        y = 34 + place * 74
        head = f"{name}：报价 {price} 万元" if zh else f"{english}: {price} (10,000 yuan)"
        board.text((LEFT, y - 8), head, 240, 14, "start fig-strong")
        board.text((LEFT + WIDE, y - 8), f"{sum(parts):.1f}", 60, 15, "end fig-seal-text fig-strong")
        _bar(board, y, parts)
        rows.append((name if zh else english, str(price), *(f"{part:.1f}" for part in (*parts, sum(parts)))))
    legend = "红：价格  蓝：技术  白：商务" if zh else "red: price  blue: technical  white: commercial"
    board.text((LEFT, 248), legend, WIDE, 13, "start fig-quiet")
    title = "同一张评分表，三份标书" if zh else "Three bids under one scoring table"
    caption = (
        f"满分 100：价格 {WEIGHT}、技术 45、商务 25。"
        "最便宜的一家价格得满分，总分却最低；降 12 万元只多得 1.8 分。"
        if zh
        else f"Out of 100: price {WEIGHT}, technical 45, commercial 25. The cheapest gets full marks for "
        "price and the lowest total; 120,000 yuan off buys just 1.8 points."
    )
    columns = (
        ("投标人", "报价（万元）", "价格分", "技术分", "商务分", "总分")
        if zh
        else ("Bidder", "Price (10,000 yuan)", "Price", "Technical", "Commercial", "Total")
    )
    svg = board.svg("scoring-table", title, caption)
    return Figure("scoring-table", svg, title, caption, columns, tuple(rows))


def _bar(board: Canvas, y: float, parts: tuple[float, float, float]) -> None:
    x: float = LEFT
    for part, style in zip(parts, STYLES, strict=True):
        width = WIDE * part / 100
        board.box(x, y, width, TALL, style)
        board.text((x + width / 2, y + 18), f"{part:.1f}", width, 13)
        x += width
    board.line((LEFT, y + TALL + 6), (LEFT + WIDE, y + TALL + 6), "fig-line fig-grid")
