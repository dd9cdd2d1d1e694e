"""Text brought to one plain form: half-width, simplified, single spaces."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

_MAP = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "—": "-",
        "–": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "～": "~",
        "〜": "~",
        "、": ",",
        "。": ".",
        "【": "[",
        "】": "]",
        "《": "<",
        "》": ">",
        "⁄": "/",
    }
)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return *text* in NFKC, simplified characters, ASCII punctuation and single spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_MAP)
    folded = _simplifier().convert(" ".join(folded.split()))
    return _HAN_GAP.sub("", folded)


@lru_cache(maxsize=8192)
def tight(text: str) -> str:
    """Return *text* plain, lower-case and without any space: for comparing and searching."""
    return plain(text).casefold().replace(" ", "")
