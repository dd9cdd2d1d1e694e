"""Every number of the worked scheme comes out of our formulas."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.kernel.numbers import half_up
from app.rubrics.engine import agreement, composite, individual, panel, sheet
from tests.rubrics.scheme import SCHEME, all_near, cells, near

COMPLETE = SCHEME["panel_complete"]
PANEL = cells(COMPLETE["Y_rows_are_delegates"])
TEACHER = [Fraction(mark) for mark in COMPLETE["teacher"]]
PERSONAL = SCHEME["individual"]
RATINGS = [
    None if row is None else [Fraction(points) for points in row]
    for row in PERSONAL["ratings_rows_give(None=did not answer)"]
]


@pytest.mark.parametrize("case", SCHEME["rubric_total"])
def test_sheet_totals(case: dict[str, Any]) -> None:
    assert near(sheet.total(case["points"], case["maxima"], case.get("weights")), case["out"])


def test_plain_mean_round_robin_and_severity_of_a_complete_panel() -> None:
    result = panel.estimate(PANEL, panel.ROUND_ROBIN)
    assert result.method == panel.ROUND_ROBIN
    assert all_near(result.plain, COMPLETE["plain_mean"])
    assert all_near(result.marks, COMPLETE["round_robin"])
    assert all_near(result.severity, COMPLETE["delegate_severity(+ = generous)"])
    adjustments = [severity / 4 for severity in result.severity if severity is not None]
    assert all_near(adjustments, COMPLETE["recusal_adjustment=severity/(n-1)"])


@pytest.mark.parametrize(
    ("aggregator", "key"),
    [(panel.MEAN, "composite_60_40_plain"), (panel.ROUND_ROBIN, "composite_60_40_round_robin")],
)
def test_composites(aggregator: str, key: str) -> None:
    marks = panel.estimate(PANEL, aggregator).marks
    team_marks = [
        composite.published(composite.composite(teacher, mark, teacher_share=60, student_share=40))
        for teacher, mark in zip(TEACHER, marks, strict=True)
        if mark is not None
    ]
    assert team_marks == [Decimal(value) for value in COMPLETE[key]]


def test_one_delegate_ten_points_harsher() -> None:
    shift = SCHEME["uniform_shift_invariance"]
    table = [
        [mark - 10 if i == 2 and mark is not None else mark for mark in row] for i, row in enumerate(PANEL)
    ]
    before, after = (panel.estimate(each, panel.ROUND_ROBIN) for each in (PANEL, table))
    assert all_near(after.plain, shift["plain_mean"])
    assert all_near(after.marks, shift["round_robin"])
    moved = [b - a for a, b in zip(before.marks, after.marks, strict=True) if a is not None and b is not None]
    assert all_near(moved, shift["round_robin_change_each"])
    plain = [b - a for a, b in zip(before.plain, after.plain, strict=True) if a is not None and b is not None]
    assert all_near(plain, shift["plain_change"])


def test_an_absent_delegate() -> None:
    case = SCHEME["panel_delegate_D_absent"]
    result = panel.estimate(cells(case["Y"]), panel.ROUND_ROBIN)
    assert result.method == panel.LEAST_SQUARES
    assert all_near(result.plain, case["plain_mean"])
    assert all_near(result.marks, case["two_way"])
    severity = dict(zip("ABCDE", result.severity, strict=True))
    assert severity.pop("D") is None
    assert all_near([severity[name] for name in "ABCE"], [case["severity"][name] for name in "ABCE"])


def test_one_missing_cell() -> None:
    table = [list(row) for row in PANEL]
    table[0][4] = None
    result = panel.estimate(table, panel.ROUND_ROBIN)
    assert all_near(result.marks, SCHEME["panel_one_cell_missing_A_to_E"]["two_way"])


def test_agreement_before_and_after_severity() -> None:
    severity = panel.estimate(PANEL, panel.ROUND_ROBIN).severity
    expected = SCHEME["agreement"]
    assert near(agreement.alpha(PANEL), expected["krippendorff_alpha_interval_raw"])
    level = agreement.alpha(agreement.without_severity(PANEL, severity))
    assert near(level, expected["after_removing_severity"])


def test_contribution_factors() -> None:
    shares = [individual.contribution(RATINGS, member) for member in range(4)]
    assert all_near(shares, PERSONAL["contribution_factor"])
    factors = [individual.factor(share) for share in shares]
    assert all_near(factors, PERSONAL["after_dead_zone_0.05_clamp_0.5_1.2"])


def test_individual_task_marks() -> None:
    marks = [
        composite.published(
            individual.task_mark(
                Fraction(PERSONAL["team_mark"]),
                Fraction(PERSONAL["individual_task_mark"][member]),
                share=individual.contribution(RATINGS, member),
                answered=RATINGS[member] is not None,
                policy=individual.Policy(),
            )
        )
        for member in range(4)
    ]
    assert marks == [Decimal(value) for value in PERSONAL["task_mark"]]


def test_own_answers_do_not_move_the_own_factor() -> None:
    case = SCHEME["impartiality"]
    changed = [*RATINGS[:3], [Fraction(points) for points in case["member4_rates"]]]
    assert near(individual.contribution(RATINGS, 3), case["own_factor_before"])
    assert near(individual.contribution(changed, 3), case["own_factor_after"])


def test_course_total_from_published_values() -> None:
    case = SCHEME["course_total"]
    marks = {name: Decimal(text) for name, text in case["marks"].items()}
    exact = composite.course_total(marks, case["weights"])
    assert exact == Fraction(case["exact"])
    assert half_up(exact, 1) == case["out_1dp"]
    assert half_up(exact, 0) == case["out_int"]


@pytest.mark.parametrize("case", SCHEME["rounding_half_up"])
def test_rounding_is_half_up(case: dict[str, Any]) -> None:
    assert half_up(Decimal(case["in"]), case["dp"]) == Decimal(case["out"])


@pytest.mark.parametrize("case", SCHEME["trimmed(drop one high, one low; from 4 raters up)"])
def test_trimmed_mean(case: dict[str, Any]) -> None:
    assert near(panel.trimmed([Fraction(mark) for mark in case["in"]]), case["out"])
