"""A dossier as frozen values: documents, the truth they hold, and what is planted among them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from app.crm.engine.fields import Field, find
from app.crm.engine.normalise.reading import Context, Value, read
from app.crm.engine.score import DEFAULT_WEIGHTS, PASS, TIER_FLOOR
from app.kernel.text import Bilingual

LANGUAGES = ("zh", "en")
_GENERAL_FORBIDDEN = (r"(?<!\d)\d{17}[\dXx](?!\d)",)


@dataclass(frozen=True, slots=True)
class Document:
    """One source: *tag* (D1, D2, …) is how an archive names it."""

    id: str
    tag: str
    kind: str
    title: Bilingual
    dated: date
    reliability: str
    body: Bilingual

    def lines(self, language: str) -> tuple[str, ...]:
        """Return the lines that hold text, without heading marks; feedback names their numbers, from 1."""
        rows = (line.strip().lstrip("#").strip() for line in self.body.get(language).splitlines())
        return tuple(row for row in rows if row)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The place that says so: a document and its words in both languages."""

    doc: str
    quote: Bilingual


@dataclass(frozen=True, slots=True)
class Stale:
    """A value some source gives that no longer holds, or never did; *why* tells which source wins."""

    values: tuple[Value, ...]
    why: Bilingual
    texts: Bilingual


@dataclass(frozen=True, slots=True)
class Fact:
    """One true thing to be filed; any of *values* is an accepted writing, *model* the one we would write."""

    field: Field
    weight: Fraction
    model: Bilingual
    values: tuple[Value, ...]
    evidence: tuple[Evidence, ...]
    status: str = "confirmed"
    points: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = ()
    tolerance: Fraction = Fraction(0)
    why: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something the form asks and no document says; the right answer is to say so and whom to ask."""

    field: Field
    weight: Fraction
    ask: Bilingual


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement of our own that the documents settle."""

    field: Field
    value: Value
    model: str
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Truth:
    """One true record: what identifies it, what is to be filed, what is missing, what may be filed too."""

    entity: str
    ref: str
    key: Mapping[str, Fraction]
    facts: Mapping[str, Fact]
    gaps: Mapping[str, Gap]
    decisions: Mapping[str, Decision]
    optional: Mapping[str, Fact]

    @property
    def needed(self) -> bool:
        """Tell whether this record must be in the archive (one without facts may be, and need not)."""
        return bool(self.facts or self.gaps)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Something a document holds that must never be filed."""

    category: str
    pattern: re.Pattern[str]
    rule: Bilingual


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole exercise, parsed."""

    id: str
    title: Bilingual
    brief: Bilingual
    level: int
    minutes: int
    start: date
    area: str
    documents: tuple[Document, ...]
    truth: tuple[Truth, ...]
    forbidden: tuple[Forbidden, ...]
    weights: Mapping[str, Fraction]
    pass_mark: Fraction
    tier_floor: Fraction
    max_checks: int
    rules: tuple[Bilingual, ...] = field(default=())

    def document(self, doc_id: str) -> Document | None:
        """Return one document by id or tag."""
        return next((d for d in self.documents if doc_id in {d.id, d.tag}), None)

    def context(self, doc_id: str = "") -> Context:
        """Return what values are read against: relative dates count from the source's own day."""
        document = self.document(doc_id)
        return Context(document.dated if document else self.start, self.area)


def parse(doc: Mapping[str, Any]) -> Dossier:
    """Build a dossier from its stored document (linted before it was published)."""
    start = date.fromisoformat(str(doc["clock"]["start"]))
    context = Context(start, str(doc.get("area_code", "")))
    scoring, feedback = doc.get("scoring", {}), doc.get("feedback", {})
    weights = scoring.get("weights", DEFAULT_WEIGHTS)
    return Dossier(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        brief=Bilingual.read(doc["brief"]),
        level=int(doc["level"]),
        minutes=int(doc["minutes"]),
        start=start,
        area=context.area,
        documents=tuple(_document(row, i) for i, row in enumerate(doc["documents"], start=1)),
        truth=tuple(_truth(row, doc, context) for row in doc["truth"]),
        forbidden=_forbidden(doc.get("forbidden", ())),
        weights={name: Fraction(str(weight)) for name, weight in weights.items()},
        pass_mark=Fraction(str(scoring.get("pass", PASS))),
        tier_floor=Fraction(str(scoring.get("tier_floor", TIER_FLOOR))),
        max_checks=int(feedback.get("max_checks", 5)),
        rules=tuple(Bilingual.read(row) for row in doc.get("rules", ())),
    )


