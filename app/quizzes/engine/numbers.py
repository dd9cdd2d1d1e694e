"""Reading a number the way people write it: full-width, grouped, with a unit, in 万 or 亿."""

import re
from collections.abc import Iterable
from fractions import Fraction
from unicodedata import normalize

from app.kernel.messages import N_

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>\d{1,3}(?:[,_ ]\d{3})+(?!\d)|\d+)?(?P<rest>\.\d+)?(?!\d)\s*(?P<tail>.*)",
    re.DOTALL,
)
_SCALES = {"万": 10**4, "亿": 10**8}
LONGEST = 60

NOT_A_NUMBER = N_("This cannot be read as a number. Write digits, for example 11, 11.5 or 1,234.")
TWO_READINGS = N_("A comma may only separate thousands, as in 1,234. Write a dot for decimals: 1.5.")
OTHER_UNIT = N_("“%(unit)s” is not the unit asked for. Write the number alone, or with the unit shown.")
TOO_LONG = N_("That is too long for a number.")


class NotANumberError(ValueError):
    """The text cannot be read; *msgid* and *params* say why."""

    def __init__(self, msgid: str, **params: str) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.params = params


def plain(text: str) -> str:
    """Return *text* in half-width characters with one kind of minus, blanks trimmed."""
    return normalize("NFKC", text).translate(str.maketrans("−–﹣、。", "---,.")).strip()


def read_number(text: str, units: Iterable[str] = ()) -> Fraction:
    """Return the exact number written in *text*; one of *units* may follow it. Raise NotANumberError."""
    cleaned = plain(text)
    if len(cleaned) > LONGEST:
        raise NotANumberError(TOO_LONG)
    found = _NUMBER.fullmatch(cleaned)
    if not found or not (found["whole"] or found["rest"]):
        raise NotANumberError(NOT_A_NUMBER)
    tail, scale = _scaled(found["tail"], {plain(unit).casefold() for unit in units} | {""})
    if tail:
        raise NotANumberError({",": TWO_READINGS, ".": NOT_A_NUMBER}.get(tail[0], OTHER_UNIT), unit=tail)
    digits = re.sub(r"[,_ ]", "", found["whole"] or "0") + (found["rest"] or "")
    value = Fraction(digits) * scale
    return -value if found["sign"] == "-" else value


def _scaled(tail: str, units: set[str]) -> tuple[str, int]:
    """Return what is left of *tail* once a known unit and a Chinese scale are taken off, and the scale."""
    if tail.casefold() in units:
        return "", 1
    if tail[0] in _SCALES and tail[1:].strip().casefold() in units:
        return "", _SCALES[tail[0]]
    return tail, 1
