"""The exams of the course add up: points, forms and coverage, drawn from the content as it is."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.content.reader import read_tree
from app.quizzes.engine.draw import Bank, Planned, module_of, plan
from app.quizzes.kinds import KINDS

ROOT = Path(__file__).parents[2]
MODULES = [f"m{number}" for number in range(1, 8)]


@cache
def course() -> tuple[Bank, dict[str, dict[str, Any]]]:
    """Return the bank and the exams of the course."""
    tree = read_tree(ROOT)
    kept = {kind: {one.id: one.doc for one in tree.of(kind)} for kind in ("question", "cluster", "exam")}
    return Bank(kept["question"], kept["cluster"]), kept["exam"]


def papers(exam_id: str) -> list[list[Planned]]:
    """Return every parallel form of an exam, as a candidate would get it."""
    bank, exams = course()

    def movable(question: Mapping[str, Any]) -> list[str]:
        return list(KINDS.all()[str(question["type"])].option_ids(question))

    exam = exams[exam_id]
    count = int(str(exam.get("forms", 1)))
    return [plan(exam, bank, "seed", movable, form) for form in range(count)]


def worth(paper: list[Planned]) -> dict[str, Fraction]:
    """Return the points of each module in *paper*."""
    bank, _ = course()
    points: dict[str, Fraction] = {}
    for place in paper:
        module = module_of(bank.questions[place.question])
        points[module] = points.get(module, Fraction(0)) + Fraction(place.points)
    return points


@pytest.mark.parametrize("exam_id", ["midterm", "final"])
def test_two_disjoint_forms_of_a_hundred_points_from_the_exam_pool(exam_id: str) -> None:
    first, second = papers(exam_id)
    asked = [{place.question for place in paper} for paper in (first, second)]
    assert not asked[0] & asked[1]
    bank, _ = course()
    assert all(bank.questions[ident].get("pool") == "exam" for ident in asked[0] | asked[1])
    assert [sum(worth(paper).values()) for paper in (first, second)] == [100, 100]


def test_midterm_covers_its_three_modules_alike_in_both_forms() -> None:
    for paper in papers("midterm"):
        assert worth(paper) == {"m1": 19, "m2": 39, "m3": 42}


def test_final_asks_about_every_module_and_ends_with_one_essay() -> None:
    bank, _ = course()
    for paper in papers("final"):
        assert sorted(worth(paper)) == MODULES
        kinds = Counter(str(bank.questions[place.question]["type"]) for place in paper)
        assert kinds["essay"] == 1


def test_diagnostic_asks_once_about_every_objective_and_never_from_the_exam_pool() -> None:
    _, exams = course()
    rows = exams["diag"]["draw"]
    assert sorted(row["objective"] for row in rows) == [f"{m}.o{n}" for m in MODULES for n in range(1, 5)]
    assert {row["pool"] for row in rows} == {"practice"}


def test_the_bank_has_the_promised_size() -> None:
    bank, _ = course()
    single = [question for question in bank.questions.values() if not question.get("cluster")]
    assert len(single) == 610
    assert sum(question.get("pool") == "exam" for question in single) == 244
    assert len(bank.clusters) == 12
    assert all(len(cluster["questions"]) == 4 for cluster in bank.clusters.values())
