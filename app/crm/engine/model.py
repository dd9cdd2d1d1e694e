"""The model archive of a dossier: what we would have filed, from where, and why."""

from dataclasses import dataclass

from app.crm.engine.dossier import LANGUAGES, Dossier, Fact, Truth
from app.crm.engine.fields import Field, of_entity
from app.crm.engine.places import lines_of
from app.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the model archive."""

    field: Field
    text: Bilingual
    kind: str  # fact | gap | decision
    status: str
    doc: str
    line: dict[str, int]
    why: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One record of the model archive; *ref* pairs it with the learner's own."""

    entity: str
    ref: str
    lines: tuple[Line, ...]


def model_archive(dossier: Dossier) -> tuple[ModelRecord, ...]:
    """Return the records that had to be filed, field by field in the order of the page."""
    return tuple(ModelRecord(t.entity, t.ref, _lines(dossier, t)) for t in dossier.truth if t.needed)


def _lines(dossier: Dossier, truth: Truth) -> tuple[Line, ...]:
    rows: list[Line] = []
    for known in of_entity(truth.entity):
        if fact := truth.facts.get(known.key):
            rows.append(_fact_line(dossier, fact))
        elif gap := truth.gaps.get(known.key):
            rows.append(Line(known, gap.ask, "gap", "unknown", "", {}, ()))
        elif decision := truth.decisions.get(known.key):
            label = known.option(decision.model) or Bilingual(decision.model, decision.model)
            rows.append(Line(known, label, "decision", "assumed", "", {}, (decision.why,)))
    return tuple(rows)


def _fact_line(dossier: Dossier, fact: Fact) -> Line:
    tag, numbers = "", {}
    document = dossier.document(fact.evidence[0].doc) if fact.evidence else None
    if document is not None:
        tag = document.tag
        found = {lang: lines_of(document, fact.evidence[0].quote.get(lang), lang) for lang in LANGUAGES}
        numbers = {lang: lines[0] for lang, lines in found.items() if lines}
    reasons = ([fact.why] if fact.why else []) + [stale.why for stale in fact.stale]
    return Line(fact.field, fact.model, "fact", fact.status, tag, numbers, tuple(reasons))
