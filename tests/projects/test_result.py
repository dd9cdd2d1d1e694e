"""A result is a function of its inputs, right to the last byte, and explains every number."""

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.content.canonical import canonical
from app.projects.engine import result
from app.rubrics.engine import explain
from app.rubrics.engine.explain import Step
from tests.projects.inputs import COMPLETE, spread, with_members, worked_class
from tests.rubrics.scheme import SCHEME


def _walk(step: Step) -> Iterator[Step]:
    yield step
    for each in step.steps:
        yield from _walk(each)


def _tree(team: dict[str, Any]) -> list[Step]:
    return list(_walk(explain.read(team["steps"])))


@pytest.mark.parametrize(
    ("aggregator", "key"),
    [("mean", "composite_60_40_plain"), ("round_robin", "composite_60_40_round_robin")],
)
def test_the_worked_class(aggregator: str, key: str) -> None:
    teams = result.compute(worked_class(aggregator))["teams"]
    assert [Decimal(team["mark"]) for team in teams] == [Decimal(mark) for mark in COMPLETE[key]]


def test_the_worked_team_members() -> None:
    team = result.compute(with_members(worked_class()))["teams"][0]
    marks = [Decimal(member["mark"]) for member in team["members"]]
    assert marks == [Decimal(mark) for mark in SCHEME["individual"]["task_mark"]]


def test_same_inputs_same_bytes_whatever_the_order_of_keys() -> None:
    inputs = with_members(worked_class())
    shuffled = dict(reversed(list(copy.deepcopy(inputs).items())))
    assert canonical(result.compute(inputs)) == canonical(result.compute(shuffled))


@pytest.mark.parametrize("aggregator", ["mean", "round_robin", "trimmed", "median"])
def test_every_number_opens_down_to_single_criteria(aggregator: str) -> None:
    for team in result.compute(worked_class(aggregator))["teams"]:
        codes = [step.code for step in _tree(team)]
        assert codes[0] == "team.composite"
        assert codes.count("sheet.delegate") == 4
        assert codes.count("criterion.points") == 5 * 5


def test_sentences_have_all_their_numbers_in_both_languages() -> None:
    team = result.compute(with_members(worked_class()))["teams"][0]
    trees = [team["steps"], *(member["steps"] for member in team["members"])]
    for tree in trees:
        for step in _walk(explain.read(tree)):
            for language in ("zh", "en"):
                assert not re.search(r"%\(", step.say(language))


def test_the_printed_round_robin_can_be_redone_from_its_numbers() -> None:
    for team in result.compute(worked_class())["teams"]:
        step = next(each for each in _tree(team) if each.code == "student.round_robin_sums")
        g, c, r = (_number(step.params[name]) for name in ("grand", "received", "given"))
        pairs, others, divisor = (int(str(step.params[name])) for name in ("pairs", "others", "divisor"))
        assert g / pairs + (others * c + r - g) / divisor == Fraction(team["students"])


def _number(printed: Any) -> Fraction:
    inside = re.search(r"\((.+)\)", str(printed))
    return Fraction((inside.group(1) if inside else str(printed)).replace("−", "-"))


def test_an_absent_delegate_is_explained_by_freed_marks() -> None:
    inputs = worked_class()
    inputs["sheets"] = [each for each in inputs["sheets"] if each["rater"] != 3]
    outputs = result.compute(inputs)
    assert outputs["panel"]["method"] == "least_squares"
    for team in outputs["teams"]:
        freed = [_number(each.params["freed"]) for each in _tree(team) if each.code == "student.freed"]
        assert sum(freed, Fraction(0)) / len(freed) == Fraction(team["students"])


def test_without_delegates_the_teacher_stands_alone_and_the_absences_are_named() -> None:
    inputs = worked_class()
    inputs["sheets"] = [each for each in inputs["sheets"] if each["rater"] == "teacher" and each["team"] != 4]
    inputs["waiver"] = "The class was snowed in."
    outputs = result.compute(inputs)
    assert [team["mark"] for team in outputs["teams"]] == ["86.0", "80.0", "82.0", "91.0", None]
    assert "team.waiver" in [step.code for step in _tree(outputs["teams"][0])]
    missing = result.absences(inputs)
    assert missing["teacher"] == ["E"]
    assert len(missing["delegates"]) == 20


