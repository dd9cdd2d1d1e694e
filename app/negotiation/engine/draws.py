"""Counter-based random numbers: a draw depends on the seed and its own name, on nothing before it.

So a new draw never shifts the others, and a branch sees the same luck as the run it left.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
RANGE = 2**64


def u01(seed: int, *key: str | int) -> float:
    """Return the number in [0, 1) that *seed* and *key* name."""
    name = f"{seed}\x1f{key[0]}" if len(key) == 1 else "\x1f".join(map(str, (seed, *key)))
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big") / RANGE


def between(low: float, high: float, seed: int, *key: str | int) -> float:
    """Return a number in [*low*, *high*)."""
    return low + (high - low) * u01(seed, *key)


def weighted(weights: Sequence[tuple[T, float]], seed: int, *key: str | int) -> T:
    """Return one of the items, as likely as its weight says; the weights need not add up to one."""
    mark = u01(seed, *key) * sum(weight for _, weight in weights)
    for item, weight in weights:
        mark -= weight
        if mark < 0:
            return item
    return weights[-1][0]
