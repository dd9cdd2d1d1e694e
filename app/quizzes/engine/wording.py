"""Comparing words the way a fair reader would: case, spaces, punctuation and width do not count."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from unicodedata import normalize

_NOISE = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z0-9]+\Z")
# A slip of one letter is forgiven only in words at least this long; in a short one it makes another word.
LONG_ENOUGH = 5


def core(text: str) -> str:
    """Return *text* without case, width, spaces and punctuation."""
    return _NOISE.sub("", normalize("NFKC", text).casefold())


def accepted(spec: Mapping[str, Any]) -> list[str]:
    """Return all answers of an ``accept: {zh: […], en: […]}``, in both languages."""
    sides: Mapping[str, Any] = spec.get("accept") or {}
    return [str(word) for side in ("zh", "en") for word in sides.get(side, [])]


def matches(typed: str, words: Iterable[str], typos: int = 0) -> bool:
    """Return whether *typed* says one of *words*; with *typos* one letter may slip in a long Latin word."""
    said = core(typed)
    return any(_same(said, core(word), typos) for word in words)


def _same(said: str, word: str, typos: int) -> bool:
    if said == word:
        return bool(said)
    forgiving = typos and len(word) >= LONG_ENOUGH and _LATIN.match(word)
    return bool(forgiving) and one_slip(said, word)


def one_slip(one: str, other: str) -> bool:
    """Return whether two texts differ by one letter changed, added, left out, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return len(one) != len(other)
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