def test_level_tied_to_the_teacher_moves_the_class_mean_only() -> None:
    inputs = worked_class()
    inputs["level_anchor"] = "teacher"
    tied, free = result.compute(inputs), result.compute(worked_class())
    moved = [
        Fraction(a["students"]) - Fraction(b["students"])
        for a, b in zip(tied["teams"], free["teams"], strict=True)
    ]
    assert len(set(moved)) == 1
    mean = sum((Fraction(team["students"]) for team in tied["teams"]), Fraction(0)) / 5
    assert mean == Fraction(sum(COMPLETE["teacher"]), 5)


def test_three_teams_without_own_work_get_the_team_mark() -> None:
    inputs = worked_class("mean")
    inputs["teams"] = inputs["teams"][:3]
    inputs["teams"][0]["members"] = [{"id": 1, "packages": []}, {"id": 2, "packages": []}]
    inputs["sheets"] = [
        each
        for each in inputs["sheets"]
        if each["team"] < 3 and (each["rater"] == "teacher" or each["rater"] < 3)
    ]
    team = result.compute(inputs)["teams"][0]
    assert [member["mark"] for member in team["members"]] == [team["mark"]] * 2
    assert {member["steps"]["code"] for member in team["members"]} == {"member.team_alone"}


def test_a_sheet_for_the_own_team_can_never_enter() -> None:
    inputs = worked_class()
    inputs["sheets"].append({"rater": 0, "team": 0, "points": spread(100), "comments": {}})
    with pytest.raises(ValueError, match="own delegate"):
        result.compute(inputs)


def test_an_unknown_formula_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown formula"):
        result.compute({**worked_class(), "formula": "kampus-99"})


def test_the_panel_agrees_on_order_and_the_harsh_delegate_is_flagged() -> None:
    found = result.compute(worked_class())["panel"]
    assert [each["code"] for each in found["flags"]] == ["flag.severe"]
    assert found["flags"][0]["params"]["team"] == "C"
    assert found["agreement"][0]["code"] == "panel.agree"
    assert found["agreement"][0]["params"] == {"raw": "0.35", "level": "0.97"}


def _member_codes(inputs: dict[str, Any], position: int) -> list[str]:
    team = result.compute(inputs)["teams"][0]
    return [step.code for step in _walk(explain.read(team["members"][position]["steps"]))]


def test_silence_costs_its_penalty_and_the_sentence_says_so() -> None:
    inputs = with_members(worked_class())
    assert _member_codes(inputs, 3)[0] == "member.mark_less"
    for member in inputs["teams"][0]["members"]:
        member["packages"] = []
    assert _member_codes(inputs, 3)[0] == "member.team_less"
    assert _member_codes(inputs, 0)[0] == "member.team_only"
    inputs["teams"][0]["ratings"] = {}
    assert _member_codes(inputs, 0) == ["member.team_less", "member.no_contribution", "member.penalty"]


def test_a_sum_above_the_top_is_capped_in_words() -> None:
    inputs = with_members(worked_class())
    for each in inputs["sheets"]:
        each["points"] = spread(100)
    assert "member.capped" in _member_codes(inputs, 0)


def test_the_students_stand_alone_when_the_teacher_is_missing() -> None:
    inputs = worked_class()
    inputs["sheets"] = [each for each in inputs["sheets"] if each["rater"] != "teacher"]
    assert {team["steps"]["code"] for team in result.compute(inputs)["teams"]} == {"team.students_only"}


def test_a_student_mark_above_the_top_is_capped_in_words() -> None:
    inputs = worked_class()
    inputs["level_anchor"] = "teacher"
    for each in inputs["sheets"]:
        if each["rater"] == "teacher":
            each["points"] = spread(100)
    best = result.compute(inputs)["teams"][3]
    assert best["mark"] == "100.0"
    assert "team.capped" in [step.code for step in _tree(best)]
