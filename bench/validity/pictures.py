"""The three pictures of the validity report, as plain SVG with words for those who cannot see them."""

from html import escape

from bench.validity.figures import mean

WIDTH, CELL = 760, 64
INK, RULE, PAPER = "#22201c", "#d8d2c4", "#fbfaf6"
COLOURS = ("#2f6f5e", "#b4572f", "#3d4f8a")


def _frame(title: str, words: str, height: int, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="t d" font-family="Source Han Sans, Noto Sans SC, sans-serif" font-size="13">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(words)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f'<text x="24" y="32" font-size="18" font-weight="600" fill="{INK}">{escape(title)}</text>'
        f"{body}</svg>\n"
    )


def matrix(names: list[str], table: dict[tuple[str, str], list[float]], slugs: tuple[str, ...]) -> str:
    """Return the 8×8 matrix: rows are ways of talking, columns customers."""
    left, top, cells = 180, 96, []
    for column, name in enumerate(names):
        x = left + column * CELL + CELL / 2
        cells.append(f'<text x="{x}" y="{top - 12}" text-anchor="middle" fill="{INK}">{escape(name)}</text>')
        y = top + column * 44 + 27
        cells.append(f'<text x="{left - 12}" y="{y}" text-anchor="end" fill="{INK}">{escape(name)}</text>')
    for row, way in enumerate(slugs):
        for column, who in enumerate(slugs):
            value = mean(table[way, who])
            x, y = left + column * CELL, top + row * 44
            shade = 0.08 + 0.82 * value / 100
            ink = "#ffffff" if shade > 0.55 else INK
            weight = "700" if way == who else "400"
            cells.append(
                f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="42" fill="{COLOURS[0]}" '
                f'fill-opacity="{shade:.2f}"/><text x="{x + CELL / 2 - 1}" y="{y + 27}" text-anchor="middle" '
                f'font-weight="{weight}" fill="{ink}">{value:.0f}</text>'
            )
    words = "; ".join(
        f"{name}: own way {mean(table[slug, slug]):.0f}, best other way "
        f"{max(mean(table[way, slug]) for way in slugs if way != slug):.0f}"
        for name, slug in zip(names, slugs, strict=True)
    )
    return _frame(
        "八种打法 × 八型客户（均分） · Eight ways × eight customers", words, top + 8 * 44 + 24, "".join(cells)
    )


def _axes(steps: list[str], least: float, most: float, unit: str) -> str:
    out = []
    for number in range(6):
        value = least + (most - least) * number / 5
        y = 340 - 250 * number / 5
        out.append(f'<line x1="70" x2="720" y1="{y}" y2="{y}" stroke="{RULE}"/>')
        out.append(f'<text x="60" y="{y + 4}" text-anchor="end" fill="{INK}">{value:.0f}{unit}</text>')
    for number, label in enumerate(steps):
        x = 70 + 650 * number / max(1, len(steps) - 1)
        out.append(f'<text x="{x}" y="362" text-anchor="middle" fill="{INK}">{escape(label)}</text>')
    return "".join(out)


def lines(title: str, series: dict[str, list[float]], steps: list[str], unit: str, low: float) -> str:
    """Return curves over steps; *series* hold values in the unit of the axis, from *low* to 100."""
    out = [_axes(steps, low, 100, unit)]
    for colour, (name, values) in zip(COLOURS, series.items(), strict=False):
        points = [
            (70 + 650 * number / max(1, len(values) - 1), 340 - 250 * (value - low) / (100 - low))
            for number, value in enumerate(values)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        out.append(f'<text x="{x}" y="{y - 10:.1f}" text-anchor="end" fill="{colour}">{escape(name)}</text>')
    words = "; ".join(
        f"{name}: {', '.join(f'{value:.0f}' for value in rows)}" for name, rows in series.items()
    )
    return _frame(title, words, 384, "".join(out))
