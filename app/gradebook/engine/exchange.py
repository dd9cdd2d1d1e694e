"""Marks from a table that somebody edited: what would change, and what is wrong, before anything does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from app.kernel.messages import N_

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Change:
    """One mark that would change: whose, before and after (per cent); None: there was none."""

    user_id: int
    name: str
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong in one row: an English msgid and its parameters."""

    row: int
    message: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; *absent* are people of the class whom the table does not name."""

    changes: tuple[Change, ...]
    same: int
    troubles: tuple[Trouble, ...]
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the class as an import knows them."""

    user_id: int
    name: str
    number: str


def plan(rows: Sequence[Sequence[str]], people: Sequence[Person], standing: Mapping[int, Fraction]) -> Plan:
    """Return what a table of (number, name, mark) would change; an empty mark changes nothing.

    People are recognised by their number, or by name where they have none. Nothing is guessed: an unknown
    person, the same person twice and a mark outside 0 to 100 are troubles.
    """
    by_number = {person.number: person for person in people if person.number}
    by_name = {person.name: person for person in people}
    changes, troubles, seen, same = [], list[Trouble](), set[int](), 0
    for place, row in enumerate(rows, start=2):
        cells = [_clean(cell) for cell in row] + ["", "", ""]
        if not any(cells):
            continue
        person = by_number.get(cells[0]) or (by_name.get(cells[1]) if not cells[0] else None)
        mark, trouble = _mark(cells[2])
        if person is None:
            trouble = (N_("nobody in this class is “%(who)s”"), {"who": f"{cells[0]} {cells[1]}".strip()})
        elif person.user_id in seen:
            trouble = (N_("%(name)s stands here twice"), {"name": person.name})
        if trouble or person is None:
            troubles.append(Trouble(place, *(trouble or ("", {}))))
            continue
        seen.add(person.user_id)
        before = standing.get(person.user_id)
        if mark is None or (before is not None and before == Fraction(mark)):
            same += 1
        else:
            was = None if before is None else Decimal(before.numerator) / Decimal(before.denominator)
            changes.append(Change(person.user_id, person.name, was, mark))
    absent = tuple(person.name for person in people if person.user_id not in seen)
    return Plan(tuple(changes), same, tuple(troubles), absent)


def _clean(cell: str) -> str:
    """Return a cell without what spreadsheets add: spaces and the apostrophe that keeps a text a text."""
    return cell.strip().removeprefix("'").strip()


def _mark(text: str) -> tuple[Decimal | None, tuple[str, dict[str, object]] | None]:
    if not text:
        return None, None
    try:
        mark = Decimal(text.replace("，", ".").replace(",", "."))
    except InvalidOperation:
        return None, (N_("“%(text)s” is not a number"), {"text": text})
    if not mark.is_finite() or not 0 <= mark <= 100:
        return None, (N_("%(text)s lies outside 0 to 100"), {"text": text})
    return mark, None
