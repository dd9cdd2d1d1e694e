"""A case: who meets whom about what, in public and in confidence, read from ``case.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.text import Bilingual

Package = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the customer can tell; *file_as* is the archive field it belongs in, if any."""

    id: str
    kind: str
    topic: str
    text: Bilingual
    file_as: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of trouble: from a plain fact through a problem and what it leads to, to its worth."""

    id: str
    title: Bilingual
    weight: float
    severity: tuple[float, float]
    situation: str
    problem: str
    implications: tuple[str, ...]
    payoff: str


@dataclass(frozen=True, slots=True)
class Option:
    """One possible value of an issue with what it is worth to each side, 0 to 1."""

    id: str
    label: Bilingual
    seller: float
    customer: float
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing bargained about; *seller* and *customer* are its weights for either side.

    *words* must stand near a number to mean this issue, where another issue has the same unit.
    """

    id: str
    title: Bilingual
    unit: str
    seller: float
    customer: float
    words: tuple[str, ...]
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Advance:
    """A next step short of an order: how ready the customer must be, and how much it is worth."""

    id: str
    label: Bilingual
    readiness: float
    value: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the customer's side."""

    id: str
    name: Bilingual
    call: Bilingual
    post: Bilingual


@dataclass(frozen=True, slots=True)
class Document:
    """A paper the learner may read before and during the talk."""

    id: str
    title: Bilingual
    body: Bilingual


@dataclass(frozen=True, slots=True)
class Case:
    """The whole case; what is public and what is not is decided by the readers of this object."""

    id: str
    title: Bilingual
    industry: Bilingual
    dossier: str
    turns: int
    archetypes: tuple[str, ...]
    brief: Bilingual
    goals: tuple[Bilingual, ...]
    firm: Mapping[str, Bilingual]
    customer: Mapping[str, Bilingual]
    rival: Bilingual
    people: tuple[Person, ...]
    counterpart: Person
    documents: tuple[Document, ...]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    issues: Mapping[str, Issue]
    defaults: Package
    reserve_seller: float
    reserve_customer: float
    target_customer: float
    packages: Mapping[str, Package]
    advances: Mapping[str, Advance]
    base: tuple[float, float]
    shifts: Mapping[str, Mapping[str, tuple[float, float]]]
    favour: Bilingual
    order: Bilingual
    objections: Mapping[str, Bilingual]
    later: Mapping[str, Bilingual]

    def facts_of(self, kind: str) -> tuple[str, ...]:
        """Return the ids of the facts of one *kind*, in the order of the file."""
        return tuple(fact.id for fact in self.facts.values() if fact.kind == kind)


def _topic(doc: Mapping[str, Any]) -> Topic:
    low, high = doc["severity"]
    return Topic(
        id=doc["id"],
        title=Bilingual.read(doc["title"]),
        weight=float(doc["weight"]),
        severity=(float(low), float(high)),
        situation=doc["situation"],
        problem=doc["problem"],
        implications=tuple(doc["implications"]),
        payoff=doc["payoff"],
    )


def _option(doc: Mapping[str, Any]) -> Option:
    words = doc.get("words", {})
    return Option(
        id=str(doc["id"]),
        label=Bilingual.read(doc),
        seller=float(doc["seller"]),
        customer=float(doc["customer"]),
        words={language: tuple(rows) for language, rows in words.items()},
    )


def _issue(doc: Mapping[str, Any]) -> Issue:
    options = (_option(row) for row in doc["options"])
    return Issue(
        id=doc["id"],
        title=Bilingual.read(doc["title"]),
        unit=doc["unit"],
        seller=float(doc["seller"]),
        customer=float(doc["customer"]),
        words=tuple(word for rows in doc.get("words", {}).values() for word in rows),
        options={option.id: option for option in options},
    )


