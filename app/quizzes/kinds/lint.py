"""What an author hears about a question or an exam before it is published."""

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from app.content.faults import Fault
from app.quizzes.engine import shape
from app.quizzes.engine.draw import Cell, members
from app.quizzes.kinds import KINDS

Doc = Mapping[str, Any]
_EXAM_KEYS = frozenset(
    {
        "id",
        "module",
        "course",
        "title",
        "lead",
        "kind",
        "attempts",
        "pass",
        "minutes",
        "questions",
        "draw",
        "shuffle",
    }
)
# A drawn cell must hold this many times its pick, so that a second try is a different paper (design §3.4).
ENOUGH = 2.5


def question_problems(question: Doc) -> list[Fault]:
    """Return every fault of one question of a bank."""
    name = str(question.get("type") or "")
    kind = KINDS.all().get(name)
    if kind is None:
        near = get_close_matches(name, list(KINDS.all()), 1)
        hint = f'did you mean "{near[0]}"?' if near else "known types: " + ", ".join(KINDS.all())
        return [Fault(("type",), "KM005", f'unknown type "{name}"', hint)]
    return kind.problems(question)


def exam_problems(exam: Doc, questions: Mapping[str, Doc]) -> list[Fault]:
    """Return every fault of one exam; *questions* are all questions of the course by id."""
    faults = shape.unknown_keys(exam, _EXAM_KEYS) + shape.both_languages(
        exam.get("title"), ("title",), "the title"
    )
    if not str(exam.get("id") or "").strip():
        faults.append(Fault(("id",), "KM003", "the exam has no id"))
    passing = exam.get("pass", 0)
    if not shape.is_number(passing) or not 0 <= passing <= 100:
        faults.append(Fault(("pass",), "KM004", "pass must be a percentage from 0 to 100"))
    attempts = exam.get("attempts", "unlimited")
    if attempts != "unlimited" and not (isinstance(attempts, int) and attempts > 0):
        faults.append(Fault(("attempts",), "KM004", "attempts must be unlimited or a number above 0"))
    minutes = exam.get("minutes", 1)
    if not shape.is_number(minutes) or minutes <= 0:
        faults.append(Fault(("minutes",), "KM004", "minutes must be a number above 0"))
    if not exam.get("questions") and not exam.get("draw"):
        faults.append(Fault((), "KM003", "the exam asks nothing", "list questions or write a draw"))
    return faults + _listed(exam, questions) + _drawn(exam, questions)


def _listed(exam: Doc, questions: Mapping[str, Doc]) -> list[Fault]:
    named = [str(ident) for ident in exam.get("questions", [])]
    twice = {ident for ident, times in Counter(named).items() if times > 1}
    faults = []
    for place, ident in enumerate(named):
        if ident not in questions:
            near = get_close_matches(ident, list(questions), 1)
            hint = f'did you mean "{near[0]}"?' if near else ""
            faults.append(Fault(("questions", place), "KM201", f'there is no question "{ident}"', hint))
        elif ident in twice:
            faults.append(Fault(("questions", place), "KM305", f'question "{ident}" is asked twice'))
    return faults


def _drawn(exam: Doc, questions: Mapping[str, Doc]) -> list[Fault]:
    faults = []
    for place, row in enumerate(exam.get("draw", [])):
        cell = Cell.read(row)
        held = len(members(cell, questions))
        if held < cell.pick * ENOUGH:
            message = f"the cell {cell.words()} holds {held} questions for {cell.pick} to pick"
            faults.append(
                Fault(
                    ("draw", place), "KM306", message, f"add questions until it holds {ENOUGH} times as many"
                )
            )
    return faults
