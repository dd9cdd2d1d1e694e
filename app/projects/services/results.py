"""Computing results from frozen inputs, and the one gate through which they reach the class."""

import hashlib
import json
from copy import deepcopy
from fractions import Fraction
from typing import Any

from app.content.canonical import canonical
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError
from app.kernel.events import publish
from app.kernel.messages import N_
from app.library import queries as library
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.engine import gates, result
from app.projects.events import ResultReleased
from app.projects.models.outcome import ReleasedMark, ResultRelease, ResultVersion
from app.projects.models.project import PROJECT, Project
from app.projects.queries import boards, inside, outcomes, reach
from app.rubrics import queries as sheets
from app.rubrics.models import TEACHER

NOT_OPEN = N_("Close the marking first; then results can be computed.")
NO_RESULT = N_("Compute the results first and look at them.")
STALE = N_("Marks have changed since these results were computed. Compute them again and look at them first.")
MISSING = N_(
    "%(teacher)s teams have no mark from the teacher and %(delegates)s delegates' sheets are missing. "
    "Get them in, or give a reason for releasing without them; the reason is shown to everybody."
)
PENALTY = 2
"""Points taken off for not answering about contribution (design notes, section 4)."""


def inputs(project: Project, waiver: str = "") -> dict[str, Any]:
    """Return everything the result depends on as one plain document, in a fixed order."""
    teams = [_team(project, state) for state in boards.board([project.id])[project.id]]
    voided = _voided(project)
    document: dict[str, Any] = {
        "formula": result.FORMULA,
        "shares": {"teacher": project.teacher_share, "student": project.student_share},
        "aggregator": project.aggregator,
        "level_anchor": project.level_anchor,
        "individual": {"team": project.team_weight, "own": project.own_weight, "penalty": PENALTY},
        "rubric": deepcopy(library.blob(project.rubric_version.blob_hash).doc),
        "rubric_hash": project.rubric_version.blob_hash,
        "task_hash": project.task_hash,
        "teams": _with_work(project, teams),
        "sheets": [each for each in _sheets(project) if (each["rater"], each["team"]) not in voided],
        "waiver": waiver or None,
    }
    # A document without decisions looks as it did before there were any, so that old seals still hold.
    return document | (
        {"voided": [_decision(pair, voided[pair]) for pair in sorted(voided)]} if voided else {}
    )


def _voided(project: Project) -> dict[tuple[int, int], str]:
    """Return the reason by (delegate's team, marked team) of every sheet that is left out."""
    found = outcomes.decisions(project.id)
    return {pair: row.reason for pair, row in found.items() if row.verdict == "void"}


def _decision(pair: tuple[int, int], reason: str) -> dict[str, Any]:
    return {"rater": pair[0], "team": pair[1], "reason": reason}


def _team(project: Project, state: gates.TeamState) -> dict[str, Any]:
    return {
        "id": state.id,
        "name": state.name,
        "asked": project.ask_contribution,
        "members": [{"id": user_id, "packages": []} for user_id in sorted(state.members)],
        "ratings": {},
    }


