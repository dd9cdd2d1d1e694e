"""Single changes to a perfect archive: each moves the mark by exactly the computed amount."""

from fractions import Fraction
from typing import Any

import pytest

from app.crm.engine import robots
from app.crm.engine.archive import Filing, Record
from app.crm.engine.feedback import REASONS, counts, depth_of, findings
from app.crm.engine.judge import Outcome, judge
from app.crm.engine.places import holds, lines_of, supports
from tests.crm import dossiers

DOSSIER = dossiers.dossier()
PERFECT = robots.perfect(DOSSIER, "zh")
COLLEGE, LIU, ZHONG, FAN = range(4)
POS = judge(DOSSIER, PERFECT).score.tally.pos
WEIGHTS = {"f1": 50, "prov": 15, "cls": 15, "hyg": 10}


def expected(
    *, hit: Fraction, act: Fraction, prov: Fraction = Fraction(1), hyg: Fraction = Fraction(1)
) -> Fraction:
    """Compute the total by hand from HIT, ACT and the other dimensions (all decisions right)."""
    recall, precision = hit / POS, hit / act
    f1 = 2 * precision * recall / (precision + recall)
    return Fraction(100, 90) * (50 * f1 + 15 * prov + 15 + 10 * hyg)


def after(who: int, *filings: Filing, without: str = "") -> Outcome:
    """Judge the perfect archive with one record changed."""
    records = list(PERFECT)
    records[who] = dossiers.changed(records[who], *filings, without=without)
    return judge(DOSSIER, records)


def refiled(who: int, key: str, raw: str, **more: Any) -> Outcome:
    """Judge the perfect archive with one value written otherwise, from the same source."""
    old = PERFECT[who].filings[key]
    more = {"status": old.status, "doc": old.doc, "quote": old.quote} | more
    return after(who, dossiers.filing(DOSSIER, PERFECT[who].entity, key, raw, **more))


def flaws(outcome: Outcome) -> list[str]:
    """Return the flaws that the deepest feedback names."""
    return [finding.flaw for finding in findings(DOSSIER, outcome, 3)]


def test_perfect_has_no_flaws() -> None:
    outcome = judge(DOSSIER, PERFECT)
    assert outcome.score.total == 100
    assert flaws(outcome) == []
    assert POS == 39


@pytest.mark.parametrize(
    ("who", "key", "raw", "weight", "credit", "flaw"),
    [
        (COLLEGE, "name", "鉴水学院", 3, Fraction(1, 2), "short"),
        (COLLEGE, "volume", "480", 2, Fraction(0), "unit"),
        (COLLEGE, "volume", "48万张", 2, Fraction(0), "unit"),
        (COLLEGE, "supplier_until", "2027年3月", 2, Fraction(0), "stale"),
        (COLLEGE, "supplier_until", "2026年12月", 2, Fraction(1, 2), "coarse"),
        (COLLEGE, "next_on", "2026-10-14", 1, Fraction(0), "wrong"),
        (COLLEGE, "direction", "统一管理", 2, Fraction(1, 2), "part"),
        (
            COLLEGE,
            "answer",
            "按张计费的说明，10月12日，两家用户名单，打九折也行，可以打折",
            2,
            Fraction(0),
            "must_not",
        ),
        (LIU, "tel", "0575-88000126", 1, Fraction(1, 2), "extension"),
        (ZHONG, "name", "钟处长", 2, Fraction(1, 2), "surname"),
        (FAN, "hobbies", "钓鱼", 1, Fraction(2, 3), "part"),
    ],
)
def test_one_flaw_costs_what_it_weighs(
    who: int, key: str, raw: str, weight: int, credit: Fraction, flaw: str
) -> None:
    outcome = refiled(who, key, raw)
    assert flaws(outcome) == [flaw]
    hit = POS - weight * (1 - credit)
    assert outcome.score.total == expected(hit=hit, act=POS)


def test_hearsay_filed_as_confirmed_counts_half() -> None:
    outcome = refiled(COLLEGE, "spend", "60来万", status="confirmed")
    assert flaws(outcome) == ["hearsay"]
    assert outcome.score.total == expected(hit=POS - 1, act=POS)
    assert refiled(COLLEGE, "spend", "60来万", status="assumed").score.total == 100


