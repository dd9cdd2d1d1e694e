"""A task book as frozen values, read from a published ``task`` document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """A titled paragraph of the task book: a step, a week, a role, a deliverable or an organisation."""

    id: str
    title: Bilingual
    text: Bilingual | None = None
    week: int = 0
    gate: Bilingual | None = None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """A work package as proposed by the task book; *weight* is per cent of the team's work."""

    id: str
    title: Bilingual
    text: Bilingual | None
    weight: int
    evidence: Bilingual


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of material: an introduction and a table whose cells are texts or numbers as written."""

    id: str
    title: Bilingual
    text: Bilingual
    columns: tuple[Bilingual, ...]
    rows: tuple[tuple[Bilingual | str, ...], ...]


@dataclass(frozen=True, slots=True)
class TaskBook:
    """Everything a team accepts. Shares are whole per cent: teacher + delegates = 100, team + own = 100."""

    id: str
    title: Bilingual
    scenario: Bilingual
    weeks: int
    rubric_id: str
    team_size: tuple[int, int]
    purpose: tuple[Bilingual, ...]
    roles: tuple[Item, ...]
    steps: tuple[Item, ...]
    calendar: tuple[Item, ...]
    deliverables: tuple[Item, ...]
    packages: tuple[PackagePlan, ...]
    rules: tuple[Bilingual, ...]
    products: tuple[Bilingual, ...]
    organisations: tuple[Item, ...]
    papers: tuple[Paper, ...]
    teacher_share: int
    student_share: int
    team_weight: int
    own_weight: int

    def titles(self) -> dict[str, Bilingual]:
        """Return the titles of everything that can be handed in, by id."""
        named = {item.id: item.title for item in self.deliverables}
        return named | {plan.id: plan.title for plan in self.packages}


def read(doc: Mapping[str, Any]) -> TaskBook:
    """Read a task document that has passed the linter; optional parts may be missing."""
    marking, individual = doc.get("marking", {}), doc.get("individual", {})
    materials, team = doc.get("materials", {}), doc.get("team", {})
    low, high = team.get("size", (2, 8))
    return TaskBook(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        scenario=Bilingual.read(doc["scenario"]),
        weeks=int(doc.get("weeks", 1)),
        rubric_id=str(doc["rubric"]),
        team_size=(int(low), int(high)),
        purpose=_texts(doc.get("purpose")),
        roles=_items(team.get("roles")),
        steps=_items(doc.get("steps")),
        calendar=_items(doc.get("calendar")),
        deliverables=_items(doc.get("deliverables")),
        packages=tuple(_package(each) for each in doc["work_packages"]),
        rules=_texts(doc.get("rules")),
        products=_texts(materials.get("products")),
        organisations=_items(materials.get("organisations")),
        papers=tuple(_paper(each) for each in materials.get("papers", ())),
        teacher_share=int(marking.get("teacher", 60)),
        student_share=int(marking.get("delegates", 40)),
        team_weight=int(individual.get("team", 60)),
        own_weight=int(individual.get("own", 40)),
    )


def _texts(rows: Any) -> tuple[Bilingual, ...]:
    return tuple(Bilingual.read(each) for each in rows or ())


def _items(rows: Any) -> tuple[Item, ...]:
    return tuple(_item(each, number) for number, each in enumerate(rows or (), start=1))


def _item(doc: Mapping[str, Any], number: int) -> Item:
    title = doc.get("title", doc)
    return Item(
        id=str(doc.get("id", number)),
        title=Bilingual.read(title),
        text=_optional(doc.get("text")),
        week=int(doc.get("week", 0)),
        gate=_optional(doc.get("gate")),
        formats=tuple(str(each) for each in doc.get("formats", ())),
    )


def _optional(value: Any) -> Bilingual | None:
    return Bilingual.read(value) if value else None


def _package(doc: Mapping[str, Any]) -> PackagePlan:
    return PackagePlan(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        text=_optional(doc.get("text")),
        weight=int(doc["weight"]),
        evidence=Bilingual.read(doc["evidence"]),
    )


def _paper(doc: Mapping[str, Any]) -> Paper:
    return Paper(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        text=Bilingual.read(doc["text"]),
        columns=tuple(Bilingual.read(each) for each in doc["columns"]),
        rows=tuple(tuple(_cell(each) for each in row) for row in doc["rows"]),
    )


def _cell(value: Any) -> Bilingual | str:
    return Bilingual.read(value) if isinstance(value, Mapping) else str(value)
