"""A module as the author wrote it, read once into frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Doc = Mapping[str, Any]
ITEM_KINDS = ("lesson", "exam", "scenario", "crm", "task", "checklist")


@dataclass(frozen=True, slots=True)
class Done:
    """When an item counts as done; several rules must all hold. No rule at all: reaching the end."""

    read_to_end: bool = False
    min_seconds: int = 0
    score: int | None = None
    submitted: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One step of a module: its kind, the id of what is to be done, planned minutes, and the rule."""

    kind: str
    id: str
    minutes: int
    done: Done
    required: bool = True


@dataclass(frozen=True, slots=True)
class Module:
    """One station of the course path."""

    id: str
    title: Mapping[str, str]
    items: tuple[Item, ...]
    unlock: Mapping[str, Any] | str | None = None

    @property
    def minutes(self) -> int:
        """Return the planned minutes of all steps."""
        return sum(item.minutes for item in self.items)


def read_module(doc: Doc) -> Module:
    """Read a stored module document; steps of a kind nobody knows are left out."""
    items = tuple(item for row in doc.get("items", []) if (item := read_item(row)) is not None)
    return Module(str(doc["id"]), doc["title"], items, doc.get("unlock"))


def read_item(row: Doc) -> Item | None:
    """Read one step such as ``{lesson: man-rule, minutes: 20, done: {read_to_end: true}}``."""
    kind = next((name for name in ITEM_KINDS if name in row), None)
    if kind is None:
        return None
    return Item(
        kind=kind,
        id=str(row[kind]),
        minutes=int(row.get("minutes", 0)),
        done=_done(kind, row.get("done") or {}),
        required=row.get("required", True) is not False,
    )


def _done(kind: str, rule: Doc) -> Done:
    score = rule.get("score")
    return Done(
        read_to_end=bool(rule.get("read_to_end", kind == "lesson")),
        min_seconds=int(rule.get("min_seconds", 0)),
        score=None if score is None else int(score),
        submitted=bool(rule.get("submitted", kind in ("task", "checklist") or rule.get("advance", False))),
    )
