"""What a filed value is worth against the truth: credit from 0 to 1 and the name of the flaw.

Comparator credits of crm.md §4.5. Both sides are values as read by ``normalise.reading``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from app.crm.engine.fields import Field
from app.crm.engine.normalise import dates
from app.crm.engine.normalise.persons import only_surname, surname
from app.crm.engine.normalise.plain import tight

Value = dict[str, Any]
HALF = Fraction(1, 2)
FULL = Fraction(1)
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit of one comparison; *flaw* is empty when it is full."""

    share: Fraction
    flaw: str = ""


RIGHT = Credit(FULL)
WRONG = Credit(NONE, "wrong")


def compare(field: Field, truth: Value, filed: Value, tolerance: Fraction = NONE) -> Credit:
    """Return the credit of *filed* against one accepted writing of the truth."""
    if field.type in {"money", "quantity", "limit"}:
        return _amount(truth, filed, tolerance)
    return _COMPARATORS.get(field.type, _exact)(truth, filed)


def _exact(truth: Value, filed: Value) -> Credit:
    return RIGHT if truth["value"] == filed["value"] else WRONG


def _organisation(truth: Value, filed: Value) -> Credit:
    if truth["full"] == filed["full"]:
        return RIGHT
    clash = [k for k in ("region", "trade") if truth[k] and filed[k] and truth[k] != filed[k]]
    if truth["brand"] != filed["brand"] or clash:
        return WRONG
    if truth["form"] == filed["form"] and truth["trade"] == filed["trade"]:
        return RIGHT
    return Credit(HALF, "form" if truth["trade"] == filed["trade"] else "short")


def _person(truth: Value, filed: Value) -> Credit:
    right, given = str(truth["value"]), str(filed["value"])
    if right == given or sorted(right.split()) == sorted(given.split()):
        return RIGHT
    if only_surname(given) and surname(right) == given:
        return Credit(HALF, "surname")
    return WRONG


def _phone(truth: Value, filed: Value) -> Credit:
    (right, _, _), (given, _, _) = (str(v["value"]).partition(";") for v in (truth, filed))
    if truth["value"] == filed["value"]:
        return RIGHT
    return Credit(HALF, "extension") if right == given else WRONG


def _amount(truth: Value, filed: Value, tolerance: Fraction) -> Credit:
    if truth.get("cur") != filed.get("cur"):
        return Credit(NONE, "currency")
    low, high = Fraction(truth["lo"]), _open(truth["hi"])
    low, high = low * (1 - tolerance), None if high is None else high * (1 + tolerance)
    first, last = Fraction(filed["lo"]), _open(filed["hi"])
    if _inside(first, last, low, high):
        return RIGHT
    if _inside(low, high, first, last):
        return Credit(HALF, "coarse")
    slips = (Fraction(10) ** k for k in (*range(-8, 0), *range(1, 9)))
    if any(_inside(first * s, None if last is None else last * s, low, high) for s in slips):
        return Credit(NONE, "unit")
    return WRONG


def _open(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _inside(first: Fraction, last: Fraction | None, low: Fraction, high: Fraction | None) -> bool:
    below = high is None or (last is not None and last <= high)
    return low <= first and below


def _date(truth: Value, filed: Value) -> Credit:
    right = dates.span((truth["value"], truth["grain"]))
    given = dates.span((filed["value"], filed["grain"]))
    if right == given or (truth["grain"] == "span" and right[0] <= given[0] and given[1] <= right[1]):
        return RIGHT
    if given[0] <= right[0] and right[1] <= given[1]:
        return Credit(HALF, "coarse")
    return WRONG


def _birthday(truth: Value, filed: Value) -> Credit:
    right, given = str(truth["value"]), str(filed["value"])
    if right == given:
        return RIGHT
    if right[-5:] == given[-5:]:
        return Credit(HALF, "coarse" if given.startswith("--") else "wrong")
    return WRONG


def _ordinal(truth: Value, filed: Value) -> Credit:
    distance = abs(ord(str(truth["value"])[0]) - ord(str(filed["value"])[0]))
    return RIGHT if distance == 0 else Credit(HALF, "near") if distance == 1 else WRONG


def _set(truth: Value, filed: Value) -> Credit:
    """F1 of two sets of words."""
    right, given = set(truth["items"]), set(filed["items"])
    share = Fraction(2 * len(right & given), len(right) + len(given))
    return RIGHT if share == 1 else Credit(share, "part" if share else "wrong")


def _text(truth: Value, filed: Value) -> Credit:
    """Digits must agree; likeness from .92 is right, from .6 half right."""
    right, given = tight(str(truth["value"])), tight(str(filed["value"]))
    if re.findall(r"\d+", right) != re.findall(r"\d+", given):
        return Credit(NONE, "digits")
    likeness = SequenceMatcher(None, right, given, autojunk=False).ratio()
    return RIGHT if likeness >= 0.92 else Credit(HALF, "near") if likeness >= 0.6 else WRONG


def key_points(points: tuple[tuple[str, ...], ...], must_not: tuple[str, ...], filed: Value) -> Credit:
    """Return the share of *points* covered (each by any of its wordings); any *must_not* voids it."""
    text = tight(str(filed["value"]))
    if any(tight(word) in text for word in must_not):
        return Credit(NONE, "must_not")
    hits = sum(any(tight(word) in text for word in words) for words in points)
    share = Fraction(hits, len(points))
    return RIGHT if share == 1 else Credit(share, "part" if hits else "wrong")


_COMPARATORS: dict[str, Callable[[Value, Value], Credit]] = {
    "organisation": _organisation,
    "person": _person,
    "phone": _phone,
    "date": _date,
    "birthday": _birthday,
    "ordinal": _ordinal,
    "set": _set,
    "text": _text,
    "address": _text,
}