def texts_of(value: object) -> tuple[str, str]:
    """Return the Chinese and the English writing of a value given once or as ``{zh, en}``."""
    if isinstance(value, Mapping):
        return str(value["zh"]), str(value["en"])
    return str(value), str(value)


def _document(row: Mapping[str, Any], number: int) -> Document:
    return Document(
        id=str(row["id"]),
        tag=f"D{number}",
        kind=str(row["kind"]),
        title=Bilingual.read(row["title"]),
        dated=date.fromisoformat(str(row["dated"])),
        reliability=str(row["reliability"]),
        body=Bilingual.read(row["body"]),
    )


def _truth(row: Mapping[str, Any], doc: Mapping[str, Any], context: Context) -> Truth:
    entity, ref = str(row["entity"]), str(row["ref"])
    facts = [_fact(entity, item, context) for item in row["facts"]]
    optional = [_fact(entity, item, context) for item in doc.get("optional", ()) if item["ref"] == ref]
    gaps = [_gap(entity, item) for item in doc.get("gaps", ()) if item["ref"] == ref]
    decisions = [_decision(entity, item, context) for item in doc.get("classify", ()) if item["ref"] == ref]
    return Truth(
        entity=entity,
        ref=ref,
        key={str(name): Fraction(str(weight)) for name, weight in row["key"].items()},
        facts={fact.field.key: fact for fact in facts},
        gaps={gap.field.key: gap for gap in gaps},
        decisions={decision.field.key: decision for decision in decisions},
        optional={fact.field.key: fact for fact in optional},
    )


def _known(entity: str, key: object) -> Field:
    found = find(entity, str(key))
    if found is None:
        raise KeyError(f"{entity}.{key}")
    return found


def _values(known: Field, texts: Iterable[str], context: Context) -> tuple[Value, ...]:
    values: list[Value] = []
    for text in texts:
        value = read(known, text, context)
        if value not in values:
            values.append(value)
    return tuple(values)


def _fact(entity: str, row: Mapping[str, Any], context: Context) -> Fact:
    known = _known(entity, row["field"])
    zh, en = texts_of(row["value"])
    accepted = [text for item in row.get("accept", ()) for text in texts_of(item)]
    return Fact(
        field=known,
        weight=Fraction(str(row.get("weight", 1))),
        model=Bilingual(zh, en),
        values=_values(known, [zh, en, *accepted], context),
        evidence=tuple(_evidence(item) for item in row.get("evidence", ())),
        status=str(row.get("status", "confirmed")),
        points=tuple(tuple(map(str, (*p["zh"], *p["en"]))) for p in row.get("points", ())),
        must_not=tuple(map(str, row.get("must_not", ()))),
        stale=tuple(_stale(known, item, context) for item in row.get("stale", ())),
        tolerance=Fraction(str(row.get("tolerance", 0))),
        why=Bilingual.read(row["why"]) if "why" in row else None,
    )


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(str(row["doc"]), Bilingual(*texts_of(row["quote"])))


def _stale(known: Field, row: Mapping[str, Any], context: Context) -> Stale:
    zh, en = texts_of(row["value"])
    return Stale(_values(known, (zh, en), context), Bilingual.read(row["why"]), Bilingual(zh, en))


def _gap(entity: str, row: Mapping[str, Any]) -> Gap:
    weight = Fraction(str(row.get("weight", 1)))
    return Gap(_known(entity, row["field"]), weight, Bilingual.read(row["ask"]))


def _decision(entity: str, row: Mapping[str, Any], context: Context) -> Decision:
    known, value = _known(entity, row["field"]), str(row["value"])
    return Decision(known, read(known, value, context), value, Bilingual.read(row["why"]))


def _forbidden(rows: Iterable[Mapping[str, Any]]) -> tuple[Forbidden, ...]:
    return tuple(
        Forbidden(str(r["category"]), re.compile(str(r["pattern"])), Bilingual.read(r["rule"])) for r in rows
    )


def sensitive(dossier: Dossier, texts: Iterable[str]) -> bool:
    """Tell whether any of *texts* holds something that must not be filed: planted here, or an ID number."""
    patterns = [item.pattern for item in dossier.forbidden] + [re.compile(p) for p in _GENERAL_FORBIDDEN]
    return any(pattern.search(text) for pattern in patterns for text in texts)