def test_a_missing_value_costs_recall_only() -> None:
    outcome = after(COLLEGE, without="strategy")
    assert flaws(outcome) == ["missing"]
    assert outcome.score.total == expected(hit=POS - 2, act=POS - 2)


def test_a_gap_declared_where_a_document_speaks_is_missing() -> None:
    outcome = after(COLLEGE, Filing("volume", "问范主任", None, "unknown"))
    assert flaws(outcome) == ["said"]
    assert outcome.score.total == expected(hit=POS - 2, act=POS - 2)


def test_a_guess_where_nobody_speaks_is_worse_than_a_gap() -> None:
    outcome = after(ZHONG, dossiers.filing(DOSSIER, "contact", "mobile", "19900000118"))
    assert sorted(flaws(outcome)) == ["gap", "guess"]
    assert outcome.score.total == expected(hit=POS - 1, act=POS, hyg=Fraction(19, 20))


def test_silence_about_a_gap_is_missing() -> None:
    outcome = after(ZHONG, without="mobile")
    assert flaws(outcome) == ["gap"]
    assert outcome.score.total == expected(hit=POS - 1, act=POS - 1)


@pytest.mark.parametrize(
    ("doc", "quote", "flaw"),
    [("", "", "no_source"), ("card", "柳静姝", "other_source"), ("chat", "食堂的梅干菜烧肉", "other_source")],
)
def test_a_value_without_its_source_loses_provenance(doc: str, quote: str, flaw: str) -> None:
    outcome = refiled(COLLEGE, "volume", "480万张", doc=doc, quote=quote)
    assert flaws(outcome) == [flaw]
    # the declared gap (weight 1) has no source and does not count
    assert outcome.score.total == expected(hit=POS, act=POS, prov=(POS - 1 - 2) / (POS - 1))


def test_a_wrong_judgement_costs_its_share_of_the_decisions() -> None:
    outcome = after(COLLEGE, dossiers.filing(DOSSIER, "account", "grade", "B 级"))
    assert flaws(outcome) == ["decision"]
    assert outcome.score.total == Fraction(100, 90) * (50 + 15 + 15 * Fraction(3, 4) + 10)
    assert flaws(after(FAN, without="role")) == ["decide"]


def test_junk_costs_precision_and_hygiene() -> None:
    outcome = after(COLLEGE, dossiers.filing(DOSSIER, "account", "fax", "0575-88000199"))
    assert flaws(outcome) == ["spurious"]
    assert outcome.score.total == expected(hit=POS, act=POS + 1, hyg=Fraction(19, 20))


def test_true_values_nobody_asked_for_cost_nothing() -> None:
    extra = [
        dossiers.filing(DOSSIER, "account", "headcount", "520人"),
        dossiers.filing(DOSSIER, "account", "web", "www.jianshui.example"),
    ]
    assert after(COLLEGE, *extra).score.total == 100
    shen = Record(9, "contact", {"name": dossiers.filing(DOSSIER, "contact", "name", "沈副院长")})
    assert judge(DOSSIER, [*PERFECT, shen]).score.total == 100


def test_a_needless_gap_and_an_unasked_judgement_cost_nothing() -> None:
    gaps = [Filing(key, "问前台", None, "unknown") for key in ("fax", "web")]
    assert after(COLLEGE, *gaps, dossiers.filing(DOSSIER, "account", "man", "MAN")).score.total == 100


@pytest.mark.parametrize("where", ["value", "quote"])
def test_an_id_number_caps_the_mark_wherever_it_stands(where: str) -> None:
    planted = "身份证号 330602197302291834"
    if where == "value":
        outcome = after(FAN, dossiers.filing(DOSSIER, "contact", "concern", planted))
    else:
        outcome = refiled(FAN, "name", "范立军", doc="chat", quote="范立军，" + planted)
    assert "sensitive" in flaws(outcome)
    assert outcome.score.total == 59
    assert not outcome.score.passed
    assert outcome.hygiene.junk == 0


def test_any_id_number_is_sensitive_even_one_the_author_did_not_plant() -> None:
    outcome = after(LIU, dossiers.filing(DOSSIER, "contact", "personality", "11010119000230123x"))
    assert outcome.score.total == 59


