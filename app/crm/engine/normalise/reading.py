"""One door to all readers: from a field and what was typed to a JSON-ready value."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.crm.engine.fields import Field
from app.crm.engine.normalise import dates, money, words
from app.crm.engine.normalise.organisations import organisation
from app.crm.engine.normalise.percent import percent
from app.crm.engine.normalise.persons import person
from app.crm.engine.normalise.phones import phone
from app.crm.engine.normalise.unreadable import UnreadableError
from app.crm.engine.normalise.uscc import uscc
from app.kernel.messages import N_

Value = dict[str, Any]
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Context:
    """What a value is read against: the day *base* for relative dates, *area* for local numbers."""

    base: date
    area: str = ""


def read(field: Field, raw: str, context: Context) -> Value:
    """Return the one meaning of *raw* in *field*, or raise UnreadableError with a sentence."""
    text = raw.strip()
    if not text:
        raise UnreadableError(N_("There is nothing in this field."))
    if len(text) > LONGEST:
        raise UnreadableError(N_("This is longer than %(most)s characters; keep to the point."), most=LONGEST)
    return _READERS[field.type](field, text, context)


def _limit(_field: Field, text: str, _context: Context) -> Value:
    """50万以内 and 50万 are the same ceiling."""
    value = money.money(text)
    top = value["hi"] if value["hi"] is not None else value["lo"]
    return value | {"lo": top, "hi": top}


def _date(_field: Field, text: str, context: Context) -> Value:
    value, grain = dates.read_date(text, context.base)
    return {"value": value, "grain": grain}


def _person(_field: Field, text: str, _context: Context) -> Value:
    return {"value": person(text)[0]}


def _option(field: Field, text: str, _context: Context) -> Value:
    return {"value": words.option(text, [(key, (label.zh, label.en)) for key, label in field.options])}


def _single(reader: Callable[[str], str]) -> Callable[[Field, str, Context], Value]:
    def apply(_field: Field, text: str, _context: Context) -> Value:
        return {"value": reader(text)}

    return apply


_READERS: dict[str, Callable[[Field, str, Context], Value]] = {
    "organisation": lambda _f, text, _c: dict(organisation(text)),
    "uscc": _single(uscc),
    "phone": lambda _f, text, c: {"value": phone(text, c.area)},
    "address": _single(words.address),
    "email": _single(words.email),
    "web": _single(words.web),
    "person": _person,
    "text": _single(words.words),
    "points": _single(words.words),
    "set": lambda _f, text, _c: {"items": words.word_set(text)},
    "enum": _option,
    "ordinal": _option,
    "money": lambda _f, text, _c: money.money(text),
    "limit": _limit,
    "quantity": lambda f, text, _c: money.quantity(text, f.unit),
    "percent": _single(percent),
    "date": _date,
    "birthday": lambda _f, text, c: {"value": dates.read_birthday(text, c.base)},
}
