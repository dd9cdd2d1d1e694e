"""A track as data, and where somebody stands on it on a given day."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.content.faults import Fault
from app.kernel.text import Bilingual

DUE = re.compile(r"hire\+(\d{1,3})")
ITEM_KINDS = ("module", "lesson", "exam", "scenario", "crm", "task")
Item = tuple[str, str]


class StageStatus(StrEnum):
    """Where somebody stands with one stage."""

    SIGNED = "signed"
    TO_SIGN = "to-sign"
    OVERDUE = "overdue"
    OPEN = "open"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of the track: due *days* after the day of hire, closed by a signature."""

    id: str
    title: Bilingual
    days: int
    items: tuple[Item, ...]
    checklist: str


@dataclass(frozen=True, slots=True)
class Track:
    """A whole track."""

    id: str
    title: Bilingual
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage as it stands for one person today."""

    stage: Stage
    due: date
    days_left: int
    done: tuple[Item, ...]
    missing: tuple[Item, ...]
    status: StageStatus


def _item(document: Mapping[str, Any]) -> Item:
    kind = next(kind for kind in ITEM_KINDS if kind in document)
    return kind, str(document[kind])


def read(doc: Mapping[str, Any]) -> Track:
    """Return the track in a content document that ``problems`` found no fault with."""
    stages = tuple(
        Stage(
            id=str(stage["id"]),
            title=Bilingual.read(stage["title"]),
            days=int(DUE.fullmatch(str(stage["due"])).group(1)),  # type: ignore[union-attr]
            items=tuple(map(_item, stage["items"])),
            checklist=str(stage["gate"]["checklist"]),
        )
        for stage in doc["stages"]
    )
    return Track(id=str(doc["id"]), title=Bilingual.read(doc["title"]), stages=stages)


def _stage_problems(place: int, stage: Mapping[str, Any]) -> Iterator[Fault]:
    path = ("stages", place)
    for key in ("id", "title", "due", "items", "gate"):
        if key not in stage:
            yield Fault(path, "KM010", f"a stage needs “{key}”")
    if "due" in stage and not DUE.fullmatch(str(stage["due"])):
        yield Fault((*path, "due"), "KM011", f"“{stage['due']}” is not a due date", "write it like hire+7")
    for number, item in enumerate(stage.get("items", ())):
        if not any(kind in item for kind in ITEM_KINDS):
            known = ", ".join(ITEM_KINDS)
            yield Fault((*path, "items", number), "KM012", "this item has no known kind", f"one of {known}")
    if "gate" in stage and "checklist" not in stage["gate"]:
        yield Fault((*path, "gate"), "KM013", "a gate needs a checklist that the manager goes through")


def problems(doc: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with a track document, each with its place."""
    stages = doc.get("stages")
    if not isinstance(stages, list) or not stages:
        yield Fault((), "KM010", "a track needs “stages”")
        return
    for place, stage in enumerate(stages):
        yield from _stage_problems(place, stage)
    days = [int(match.group(1)) for stage in stages if (match := DUE.fullmatch(str(stage.get("due"))))]
    if days != sorted(days):
        yield Fault(("stages",), "KM014", "the stages do not stand in the order of their due dates")


def _status(*, signed: bool, complete: bool, late: bool, first_open: bool) -> StageStatus:
    if signed:
        return StageStatus.SIGNED
    if complete:
        return StageStatus.TO_SIGN
    if late:
        return StageStatus.OVERDUE
    return StageStatus.OPEN if first_open else StageStatus.LATER


def standing(
    track: Track, *, hired_on: date, today: date, done: AbstractSet[Item], signed: AbstractSet[str]
) -> list[StageState]:
    """Return each stage as it stands *today* for somebody who was hired on *hired_on*.

    *done* are the finished items, *signed* the ids of stages whose gate has been signed. A stage
    is late on the day after it was due; the first stage not yet signed is the open one.
    """
    states: list[StageState] = []
    for stage in track.stages:
        due = hired_on + timedelta(days=stage.days)
        missing = tuple(item for item in stage.items if item not in done)
        status = _status(
            signed=stage.id in signed,
            complete=not missing,
            late=today > due,
            first_open=all(state.status is StageStatus.SIGNED for state in states),
        )
        finished = tuple(item for item in stage.items if item in done)
        states.append(StageState(stage, due, (due - today).days, finished, missing, status))
    return states
