"""Every dossier of the tree holds: no faults, and the four robots score what they must."""

from typing import Any

import pytest

from app.crm.engine import robots
from app.crm.engine.dossier import parse
from app.crm.engine.fields import TIERS
from app.crm.engine.judge import judge
from app.crm.engine.lint import problems
from app.crm.engine.model import model_archive
from tests.crm import dossiers


@pytest.mark.parametrize("name", dossiers.ids())
def test_dossier_has_no_faults(name: str) -> None:
    assert problems(dossiers.doc(name)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", dossiers.ids())
def test_robots(name: str, language: str) -> None:
    dossier = dossiers.dossier(name)
    scores = robots.results(dossier, language)
    assert scores["perfect"] == 100
    assert scores["empty"] == 0
    assert scores["shotgun"] < 90
    assert scores["copy-all"] <= 59
    assert judge(dossier, robots.perfect(dossier, language)).score.passed
    assert not judge(dossier, robots.copy_all(dossier, language)).score.passed


def test_the_first_dossier_has_what_it_promises() -> None:
    dossier = dossiers.dossier()
    facts = [fact for truth in dossier.truth for fact in truth.facts.values()]
    assert 18 <= len(facts) <= 25
    assert {fact.field.tier for fact in facts} == set(TIERS)
    assert sum(truth.entity == "contact" and truth.needed for truth in dossier.truth) == 3
    assert sum(bool(fact.stale) for fact in facts) == 1
    assert sum(fact.status == "hearsay" for fact in facts) == 1
    assert sum(len(truth.gaps) for truth in dossier.truth) == 1
    assert len(dossier.forbidden) == 1
    assert [d.tag for d in dossier.documents] == ["D1", "D2", "D3"]


def test_relative_dates_count_from_their_document() -> None:
    dossier = dossiers.dossier()
    assert dossier.context("minutes").base.isoformat() == "2026-10-09"
    assert dossier.context("chat").base.isoformat() == "2026-10-08"
    assert dossier.context("nothing").base == dossier.start


def test_the_model_archive_shows_text_place_and_reason() -> None:
    records = model_archive(dossiers.dossier())
    lines = {(r.ref, line.field.key): line for r in records for line in r.lines}
    until = lines["college", "supplier_until"]
    assert (until.text.zh, until.doc, until.line) == ("2026-12-31", "D3", {"zh": 5, "en": 5})
    assert "协议" in until.why[0].zh
    assert lines["zhong", "mobile"].kind == "gap"
    assert lines["college", "grade"].text.zh == "A 级"
    assert "shen" not in {r.ref for r in records}


def wrong(change: Any) -> list[str]:
    """Return the codes of the faults that a spoilt dossier shows."""
    spoilt = dossiers.doc()
    change(spoilt)
    return [fault.code for fault in problems(spoilt)]


FACTS = "facts"
SPOILT: dict[str, tuple[Any, str]] = {
    "no brief": (lambda d: d.pop("brief"), "KM060"),
    "not a day": (lambda d: d["clock"].update(start="2026-02-30"), "KM061"),
    "unknown kind": (lambda d: d["documents"][0].update(kind="tweet"), "KM062"),
    "unknown status": (lambda d: d["truth"][0][FACTS][0].update(status="sure"), "KM062"),
    "no English text": (lambda d: d["documents"][0]["body"].update(en=""), "KM161"),
    "unknown record": (lambda d: d["gaps"][0].update(ref="nobody"), "KM260"),
    "unknown field": (lambda d: d["truth"][0][FACTS][0].update(field="colour"), "KM261"),
    "unknown document": (lambda d: d["truth"][0][FACTS][0]["evidence"][0].update(doc="fax"), "KM262"),
    "key without a fact": (lambda d: d["truth"][0]["key"].update(fax=1), "KM263"),
    "a value nobody can read": (lambda d: d["truth"][0][FACTS][5].update(value="几百万张"), "KM360"),
    "points missing": (lambda d: d["truth"][0][FACTS][7].pop("points"), "KM361"),
    "points the value lacks": (lambda d: d["truth"][0][FACTS][7]["value"].update(en="Grow"), "KM362"),
    "no evidence": (lambda d: d["truth"][0][FACTS][0].pop("evidence"), "KM363"),
    "a quote that is not there": (lambda d: d["documents"][0]["body"].update(zh="空白名片"), "KM364"),
    "a quote with marks that are not shown": (
        lambda d: d["truth"][0][FACTS][0]["evidence"][0]["quote"].update(zh="# 鑒水職業技術學院"),
        "KM364",
    ),
    "forbidden thing absent": (lambda d: d["forbidden"][0].update(pattern="护照"), "KM560"),
    "a robot that scores too well": (lambda d: d["forbidden"].clear(), ""),
    "a record without facts": (lambda d: d["truth"][0].pop("facts"), "KM060"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_dossier_is_told(name: str) -> None:
    change, code = SPOILT[name]
    found = wrong(change)
    assert (code in found) if code else found == []


def test_lint_tells_the_place() -> None:
    spoilt = dossiers.doc()
    spoilt["truth"][1]["facts"][0]["evidence"][1]["quote"]["en"] = "Liu Jingshu of the moon"
    (fault,) = problems(spoilt)
    assert fault.path == ("truth", 1, "facts", 0, "evidence", 1, "quote", "en")
    assert "Liu Jingshu of the moon" in fault.message


def test_a_robot_that_misses_its_bar_is_a_fault() -> None:
    spoilt = dossiers.doc()
    spoilt["scoring"] = {"weights": {"hyg": 1}}
    assert {fault.code for fault in problems(spoilt)} <= {"KM365"}
    spoilt["scoring"] = {"weights": {"f1": 0, "prov": 1, "cls": 0, "rel": 0, "hyg": 0}}
    faults = problems(spoilt)
    assert [fault.code for fault in faults] == ["KM365", "KM365"]
    assert "shotgun" in faults[0].message


def test_parse_refuses_what_the_catalogue_lacks() -> None:
    spoilt = dossiers.doc()
    spoilt["gaps"][0]["field"] = "colour"
    with pytest.raises(KeyError):
        parse(spoilt)
