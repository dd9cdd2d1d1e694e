"""Item analysis of an exam: the figures of every question, its options, its time, and where it is written."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.kernel.actor import Actor
from app.library import queries as library
from app.quizzes.engine import itemstats
from app.quizzes.engine.itemstats import Flag, ItemStats
from app.quizzes.models import Attempt, AttemptItem
from app.quizzes.queries import staff
from app.quizzes.services import sources
from app.quizzes.services.sheets import Sheet, sheets


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option of a question: how often it was chosen, whether it is right."""

    text: Any
    times: int
    correct: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One question of an exam over all attempts handed in."""

    question_id: str
    stem: Any
    kind: str
    stats: ItemStats
    seconds: float | None
    options: list[OptionRow]
    flags: list[Flag]
    place: str


@dataclass(frozen=True, slots=True)
class Form:
    """One parallel paper: attempts, mean result, reliability, standard error in points."""

    letter: str
    count: int
    mean: float
    alpha: float | None
    error: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """The whole exam: number of attempts, its forms and its questions."""

    count: int
    forms: list[Form]
    items: list[Item]

    @property
    def gap(self) -> float | None:
        """Return by how much the mean results of the parallel forms differ, out of 100."""
        means = [form.mean for form in self.forms if form.count]
        return max(means) - min(means) if len(means) > 1 else None


def report(*, actor: Actor, exam_id: str) -> Report:
    """Return the analysis of the attempts of the actor's organisation at an exam."""
    attempts = staff.submitted_attempts(actor, exam_id)
    library.blobs({item.question_hash for attempt in attempts for item in attempt.items})
    papers = {attempt.id: sheets(attempt=attempt) for attempt in attempts}
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    shown: dict[str, list[Sheet]] = defaultdict(list)
    highest: dict[str, float] = {}
    for attempt in attempts:
        for sheet in papers[attempt.id]:
            if sheet.item.dropped:
                continue
            name = sheet.item.question_id
            pairs[name].append((_mark(sheet.item), float(attempt.points)))
            shown[name].append(sheet)
            highest[name] = float(Fraction(sheet.item.points))
    stats = itemstats.analyse_pairs(pairs, highest)
    seconds, places = _seconds(actor, exam_id, attempts), sources.locate(question_ids=pairs)
    items = [_item(name, shown[name], stats[name], seconds, places.get(name, "")) for name in sorted(pairs)]
    return Report(len(attempts), _forms(attempts), items)


def _mark(item: AttemptItem) -> float:
    return float(Fraction(item.points) * Fraction(item.share or 0))


def _item(
    name: str, rows: Sequence[Sheet], stats: ItemStats, seconds: dict[str, list[float]], place: str
) -> Item:
    times: Counter[str] = Counter()
    options: dict[str, tuple[Any, bool]] = {}
    for sheet in rows:
        for mark in sheet.kind.feedback(sheet.question, sheet.marked, ()).options:
            options[mark.id] = (mark.text, mark.correct)
            times[mark.id] += mark.chosen
    table = [OptionRow(text, times[ident], correct) for ident, (text, correct) in options.items()]
    chosen = {ident: (times[ident], correct) for ident, (_text, correct) in options.items()}
    last = rows[-1]
    single = last.kind.name in ("single", "true_false")
    found = itemstats.flags(stats, chosen if single else {})
    typical = itemstats.typical(seconds.get(name, []))
    return Item(name, last.question["stem"], last.kind.name, stats, typical, table, found, place)


def _seconds(actor: Actor, exam_id: str, attempts: Sequence[Attempt]) -> dict[str, list[float]]:
    events: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for attempt_id, position, moment in staff.answer_moments(actor, exam_id):
        events[attempt_id].append((position, moment.timestamp()))
    found: dict[str, list[float]] = defaultdict(list)
    for attempt in attempts:
        names = {item.position: item.question_id for item in attempt.items}
        spent = itemstats.seconds_by_item(events[attempt.id], attempt.started_at.timestamp())
        for position, seconds in spent.items():
            found[names[position]].append(seconds)
    return found


def _forms(attempts: Sequence[Attempt]) -> list[Form]:
    """Return the figures of each form; reliability over the questions that all its attempts share."""
    groups: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        groups[attempt.form].append(attempt)
    found = []
    for letter, rows in sorted(groups.items()):
        common = set.intersection(*({i.question_id for i in row.items if not i.dropped} for row in rows))
        marks: dict[str, list[float]] = {name: [] for name in sorted(common)}
        for row in rows:
            for item in row.items:
                if item.question_id in common:
                    marks[item.question_id].append(_mark(item))
        mean = sum((row.tenths or 0) / 10 for row in rows) / len(rows)
        error = itemstats.error_of_measurement(marks)
        found.append(Form(letter, len(rows), mean, itemstats.alpha(marks), error))
    return found
