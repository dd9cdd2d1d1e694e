"""The result of a project as a function of its frozen inputs.

``compute`` takes the inputs document of a result version and returns the outputs document. The same
inputs give the same bytes: exact fractions, fixed order, no clock. Every number carries its explanation
(``app.rubrics.engine.explain``), down to single criteria.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.projects.engine import wording
from app.projects.engine.personal import member_results
from app.rubrics.engine import agreement, composite, flags, panel, sheet
from app.rubrics.engine.explain import Step, show, step
from app.rubrics.engine.rubric import Rubric, read

FORMULA = "kampus-1"
TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Marks:
    """All sheets as marks from 0 to 100: *teacher* by team, *cells* of the delegates' panel."""

    teacher: tuple[Fraction | None, ...]
    cells: tuple[tuple[Fraction | None, ...], ...]


def compute(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the outputs document: team marks, members' marks, explanations, flags, agreement."""
    if inputs["formula"] != FORMULA:
        raise ValueError(f"unknown formula version {inputs['formula']!r}")
    rubric = read(inputs["rubric"])
    marks = _marks(inputs, rubric)
    estimate = panel.estimate(marks.cells, str(inputs["aggregator"]))
    students, shift = _leveled(inputs, marks, estimate)
    view = wording.View(inputs, rubric, marks.cells, estimate, students, shift)
    return {
        "formula": FORMULA,
        "teams": [_team(view, marks.teacher[j], j) for j in range(len(inputs["teams"]))],
        "panel": _panel(view, marks),
    }


def absences(inputs: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is missing for a full release: {"teacher": [team names], "delegates": ["A → B", …]}."""
    marks = _marks(inputs, read(inputs["rubric"]))
    names = [str(team["name"]) for team in inputs["teams"]]
    ids = [team["id"] for team in inputs["teams"]]
    left_out = {(each["rater"], each["team"]) for each in inputs.get("voided", ())}
    pairs = [
        f"{names[i]} → {names[j]}"
        for i, row in enumerate(marks.cells)
        for j, mark in enumerate(row)
        if i != j and mark is None and (ids[i], ids[j]) not in left_out
    ]
    absent = [name for name, mark in zip(names, marks.teacher, strict=True) if mark is None]
    return {"teacher": absent, "delegates": pairs}


def _marks(inputs: Mapping[str, Any], rubric: Rubric) -> Marks:
    ids = [team["id"] for team in inputs["teams"]]
    found: dict[tuple[Any, Any], Fraction] = {
        (each["rater"], each["team"]): sheet.mark(rubric, each["points"]) for each in inputs["sheets"]
    }
    if any(rater == team for rater, team in found):
        raise ValueError("a team may not be marked by its own delegate")
    return Marks(
        tuple(found.get((TEACHER, team)) for team in ids),
        tuple(tuple(found.get((rater, team)) for team in ids) for rater in ids),
    )


def _leveled(
    inputs: Mapping[str, Any], marks: Marks, estimate: panel.Estimate
) -> tuple[Sequence[Fraction | None], Fraction | None]:
    if inputs["level_anchor"] != TEACHER:
        return estimate.marks, None
    return composite.tied_to_level(estimate.marks, marks.teacher)


def _team(view: wording.View, teacher: Fraction | None, j: int) -> dict[str, Any]:
    inputs, team, students = view.inputs, view.inputs["teams"][j], view.students[j]
    exact = _team_mark(inputs, teacher, students)
    mark = None if exact is None else composite.published(exact)
    explanation = wording.team_steps(view, j, teacher, exact)
    return {
        "id": team["id"],
        "name": team["name"],
        "teacher": _text(teacher),
        "students": _text(students),
        "plain": _text(view.estimate.plain[j]),
        "exact": _text(exact),
        "mark": None if mark is None else str(mark),
        "steps": explanation.doc() if explanation else None,
        "members": [] if mark is None else member_results(inputs, team, Fraction(mark)),
    }


def _team_mark(
    inputs: Mapping[str, Any], teacher: Fraction | None, students: Fraction | None
) -> Fraction | None:
    shares = inputs["shares"]
    if teacher is None or students is None:
        present = teacher if teacher is not None else students
        return None if present is None else composite.clamp(present)
    return composite.composite(
        teacher, students, teacher_share=shares["teacher"], student_share=shares["student"]
    )


def _panel(view: wording.View, marks: Marks) -> dict[str, Any]:
    names = [str(team["name"]) for team in view.inputs["teams"]]
    severity = view.estimate.severity
    raw = agreement.alpha(marks.cells)
    level = agreement.alpha(agreement.without_severity(marks.cells, severity))
    found = flags.find(flags.Panel(names, marks.cells, marks.teacher, severity))
    return {
        "method": view.estimate.method,
        "severity": [_text(each) for each in severity],
        "shift": _text(view.shift),
        "agreement": [each.doc() for each in _agreement(raw, level, severity)],
        "flags": [each.doc() for each in found],
    }


def _agreement(
    raw: Fraction | None, level: Fraction | None, severity: Sequence[Fraction | None]
) -> list[Step]:
    if raw is None or level is None or not any(severity):
        return []
    code = "panel.agree" if level >= Fraction(2, 3) else "panel.differ"
    return [step(code, raw=show(raw).split()[0], level=show(level).split()[0])]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
