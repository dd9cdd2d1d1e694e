"""Chinese and mixed numerals (三百二十, 1亿2千, 3万5, 壹佰贰拾) as exact fractions.

A strict grammar instead of a library: cn2an and jionlp read 3万5 or 一百二 wrongly or not at all;
what this grammar does not know is refused.
"""

import re
from fractions import Fraction

from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

DIGITS = {
    c: i
    for i, group in enumerate(
        ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for c in group
}
UNITS = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_FORMAL = str.maketrans({"拾": "十", "佰": "百", "仟": "千", "萬": "万", "億": "亿"})
_ARABIC = re.compile(r"\d+(\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(?=\D|$)")
_LETTERS = (
    ("bn", 10**9), ("billion", 10**9), ("million", 10**6), ("mn", 10**6), ("m", 10**6),
    ("thousand", 1000), ("k", 1000), ("w", 10**4),
)  # fmt: skip
_ENGLISH = re.compile(r"(\d+(?:\.\d+)?)(billion|bn|million|mn|m|thousand|k|w)")


def number(text: str) -> Fraction:
    """Return the value of *text* (already plain, without spaces, lower-case), or raise UnreadableError."""
    body = _GROUPED.sub(lambda m: m.group().replace(",", ""), text).translate(_FORMAL)
    body = re.sub(r"(?<=[\d一二两三四五六七八九十百千])个(?=[亿万千百])", "", body)
    if match := re.fullmatch(r"半个?([亿万])", body):
        return Fraction(dict(UNITS)[match[1]], 2)
    if match := _ENGLISH.fullmatch(body):
        return Fraction(match[1]) * dict(_LETTERS)[match[2]]
    return _value(body, text)


def _value(body: str, shown: str, ceiling: int = 10**13) -> Fraction:
    if not body:
        raise UnreadableError(N_("“%(text)s” is not a number we can read."), text=shown)
    for sign, size in UNITS:
        left, found, right = body.rpartition(sign) if sign == "亿" else body.partition(sign)
        if found and size < ceiling:
            head = _head(left, sign, shown, size)
            return head * size + _tail(right, size, shown)
        if found:
            raise UnreadableError(N_("“%(text)s” is not a number we can read."), text=shown)
    return _leaf(body, shown)


def _head(left: str, sign: str, shown: str, size: int) -> Fraction:
    if not left and sign == "十":
        return Fraction(1)
    return _value(left, shown, 10**13 if size == 10**8 else size)


def _tail(right: str, size: int, shown: str) -> Fraction:
    """Value of what follows a unit: 三万五 and 3万5 mean 35,000, 三万零五 means 30,005."""
    if not right:
        return Fraction(0)
    bare = right.lstrip("零〇")
    if bare == right and len(bare) == 1 and size > 10 and (bare in DIGITS or bare.isdigit()):
        return Fraction(_leaf(bare, shown) * size, 10)
    return _value(bare, shown, size)


def _leaf(body: str, shown: str) -> Fraction:
    if _ARABIC.fullmatch(body):
        return Fraction(body)
    whole, point, rest = body.partition("点")
    if len(whole) == 1 and whole in DIGITS:
        if not point:
            return Fraction(DIGITS[whole])
        if rest and all(c in DIGITS for c in rest):
            return Fraction(f"{DIGITS[whole]}." + "".join(str(DIGITS[c]) for c in rest))
    raise UnreadableError(N_("“%(text)s” is not a number we can read."), text=shown)


def place(value: Fraction) -> Fraction:
    """Return the size of the last non-zero place of *value*: 300 → 100, 350 → 10, 1.2 → 0.1."""
    if value <= 0:
        return Fraction(1)
    step = Fraction(1)
    while (value / step).denominator != 1:
        step /= 10
    while (value / (step * 10)).denominator == 1:
        step *= 10
    return step
