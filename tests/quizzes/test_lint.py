"""What an author hears about questions and exams."""

from typing import Any

import pytest

from app.quizzes.kinds.lint import exam_problems, question_problems

GOOD: dict[str, Any] = {"id": "e", "title": {"zh": "测", "en": "T"}, "pass": 80, "questions": ["q1"]}
QUESTIONS = {f"q{n}": {"id": f"q{n}", "module": "m1", "type": "single"} for n in range(1, 6)}


def test_unknown_type_gets_a_hint() -> None:
    (fault,) = question_problems({"type": "sinlge"})
    assert fault.path == ("type",)
    assert fault.code == "KM005"
    assert "single" in fault.hint
    assert "known types" in question_problems({})[0].hint


def test_known_type_is_checked_by_its_kind() -> None:
    assert question_problems({"type": "true_false"})


def test_explanations_are_checked_in_both_languages() -> None:
    question = {"id": "q", "type": "true_false", "stem": {"zh": "问", "en": "Ask"}, "answer": True}
    question |= {"why": {"zh": "因", "en": "Why"}, "explain": {"zh": "解"}}
    assert [fault.path for fault in question_problems(question)] == [("explain", "en")]
    question["explain"] = "text"
    assert [fault.code for fault in question_problems(question)] == ["KM003"]


def test_good_exam() -> None:
    assert exam_problems(GOOD, QUESTIONS) == []
    assert exam_problems({**GOOD, "draw": [{"module": "m1", "pick": 2}]}, QUESTIONS) == []


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"title": {"zh": "测"}}, "KM101", ("title", "en")),
        ({"id": ""}, "KM003", ("id",)),
        ({"pass": 101}, "KM004", ("pass",)),
        ({"pass": True}, "KM004", ("pass",)),
        ({"attempts": 0}, "KM004", ("attempts",)),
        ({"minutes": 0}, "KM004", ("minutes",)),
        ({"questions": []}, "KM003", ()),
        ({"questions": ["q9"]}, "KM201", ("questions", 0)),
        ({"questions": ["zzzz"]}, "KM201", ("questions", 0)),
        ({"questions": ["q1", "q1"]}, "KM305", ("questions", 1)),
        ({"draw": [{"module": "m1", "pick": 3}]}, "KM316", ("draw", 0)),
        ({"pas": 80}, "KM006", ("pas",)),
    ],
)
def test_faulty_exam(change: dict[str, Any], code: str, path: tuple[str | int, ...]) -> None:
    found = exam_problems({**GOOD, **change}, QUESTIONS)
    assert (code, path) in [(fault.code, fault.path) for fault in found]
