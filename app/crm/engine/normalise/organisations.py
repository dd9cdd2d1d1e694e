"""Names of organisations, split into region, brand, trade and legal form.

Whole-name similarity cannot tell 新农 / 新农股份 (one firm) from 新农 / 新龙 (two): the parts can.
"""

import re
from functools import lru_cache

from app.crm.engine.normalise.plain import plain
from app.crm.engine.normalise.unreadable import UnreadableError
from app.crm.engine.normalise.wordlists import longest_first
from app.kernel.messages import N_


@lru_cache(maxsize=4096)
def organisation(text: str) -> dict[str, str]:
    """Return ``{full, region, brand, trade, form}`` of an organisation's name."""
    full = plain(text).casefold().strip(" .,")
    if not re.search(r"[^\W\d_]", full):
        raise UnreadableError(N_("“%(text)s” holds no name."), text=text)
    body = re.sub(r"\((.*?)\)", r" \1 ", full).replace("  ", " ").strip()
    body, form = _off_end(body, "forms")
    body, region = _off_start(body)
    body, trade = _off_end(body, "trades")
    return {"full": full, "region": region, "brand": body.strip(" ,.&") or full, "trade": trade, "form": form}


def _off_start(body: str) -> tuple[str, str]:
    for word in longest_first("regions"):
        for shape in (word + "市", word + "省", word):
            if body.startswith(shape) and len(body) > len(shape):
                return body[len(shape) :].strip(), word
    return body, ""


def _off_end(body: str, name: str) -> tuple[str, str]:
    """Take every word of list *name* off the end; words in Latin letters must stand alone."""
    taken: list[str] = []
    found = True
    while found:
        found = False
        for word in longest_first(name):
            gap = " " if word.isascii() else ""
            if body.endswith(gap + word) and len(body) > len(gap + word):
                body = body[: -len(gap + word)].strip(" ,.")
                taken.insert(0, word)
                found = True
                break
    return body, " ".join(taken)
