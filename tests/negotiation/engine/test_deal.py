"""The bargain: frontier by brute force, terms out of sentences, what was left on the table."""

from itertools import product

import pytest

from app.negotiation.engine.amounts import number, parse_terms
from app.negotiation.engine.deal import complete, enumerate_outcomes, frontier, left_on_table, worth
from tests.negotiation.material import the_case


def test_the_frontier_is_what_brute_force_finds() -> None:
    case = the_case()
    found = enumerate_outcomes(case)
    names = list(case.issues)
    points = {
        tuple(zip(names, options, strict=True)): worth(case, dict(zip(names, options, strict=True)))
        for options in product(*(case.issues[name].options for name in names))
    }
    assert len(found.outcomes) == len(points) == 5 * 3 * 3 * 3 * 3
    best = {
        point
        for point in points.values()
        if not any(
            other != point and other[0] >= point[0] and other[1] >= point[1] for other in points.values()
        )
    }
    assert {(row.seller, row.customer) for row in found.pareto} == best
    floor_seller, floor_customer = case.reserve_seller, case.reserve_customer
    fair = [
        max(0.0, seller - floor_seller) * max(0.0, customer - floor_customer)
        for seller, customer in points.values()
    ]
    gain = (found.nash.seller - floor_seller) * (found.nash.customer - floor_customer)
    assert gain == pytest.approx(max(fair))


def test_what_is_left_on_the_table_can_be_had() -> None:
    case = the_case()
    left, better = left_on_table(case, case.packages["low"])
    seller, customer = worth(case, complete(case, case.packages["low"]))
    assert better.customer >= customer
    assert better.seller == pytest.approx(seller + left)
    assert left_on_table(case, dict(frontier(case).nash.package))[0] == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,200", 3200),
        ("0.098", 0.098),
        ("三十", 30),
        ("两", 2),
        ("一万二千", 12000),
        ("二十万", 200000),
        ("ninety", 90),
    ],
)
def test_numbers_are_read(text: str, value: float) -> None:
    assert number(text) == pytest.approx(value)


def test_what_is_no_number_is_not_guessed() -> None:
    assert number("三x") is None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("每张0.105元,两年,账期三十天", {"price": "0.105", "term": "2", "payment": "30"}),
        ("9.8分一张,4小时上门,考试周驻场", {"price": "0.098", "service": "4", "operator": "exam"}),
        ("0.115 yuan a page for three years, 60 days", {"price": "0.115", "term": "3", "payment": "60"}),
        ("two hours and an operator all year", {"service": "2", "operator": "year"}),
        ("谢谢您的时间", {}),
    ],
)
def test_terms_are_read_out_of_a_sentence(text: str, terms: dict[str, str]) -> None:
    assert parse_terms(the_case(), text).terms == terms


def test_a_number_that_fits_no_option_is_reported_not_rounded() -> None:
    parsed = parse_terms(the_case(), "每张 0.2 元,账期 45 天")
    assert parsed.terms == {}
    assert [issue for issue, _ in parsed.unfit] == ["price", "payment"]
