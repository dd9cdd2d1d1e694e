"""Every question kind keeps its promise: its own examples are the test."""

from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml
from werkzeug.datastructures import MultiDict

from app.quizzes.kind import UnreadableError
from app.quizzes.kinds import KINDS


def rows(part: str) -> list[Any]:
    found = []
    for name in KINDS.all():
        source = files(f"app.quizzes.kinds.{name}") / "examples.yaml"
        kept = yaml.safe_load(source.read_text(encoding="utf-8"))[part]
        assert kept, f"{name} has no {part}"
        found += [pytest.param(name, row, id=f"{name}-{n}") for n, row in enumerate(kept, 1)]
    return found


@pytest.mark.parametrize(("name", "row"), rows("examples"))
def test_example(name: str, row: dict[str, Any]) -> None:
    kind, question = KINDS.all()[name], row["question"]
    assert question["type"] == name
    assert kind.problems(question) == []
    answer = kind.read(question, MultiDict(row["form"]), "f")
    assert answer == row["answer"]
    assert kind.grade(question, answer) == Fraction(row["share"])
    feedback = kind.feedback(question, answer, kind.option_ids(question))
    assert feedback.share == Fraction(row["share"])
    assert (feedback.state == "blank") == (answer is None)
    assert (feedback.state == "right") == (feedback.share == 1)


@pytest.mark.parametrize(("name", "row"), rows("unreadable"))
def test_what_cannot_be_read_is_said_and_kept(name: str, row: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError) as caught:
        KINDS.all()[name].read(row["question"], MultiDict(row["form"]), "f")
    assert caught.value.typed
    assert str(caught.value)


@pytest.mark.parametrize(("name", "row"), rows("wrong"))
def test_wrong_question_is_refused(name: str, row: dict[str, Any]) -> None:
    found = Counter(fault.code for fault in KINDS.all()[name].problems(row["question"]))
    assert not Counter(row["codes"]) - found, found


@pytest.mark.parametrize(("name", "row"), rows("examples"))
def test_face_carries_neither_key_nor_reason(name: str, row: dict[str, Any]) -> None:
    kind, question = KINDS.all()[name], row["question"]
    order = list(reversed(kind.option_ids(question)))
    face = kind.face(question, order)
    assert [choice.id for choice in face.choices] == order or not order
    shown = str(asdict(face))
    assert "why" not in shown
    assert "correct" not in shown
    for option in question.get("options", []):
        assert option["why"]["zh"] not in shown.replace(option["zh"], "")
    if name == "numeric":
        assert str(question["answer"]) not in shown.replace(str(question["stem"]), "")


@pytest.mark.parametrize("name", KINDS.all())
def test_kind_is_named_after_its_folder_and_draws_itself(name: str) -> None:
    kind = KINDS.all()[name]
    assert kind.name == name
    assert kind.label
    assert kind.hint
    folder = files(f"app.quizzes.kinds.{name}")
    assert (folder / "ask.html").is_file()
    assert (folder / "show.html").is_file()


def test_reason_for_a_wrong_true_false() -> None:
    kind = KINDS.all()["true_false"]
    question = {"stem": {}, "answer": True, "why": {"en": "w"}, "why_wrong": {"en": "ww"}}
    assert kind.feedback(question, {"pick": False}, ()).why == {"en": "ww"}
    assert kind.feedback(question, {"pick": True}, ()).why == {"en": "w"}
    assert kind.feedback(question, None, ()).why == {"en": "w"}


def test_order_fixed_by_the_author_is_kept() -> None:
    question = {
        "options": [{"id": "a", "zh": "", "en": ""}, {"id": "b", "zh": "", "en": ""}],
        "shuffle": False,
    }
    for name in ("single", "multiple"):
        kind = KINDS.all()[name]
        assert kind.option_ids(question) == []
        assert [c.id for c in kind.face({**question, "stem": {}}, []).choices] == ["a", "b"]
