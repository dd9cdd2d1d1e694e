"""Every question kind keeps its promise: its own examples are the test."""

from collections import Counter
from dataclasses import asdict
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml
from werkzeug.datastructures import MultiDict

from app.kernel.errors import InvalidError
from app.quizzes.engine.wording import one_slip
from app.quizzes.kind import UnreadableError
from app.quizzes.kinds import KINDS
from app.quizzes.kinds.essay.kind import read_levels


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


def secrets(value: Any) -> list[str]:
    """Return every reason, accepted word and key inside *value* that is told only after marking."""
    found: list[str] = []
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "why":
                found += list(item.values())
            elif key == "accept":
                found += [*item["zh"], *item["en"]]
            elif key == "answer" and not isinstance(item, bool):
                found.append(f"'{item}'")
            else:
                found += secrets(item)
    if isinstance(value, list):
        found += [secret for item in value for secret in secrets(item)]
    return found


@pytest.mark.parametrize(("name", "row"), rows("examples"))
def test_face_carries_neither_key_nor_reason(name: str, row: dict[str, Any]) -> None:
    kind, question = KINDS.all()[name], row["question"]
    order = list(reversed(kind.option_ids(question)))
    face = kind.face(question, order)
    assert not face.choices or not order or [choice.id for choice in face.choices] == order
    shown = str(asdict(face))
    for key in ("why", "correct", "accept", "pairs", "near", "levels", "sample"):
        assert f"'{key}'" not in shown
    for secret in secrets(question):
        assert secret not in shown.replace(str(question["stem"]), "")


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


def test_option_order_of_gaps_follows_the_draw() -> None:
    gap = {
        "id": "g",
        "options": [{"id": "a", "zh": "甲", "en": "A", "correct": True}, {"id": "b", "zh": "乙", "en": "B"}],
    }
    cloze = {"stem": {}, "text": {"zh": "[[g]]", "en": "so [[g]]"}, "gaps": [gap]}
    kind = KINDS.all()["cloze"]
    assert kind.option_ids(cloze) == ["g.a", "g.b"]
    (part,) = kind.face(cloze, ["g.b", "g.a"]).parts
    assert [choice.id for choice in part.choices] == ["b", "a"]
    assert kind.face(cloze, []).body["pieces"] == {
        "zh": [("gap", "g")],
        "en": [("words", "so "), ("gap", "g")],
    }
    assert kind.option_ids({**cloze, "shuffle": False}) == []


def test_unreadable_gap_keeps_everything_that_was_typed() -> None:
    gaps = [{"id": "n", "answer": 3}, {"id": "w", "accept": {"zh": ["三"], "en": ["three"]}}]
    cloze = {"stem": {}, "text": {"zh": "", "en": ""}, "gaps": gaps}
    with pytest.raises(UnreadableError) as caught:
        KINDS.all()["cloze"].read(cloze, MultiDict({"f.n": "many", "f.w": "three"}), "f")
    assert caught.value.draft == {"gaps": {"n": {"typed": "many", "text": "many"}, "w": {"text": "three"}}}


def test_essay_earns_nothing_until_a_person_has_marked_it() -> None:
    kind = KINDS.all()["essay"]
    assert kind.by_hand
    levels = [{"points": n, "zh": str(n), "en": str(n)} for n in (0, 2, 3)]
    rows = [
        {"id": "one", "zh": "一", "en": "One", "levels": levels},
        {"id": "two", "zh": "二", "en": "Two", "levels": levels},
    ]
    question = {"stem": {}, "rubric": rows}
    answer = {"text": "words"}
    waiting = kind.feedback(question, answer, ())
    assert (waiting.state, waiting.share, waiting.parts) == ("pending", Fraction(0), ())
    given = read_levels(question, {"one": "1", "two": "2"})
    marked = kind.feedback(question, {**answer, "levels": given, "remark": "good"}, ())
    assert (marked.state, marked.share) == ("partly", Fraction(5, 6))
    assert [part.share for part in marked.parts] == [Fraction(2, 3), 1]
    for bad in ({}, {"one": "1"}, {"one": "1", "two": "9"}, {"one": "1", "two": "x"}):
        with pytest.raises(InvalidError):
            read_levels(question, bad)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pareto", "pareto", False),
        ("pareto", "paretto", True),
        ("pareto", "pareo", True),
        ("pareto", "praeto", True),
        ("pareto", "parete", True),
        ("pareto", "parrtto", False),
        ("pareto", "raepto", False),
        ("pareto", "paretos", True),
        ("pareto", "pa", False),
    ],
)
def test_one_slip(one: str, other: str, same: bool) -> None:
    assert one_slip(one, other) is same
    assert one_slip(other, one) is same


@pytest.mark.parametrize(("name", "row"), rows("examples"))
def test_the_right_answer_earns_everything(name: str, row: dict[str, Any]) -> None:
    kind, question = KINDS.all()[name], row["question"]
    earned = kind.grade(question, kind.right(question))
    assert earned == (0 if kind.by_hand else 1)
