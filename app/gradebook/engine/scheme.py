"""How the marks of a class become a total: components, weights, drops, late rules, floors and a scale.

A scheme is kept as a plain document; ``read`` makes it values, ``problems`` says what is wrong with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.kernel.messages import N_
from app.kernel.text import Bilingual

Item = tuple[str, str]
SCALES = ("hundred", "levels", "letters")
MOST_COMPONENTS = 8


@dataclass(frozen=True, slots=True)
class Component:
    """One line of the scheme: per cent of the total, made of *items* of which the lowest *drop* do not count.

    *floor* is the mark out of 100 without which the whole course is not passed.
    """

    id: str
    title: Bilingual
    weight: int
    items: tuple[Item, ...]
    drop: int = 0
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """Per begun day after the grace (minutes), *deduct* points come off, but never below *floor*."""

    deduct: int = 0
    floor: int = 0
    grace_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme; *due* holds the days that late rules look at."""

    components: tuple[Component, ...]
    late: Late = field(default_factory=Late)
    due: Mapping[Item, datetime] = field(default_factory=dict)
    passes: int = 60
    scale: str = "hundred"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a scheme: an English msgid and its parameters."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def read(doc: Mapping[str, Any]) -> Scheme:
    """Return the scheme that ``write`` stored."""
    late = doc.get("late") or {}
    return Scheme(
        components=tuple(_component(each) for each in doc["components"]),
        late=Late(*(int(late.get(name, 0)) for name in ("deduct", "floor", "grace_minutes"))),
        due={item_of(key): datetime.fromisoformat(text) for key, text in (doc.get("due") or {}).items()},
        passes=int(doc.get("passes", 60)),
        scale=str(doc.get("scale", "hundred")),
    )


def _component(doc: Mapping[str, Any]) -> Component:
    floor = doc.get("floor")
    return Component(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        weight=int(doc["weight"]),
        items=tuple(item_of(each) for each in doc["items"]),
        drop=int(doc.get("drop", 0)),
        floor=None if floor is None else int(floor),
    )


def write(scheme: Scheme) -> dict[str, Any]:
    """Return the scheme as a plain document, in a fixed order."""
    return {
        "components": [
            {
                "id": each.id,
                "title": {"zh": each.title.zh, "en": each.title.en},
                "weight": each.weight,
                "items": [name_of(item) for item in each.items],
                "drop": each.drop,
                "floor": each.floor,
            }
            for each in scheme.components
        ],
        "late": {
            "deduct": scheme.late.deduct,
            "floor": scheme.late.floor,
            "grace_minutes": scheme.late.grace_minutes,
        },
        "due": {name_of(item): day.isoformat() for item, day in sorted(scheme.due.items())},
        "passes": scheme.passes,
        "scale": scheme.scale,
    }


def name_of(item: Item) -> str:
    """Return an item as one word: ``task:t1``."""
    return ":".join(item)


def item_of(name: str) -> Item:
    """Return the item of a word made by ``name_of``."""
    kind, _, number = name.partition(":")
    return kind, number


def problems(scheme: Scheme) -> list[Problem]:
    """Return what is wrong; an empty list means the scheme may be used."""
    found = []
    total = sum(each.weight for each in scheme.components)
    if not scheme.components:
        found.append(Problem(N_("A scheme needs at least one component.")))
    elif total != 100:
        found.append(
            Problem(N_("The weights add up to %(total)s; they must add up to 100."), {"total": total})
        )
    seen: set[Item] = set()
    for each in scheme.components:
        found += _component_problems(each)
        found += [
            Problem(N_("“%(item)s” counts in two components; choose one."), {"item": name_of(item)})
            for item in each.items
            if item in seen
        ]
        seen |= set(each.items)
    if scheme.scale not in SCALES or not 0 <= scheme.passes <= 100:
        found.append(Problem(N_("Choose a scale, and a pass mark from 0 to 100.")))
    if not all(0 <= value <= 100 for value in (scheme.late.deduct, scheme.late.floor)):
        found.append(Problem(N_("Points taken off for lateness, and their limit, lie between 0 and 100.")))
    return found


def _component_problems(each: Component) -> Iterable[Problem]:
    names = {"component": each.title.en}
    if not 1 <= each.weight <= 100:
        yield Problem(N_("%(component)s: a weight is a whole number from 1 to 100."), names)
    if not each.items:
        yield Problem(N_("%(component)s: choose at least one item that counts here."), names)
    elif not 0 <= each.drop < len(each.items):
        yield Problem(N_("%(component)s: at least one result must be left to count."), names)
    if each.floor is not None and not 0 <= each.floor <= 100:
        yield Problem(N_("%(component)s: a floor lies between 0 and 100."), names)


_CHECKS = Bilingual("模块测验", "Module checks")
_TALKS = Bilingual("谈判演练", "Negotiations")
_ARCHIVES = Bilingual("客户建档", "Customer archives")
_MIDTERM = Bilingual("期中考试", "Mid-term")
_FINAL = Bilingual("期末考试", "Final")


def preset(name: str, items: Iterable[Item]) -> Scheme:
    """Return a ready scheme for the items of a course: process, exam or certificate.

    *process* (过程为主) has 15/15/20 for the three tasks, 20 mid-term and 30 final; *exam* (考试为主) gives
    the two examinations 70; *certificate* (企业认证) asks for a floor in everything practised.
    """
    known = list(items)
    of = {kind: tuple(item for item in known if item[0] == kind) for kind in ("exam", "scenario", "crm")}
    checks = tuple(item for item in of["exam"] if item[1] not in {"midterm", "final"})
    papers = {
        number: ("exam" if ("exam", number) in known else "manual", number) for number in ("midterm", "final")
    }
    if name == "certificate":
        wanted = [
            Component("checks", _CHECKS, 40, checks, 0, 80),
            Component("talks", _TALKS, 40, of["scenario"], 0, 70),
            Component("archives", _ARCHIVES, 20, of["crm"], 0, 70),
        ]
        return Scheme(_refilled(wanted), passes=80, scale="hundred")
    weights = (15, 15, 20, 20, 30) if name == "process" else (10, 10, 10, 30, 40)
    tasks = [
        Component(
            f"t{n}", Bilingual(f"任务{'一二三'[n - 1]}", f"Task {n}"), weights[n - 1], (("task", f"t{n}"),)
        )
        for n in (1, 2, 3)
    ]
    exams = [
        Component("midterm", _MIDTERM, weights[3], (papers["midterm"],)),
        Component("final", _FINAL, weights[4], (papers["final"],), 0, 40),
    ]
    return Scheme((*tasks, *exams), Late(10, 40, 10), passes=60, scale="levels")


def _refilled(wanted: list[Component]) -> tuple[Component, ...]:
    """Return the components that have items, their weights raised in proportion to 100 whole per cent."""
    kept = [each for each in wanted if each.items]
    total = sum(each.weight for each in kept)
    raised = [each.weight * 100 // total for each in kept]
    left = 100 - sum(raised)
    return tuple(
        Component(
            each.id, each.title, weight + (left if place == 0 else 0), each.items, each.drop, each.floor
        )
        for place, (each, weight) in enumerate(zip(kept, raised, strict=True))
    )
