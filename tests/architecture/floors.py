"""Draw docs/floors.svg from the imports as they are; ``python -m tests.architecture.floors`` writes it."""

import tomllib
from pathlib import Path
from xml.sax.saxutils import escape

from tests.architecture.rules import graph_of

ROOT = Path(__file__).parents[2]
WIDTH, STEP, ROOM_WIDTH, ROOM_HEIGHT, TOP = 900, 62, 132, 34, 56
GROUND = {"platform", "content", "kernel"}
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#22201c}.small{font-size:12px;fill:#6b655c}"
    ".room{fill:#fffdf8;stroke:#22201c}.arrow{fill:none;stroke:#2f6f73;stroke-opacity:.55}"
    ".ground{stroke:#8a8378;stroke-opacity:.28}.floor{stroke:#e4ddd0}.up{stroke:#b3261e;stroke-width:3}"
)


def layers(root: Path) -> list[list[str]]:
    """Return the declared floors, from the roof down, each with its rooms."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    declared = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [layer.split(" | ") for layer in declared]


def arrows(root: Path) -> list[tuple[str, str]]:
    """Return which package imports which, by name."""
    graph = graph_of(root)
    found = set()
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            home, target = importer.split(".")[1:2], imported.split(".")[1:2]
            if home and target and home != target:
                found.add((home[0], target[0]))
    return sorted(found)


def places(floors: list[list[str]]) -> dict[str, tuple[int, int]]:
    """Return the centre of each room in the picture."""
    spots = {}
    for row, rooms in enumerate(floors):
        for column, room in enumerate(rooms):
            offset = (2 * column - len(rooms) + 1) * (ROOM_WIDTH + 26) // 2
            spots[room] = (WIDTH // 2 + 40 + offset, TOP + row * STEP)
    return spots


def draw_arrow(start: tuple[int, int], end: tuple[int, int], *, to_ground: bool) -> str:
    """Return one import as a curve from the foot of a room to the head of another; upward ones are red."""
    (x1, y1), (x2, y2) = start, end
    upward = y2 <= y1
    y1, y2 = y1 + ROOM_HEIGHT // 2, y2 - ROOM_HEIGHT // 2
    bend = (y2 - y1) // 2
    kind = "arrow up" if upward else "arrow ground" if to_ground else "arrow"
    line = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
    return f'<path class="{kind}" marker-end="url(#tip)" d="{line}"/>'


def picture(root: Path) -> str:
    """Return the floors, their rooms and every import between rooms as SVG."""
    floors, imports = layers(root), arrows(root)
    spots = places(floors)
    height = TOP + STEP * len(floors)
    known = [(a, b) for a, b in imports if a in spots and b in spots]
    upward = sum(spots[b][1] <= spots[a][1] for a, b in known)
    facts = (
        f"{len(spots)} packages on {len(floors)} floors; {len(known)} imports between them, {upward} upward."
    )
    box = f'viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}>',
        '<title id="t">The floors of KAMpus and every import between its rooms</title>',
        f'<desc id="d">{facts}</desc>',
        f"<style>{STYLE}</style>",
        '<marker id="tip" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">',
        '<path d="M0 0L8 4L0 8z" fill="#2f6f73"/></marker>',
        f'<rect width="{WIDTH}" height="{height}" fill="#faf6ee"/>',
        f'<text class="small" x="16" y="24">{facts}</text>',
    ]
    for row in range(len(floors)):
        y = TOP + row * STEP
        lines.append(f'<path class="floor" d="M16 {y + STEP // 2}H{WIDTH - 16}"/>')
        lines.append(f'<text class="small" x="16" y="{y + 4}">{len(floors) - 1 - row}</text>')
    lines += [draw_arrow(spots[a], spots[b], to_ground=b in GROUND) for a, b in known]
    for room, (x, y) in spots.items():
        left, top = x - ROOM_WIDTH // 2, y - ROOM_HEIGHT // 2
        lines.append(
            f'<rect class="room" x="{left}" y="{top}" width="{ROOM_WIDTH}" height="{ROOM_HEIGHT}" rx="6"/>'
            f'<text x="{x}" y="{y + 5}" text-anchor="middle">{escape(room)}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    (ROOT / "docs/floors.svg").write_text(picture(ROOT), encoding="utf-8")
