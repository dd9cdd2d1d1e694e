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


def _unread(shown: str) -> UnreadableError:
    return UnreadableError(N_("“%(text)s” is not a number we can read."), text=shown)


def _value(body: str, shown: str, ceiling: int = 10**13) -> Fraction:
    """Read head, unit and tail, the largest unit first; units must fall and not repeat."""
    if not body:
        raise _unread(shown)
    for sign, size in UNITS:
        left, found, right = body.partition(sign)
        if found and (size >= ceiling or sign in right):
            raise _unread(shown)
        if found:
            head = Fraction(1) if sign == "十" and not left else _value(left, shown, size)
            return head * size + _tail(right, head, size, shown)
    return _leaf(body, shown)


def _tail(right: str, head: Fraction, size: int, shown: str) -> Fraction:
    """Value of what follows a unit: 三万五 and 3万5 mean 35,000, 三万零五 means 30,005."""
    if not right:
        return Fraction(0)
    bare = right.lstrip("零〇")
    short = bare == right and len(bare) == 1 and size > 10
    value = Fraction(_leaf(bare, shown) * size, 10) if short else _value(bare, shown, size)
    if value >= size or value.denominator != 1 or head.denominator != 1:
        raise _unread(shown)  # 3万50000, 3万0.5, 1.5万3: more than one way to take it
    return value


def _leaf(body: str, shown: str) -> Fraction:
    if _ARABIC.fullmatch(body):
        return Fraction(body)
    whole, point, rest = body.partition("点")
    if len(whole) == 1 and whole in DIGITS:
        if not point:
            return Fraction(DIGITS[whole])
        if rest and all(c in DIGITS for c in rest):
            return Fraction(f"{DIGITS[whole]}." + "".join(str(DIGITS[c]) for c in rest))
    raise _unread(shown)


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
