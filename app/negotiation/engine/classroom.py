"""How a class stands: by customer type and step, what share of the points was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STEPS = (("judge", 20), ("plan", 20), ("use", 40), ("review", 20))


@dataclass(frozen=True, slots=True)
class Row:
    """One customer type: how many runs, and the mean share of points in each step, 0 to 1."""

    archetype: str
    runs: int
    shares: Mapping[str, float]
    mean: float


def matrix(runs: Iterable[tuple[str, Mapping[str, float], float]]) -> list[Row]:
    """Return one row for each type met, from runs given as (type, points by step, mark out of 100)."""
    found: dict[str, list[tuple[Mapping[str, float], float]]] = {}
    for archetype, parts, mark in runs:
        found.setdefault(archetype, []).append((parts, mark))
    return [
        Row(
            archetype,
            len(rows),
            {name: sum(parts.get(name, 0.0) for parts, _ in rows) / (of * len(rows)) for name, of in STEPS},
            sum(mark for _, mark in rows) / len(rows),
        )
        for archetype, rows in sorted(found.items())
    ]
