"""The word lists of ``names.toml``, read once."""

import tomllib
from functools import cache
from pathlib import Path

from app.crm.engine.normalise.plain import tight

_FILE = Path(__file__).parents[1] / "names.toml"


@cache
def _lists() -> dict[str, object]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def longest_first(name: str) -> tuple[str, ...]:
    """Return the words of one list (regions, trades, forms), longest first."""
    words = _lists()[name]
    assert isinstance(words, list)  # noqa: S101 - the file is ours
    return tuple(sorted(words, key=len, reverse=True))


@cache
def synonyms() -> dict[str, str]:
    """Return each known word (tight form) with the word that stands for its group."""
    groups = _lists()["synonyms"]
    assert isinstance(groups, dict)  # noqa: S101 - the file is ours
    return {tight(word): name for name, words in groups.items() for word in words}
