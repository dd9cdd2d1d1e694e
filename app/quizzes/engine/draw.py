"""Drawing a paper: which questions, in which order, with which order of options.

The plan is decided once, from the attempt's seed, and stored; it is never rolled again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.quizzes.engine.rng import CounterRng

Doc = Mapping[str, Any]
_FILTERS = ("module", "level", "type", "objective", "pool")


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a blueprint: pick *pick* questions that match every named property."""

    pick: int
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def read(cls, row: Doc) -> "Cell":
        """Read a row such as ``{module: m1, level: [recall, understand], type: single, pick: 6}``."""
        wanted = []
        for name in _FILTERS:
            if name in row:
                value = row[name]
                several = value if isinstance(value, list) else [value]
                wanted.append((name, tuple(str(one) for one in several)))
        return cls(pick=int(row.get("pick", 1)), wanted=tuple(wanted))

    def words(self) -> str:
        """Return the cell as an author would name it."""
        return ", ".join(f"{name} {'/'.join(values)}" for name, values in self.wanted) or "(any question)"


@dataclass(frozen=True, slots=True)
class Planned:
    """One place of a paper: the question's id, the order of its options and its points."""

    question: str
    option_order: tuple[str, ...]
    points: str


class TooFewQuestionsError(ValueError):
    """A cell of the blueprint cannot be filled."""


def members(cell: Cell, questions: Mapping[str, Doc]) -> list[str]:
    """Return the ids of the questions that belong to *cell*, sorted."""
    return sorted(ident for ident, question in questions.items() if _fits(cell, question))


def _fits(cell: Cell, question: Doc) -> bool:
    for name, values in cell.wanted:
        if name == "objective":
            held = {str(one) for one in question.get("objectives", [])}
        else:
            held = {str(question.get(name, ""))}
        if not held & set(values):
            return False
    return True


def drawn(exam: Doc, questions: Mapping[str, Doc], seed: str) -> list[str]:
    """Return the ids of the paper: the listed ones, then the draw of every cell without repeats."""
    chosen = [str(ident) for ident in exam.get("questions", [])]
    for place, row in enumerate(exam.get("draw", [])):
        cell = Cell.read(row)
        left = [ident for ident in members(cell, questions) if ident not in chosen]
        if len(left) < cell.pick:
            raise TooFewQuestionsError(cell.words())
        chosen += CounterRng(seed, f"cell {place}").sample(left, cell.pick)
    return chosen


def plan(
    exam: Doc, questions: Mapping[str, Doc], seed: str, option_ids: Callable[[Doc], Sequence[str]]
) -> list[Planned]:
    """Return the whole paper for *seed*; *option_ids* names the options of a question that may move."""
    shuffle = exam.get("shuffle", {})
    order = drawn(exam, questions, seed)
    if shuffle.get("questions", True):
        order = CounterRng(seed, "questions").shuffled(order)
    places = []
    for ident in order:
        movable = list(option_ids(questions[ident]))
        if shuffle.get("options", True):
            movable = CounterRng(seed, f"options {ident}").shuffled(movable)
        places.append(Planned(ident, tuple(movable), str(questions[ident].get("points", 1))))
    return places
