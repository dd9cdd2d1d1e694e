"""Drawing a paper: which questions, in which order, with which order of options.

The plan is decided once, from the attempt's seed, and stored; it is never rolled again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.quizzes.engine.rng import CounterRng

Doc = Mapping[str, Any]
_FILTERS = ("module", "level", "type", "objective", "pool")
_FROM_EXAM_POOL = ("check", "summative")
# Share of people expected to answer rightly, where the author does not say (``difficulty``).
EXPECTED = {"recall": 0.85, "understand": 0.75, "apply": 0.65, "analyse": 0.55}
NO_DOCS: Mapping[str, Doc] = {}


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a blueprint: pick *pick* questions that match every named property.

    With *cluster* (an id or ``any``) it picks whole cases with all their questions instead. *points* is
    what each question drawn here carries; empty: what the question says itself.
    """

    pick: int
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cluster: str = ""
    points: str = ""

    @classmethod
    def read(cls, row: Doc, exam: Doc = NO_DOCS) -> "Cell":
        """Read a row such as ``{module: m1, level: [recall, understand], type: single, pick: 6}``.

        Checks and summative exams draw from the exam pool unless the row says otherwise.
        """
        wanted = []
        for name in _FILTERS:
            value = row.get(name)
            if name == "pool" and value is None and exam.get("kind") in _FROM_EXAM_POOL:
                value = "exam"
            if value is not None:
                several = value if isinstance(value, list) else [value]
                wanted.append((name, tuple(str(one) for one in several)))
        texts = (str(row.get(name, "")) for name in ("cluster", "points"))
        return cls(int(row.get("pick", 1)), tuple(wanted), *texts)

    def words(self) -> str:
        """Return the cell as an author would name it."""
        named = [f"cluster {self.cluster}"] if self.cluster else []
        named += [f"{name} {'/'.join(values)}" for name, values in self.wanted]
        return ", ".join(named) or "(any question)"


@dataclass(frozen=True, slots=True)
class Planned:
    """One place of a paper: the question's id, the order of its options, its points and its case."""

    question: str
    option_order: tuple[str, ...]
    points: str
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """What papers are drawn from: all questions and all cases by id."""

    questions: Mapping[str, Doc]
    clusters: Mapping[str, Doc] = field(default_factory=dict)

    def members(self, cell: Cell) -> list[str]:
        """Return the ids of the questions (or, for a cluster cell, of the cases) of *cell*, sorted."""
        if not cell.cluster:
            single = {i: q for i, q in self.questions.items() if not q.get("cluster")}
            return members(cell, single)
        if cell.cluster != "any":
            return [cell.cluster] if cell.cluster in self.clusters else []
        return sorted(ident for ident, cluster in self.clusters.items() if _fits(cell, cluster))

    def expected(self, ident: str) -> float:
        """Return the expected share of right answers of a question, or the mean over a case."""
        if ident in self.clusters:
            asked = [self.expected(str(one)) for one in self.clusters[ident]["questions"]]
            return sum(asked) / len(asked)
        question = self.questions[ident]
        return float(question.get("difficulty", EXPECTED.get(str(question.get("level")), 0.7)))

    def block(self, ident: str) -> list[str]:
        """Return what is asked together under *ident*: the question, or all questions of the case."""
        if ident in self.clusters and ident not in self.questions:
            return [str(one) for one in self.clusters[ident]["questions"]]
        return [ident]


class TooFewQuestionsError(ValueError):
    """A cell of the blueprint cannot be filled."""


def members(cell: Cell, questions: Mapping[str, Doc]) -> list[str]:
    """Return the ids of the questions that belong to *cell*, sorted."""
    return sorted(ident for ident, question in questions.items() if _fits(cell, question))


def module_of(question: Doc) -> str:
    """Return the module a question belongs to: the one it names, or that of its first objective."""
    said = question.get("module")
    objectives = question.get("objectives") or [""]
    return str(said) if said else str(objectives[0]).partition(".")[0]


def _fits(cell: Cell, question: Doc) -> bool:
    for name, values in cell.wanted:
        if name == "objective":
            held = {str(one) for one in question.get("objectives", [])}
        elif name == "module":
            held = {module_of(question)}
        else:
            held = {str(question.get(name, ""))}
        if name == "pool" and "pool" not in question:
            continue
        if not held & set(values):
            return False
    return True


Block = tuple[str, str]  # what is asked together, and the points of each question in it (empty: its own)


def drawn(exam: Doc, bank: Bank, seed: str, form: int | None = None) -> list[Block]:
    """Return the blocks of the paper: the listed questions, then the draw of every cell without repeats.

    With *form* (from 0) the draw is that of this parallel form and does not depend on *seed*.
    """
    chosen: list[Block] = [(str(ident), "") for ident in exam.get("questions", [])]
    if form is not None:
        return chosen + forms(exam, bank)[form]
    for place, row in enumerate(exam.get("draw", [])):
        cell = Cell.read(row, exam)
        left = _left(cell, bank, {ident for ident, _ in chosen})
        chosen += [
            (ident, cell.points) for ident in CounterRng(seed, f"cell {place}").sample(left, cell.pick)
        ]
    return chosen


def _left(cell: Cell, bank: Bank, taken: set[str], times: int = 1) -> list[str]:
    left = [ident for ident in bank.members(cell) if ident not in taken]
    if len(left) < cell.pick * times:
        raise TooFewQuestionsError(cell.words())
    return left


def forms(exam: Doc, bank: Bank) -> list[list[Block]]:
    """Return the blocks of every parallel form: disjoint, each cell dealt out by expected difficulty.

    Of every cell *forms* times its pick is taken, sorted by difficulty and dealt in rounds, every
    second round backwards, so that no form collects the harder ones.
    """
    count = int(exam.get("forms", 1))
    papers: list[list[Block]] = [[] for _ in range(count)]
    taken = {str(ident) for ident in exam.get("questions", [])}
    for place, row in enumerate(exam.get("draw", [])):
        cell = Cell.read(row, exam)
        left = _left(cell, bank, taken, count)
        picked = CounterRng(str(exam["id"]), f"forms {place}").sample(left, cell.pick * count)
        picked.sort(key=lambda ident: (bank.expected(ident), ident))
        for n, ident in enumerate(picked):
            turn, seat = divmod(n, count)
            papers[count - 1 - seat if (turn + place) % 2 else seat].append((ident, cell.points))
        taken |= set(picked)
    return papers


def plan(
    exam: Doc,
    bank: Bank,
    seed: str,
    option_ids: Callable[[Doc], Sequence[str]],
    form: int | None = None,
) -> list[Planned]:
    """Return the whole paper for *seed*; *option_ids* names the options of a question that may move.

    The questions of a case stay together and in their order.
    """
    shuffle = exam.get("shuffle", {})
    order = drawn(exam, bank, seed, form)
    if shuffle.get("questions", True):
        order = CounterRng(seed, "questions").shuffled(order)
    places = []
    for ident, worth in ((one, worth) for block, worth in order for one in bank.block(block)):
        question = bank.questions[ident]
        movable = list(option_ids(question))
        if shuffle.get("options", True) or question.get("type") == "ordering":
            movable = CounterRng(seed, f"options {ident}").shuffled(movable)
        cluster = str(question.get("cluster") or "")
        points = worth or str(question.get("points", 1))
        places.append(Planned(ident, tuple(movable), points, cluster))
    return places
