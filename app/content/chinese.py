"""The linter's sentences in Chinese: looked up by their English shape in ``chinese.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path

_SLOT = re.compile(r"\\\{([a-z]+)\\\}")


@cache
def _table() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return the words, and the sentences as patterns; those with more fixed text come first."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    longest = sorted(table["sentences"].items(), key=lambda pair: -len(re.sub(r"\{[a-z]+\}", "", pair[0])))
    return table["words"], [(_pattern(english), chinese) for english, chinese in longest]


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(r"(?P<\1>.*?)", re.escape(english)), re.DOTALL)


def in_chinese(sentence: str) -> str:
    """Return *sentence* in Chinese, or as it is when the table does not know it."""
    words, sentences = _table()
    for pattern, chinese in sentences:
        match = pattern.fullmatch(sentence)
        if match:
            said = chinese
            for name, value in match.groupdict().items():
                said = said.replace("{" + name + "}", words.get(value, value))
            return said
    return sentence
