"""A random source that gives the same numbers on every machine, for ever.

Numbers come from BLAKE2b in counter mode over the seed and a label, so the order of one question's
options does not depend on how many other questions were drawn before it, and an attempt can be
rebuilt from its seed alone. Not for secrets.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_SPAN = 1 << 64


class CounterRng:
    """Numbers drawn from (*seed*, *label*); two labels never disturb each other."""

    def __init__(self, seed: str, label: str = "") -> None:
        self._key = f"{seed}\x00{label}".encode()
        self._count = 0

    def word(self) -> int:
        """Return the next whole number from 0 to 2**64 - 1."""
        block = self._key + self._count.to_bytes(8, "big")
        self._count += 1
        return int.from_bytes(blake2b(block, digest_size=8).digest(), "big")

    def below(self, limit: int) -> int:
        """Return a number from 0 to *limit* - 1, every one equally likely (rejection sampling)."""
        fair = _SPAN - _SPAN % limit
        while True:
            word = self.word()
            if word < fair:
                return word % limit

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return *items* in a new order (Fisher-Yates); the original stays as it was."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Return *count* different items in random order (all of them if there are fewer)."""
        return self.shuffled(items)[:count]