def _fact(name: str, doc: Mapping[str, Any]) -> Fact:
    return Fact(
        id=name,
        kind=doc["kind"],
        topic=doc.get("topic", ""),
        text=Bilingual.read(doc),
        file_as=doc.get("file_as", ""),
    )


def _person(doc: Mapping[str, Any]) -> Person:
    return Person(
        id=doc["id"],
        name=Bilingual.read(doc["name"]),
        call=Bilingual.read(doc["call"]),
        post=Bilingual.read(doc["post"]),
    )


def _package(doc: Mapping[str, Any]) -> Package:
    return {issue: str(option) for issue, option in doc.items()}


def _texts(doc: Mapping[str, Any]) -> dict[str, Bilingual]:
    return {name: Bilingual.read(value) for name, value in doc.items() if isinstance(value, dict)}


def _advance(doc: Mapping[str, Any]) -> Advance:
    return Advance(
        id=doc["id"], label=Bilingual.read(doc), readiness=float(doc["readiness"]), value=float(doc["value"])
    )


def _public_part(doc: Mapping[str, Any]) -> dict[str, Any]:
    people = tuple(_person(row) for row in doc["people"])
    chair = next(row["id"] for row in doc["people"] if row.get("counterpart"))
    return {
        "id": doc["id"],
        "title": Bilingual.read(doc["title"]),
        "industry": Bilingual.read(doc["industry"]),
        "dossier": doc.get("dossier", ""),
        "turns": int(doc["turns"]),
        "archetypes": tuple(doc["archetypes"]),
        "brief": Bilingual.read(doc["brief"]),
        "goals": tuple(Bilingual.read(goal) for goal in doc["goals"]),
        "firm": _texts(doc["firm"]),
        "customer": _texts(doc["customer"]),
        "rival": Bilingual.read(doc["rival"]),
        "people": people,
        "counterpart": next(person for person in people if person.id == chair),
        "documents": tuple(
            Document(row["id"], Bilingual.read(row["title"]), Bilingual.read(row["body"]))
            for row in doc["documents"]
        ),
        "order": Bilingual.read(doc["order"]),
        "favour": Bilingual.read(doc["favour"]),
    }


def _worths(issues: Mapping[str, Issue], defaults: Package) -> dict[str, Any]:
    """Return what the standard terms are worth to both sides, and what every option changes about it."""
    sellers = {name: issue.seller * issue.options[defaults[name]].seller for name, issue in issues.items()}
    customers = {
        name: issue.customer * issue.options[defaults[name]].customer for name, issue in issues.items()
    }
    shifts = {
        name: {
            option.id: (
                issue.seller * option.seller - sellers[name],
                issue.customer * option.customer - customers[name],
            )
            for option in issue.options.values()
        }
        for name, issue in issues.items()
    }
    return {"base": (sum(sellers.values()), sum(customers.values())), "shifts": shifts}


def _confidential_part(doc: Mapping[str, Any]) -> dict[str, Any]:
    topics = (_topic(row) for row in doc["topics"])
    issues = {issue.id: issue for issue in map(_issue, doc["issues"])}
    advances = (_advance(row) for row in doc["advances"])
    return {
        "topics": {topic.id: topic for topic in topics},
        "facts": {name: _fact(name, row) for name, row in doc["facts"].items()},
        "issues": issues,
        "defaults": _package(doc["defaults"]),
        **_worths(issues, _package(doc["defaults"])),
        "reserve_seller": float(doc["reserve"]["seller"]),
        "reserve_customer": float(doc["reserve"]["customer"]),
        "target_customer": float(doc["reserve"]["target"]),
        "packages": {name: _package(row) for name, row in doc["packages"].items()},
        "advances": {advance.id: advance for advance in advances},
        "objections": _texts(doc["objections"]),
        "later": _texts(doc["later"]),
    }


def read_case(doc: Mapping[str, Any]) -> Case:
    """Build a case from the document *doc* (kind ``case``)."""
    return Case(**_public_part(doc), **_confidential_part(doc))
