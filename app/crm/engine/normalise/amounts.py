"""Amounts: a number or an interval of numbers, exact or approximate (约, 多, 以上, a–b)."""

import re
from dataclasses import dataclass
from fractions import Fraction

from app.crm.engine.normalise.numerals import number, place
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

_ABOUT = re.compile(
    r"^(大约|大概|大致|约莫|约|近似|差不多|估计|about|around|roughly|approximately|approx\.?|some|nearly|~)"
    r"|(左右|上下|前后|光景|orso)$"
)
_LEAST = re.compile(
    r"^(至少|不少于|不低于|超过|atleast|over|morethan|above|≥|>=|>)|(以上|及以上|起|ormore|andabove|\+)$"
)
_MOST = re.compile(
    r"^(至多|最多|不超过|不到|少于|低于|atmost|upto|under|lessthan|below|≤|<=|<)|(以下|以内|之内|orless)$"
)
_MANY = re.compile(r"^(.+?)(多|余|来|几)([个]?[亿万千百十]*)$")
_BETWEEN = re.compile(r"^(?:between)?(.+?)(?:-|~|到|至|to|and)(.+)$")
_SCALE = re.compile(r"[亿万千百十]+$|(?<=\d)(?:billion|bn|million|mn|m|thousand|k|w)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """The interval from *lo* to *hi* (None = open above); *approx* when the text itself was vague."""

    lo: Fraction
    hi: Fraction | None
    approx: bool


def amount(text: str) -> Amount:
    """Read *text* (plain, lower-case, no spaces, no unit or currency) or raise UnreadableError."""
    if match := _ABOUT.search(text):
        inner = amount(text[: match.start()] + text[match.end() :])
        return Amount(inner.lo, inner.hi, approx=True)
    if match := _LEAST.search(text) or _MOST.search(text):
        bound = number(text[: match.start()] + text[match.end() :])
        open_above = match.re is _LEAST
        return Amount(bound if open_above else Fraction(0), None if open_above else bound, approx=True)
    return _vague(text) or _exact(text)


def _exact(text: str) -> Amount:
    value = number(text)
    return Amount(value, value, approx=False)


def _vague(text: str) -> Amount | None:
    """Read 300多万, 600,000-odd, 三到五百万; None when *text* is of no such shape."""
    if match := re.fullmatch(r"(.+?)-?odd", text):
        return _many(match[1], "")
    if match := _MANY.fullmatch(text):
        return _many(match[1], match[3].removeprefix("个"))
    match = _BETWEEN.fullmatch(text)
    return _between(match[1], match[2], text) if match else None


def _many(head: str, scale: str) -> Amount:
    """300多万: from the number up to the next step of its last non-zero place."""
    if not scale and (unit := _SCALE.search(head)):
        scale, base = unit.group(), head[: unit.start()] or "1"
        return _spread(number(base), Fraction(1), scale)
    value = number(head)
    return _spread(value, place(value), scale)


def _spread(value: Fraction, step: Fraction, scale: str) -> Amount:
    size = number("1" + scale) if scale else Fraction(1)
    return Amount(value * size, (value + step) * size, approx=True)


def _between(left: str, right: str, shown: str) -> Amount:
    high = number(right)
    if not _SCALE.search(left) and (unit := _SCALE.search(right)):
        left += unit.group()
    low = number(left)
    if low > high:
        raise UnreadableError(N_("“%(text)s” runs from the larger to the smaller number."), text=shown)
    return Amount(low, high, approx=True)
