"""The judge: an archive against its dossier, fact by fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.crm.engine.align import KEEP, pairs
from app.crm.engine.archive import Filing, Record
from app.crm.engine.compare import FULL, HALF, RIGHT, Credit, compare, key_points
from app.crm.engine.dossier import Dossier, Evidence, Fact, Truth, sensitive
from app.crm.engine.fields import find
from app.crm.engine.places import supports
from app.crm.engine.score import ONE, ZERO, Hygiene, Score, Verdict, score


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged fact or value: its verdict, the flaws to tell, and where the truth stands."""

    entity: str
    ref: str
    record: int | None
    field: str
    verdict: Verdict | None
    flaws: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decided: bool | None = None  # for a decision: was it right?


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole check: the mark and every single judgement behind it."""

    score: Score
    judged: tuple[Judged, ...]
    pairs: Mapping[str, int]
    hygiene: Hygiene


def judge(dossier: Dossier, records: Sequence[Record]) -> Outcome:
    """Check *records* against *dossier*: align, compare, count, mark."""
    filled = [record for record in records if record.filings]
    matched = _match(dossier, filled)
    by_ref = {t.ref: _find(filled, t.entity, matched.get(t.ref)) for t in dossier.truth}
    rows = [row for truth in dossier.truth for row in _record_rows(dossier, truth, by_ref[truth.ref])]
    spare = [record for record in filled if record not in by_ref.values()]
    duplicates = [record for record in spare if _is_double(dossier, record)]
    for record in spare:
        rows += _spare_rows(dossier, record, double=record in duplicates)
    hidden = [_sensitive_row(r, f) for r in filled for f in r.filings.values() if _secret(dossier, f)]
    facts = [row.verdict for row in rows if row.verdict is not None]
    hygiene = Hygiene(sum(v.kind == "SPU" for v in facts), len(hidden), len(duplicates))
    mark = score(
        facts,
        hygiene,
        _decisions(rows),
        weights=dossier.weights,
        pass_mark=dossier.pass_mark,
        tier_floor=dossier.tier_floor,
    )
    return Outcome(mark, (*rows, *hidden), matched, hygiene)


def _find(records: Iterable[Record], entity: str, number: int | None) -> Record | None:
    return next((r for r in records if r.entity == entity and r.id == number), None)


def _decisions(rows: Iterable[Judged]) -> dict[str, Fraction]:
    """Return the share of right decisions, if the dossier asks for any."""
    asked = [row.decided for row in rows if row.decided is not None]
    return {"cls": Fraction(sum(asked), len(asked))} if asked else {}


def _likeness(truth: Truth, record: Record) -> Fraction:
    """Key-weighted comparator credit: how much *record* looks like *truth*."""
    earned = ZERO
    for key, weight in truth.key.items():
        filing, fact = record.filings.get(key), truth.facts.get(key) or truth.optional.get(key)
        if filing and filing.value and fact:
            earned += weight * _value_credit(fact, filing).share
    return earned / sum(truth.key.values(), ZERO)


def _match(dossier: Dossier, records: Sequence[Record]) -> dict[str, int]:
    """Return for each truth ref the id of the record that stands for it."""
    found: dict[str, int] = {}
    for entity in sorted({truth.entity for truth in dossier.truth}):
        truths = sorted((t for t in dossier.truth if t.entity == entity), key=lambda t: not t.needed)
        filed = [r for r in records if r.entity == entity]
        table = [[_likeness(t, r) for r in filed] for t in truths]
        if filed:
            chosen = pairs(table, sum(t.needed for t in truths))
            found |= {truths[i].ref: filed[j].id for i, j in chosen}
    return found


def _is_double(dossier: Dossier, record: Record) -> bool:
    return any(_likeness(t, record) >= KEEP for t in dossier.truth if t.entity == record.entity)


def _value_credit(fact: Fact, filing: Filing) -> Credit:
    """Return the best credit over the accepted writings; a stale value is named as such."""
    if filing.value is None:
        return Credit(ZERO, "wrong")
    if fact.points:
        return key_points(fact.points, fact.must_not, filing.value)
    best = max(
        (compare(fact.field, v, filing.value, fact.tolerance) for v in fact.values), key=lambda c: c.share
    )
    if best.share < FULL:
        old = (compare(fact.field, v, filing.value, fact.tolerance) for s in fact.stale for v in s.values)
        if any(credit.share == FULL for credit in old):
            return Credit(ZERO, "stale")
    return best


def _record_rows(dossier: Dossier, truth: Truth, record: Record | None) -> list[Judged]:
    filings = record.filings if record else {}
    number = record.id if record else None
    rows = [_fact_row(dossier, truth, fact, filings.get(key), number) for key, fact in truth.facts.items()]
    for key, gap in truth.gaps.items():
        rows += _gap_rows(truth, key, gap.weight, filings.get(key), number)
    rows += [_decision_row(truth, key, filings.get(key), number) for key in truth.decisions]
    if record is not None:
        rows += _extra_rows(dossier, truth, record)
    return rows


def _fact_row(
    dossier: Dossier, truth: Truth, fact: Fact, filing: Filing | None, number: int | None
) -> Judged:
    field, tier = fact.field.key, fact.field.tier
    if filing is None or filing.status == "unknown":
        flaw = "missing" if number is None or filing is None else "said"
        return Judged(
            truth.entity,
            truth.ref,
            number,
            field,
            Verdict("MIS", fact.weight, tier=tier),
            (flaw,),
            fact.evidence,
        )
    credit, flaws = _value_credit(fact, filing), []
    share = credit.share
    if credit.flaw:
        flaws.append(credit.flaw)
    if share and fact.status == "hearsay" and filing.status == "confirmed":
        share *= HALF
        flaws.append("hearsay")
    sourced = _sourced(dossier, filing, fact.evidence)
    if share and not sourced:
        flaws.append("other_source" if filing.doc else "no_source")
    kind = "COR" if share == ONE else "PAR" if share else "INC"
    verdict = Verdict(kind, fact.weight, share, tier, sourced)
    return Judged(truth.entity, truth.ref, number, field, verdict, tuple(flaws), fact.evidence)


def _sourced(dossier: Dossier, filing: Filing, evidence: tuple[Evidence, ...]) -> bool:
    document = dossier.document(filing.doc)
    return document is not None and supports(document, filing.quote, evidence)


def _gap_rows(
    truth: Truth, key: str, weight: Fraction, filing: Filing | None, number: int | None
) -> list[Judged]:
    known = find(truth.entity, key)
    tier = known.tier if known else ""
    if filing is not None and filing.status == "unknown":
        return [Judged(truth.entity, truth.ref, number, key, Verdict("COR", weight, ONE, tier))]
    missing = Judged(truth.entity, truth.ref, number, key, Verdict("MIS", weight, tier=tier), ("gap",))
    if filing is None:
        return [missing]
    guess = Judged(truth.entity, truth.ref, number, key, Verdict("SPU", ONE, tier=tier), ("guess",))
    return [guess, missing]


def _decision_row(truth: Truth, key: str, filing: Filing | None, number: int | None) -> Judged:
    decision = truth.decisions[key]
    value = filing.value if filing else None
    right = value is not None and compare(decision.field, decision.value, value) == RIGHT
    flaws = () if right else ("decide",) if value is None else ("decision",)
    return Judged(truth.entity, truth.ref, number, key, None, flaws, decided=right)


def _extra_rows(dossier: Dossier, truth: Truth, record: Record) -> list[Judged]:
    """Values filed where the dossier holds no truth: allowed if optional and right, otherwise spurious."""
    rows = []
    asked = {*truth.facts, *truth.gaps, *truth.decisions}
    for key, filing in record.filings.items():
        fact = truth.optional.get(key)
        fine = fact is not None and _value_credit(fact, filing).share > 0
        if key not in asked and not fine and not _excused(dossier, record.entity, filing):
            rows.append(_spurious(record, key, "spurious"))
    return rows


def _spare_rows(dossier: Dossier, record: Record, *, double: bool) -> list[Judged]:
    kept = [f for f in record.filings.values() if not _excused(dossier, record.entity, f)]
    rows = [_spurious(record, filing.field, "") for filing in kept]
    flaw = "double" if double else "stranger"
    return [*rows, Judged(record.entity, "", record.id, "", None, (flaw,))]


def _spurious(record: Record, key: str, flaw: str) -> Judged:
    known = find(record.entity, key)
    verdict = Verdict("SPU", ONE, tier=known.tier if known else "")
    return Judged(record.entity, "", record.id, key, verdict, (flaw,) if flaw else ())


def _excused(dossier: Dossier, entity: str, filing: Filing) -> bool:
    """Tell what is never junk: declared gaps, own judgements, and what is punished as sensitive."""
    known = find(entity, filing.field)
    return filing.status == "unknown" or bool(known and known.decision) or _secret(dossier, filing)


def _secret(dossier: Dossier, filing: Filing) -> bool:
    return sensitive(dossier, _texts(filing))


def _texts(filing: Filing) -> Iterable[str]:
    return (filing.raw, filing.quote)


def _sensitive_row(record: Record, filing: Filing) -> Judged:
    return Judged(record.entity, "", record.id, filing.field, None, ("sensitive",))
