"""Four players that never learn: the strongest test of a dossier is what they score.

perfect → 100, empty → 0, shotgun (fills every field) < 90, copy-all (files forbidden things too) ≤ 59.
"""

from fractions import Fraction
from typing import Any

from app.crm.engine.archive import Filing, Record
from app.crm.engine.dossier import Dossier, Fact, Truth
from app.crm.engine.fields import Field, of_entity
from app.crm.engine.judge import judge
from app.crm.engine.normalise.reading import read

_JUNK: dict[str, str] = {
    "organisation": "云栖百货有限公司", "phone": "95999", "address": "不详路 1 号院",
    "email": "who@else.example", "web": "else.example", "person": "某某某", "text": "不详",
    "points": "继续努力", "set": "发呆", "money": "7元", "limit": "7元", "quantity": "7",
    "percent": "7%", "date": "1999-01-01", "birthday": "1月1日",
}  # fmt: skip


def perfect(dossier: Dossier, language: str) -> list[Record]:
    """File every fact, gap and decision as the model archive does, from the first place that says it."""
    return [
        _model(dossier, truth, i, language) for i, truth in enumerate(dossier.truth, start=1) if truth.needed
    ]


def shotgun(dossier: Dossier, language: str) -> list[Record]:
    """File everything right and fill every other field with something."""
    return [_stuffed(dossier, record) for record in perfect(dossier, language)]


def copy_all(dossier: Dossier, language: str) -> list[Record]:
    """File everything right and copy every line of every document besides, the forbidden ones too."""
    records = perfect(dossier, language)
    lines = [(d.tag, line) for d in dossier.documents for line in d.lines(language)]
    room = [(i, f) for i, r in enumerate(records) for f in _free(r) if f.type in {"text", "points", "set"}]
    extra: list[dict[str, Filing]] = [{} for _ in records]
    heaps = [lines[i :: len(room)] for i in range(len(room))]
    for (i, known), heap in zip(room, heaps, strict=True):
        if heap:
            text = " ".join(line for _, line in heap)
            extra[i][known.key] = _filing(dossier, known, text[:500], doc=heap[0][0], quote=heap[0][1])
    return [Record(r.id, r.entity, {**r.filings, **more}) for r, more in zip(records, extra, strict=True)]


def results(dossier: Dossier, language: str) -> dict[str, Fraction]:
    """Return what each of the four players scores."""
    players: dict[str, list[Record]] = {
        "perfect": perfect(dossier, language),
        "empty": [],
        "shotgun": shotgun(dossier, language),
        "copy-all": copy_all(dossier, language),
    }
    return {name: judge(dossier, records).score.total for name, records in players.items()}


def _model(dossier: Dossier, truth: Truth, number: int, language: str) -> Record:
    filings: dict[str, Filing] = {}
    for key, fact in truth.facts.items():
        filings[key] = _true(dossier, fact, language)
    for key, gap in truth.gaps.items():
        filings[key] = Filing(key, gap.ask.get(language), None, "unknown")
    for key, decision in truth.decisions.items():
        filings[key] = Filing(key, decision.model, decision.value, "assumed")
    return Record(number, truth.entity, filings)


def _true(dossier: Dossier, fact: Fact, language: str) -> Filing:
    evidence = fact.evidence[0]
    text, quote = fact.model.get(language), evidence.quote.get(language)
    return _filing(dossier, fact.field, text, doc=evidence.doc, quote=quote, status=fact.status)


def _filing(dossier: Dossier, known: Field, text: str, **source: Any) -> Filing:
    return Filing(known.key, text, read(known, text, dossier.context()), **source)


def _free(record: Record) -> list[Field]:
    return [field for field in of_entity(record.entity) if field.key not in record.filings]


def _stuffed(dossier: Dossier, record: Record) -> Record:
    filings = dict(record.filings)
    for known in _free(record):
        text = known.options[0][0] if known.options else _JUNK.get(known.type, "")
        if text:
            filings[known.key] = _filing(dossier, known, text)
    return Record(record.id, record.entity, filings)
