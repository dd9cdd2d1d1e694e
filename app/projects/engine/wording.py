"""How a team mark was computed: the explanation tree from the team mark down to single criteria."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.rubrics.engine import composite, panel
from app.rubrics.engine.explain import Step, signed, step
from app.rubrics.engine.rubric import Rubric


@dataclass(frozen=True, slots=True)
class View:
    """Everything an explanation draws on; *students* are the components after any change of level."""

    inputs: Mapping[str, Any]
    rubric: Rubric
    cells: Sequence[Sequence[Fraction | None]]
    estimate: panel.Estimate
    students: Sequence[Fraction | None]
    shift: Fraction | None

    def name(self, team: int) -> str:
        """Return the team's name at the time of the result."""
        return str(self.inputs["teams"][team]["name"])


def team_steps(view: View, team: int, teacher: Fraction | None, exact: Fraction | None) -> Step | None:
    """Return the explanation of one team's mark, None while there is no mark."""
    if exact is None:
        return None
    parts = [*_teacher(view, team, teacher), *_students(view, team), *_left_out(view, team), *_waiver(view)]
    mark = str(composite.published(exact))
    students = view.students[team]
    if teacher is None and students is not None:
        return step("team.students_only", *parts, students=students, mark=mark)
    if students is None or teacher is None:
        return step("team.teacher_only", *parts, teacher=teacher or Fraction(0), mark=mark)
    shares = view.inputs["shares"]
    full = shares["teacher"] * teacher + shares["student"] * students
    return step(
        "team.composite",
        *parts,
        *([] if full == 100 * exact else [step("team.capped")]),
        teacher_share=f"{shares['teacher']}%",
        student_share=f"{shares['student']}%",
        teacher=teacher,
        students=students,
        exact=exact,
        mark=mark,
    )


def _left_out(view: View, team: int) -> list[Step]:
    """Return a sentence for each delegate's sheet that a teacher left out, with the reason."""
    names = {each["id"]: str(each["name"]) for each in view.inputs["teams"]}
    own = view.inputs["teams"][team]["id"]
    return [
        step("team.left_out", team=names.get(each["rater"], "–"), reason=str(each["reason"]))
        for each in view.inputs.get("voided", ())
        if each["team"] == own
    ]


def _waiver(view: View) -> list[Step]:
    reason = view.inputs.get("waiver")
    return [step("team.waiver", reason=str(reason))] if reason else []


def _teacher(view: View, team: int, teacher: Fraction | None) -> list[Step]:
    found = _sheet(view, "teacher", team)
    if teacher is None or found is None:
        return []
    return [_sheet_step(view, "sheet.teacher", found, teacher)]


def _students(view: View, team: int) -> list[Step]:
    mark = view.estimate.marks[team]
    if mark is None:
        return []
    explained = _METHODS[view.estimate.method](view, team, mark)
    if view.shift:
        final = view.students[team] or Fraction(0)
        explained = step("student.level", explained, shift=signed(view.shift), before=mark, mark=final)
    plain = view.estimate.plain[team]
    if plain is None or view.estimate.method == panel.MEAN:
        return [explained]
    return [explained, step("student.plain", mark=plain)]


def _mean(view: View, team: int, mark: Fraction) -> Step:
    marks = panel.received(view.cells, team)
    asked = view.inputs["aggregator"] == panel.MEAN
    return step(
        "student.mean" if asked else "student.fallback",
        *_delegates(view, team),
        count=len(marks),
        total=sum(marks, Fraction(0)),
        mark=mark,
    )


def _plain_code(code: str) -> Callable[[View, int, Fraction], Step]:
    def explain(view: View, team: int, mark: Fraction) -> Step:
        return step(code, *_delegates(view, team), count=len(panel.received(view.cells, team)), mark=mark)

    return explain


def _round_robin(view: View, team: int, mark: Fraction) -> Step:
    n = len(view.cells)
    severity = view.estimate.severity[team] or Fraction(0)
    plain = view.estimate.plain[team] or Fraction(0)
    redo = step(
        "student.round_robin_sums",
        grand=sum((sum(panel.received(view.cells, j), Fraction(0)) for j in range(n)), Fraction(0)),
        received=sum(panel.received(view.cells, team), Fraction(0)),
        given=sum(panel.given(view.cells, team), Fraction(0)),
        pairs=n * (n - 1),
        others=n - 1,
        divisor=n * (n - 2),
        mark=mark,
    )
    return step(
        "student.round_robin",
        redo,
        *_delegates(view, team),
        plain=plain,
        severity=signed(severity),
        others=n - 1,
        mark=mark,
    )


def _least_squares(view: View, team: int, mark: Fraction) -> Step:
    parts = []
    for rater, row in enumerate(view.cells):
        given, severity = row[team], view.estimate.severity[rater]
        found = _sheet(view, view.inputs["teams"][rater]["id"], team)
        if rater == team or given is None or severity is None or found is None:
            continue
        parts.append(
            step(
                "student.freed",
                _delegate_step(view, rater, found, given),
                team=view.name(rater),
                given=given,
                severity=signed(severity),
                freed=given - severity,
            )
        )
    return step("student.least_squares", *parts, count=len(parts), mark=mark)


_METHODS: dict[str, Callable[[View, int, Fraction], Step]] = {
    panel.MEAN: _mean,
    panel.MEDIAN: _plain_code("student.median"),
    panel.TRIMMED: _plain_code("student.trimmed"),
    panel.ROUND_ROBIN: _round_robin,
    panel.LEAST_SQUARES: _least_squares,
}


def _delegates(view: View, team: int) -> list[Step]:
    steps = []
    for rater, row in enumerate(view.cells):
        mark = row[team]
        found = _sheet(view, view.inputs["teams"][rater]["id"], team)
        if rater != team and mark is not None and found is not None:
            steps.append(_delegate_step(view, rater, found, mark))
    return steps


def _delegate_step(view: View, rater: int, found: Mapping[str, Any], mark: Fraction) -> Step:
    return _sheet_step(view, "sheet.delegate", found, mark, team=view.name(rater))


def _sheet(view: View, rater: object, team: int) -> Mapping[str, Any] | None:
    team_id = view.inputs["teams"][team]["id"]
    for each in view.inputs["sheets"]:
        if each["rater"] == rater and each["team"] == team_id:
            return dict(each)
    return None


def _sheet_step(view: View, code: str, found: Mapping[str, Any], mark: Fraction, **params: str) -> Step:
    criteria = [_criterion(view, found, each.id) for each in view.rubric.criteria]
    return step(
        code,
        *criteria,
        points=sum(found["points"].values()),
        maximum=view.rubric.maximum,
        mark=mark,
        **params,
    )


def _criterion(view: View, found: Mapping[str, Any], criterion_id: str) -> Step:
    criterion = view.rubric.criterion(criterion_id)
    points = int(found["points"][criterion_id])
    band = criterion.band_of(points)
    comment = found.get("comments", {}).get(criterion_id)
    return step(
        "criterion.points",
        *([step("criterion.comment", comment=str(comment))] if comment else []),
        criterion=criterion.title,
        points=points,
        maximum=criterion.maximum,
        band=band.label,
        span=band.span,
    )
