"""The simulated classes: round robin is fairer where delegates differ, and costs little where they do not."""

import pytest

from tests.rubrics import study


def test_round_robin_is_fairer_when_delegates_differ_in_strictness() -> None:
    found = study.measure(6, 8, 400)
    assert found["round_robin"] <= 2.2
    assert found["round_robin"] < found["mean"] < found["by_criterion"]
    assert found["round_robin"] < found["trimmed"] < found["median"]


@pytest.mark.parametrize("n", [5, 6, 8])
def test_round_robin_costs_little_when_everybody_is_honest(n: int) -> None:
    found = study.measure(n, 0, 400)
    assert found["round_robin"] <= found["mean"] * 1.05


def test_sabotage_gains_under_the_mean_and_next_to_nothing_under_round_robin() -> None:
    found = study.sabotage(6, 60)
    # Points end at 0 and 20, so the shift is not perfectly uniform here; test_properties has the exact 0.
    assert found["mean"] > 2.5
    assert abs(found["round_robin"]) < 0.5


def test_the_report_has_a_line_for_every_case() -> None:
    assert len(study.table(2)) == 2 + 8 + 1 + 4
    lines, missed = study.verdict(400)
    assert missed == 0
    assert "at most 2.2" in lines[0]
