"""Unified social credit code (统一社会信用代码): 18 characters, check digit by GB 32100-2015."""

from app.crm.engine.normalise.plain import tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(first17: str) -> str:
    """Return the 18th character: 31 minus the weighted sum modulo 31 (GB 32100-2015)."""
    total = sum(w * ALPHABET.index(c) for w, c in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def uscc(text: str) -> str:
    """Return the code in capitals, or raise UnreadableError saying what is wrong with it."""
    code = tight(text).replace("-", "").upper()
    if len(code) != 18:
        raise UnreadableError(
            N_("A credit code has 18 characters; “%(text)s” has %(count)s."), text=text, count=len(code)
        )
    if any(c not in ALPHABET for c in code):
        raise UnreadableError(
            N_("“%(text)s” holds a character no credit code has (I, O, S, V, Z)."), text=text
        )
    if check_character(code[:17]) != code[17]:
        raise UnreadableError(N_("“%(text)s” fails its check character; look for a slip."), text=text)
    return code
