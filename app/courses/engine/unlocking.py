"""Whether a module is open, and if not: why, and what opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.courses.engine.dates import Anchors, moment, spelled
from app.courses.engine.reasons import Reason, Target
from app.kernel.messages import N_

Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about a person when doors are judged: the local time, dates, results, titles."""

    now: datetime
    anchors: Anchors = field(default_factory=Anchors)
    complete_modules: frozenset[str] = frozenset()
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    titles: Mapping[str, object] = field(default_factory=dict)

    def title(self, ident: str) -> object:
        """Return the title of a module or exam (its id if nobody told us)."""
        return self.titles.get(ident, ident)


@dataclass(frozen=True, slots=True)
class Door:
    """Whether something is open; if not, the reasons. *any_of*: one of the reasons is enough to open it."""

    open: bool
    reasons: tuple[Reason, ...] = ()
    any_of: bool = False


def door(condition: Condition | str | None, standing: Standing) -> Door:
    """Judge *condition* (nothing at all means open): ``after``, ``date``, ``score``, ``all``, ``any``.

    A text alone is a date: ``week 3``, ``hire+30d``, ``after:m2``, ``2027-03-01``.
    """
    if not condition:
        return Door(open=True)
    if isinstance(condition, str):
        return _date(condition, standing)
    parts = [_TESTS[name](value, standing) for name, value in condition.items() if name in _TESTS]
    return _all(parts)


def _all(doors: list[Door]) -> Door:
    closed = [one for one in doors if not one.open]
    if len(closed) == 1:
        return closed[0]
    return Door(not closed, tuple(reason for one in closed for reason in one.reasons))


def _after(module: Any, standing: Standing) -> Door:
    if str(module) in standing.complete_modules:
        return Door(open=True)
    params = {"title": standing.title(str(module))}
    return Door(False, (Reason(N_("Finish “%(title)s” first."), params, Target("module", str(module))),))


def _date(text: Any, standing: Standing) -> Door:
    said = str(text).strip().lower()
    if said.startswith("after:"):
        return _after(said.removeprefix("after:"), standing)
    opens, named = moment(said, standing.anchors), spelled(said)
    if opens is None and "days" in named:
        message = N_("Opens %(days)s days after you were hired; your training admin enters that day.")
        return Door(False, (Reason(message, named),))
    if opens is None:
        return Door(False, (Reason(N_("Opens on a date that your class has not set yet.")),))
    if standing.now >= opens:
        return Door(open=True)
    return Door(False, (Reason(_OPENS[next(iter(named), "")], {"date": opens.date(), **named}),))


_OPENS = {
    "week": N_("Opens on %(date)s, in week %(week)s of your class."),
    "days": N_("Opens on %(date)s, %(days)s days after you were hired."),
    "": N_("Opens on %(date)s."),
}


def _score(rule: Any, standing: Standing) -> Door:
    exam, needed = str(rule["exam"]), Decimal(str(rule["min"]))
    best = standing.scores.get(exam)
    if best is not None and best >= needed:
        return Door(open=True)
    params = {"needed": needed, "title": standing.title(exam)}
    return Door(False, (Reason(N_("Reach %(needed)s points in “%(title)s”."), params, Target("exam", exam)),))


def _every(conditions: Any, standing: Standing) -> Door:
    return _all([door(one, standing) for one in conditions])


def _any(conditions: Any, standing: Standing) -> Door:
    doors = [door(one, standing) for one in conditions]
    if not doors or any(one.open for one in doors):
        return Door(open=True)
    return Door(False, tuple(reason for one in doors for reason in one.reasons), any_of=len(doors) > 1)


_TESTS: dict[str, Callable[[Any, Standing], Door]] = {
    "after": _after,
    "date": _date,
    "score": _score,
    "all": _every,
    "any": _any,
}
