"""Things a teacher should look at before releasing. Flags never change a mark by themselves.

Thresholds follow the simulations of the design notes (section 6): they find most saboteurs, idle and
colluding delegates, and are wrong often enough that a person must decide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.rubrics.engine.explain import Step, step
from app.rubrics.engine.panel import Cells

SEVERE = Fraction(10)
IDLE_SPREAD = Fraction(3)
REAL_SPREAD = Fraction(8)
CLASS_SHIFT = Fraction(8)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the flags look at; *names* are the teams', *teacher* the teacher's mark of each."""

    names: Sequence[str]
    cells: Cells
    teacher: Sequence[Fraction | None]
    severity: Sequence[Fraction | None]


def find(panel: Panel) -> list[Step]:
    """Return every flag of the panel, in a fixed order."""
    return [*_lazy(panel), *_strictness(panel), *_colluding(panel), *_whole_class(panel)]


def _lazy(panel: Panel) -> Iterator[Step]:
    """Flag a delegate who gives everybody the same although the teacher saw real differences."""
    for i, name in enumerate(panel.names):
        pairs = _pairs(panel, i)
        if len(pairs) < 3:
            continue
        own = _spread([mark for mark, _ in pairs])
        teacher = _spread([mark for _, mark in pairs])
        if own <= IDLE_SPREAD and teacher >= REAL_SPREAD:
            yield step("flag.lazy", team=name, spread=own, teacher=teacher)


def _strictness(panel: Panel) -> Iterator[Step]:
    for name, severity in zip(panel.names, panel.severity, strict=True):
        if severity is not None and severity < -SEVERE:
            yield step("flag.severe", team=name, points=-severity)
        elif severity is not None and severity > SEVERE:
            yield step("flag.generous", team=name, points=severity)


def _colluding(panel: Panel) -> Iterator[Step]:
    """Flag two delegates who both mark the other's team far above their own usual level.

    The usual level is each delegate's mean distance from the teacher over all other teams, so at least
    two of those are needed; the threshold grows with the number of teams because so do the pairs.
    """
    threshold = 5 + Fraction(len(panel.names), 2)
    for i, j in combinations(range(len(panel.names)), 2):
        lifts = (_lift(panel, i, j), _lift(panel, j, i))
        if lifts[0] is None or lifts[1] is None:
            continue
        least = min(lifts[0], lifts[1])
        if least > threshold:
            yield step("flag.colluding", team=panel.names[i], other=panel.names[j], points=least)


def _lift(panel: Panel, rater: int, team: int) -> Fraction | None:
    """Return how far *rater* lifts *team* beyond the distance kept from the teacher elsewhere."""
    mark, reference = panel.cells[rater][team], panel.teacher[team]
    elsewhere = [
        own - seen
        for j, (own, seen) in enumerate(zip(panel.cells[rater], panel.teacher, strict=True))
        if j not in {rater, team} and own is not None and seen is not None
    ]
    if mark is None or reference is None or len(elsewhere) < 2:
        return None
    return mark - reference - sum(elsewhere, Fraction(0)) / len(elsewhere)


def _whole_class(panel: Panel) -> Iterator[Step]:
    gaps = []
    for j, seen in enumerate(panel.teacher):
        got = [row[j] for i, row in enumerate(panel.cells) if i != j]
        marks = [mark for mark in got if mark is not None]
        if marks and seen is not None:
            gaps.append(sum(marks, Fraction(0)) / len(marks) - seen)
    if not gaps:
        return
    shift = sum(gaps, Fraction(0)) / len(gaps)
    if shift > CLASS_SHIFT:
        yield step("flag.lenient_class", points=shift)
    elif shift < -CLASS_SHIFT:
        yield step("flag.harsh_class", points=-shift)


def _pairs(panel: Panel, rater: int) -> list[tuple[Fraction, Fraction]]:
    return [
        (mark, seen)
        for j, (mark, seen) in enumerate(zip(panel.cells[rater], panel.teacher, strict=True))
        if j != rater and mark is not None and seen is not None
    ]


def _spread(marks: Sequence[Fraction]) -> Fraction:
    return max(marks) - min(marks)
