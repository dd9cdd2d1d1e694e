"""What a check tells, deeper each time: counts, then which fields, then the document and line.

A finding names a flaw by code; ``REASONS`` has the sentence (an English msgid). No finding ever holds
a true value: answers stay on the server until the attempt is closed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.crm.engine.dossier import LANGUAGES, Dossier, Evidence
from app.crm.engine.judge import Judged, Outcome
from app.crm.engine.places import lines_of
from app.kernel.messages import N_

COUNTS, FIELDS, PLACES = 1, 2, 3
REASONS: dict[str, str] = {
    "missing": N_("%(field)s: nothing filed, though a document says it."),
    "said": N_("%(field)s: you declared a gap, but a document says it."),
    "gap": N_(
        "%(field)s: the form asks for it and you have filed nothing. If no document says it, declare a gap."
    ),
    "guess": N_("%(field)s: no document says this. A guess is worse than a declared gap."),
    "spurious": N_("%(field)s: no document bears this out. Take it out, or show where it stands."),
    "stale": N_("%(field)s: some document says so, but another one is newer or closer to the fact."),
    "unit": N_(
        "%(field)s: the digits are right and the size is not. Look at the unit (thousand, wan, million)."
    ),
    "currency": N_("%(field)s: another currency than the document's."),
    "coarse": N_("%(field)s: right but too coarse. The document is more exact."),
    "near": N_("%(field)s: close, not quite the same."),
    "digits": N_("%(field)s: the words may do, the digits do not agree."),
    "surname": N_("%(field)s: only a surname. The full name stands in a document."),
    "form": N_("%(field)s: right organisation, wrong or missing legal form."),
    "short": N_("%(field)s: that is the short name; the full name is asked for."),
    "extension": N_("%(field)s: right number, the extension differs."),
    "part": N_("%(field)s: part of it is there, part is missing or too much."),
    "must_not": N_("%(field)s: this says something nobody agreed to."),
    "wrong": N_("%(field)s: the documents say something else."),
    "hearsay": N_("%(field)s: somebody only heard this. Filed as confirmed it counts half."),
    "no_source": N_("%(field)s: right, but no source. Who would believe it in a year?"),
    "other_source": N_("%(field)s: right, but the place you quote does not say it."),
    "decide": N_("%(field)s: your judgement is missing."),
    "decision": N_("%(field)s: the documents point to another judgement."),
    "sensitive": N_("%(field)s: this must not be in an archive at all. It caps the mark at 59."),
    "double": N_("This record stands twice in your archive. Keep one."),
    "stranger": N_("This record is none of the customer's people or units. Does it belong here?"),
    "absent": N_("Somebody or something that matters has no record in your archive."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell: which record, which field, which flaw, and (deepest) where to look."""

    entity: str
    record: int | None
    field: str
    flaw: str
    doc: str = ""
    lines: Mapping[str, int] | None = None

    def packed(self) -> dict[str, Any]:
        """Return the finding as a JSON-ready mapping."""
        lines = dict(self.lines) if self.lines else {}
        return {
            "entity": self.entity, "record": self.record, "field": self.field,
            "flaw": self.flaw, "doc": self.doc, "lines": lines,
        }  # fmt: skip


def depth_of(number: int) -> int:
    """Return how much check *number* tells: 1 counts, 2 fields, from 3 on the places too."""
    return min(max(number, COUNTS), PLACES)


def findings(dossier: Dossier, outcome: Outcome, depth: int) -> list[Finding]:
    """Return what a check of *depth* may tell, record by record in the order of the archive."""
    if depth < FIELDS:
        return []
    rows: list[Finding] = []
    absent = [t for t in dossier.truth if t.needed and t.ref not in outcome.pairs]
    rows += [Finding(t.entity, None, "", "absent") for t in absent]
    for judged in outcome.judged:
        if judged.ref not in {t.ref for t in absent}:
            rows += _of_judged(dossier, judged, depth)
    return rows


def _of_judged(dossier: Dossier, judged: Judged, depth: int) -> Iterable[Finding]:
    doc, lines = _place(dossier, judged.evidence) if depth >= PLACES and judged.evidence else ("", None)
    for flaw in judged.flaws:
        yield Finding(judged.entity, judged.record, judged.field, flaw, doc, lines)


def _place(dossier: Dossier, evidence: tuple[Evidence, ...]) -> tuple[str, dict[str, int]]:
    document = dossier.document(evidence[0].doc)
    if document is None:
        return "", {}
    found = {lang: lines_of(document, evidence[0].quote.get(lang), lang) for lang in LANGUAGES}
    return document.tag, {lang: numbers[0] for lang, numbers in found.items() if numbers}


def counts(outcome: Outcome) -> dict[str, Any]:
    """Return the counts of a check: per tier, per kind of verdict, and the formula's own numbers."""
    kinds = dict.fromkeys(("COR", "PAR", "INC", "MIS", "SPU"), 0)
    for judged in outcome.judged:
        if judged.verdict is not None:
            kinds[judged.verdict.kind] += 1
    mark = outcome.score
    tiers = {
        name: {"pos": str(t.pos), "hit": str(t.hit), "recall": str(t.recall)}
        for name, t in mark.tiers.items()
    }
    asked = [row.decided for row in outcome.judged if row.decided is not None]
    return {
        "kinds": kinds,
        "tiers": tiers,
        "pos": str(mark.tally.pos), "act": str(mark.tally.act), "hit": str(mark.tally.hit),
        "precision": str(mark.tally.precision), "recall": str(mark.tally.recall), "g": str(mark.g),
        "dimensions": {name: str(value) for name, value in mark.dimensions.items()},
        "weights": {name: str(mark.weights[name]) for name in mark.dimensions if mark.weights.get(name)},
        "hygiene": {
            "junk": outcome.hygiene.junk,
            "sensitive": outcome.hygiene.sensitive,
            "duplicates": outcome.hygiene.duplicates,
        },
        "decided": {"right": sum(asked), "asked": len(asked)},
        "raw": str(mark.raw),
    }  # fmt: skip
