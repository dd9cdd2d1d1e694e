"""The worked examples of the design, exactly: E1–E5, N1 and the smaller oracles."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest

from app.crm.engine.compare import compare, key_points
from app.crm.engine.fields import Field
from app.crm.engine.normalise.reading import Context, read
from app.crm.engine.score import (
    DEFAULT_WEIGHTS,
    Hygiene,
    Score,
    Tally,
    Verdict,
    edges_f1,
    merge_credit,
    score,
    tally,
)
from app.kernel.text import Bilingual

WEIGHTS = {name: Fraction(weight) for name, weight in DEFAULT_WEIGHTS.items()}
CONTEXT = Context(date(2026, 3, 2), "0575")
GRADES = tuple((key, Bilingual(key, key)) for key in "abc")


@dataclass(frozen=True)
class Row:
    """One fact of the worked example: its truth, how E1 and E2 write it, and whether E2 has a source."""

    weight: int
    kind: str
    truth: str
    e1: str
    e2: str | None
    sourced: bool = True
    points: tuple[tuple[str, ...], ...] = ()


ROWS = (
    # the account, weights 3 1 1 2 2 1
    Row(3, "organisation", "云栖饲料有限公司", "雲棲飼料有限公司", "云栖饲料股份有限公司"),
    Row(1, "phone", "0575-88000126转8016", "(0575)88000126-8016", "0575-88000126"),
    Row(1, "web", "yunqi.example", "www.yunqi.example", "yunqi.example"),
    Row(2, "money", "350万", "三百五十万", "350"),
    Row(2, "ordinal", "a", "a", "b", sourced=False),
    Row(1, "organisation", "远帆牧业", "遠帆牧業", None),
    # the contact, weights 2 1 2 2 1
    Row(2, "person", "温子昂", "溫子昂", "温总"),
    Row(1, "text", "采购总监", "采购总监", "车间主任"),
    Row(2, "phone", "19900000117", "+86 199-0000-0117", "199 0000 0117"),
    Row(2, "limit", "50万以内", "五十万", "50万"),
    Row(1, "set", "钓鱼、喝茶", "品茶、垂钓", "喝茶"),
    # the negotiation, weights 1 2 2
    Row(1, "date", "3月12日", "３月１２日", "3月"),
    Row(2, "points", "", "月结三十天", "货到付款", points=(("月结", "三十天"),)),
    Row(2, "points", "", "下周带样品去见温子昂", "下周再去一趟", points=(("样品",), ("下周",))),
)


def verdicts(which: str) -> list[Verdict]:
    """Judge every row of example E1 or E2 by the real readers and comparators."""
    found = []
    for row in ROWS:
        text = row.e1 if which == "e1" else row.e2
        field = Field("account", "x", "basic", row.kind, Bilingual("某", "x"), (), options=GRADES)
        if text is None:
            found.append(Verdict("MIS", Fraction(row.weight)))
            continue
        filed = read(field, text, CONTEXT)
        if row.points:
            share = key_points(row.points, (), filed).share
        else:
            share = compare(field, read(field, row.truth, CONTEXT), filed).share
        sourced = row.sourced or which == "e1"
        found.append(
            Verdict(
                "COR" if share == 1 else "PAR" if share else "INC", Fraction(row.weight), share, "", sourced
            )
        )
    return found


def junk(count: int) -> list[Verdict]:
    """Return *count* values that no document bears out."""
    return [Verdict("SPU", Fraction(1)) for _ in range(count)]


def mark(rows: list[Verdict], hygiene: Hygiene, cls: str, rel: str) -> Score:
    """Score with the default weights of the design."""
    return score(rows, hygiene, {"cls": Fraction(cls), "rel": Fraction(rel)}, weights=WEIGHTS)


def test_e1_perfect_but_written_differently_is_100() -> None:
    result = mark(verdicts("e1"), Hygiene(), "1", "1")
    assert result.tally == Tally(Fraction(23), Fraction(23), Fraction(23))
    assert result.total == 100
    assert result.passed


def test_e2_the_typical_archive() -> None:
    result = mark([*verdicts("e2"), *junk(1)], Hygiene(junk=1), "3/5", "1/2")
    assert result.tally == Tally(Fraction(23), Fraction(23), Fraction(67, 6))
    assert result.tally.precision == result.tally.recall == result.tally.f1 == Fraction(67, 138)
    assert result.dimensions["prov"] == Fraction(15, 17)
    assert result.dimensions["hyg"] == Fraction(19, 20)
    assert result.total == Fraction(47195, 782)
    assert not result.passed


def test_e3_empty_is_0() -> None:
    rows = [Verdict("MIS", Fraction(row.weight)) for row in ROWS]
    result = mark(rows, Hygiene(), "0", "0")
    assert result.tally == Tally(Fraction(23), Fraction(0), Fraction(0))
    assert result.dimensions["hyg"] == 1
    assert result.total == 0


def test_e4_perfect_with_seven_junk_values() -> None:
    result = mark([*verdicts("e1"), *junk(7)], Hygiene(junk=7), "1", "1")
    assert result.tally == Tally(Fraction(23), Fraction(30), Fraction(23))
    assert result.tally.f1 == Fraction(46, 53)
    assert result.dimensions["hyg"] == Fraction(13, 20)
    assert result.total == Fraction(9529, 106)


def test_e5_perfect_with_an_id_number_is_capped() -> None:
    result = mark(verdicts("e1"), Hygiene(sensitive=1), "1", "1")
    assert result.raw == 95
    assert result.total == 59
    assert not result.passed


def test_n1_inventing_an_answer_costs_precision() -> None:
    rows = [
        Verdict("COR", Fraction(7), Fraction(1)),
        Verdict("MIS", Fraction(2)),
        Verdict("SPU", Fraction(2)),
    ]
    result = tally(rows)
    assert result.precision == result.recall == result.f1 == Fraction(7, 9)


def test_edges() -> None:
    truth, filed = {("a", "b"), ("a", "c"), ("b", "d")}, {("a", "b"), ("d", "b")}
    assert edges_f1(truth, filed) == Fraction(2, 5)
    assert edges_f1((), ()) == 1


def test_merge() -> None:
    assert merge_credit(Fraction(5, 6), Fraction(9, 9)) == Fraction(9, 10)


def test_a_tier_below_the_floor_fails_a_good_total() -> None:
    rows = [
        Verdict("COR", Fraction(9), Fraction(1), "basic", True),
        Verdict("MIS", Fraction(1), Fraction(0), "core"),
    ]
    result = score(rows, Hygiene(), {}, weights=WEIGHTS)
    assert result.total >= 70
    assert not result.passed


@pytest.mark.parametrize(("junk_values", "double", "share"), [(0, 0, "1"), (3, 1, "13/20"), (40, 0, "0")])
def test_hygiene(junk_values: int, double: int, share: str) -> None:
    assert Hygiene(junk=junk_values, duplicates=double).share() == Fraction(share)


def test_nothing_at_all_is_0() -> None:
    assert score([], Hygiene(), {}, weights=WEIGHTS).total == 0
