"""Numbers that other programs assert in their own tests, where our formulas say the same.

``others.json`` holds the numbers only. Covered exactly: weighted sheets, sheets with a zero level and the
mean of what was received (Moodle), median and mean (ORA2, before it rounds up), contribution before the
last rescaling (TEAMMATES), contribution without self-marks when everybody answers (WebPA), team mark times
factor (SPARKPLUS). Kept as reference only, because we chose another rule on purpose: WebPA with self-marks
or silent members (gained by silence), Moodle's distance from the best assessment and its number of errors,
CATME's cap at 1.05, Kritik's grading power, CrowdGrader's medians by criterion, BuddyCheck's flags.
"""

import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.kernel.numbers import half_up
from app.rubrics.engine import individual, panel, sheet
from tests.rubrics.scheme import near

OTHERS: dict[str, Any] = json.loads(
    Path(__file__).with_name("others.json").read_text(encoding="utf-8"), parse_float=Decimal
)
MOODLE, ORA2, WEBPA = OTHERS["moodle"], OTHERS["ora2"], OTHERS["webpa"]


@pytest.mark.parametrize("case", MOODLE["weighted"])
def test_weighted_criteria(case: dict[str, Any]) -> None:
    points, maxima, weights = zip(*case["in"], strict=True)
    assert near(sheet.total(points, maxima, weights), case["out"])


@pytest.mark.parametrize("case", MOODLE["means"])
def test_mean_of_what_was_received(case: dict[str, Any]) -> None:
    # A marker who counts n times is n markers; whoever gave nothing is left out.
    marks = [Fraction(mark) for weight, mark in case["in"] if mark is not None for _ in range(int(weight))]
    found = panel.mean(marks)
    assert found is None if case["out"] is None else near(found, case["out"])


@pytest.mark.parametrize("case", [each for each in MOODLE["rubric"] if each["picked"]])
def test_a_rubric_that_starts_above_zero_must_be_shifted_to_a_zero_level(case: dict[str, Any]) -> None:
    lowest = [levels[0] for levels in case["levels"]]
    points = [picked - low for picked, low in zip(case["picked"], lowest, strict=True)]
    maxima = [levels[-1] - low for levels, low in zip(case["levels"], lowest, strict=True)]
    assert near(sheet.total(points, maxima), case["out"])


def test_points_simply_add_up_so_the_trap_of_a_missing_zero_level_cannot_open() -> None:
    doc = MOODLE["assign"]
    ours = sheet.total(doc["picked"], [levels[-1] for levels in doc["levels"]])
    locked = {(case["lock_zero"], case["max"]): case["out"] for case in doc["cases"]}
    assert ours == locked[True, 100] == 55
    assert ours * 70 / 100 == Fraction(locked[True, 70])
    assert locked[False, 100] == 10  # what happens without it; our linter asks for a 0 level (KM315)


@pytest.mark.parametrize("case", ORA2["median"])
def test_median_before_it_is_rounded_up(case: list[Any]) -> None:
    found = panel.median([Fraction(mark) for mark in case[0]])
    assert (0 if found is None else math.ceil(found)) == case[1]


@pytest.mark.parametrize("case", ORA2["mean"])
def test_mean_before_it_is_rounded_up(case: list[Any]) -> None:
    found = panel.mean([Fraction(mark) for mark in case[0]])
    assert (0 if found is None else math.ceil(found)) == case[1]


def _whole_rows(case: dict[str, Any]) -> list[list[Fraction] | None] | None:
    """Return the matrix when every row is complete or silent as a whole, which is what our form sends."""
    rows: list[list[Fraction] | None] = []
    for place, row in enumerate(case["given"]):
        others = [each for j, each in enumerate(row) if j != place]
        if all(isinstance(each, str) for each in others):
            rows.append(None)
        elif any(isinstance(each, str) for each in others):
            return None
        else:
            rows.append([Fraction(0 if isinstance(each, str) else each) for each in row])
    return rows


COMPLETE = [
    (rows, case["perceived"]) for case in OTHERS["teammates"] if (rows := _whole_rows(case)) is not None
]


def test_most_matrices_are_compared() -> None:
    assert len(COMPLETE) >= 9


@pytest.mark.parametrize(("rows", "perceived"), COMPLETE)
def test_contribution_before_the_last_rescaling(
    rows: list[list[Fraction] | None], perceived: list[Any]
) -> None:
    answered = [i for i, row in enumerate(rows) if row is not None]
    judged = [j for j in range(len(rows)) if any(i != j for i in answered)]
    shares = {j: individual.contribution(rows, j) for j in judged}
    level = panel.mean(list(shares.values()))
    for j, expected in enumerate(perceived):
        if expected == "NA":
            # Nobody has said anything about this member: ours stays at 1.
            assert j not in shares
            assert individual.contribution(rows, j) == 1
        elif not any(sum(rows[i] or [], Fraction(0)) for i in answered):
            # A row of nothing but zeros says nothing; ours reads it as equal shares, theirs as 0.
            assert shares[j] == 1
            assert expected == 0
        else:
            assert level is not None
            assert half_up(100 * shares[j] / level, 0) == expected


def _webpa(names: list[str], silent: str = "") -> list[list[Fraction] | None]:
    return [
        None if rater == silent else [Fraction(WEBPA["full"][rater].get(name, 0)) for name in names]
        for rater in names
    ]


def test_contribution_without_self_marks_when_everybody_answers() -> None:
    names = list(WEBPA["full"])
    for place, name in enumerate(names):
        assert near(individual.contribution(_webpa(names), place), WEBPA["scores"][name])


def test_silence_gains_nothing_with_us() -> None:
    names = list(WEBPA["full"])
    last = len(names) - 1
    assert near(individual.contribution(_webpa(names), last), WEBPA["scores"]["elaine"])
    assert near(individual.contribution(_webpa(names, "elaine"), last), WEBPA["scores"]["elaine"])
    assert WEBPA["silent"] > WEBPA["scores"]["elaine"]  # what it gains there


def test_team_mark_times_factor() -> None:
    case = OTHERS["spark"]
    assert (
        Fraction(case["base"]) * individual.factor(Fraction(case["rpf"]) - individual.DEAD_ZONE)
        == case["out"]
    )
