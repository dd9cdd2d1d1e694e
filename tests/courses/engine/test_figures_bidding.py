"""The figures of bidding carry the sums their lessons work out."""

import pytest

from app.courses.engine.figures import go_no_go, scoring_table, tender_timeline


def test_price_score_follows_the_formula() -> None:
    assert scoring_table.price_score(198, 186) == pytest.approx(28.18, abs=0.005)
    assert scoring_table.price_score(186, 186) == 30
    assert scoring_table.price_score(198, 186, 60) == pytest.approx(60 - 3.64, abs=0.005)


def test_cheapest_bid_comes_last() -> None:
    rows = scoring_table.draw("en").rows
    totals = {row[0]: float(row[-1]) for row in rows}
    assert totals == {"Qiaotong": 81.2, "Sulian": 76.0, "Moheng": 85.1}
    assert min(rows, key=lambda row: int(row[1]))[0] == min(totals, key=lambda name: totals[name])


@pytest.mark.parametrize(("case", "value"), [((126, 18, 0.25, 6.8), 20.2), ((54, 0, 0.5, 2.2), 24.8)])
def test_expected_value_of_the_two_tenders(case: tuple[float, float, float, float], value: float) -> None:
    assert go_no_go.expected_value(*case) == pytest.approx(value)


def test_first_three_questions_stop_a_bid() -> None:
    assert [row[2] for row in go_no_go.draw("en").rows] == ["stop"] * 3 + ["no bid"] * 2


def test_timeline_names_the_five_time_limits() -> None:
    words = str(tender_timeline.draw("en").rows)
    for days in ("5 days", "20 days", "15 days", "3 days", "30 days"):
        assert days in words
