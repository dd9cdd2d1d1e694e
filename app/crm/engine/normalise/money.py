"""Money and quantities: 300多万, 壹佰贰拾万元整, RMB 3.2M, 480万张, 2.4吨."""

import re
from fractions import Fraction

from app.crm.engine.normalise.amounts import Amount, amount
from app.crm.engine.normalise.plain import tight
from app.crm.engine.normalise.unreadable import UnreadableError
from app.kernel.messages import N_

CURRENCIES = (
    ("USD", r"美元|美金|usd|us\$|\$|usdollars?"),
    ("EUR", r"欧元|eur|€|euros?"),
    ("HKD", r"港元|港币|hkd|hk\$"),
    ("CNY", r"人民币|rmb|cny|¥|yuan|元|块钱|块|圆"),
)
_FRAMES = [(code, re.compile(rf"^(?:{signs})|(?:{signs})$")) for code, signs in CURRENCIES]
_PERIOD = re.compile(r"^(每年|一年|全年|年)|(每年|一年|/年|ayear|peryear)$")
UNITS: dict[str, tuple[str, Fraction]] = {
    "吨": ("kg", Fraction(1000)), "t": ("kg", Fraction(1000)), "tonnes": ("kg", Fraction(1000)),
    "tons": ("kg", Fraction(1000)), "公斤": ("kg", Fraction(1)), "千克": ("kg", Fraction(1)),
    "kg": ("kg", Fraction(1)), "斤": ("kg", Fraction(1, 2)),
    "张": ("page", Fraction(1)), "页": ("page", Fraction(1)), "pages": ("page", Fraction(1)),
    "page": ("page", Fraction(1)), "sheets": ("page", Fraction(1)), "a4页": ("page", Fraction(1)),
    "台": ("piece", Fraction(1)), "个": ("piece", Fraction(1)), "machines": ("piece", Fraction(1)),
    "pieces": ("piece", Fraction(1)), "人": ("person", Fraction(1)), "名": ("person", Fraction(1)),
    "位": ("person", Fraction(1)), "people": ("person", Fraction(1)), "staff": ("person", Fraction(1)),
    "employees": ("person", Fraction(1)), "persons": ("person", Fraction(1)),
    "名教职工": ("person", Fraction(1)), "名员工": ("person", Fraction(1)),
}  # fmt: skip
_UNIT_TAIL = re.compile("(" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + ")$")


def decimal_text(value: Fraction) -> str:
    """Return *value*, which has at most 12 decimals, as plain decimal text (1200.5)."""
    if value.denominator == 1:
        return str(value.numerator)
    scale = 10**12
    whole = int(value * scale)
    return f"{whole // scale}.{whole % scale:012d}".rstrip("0")


def pack(read: Amount, **more: object) -> dict[str, object]:
    """Return an amount as a JSON-ready mapping."""
    top = None if read.hi is None else decimal_text(read.hi)
    return {"lo": decimal_text(read.lo), "hi": top, "approx": read.approx, **more}


def money(text: str) -> dict[str, object]:
    """Read an amount of money: ``{lo, hi, cur, approx}``, in the currency's main unit."""
    body = re.sub(r"[整正]$", "", _PERIOD.sub("", tight(text)))
    found = "CNY"
    for code, frame in _FRAMES:
        if frame.search(body):
            found, body = code, frame.sub("", body)
    inner = _ABOUT_BEFORE.match(body)
    if inner:  # 约人民币300万
        for code, frame in _FRAMES:
            rest = body[inner.end() :]
            if frame.match(rest):
                found, body = code, inner.group() + frame.sub("", rest, count=1)
    body = re.sub(r"(元|块)(以上|以下|以内|左右|上下|起|多)$", r"\2", body)
    if not body:
        raise UnreadableError(N_("“%(text)s” holds no amount."), text=text)
    return pack(amount(body), cur=found)


_ABOUT_BEFORE = re.compile(r"^(大约|大概|约|近|about|around|roughly|over|morethan|超过|至少|不到)")


def quantity(text: str, unit: str) -> dict[str, object]:
    """Read a quantity into *unit* (kg, page, piece, person): ``{lo, hi, unit, approx}``.

    A number without a unit is taken in *unit*; a foreign unit is refused.
    """
    body = _PERIOD.sub("", tight(text))
    vague = ""
    if tail := re.search(r"(左右|上下|以上|以下|以内)$", body):
        vague, body = tail.group(), body[: tail.start()]
    size = Fraction(1)
    if match := _UNIT_TAIL.search(body):
        found, size = UNITS[match.group()]
        body = body[: match.start()]
        if found != unit:
            raise UnreadableError(N_("“%(text)s” is in another unit than this field asks for."), text=text)
    read = amount(body + vague)
    high = None if read.hi is None else read.hi * size
    return pack(Amount(read.lo * size, high, read.approx), unit=unit)