def test_a_record_filed_twice_is_told() -> None:
    double = Record(8, "contact", {"name": dossiers.filing(DOSSIER, "contact", "name", "柳静姝")})
    outcome = judge(DOSSIER, [*PERFECT, double])
    assert flaws(outcome) == ["double"]
    assert outcome.score.total == expected(hit=POS, act=POS + 1, hyg=Fraction(3, 4))


def test_our_own_people_are_none_of_the_customers() -> None:
    ours = Record(8, "contact", {"name": dossiers.filing(DOSSIER, "contact", "name", "骆一帆")})
    assert flaws(judge(DOSSIER, [*PERFECT, ours])) == ["stranger"]


def test_an_absent_record_is_told_without_its_name() -> None:
    outcome = judge(DOSSIER, PERFECT[:-1])
    (finding,) = findings(DOSSIER, outcome, 3)
    assert (finding.flaw, finding.entity, finding.record, finding.field, finding.doc) == (
        "absent",
        "contact",
        None,
        "",
        "",
    )


def test_the_last_pair_belongs_together() -> None:
    records = [*PERFECT[:-1], dossiers.changed(PERFECT[FAN], without="name")]
    outcome = judge(DOSSIER, records)
    assert outcome.pairs["fan"] == PERFECT[FAN].id
    assert outcome.score.total == expected(hit=POS - 2, act=POS - 2)


def test_an_empty_record_does_not_count() -> None:
    assert judge(DOSSIER, [*PERFECT, Record(8, "contact", {})]).score.total == 100


def test_only_the_address_book_is_no_archive() -> None:
    basics = [
        Record(
            r.id,
            r.entity,
            {
                k: f
                for k, f in r.filings.items()
                if k in {"name", "phone", "address", "title", "tel", "mobile"}
            },
        )
        for r in PERFECT
    ]
    outcome = judge(DOSSIER, basics)
    assert outcome.score.tiers["basic"].recall >= Fraction(1, 2)
    assert outcome.score.tiers["core"].recall == 0
    assert not outcome.score.passed


def test_feedback_deepens_and_holds_no_answers() -> None:
    outcome = refiled(COLLEGE, "supplier_until", "2027年3月")
    assert [depth_of(n) for n in (1, 2, 3, 9)] == [1, 2, 3, 3]
    assert findings(DOSSIER, outcome, 1) == []
    (shallow,), (deep,) = findings(DOSSIER, outcome, 2), findings(DOSSIER, outcome, 3)
    assert (shallow.doc, shallow.lines) == ("", None)
    assert (deep.doc, deep.lines) == ("D3", {"zh": 5, "en": 5})
    assert "2026-12-31" not in str([deep.packed(), counts(outcome)])


def test_every_flaw_has_its_sentence() -> None:
    seen = {
        "missing",
        "said",
        "gap",
        "guess",
        "spurious",
        "stale",
        "unit",
        "currency",
        "coarse",
        "near",
        "digits",
    }
    assert seen < set(REASONS)
    assert all(
        "%(field)s" in text or flaw in {"double", "stranger", "absent"} for flaw, text in REASONS.items()
    )


def test_counts_are_the_formulas_own_numbers() -> None:
    outcome = after(COLLEGE, without="strategy")
    found = counts(outcome)
    assert found["kinds"] == {"COR": 25, "PAR": 0, "INC": 0, "MIS": 1, "SPU": 0}
    assert (found["pos"], found["act"], found["hit"]) == ("39", "37", "37")
    assert found["weights"] == {"f1": "50", "prov": "15", "cls": "15", "hyg": "10"}
    assert found["tiers"]["core"] == {"pos": "6", "hit": "4", "recall": "2/3"}
    assert found["decided"] == {"right": 4, "asked": 4}


def test_quotes_are_found_whatever_their_width() -> None:
    card, chat = DOSSIER.documents[0], DOSSIER.documents[1]
    assert lines_of(card, "鉴水职业技术学院", "zh") == (1,)
    assert lines_of(card, "0575-8800 0100", "zh") == (5,)
    assert holds(chat, "4.8 million pages last year")
    assert not holds(chat, "五百万张")
    assert not holds(chat, "  ")
    fact = DOSSIER.truth[0].facts["volume"]
    assert supports(chat, "四百八十万张", fact.evidence)
    assert supports(chat, "exam papers more than half", fact.evidence)
    assert not supports(card, "鉴水", fact.evidence)
