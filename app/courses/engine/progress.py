"""Honest progress: steps done of steps required, minutes left, and the next thing to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.courses.engine.completion import Verdict
from app.courses.engine.outline import Item, Module

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a module has come. *minutes_left* counts the planned minutes of what is not done."""

    done: int
    total: int
    minutes_left: int

    @property
    def share(self) -> Fraction:
        """Return the part done, from 0 to 1 (a module without steps is not done)."""
        return Fraction(self.done, self.total) if self.total else Fraction(0)

    @property
    def percent(self) -> int:
        """Return whole percent, rounded down: 100 only when everything is done."""
        return int(self.share * 100)

    @property
    def complete(self) -> bool:
        """Return whether every required step is done."""
        return self.total > 0 and self.done == self.total


def key(item: Item) -> Key:
    """Return the name under which verdicts on *item* are kept."""
    return item.kind, item.id


def tally(items: Iterable[Item], verdicts: Mapping[Key, Verdict]) -> Tally:
    """Count the required steps among *items*."""
    required = [item for item in items if item.required]
    left = [item for item in required if not _done(item, verdicts)]
    return Tally(len(required) - len(left), len(required), sum(item.minutes for item in left))


def next_item(
    items: Sequence[Item], verdicts: Mapping[Key, Verdict], current: Key | None = None
) -> Item | None:
    """Return what "Continue" opens: the step begun last if it is not done, else the first that is not."""
    open_items = [item for item in items if item.required and not _done(item, verdicts)]
    for item in open_items:
        if key(item) == current:
            return item
    return open_items[0] if open_items else None


def neighbours(modules: Sequence[Module], kind: str, ident: str) -> tuple[Item | None, Item | None]:
    """Return the step before and the step after (*kind*, *ident*) within its module."""
    for module in modules:
        for place, item in enumerate(module.items):
            if key(item) == (kind, ident):
                before = module.items[place - 1] if place else None
                after = module.items[place + 1] if place + 1 < len(module.items) else None
                return before, after
    return None, None


def _done(item: Item, verdicts: Mapping[Key, Verdict]) -> bool:
    verdict = verdicts.get(key(item))
    return verdict is not None and verdict.done
