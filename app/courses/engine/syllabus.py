"""A course as one frozen value: its stations, their steps, and the titles of everything they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.content.canonical import content_hash
from app.courses.engine.outline import Doc, Item, Module, read_module

# Which kind of published document stands behind a step of a module.
DOCUMENTS = {
    "lesson": "lesson",
    "exam": "exam",
    "scenario": "case",
    "crm": "dossier",
    "task": "task",
    "checklist": "checklist",
}
# Where a step of a module is done: endpoint and the name of its argument.
DOORS = {
    "lesson": ("courses.lesson", "lesson_id"),
    "exam": ("quizzes.exam", "exam_id"),
    "scenario": ("negotiation.case", "case_id"),
    "crm": ("crm.index", ""),
    "task": ("projects.index", ""),
    "checklist": ("courses.checklist", "checklist_id"),
}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the path; *module* is there once its content is published."""

    id: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    hours: int
    weeks: tuple[int, ...]
    module: Module | None


@dataclass(frozen=True, slots=True)
class Syllabus:
    """The whole course of one release."""

    id: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    stations: tuple[Station, ...]
    titles: Mapping[Key, Mapping[str, str]]

    @property
    def modules(self) -> tuple[Module, ...]:
        """Return the published modules in course order."""
        return tuple(station.module for station in self.stations if station.module is not None)

    def title_of(self, item: Item) -> Mapping[str, str]:
        """Return the title of a step (its id if the release does not hold it)."""
        return self.titles.get((item.kind, item.id), {"zh": item.id, "en": item.id})

    def module_of(self, kind: str, ident: str) -> Module | None:
        """Return the module that holds this step."""
        for module in self.modules:
            if any((item.kind, item.id) == (kind, ident) for item in module.items):
                return module
        return None

    def station(self, module_id: str) -> Station | None:
        """Return the station with this module id."""
        return next((station for station in self.stations if station.id == module_id), None)


@dataclass(frozen=True)
class Content:
    """What one release says about the course, and the version of every object in it by (kind, id)."""

    syllabus: Syllabus
    versions: Mapping[Key, str]

    def of(self, kind: str) -> dict[str, str]:
        """Return the versions of all objects of *kind* by id."""
        return {ident: name for (found, ident), name in self.versions.items() if found == kind}

    @cached_property
    def inserted(self) -> str:
        """Return one name for the versions of everything a lesson may insert."""
        kinds = ("facts", "glossary", "figure")
        return content_hash([[kind, *sorted(self.of(kind).items())] for kind in kinds])


def build(course: Doc, modules: Mapping[str, Doc], titles: Mapping[Key, Mapping[str, str]]) -> Syllabus:
    """Build the syllabus from the course document, the module documents by id and the titles."""
    stations = tuple(_station(row, modules) for row in course.get("modules", []))
    return Syllabus(str(course["id"]), course["title"], course.get("summary", {}), stations, titles)


def _station(row: Any, modules: Mapping[str, Doc]) -> Station:
    """Read a station; the short form is the module's id alone."""
    entry: Doc = row if isinstance(row, Mapping) else {"id": str(row)}
    ident = str(entry["id"])
    doc = modules.get(ident)
    published = doc is not None and entry.get("status", "published") == "published"
    told: Doc = doc if doc is not None else entry
    return Station(
        id=ident,
        title=entry.get("title") or told.get("title") or {"zh": ident, "en": ident},
        summary=told.get("summary") or entry.get("summary") or {},
        hours=int(entry.get("hours", 0)),
        weeks=tuple(int(week) for week in entry.get("weeks", [])),
        module=read_module(doc) if published and doc is not None else None,
    )
