"""What an author hears about a question or an exam before it is published."""

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from math import ceil
from typing import Any

from app.content.faults import Fault
from app.quizzes.engine import shape
from app.quizzes.engine.draw import Bank, Cell
from app.quizzes.kinds import KINDS

Doc = Mapping[str, Any]
_HEAD = ("id", "module", "course", "title", "lead", "intro", "kind", "schema")
_RULES = ("attempts", "pass", "minutes", "navigation", "review", "integrity", "window", "time")
_PAPER = ("questions", "draw", "shuffle", "forms")
_EXAM_KEYS = frozenset((*_HEAD, *_RULES, *_PAPER))
_CELL_KEYS = frozenset({"module", "level", "type", "objective", "pool", "cluster", "pick", "points"})
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
    return faults + _listed(exam, questions) + _drawn(exam, questions) + pool_problems(exam, questions)


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
    clusters: dict[str, dict[str, Any]] = {}
    for ident, question in questions.items():
        if question.get("cluster"):
            known = clusters.setdefault(str(question["cluster"]), {**question, "questions": []})
            known["questions"].append(ident)
    bank, faults = Bank(questions, clusters), []
    forms = exam.get("forms", 1) if isinstance(exam.get("forms", 1), int) else 1
    for place, row in enumerate(exam.get("draw", [])):
        path = ("draw", place)
        if not isinstance(row, Mapping):
            faults.append(Fault(path, "KM004", "a cell is written as {module: m1, level: apply, pick: 2}"))
            continue
        faults += shape.unknown_keys(row, _CELL_KEYS, path)
        worth = row.get("points", 1)
        if not shape.is_number(worth) or worth <= 0:
            faults.append(Fault((*path, "points"), "KM004", "points must be a number above 0"))
        cell = Cell.read(row, exam)
        held, needed = len(bank.members(cell)), _needed(cell, forms)
        if held < needed:
            message = f"the cell {cell.words()} holds {held} for {cell.pick} to pick"
            faults.append(Fault(path, "KM316", message, f"{needed} are needed: add some or pick fewer"))
    return faults


def _needed(cell: Cell, forms: int) -> int:
    """Return how many a cell must hold: enough for another paper, and for every parallel form."""
    if cell.cluster:
        return cell.pick if cell.cluster != "any" else cell.pick * forms
    return max(ceil(cell.pick * ENOUGH), cell.pick * forms)


def pool_problems(exam: Doc, questions: Mapping[str, Doc]) -> list[Fault]:
    """Return the practice questions that a summative exam lists: their answers are known to learners."""
    if exam.get("kind") != "summative":
        return []
    named = exam.get("questions")
    return [
        Fault(("questions", n), "KM317", f'"{ident}" is a practice question', "use one with pool: exam")
        for n, ident in enumerate(named if isinstance(named, list) else [])
        if questions.get(str(ident), {}).get("pool") == "practice"
    ]


def cluster_problems(cluster: Doc) -> list[Fault]:
    """Return every fault of one case cluster."""
    faults = shape.both_languages(cluster.get("title"), ("title",), "the title")
    faults += shape.both_languages(cluster.get("case"), ("case",), "the case")
    asked = cluster.get("questions")
    if not isinstance(asked, list) or not 2 <= len(asked) <= 6:
        faults.append(Fault(("questions",), "KM318", "a case asks 2 to 6 questions"))
    if cluster.get("pool") not in ("practice", "exam"):
        faults.append(Fault(("pool",), "KM318", "a case says its pool", "add pool: practice or pool: exam"))
    return faults
