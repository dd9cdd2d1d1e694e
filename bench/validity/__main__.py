"""``python -m bench.validity``: print every figure as ``name: value``; fail when one falls short."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.validity import honesty, judging, people, pictures, strength
from bench.validity.figures import FULL, SMALL, Figure, Sizes
from bench.validity.players import World, load

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "validity"
SECONDS = 3.0


def figures(world: World, sizes: Sizes, folder: Path | None) -> Iterator[Figure]:
    """Yield every figure; draw the three pictures into *folder* if one is given."""
    table = people.matrix(world, sizes)
    yield from people.dominance(table)
    yield from people.backups(world, sizes)
    known, pairs = judging.curves(world, sizes)
    yield from judging.identification(known, pairs)
    rows = people.correction(world, sizes)
    yield from people.correction_figures(rows)
    if folder:
        draw(world, folder, table, known, rows)
    yield from people.spin(world, sizes)
    yield from people.slips(world, sizes)
    yield from people.repetition(world, sizes)
    yield from people.spam(world)
    yield from people.reliability(world, sizes)
    yield from honesty.skins(world)
    yield from honesty.wording(world, sizes)
    yield from honesty.frontier(world, sizes)
    yield from honesty.ethics(world, sizes)
    yield from honesty.determinism(world, sizes, ROOT)
    yield from strength.robustness(world, sizes)
    yield judging.adapting(world, sizes)
    yield from strength.universal(world, sizes)
    yield from strength.specialists(world, sizes)
    yield from honesty.speed(world, SECONDS if sizes is FULL else 0.3)


def draw(
    world: World,
    folder: Path,
    table: dict[tuple[str, str], list[float]],
    known: dict[str, list[float]],
    rows: list[tuple[int, float, float]],
) -> None:
    """Write the matrix, the identification curve and the correction curve."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [world.archetypes[slug].label.zh.removesuffix("型") for slug in world.slugs]
    kinds = {"probing": "探询 probing", "spin": "SPIN", "pitching": "推销 pitching"}
    shares = {kinds[name]: [100 * value for value in curve] for name, curve in known.items()}
    turns = [str(turn + 1) for turn in range(judging.TURNS)]
    title = "第几轮认得出来（最优判断者，%） · Known after each turn"
    (folder / "matrix.svg").write_text(pictures.matrix(names, table, world.slugs))
    (folder / "identification.svg").write_text(pictures.lines(title, shares, turns, "%", 0))
    after = {"均分 mean score": [score for _, score, _ in rows]}
    steps = [str(number) for number, _, _ in rows]
    title = "先走错几步再改对，还剩多少分 · Score after so many wrong moves"
    (folder / "correction.svg").write_text(pictures.lines(title, after, steps, "", 50))


def main() -> int:
    """Run at full or small size; return 1 when a bar does not hold."""
    reader = argparse.ArgumentParser(prog="validity", description=__doc__)
    reader.add_argument("--small", action="store_true", help="a quick version of everything")
    reader.add_argument(
        "--fingerprint", type=int, metavar="RUNS", help="print the hash of so many random runs"
    )
    asked = reader.parse_args()
    world, began = load(ROOT), time.monotonic()
    if asked.fingerprint:
        print(honesty.fingerprint(world, asked.fingerprint))
        return 0
    short = 0
    for figure in figures(world, SMALL if asked.small else FULL, None if asked.small else PICTURES):
        print(figure.line(), flush=True)
        short += not figure.held
    print(
        f"cases: {len(world.cases)}\nseconds: {time.monotonic() - began:.0f}\nbars_that_fall_short: {short}"
    )
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