def _with_work(project: Project, teams: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill in the members' packages with their marks, and the answers about contribution."""
    titles = {key: {"zh": title.zh, "en": title.en} for key, title in reach.book(project).titles().items()}
    packages, marks = inside.packages([project.id]), outcomes.package_marks(project.id)
    answers = outcomes.contributions([project.id])
    for team in teams:
        for member in team["members"]:
            member["packages"] = [
                {
                    "id": row.key,
                    "title": titles[row.key],
                    "weight": row.weight,
                    "mark": marks[row.id].mark if row.id in marks else None,
                }
                for row in packages.get(team["id"], [])
                if row.owner_id == member["id"] and row.weight
            ]
        if project.ask_contribution:
            team["ratings"] = {
                str(rater): {str(mate): points for mate, points in sorted(row.items())}
                for rater, row in sorted(answers.get(team["id"], {}).items())
            }
    return teams


def _sheets(project: Project) -> list[dict[str, Any]]:
    """Return the sheets that were handed in; drafts do not count."""
    rows = [row for row in sheets.sheets(PROJECT, project.id) if row.state == "submitted"]
    states = sheets.states(row.id for row in rows)
    return [
        {
            "rater": TEACHER if row.role == TEACHER else row.side_id,
            "team": row.subject_id,
            "points": sheets.points(states[row.id]),
            "comments": sheets.comments(states[row.id]),
        }
        for row in rows
    ]


def compute(*, actor: Actor, project: Project, waiver: str = "") -> ResultVersion:
    """Compute the result and keep it as a new version; without any change the last one is returned."""
    _managers_only(actor)
    if not policies.preview_is_open(project.state):
        raise GoneError(NOT_OPEN)
    document = inputs(project, waiver)
    text, last = canonical(document), outcomes.latest_result(project.id)
    if last is not None and last.inputs == text and last.formula == result.FORMULA:
        return last
    outputs = canonical(result.compute(document))
    row = ResultVersion(
        project_id=project.id,
        number=last.number + 1 if last else 1,
        formula=result.FORMULA,
        inputs=text,
        outputs=outputs,
        sha256=_seal(last.sha256 if last else "", text, outputs),
        previous_sha256=last.sha256 if last else "",
        by_id=actor.user_id,
        at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _seal(previous: str, text: str, outputs: str) -> str:
    return hashlib.sha256("\n".join((previous, text, outputs)).encode()).hexdigest()


def verify(version: ResultVersion) -> bool:
    """Return whether *version* still computes to the same bytes and its seal holds."""
    again = canonical(result.compute(json.loads(version.inputs)))
    seal = _seal(version.previous_sha256, version.inputs, version.outputs)
    return again == version.outputs and seal == version.sha256


def absences(project: Project) -> dict[str, list[str]]:
    """Return whose marks are missing for a full release."""
    return result.absences(inputs(project))


def release(*, actor: Actor, project: Project, number: int, waiver: str = "") -> ResultRelease:
    """Release result version *number* to the class, in one transaction.

    ConflictError when marks changed since it was computed; InvalidError when shares are missing and no
    reason (*waiver*) is given. With a waiver the reason becomes part of a new version.
    """
    _managers_only(actor)
    missing = _releasable(project, number)
    if missing and not waiver.strip():
        raise InvalidError(MISSING, **missing)
    version = compute(actor=actor, project=project, waiver=waiver.strip() if missing else "")
    row = ResultRelease(
        project_id=project.id,
        result_version_id=version.id,
        waiver=waiver.strip() if missing else "",
        by_id=actor.user_id,
        at=now(),
    )
    db.session.add(row)
    project.state, project.state_at = gates.RELEASED, now()
    db.session.flush()
    after = {"version": version.number, "sha256": version.sha256}
    audit.record(
        actor,
        action="released",
        object_kind=PROJECT,
        object_id=project.id,
        after=after,
        reason=waiver.strip(),
    )
    _announce(project, row, json.loads(version.outputs))
    return row


def _releasable(project: Project, number: int) -> dict[str, int]:
    """Refuse a result that is not open, not there or no longer true; return how many marks are missing."""
    if project.state != gates.MODERATING:
        raise GoneError(NOT_OPEN)
    last = outcomes.latest_result(project.id)
    if last is None:
        raise InvalidError(NO_RESULT)
    waived = json.loads(last.inputs)["waiver"] or ""
    if last.number != number or canonical(inputs(project, waived)) != last.inputs:
        raise ConflictError(STALE)
    missing = {kind: len(names) for kind, names in absences(project).items()}
    return missing if any(missing.values()) else {}


def _announce(project: Project, row: ResultRelease, outputs: dict[str, Any]) -> None:
    marks = [
        ReleasedMark(
            release_id=row.id,
            organisation_id=project.organisation_id,
            project_id=project.id,
            task_id=project.task_id,
            team_id=team["id"],
            user_id=member["id"],
            mark=member["mark"],
        )
        for team in outputs["teams"]
        for member in team["members"]
    ]
    db.session.add_all(marks)
    db.session.flush()
    rows = tuple((mark.user_id, Fraction(mark.mark), Fraction(100)) for mark in marks)
    publish(ResultReleased(project.organisation_id, project.id, project.task_id, rows))


def _managers_only(actor: Actor) -> None:
    if not policies.may_manage(actor):
        raise NotAllowedError
