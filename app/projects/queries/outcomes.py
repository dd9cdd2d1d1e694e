"""Marks, answers and results: what teachers read, and the one path by which the class sees them."""

import json
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import String, bindparam, cast, literal_column, select

from app.kernel.actor import Actor
from app.organisations.policies import Permission
from app.platform.database import db
from app.projects.engine.visible import Visible, cut
from app.projects.models.outcome import ModerationDecision, ReleasedMark, ResultRelease, ResultVersion
from app.projects.models.project import PROJECT, Project, Team, TeamMember
from app.projects.models.work import ContributionAnswer, PackageMark, SubmissionVersion, WorkPackage
from app.rubrics.models import DELEGATE, TEACHER, ScoreEvent, ScoreSheet

# What every room of exercises tells of best marks: kind and id of the step, person, mark as text, an order.
BEST = select(
    literal_column("'task'", String).label("kind"),
    ReleasedMark.user_id.label("user_id"),
    ReleasedMark.task_id.label("ident"),
    cast(ReleasedMark.mark, String).label("mark"),
    ReleasedMark.release_id.label("place"),
).where(
    ReleasedMark.organisation_id == bindparam("organisation_id"),
    ReleasedMark.user_id.in_(bindparam("user_ids", expanding=True)),
)


def package_marks(project_id: int) -> dict[int, PackageMark]:
    """Return the newest mark of each work package of a project."""
    rows = db.session.scalars(
        select(PackageMark)
        .join(WorkPackage, WorkPackage.id == PackageMark.package_id)
        .join(Team, Team.id == WorkPackage.team_id)
        .where(Team.project_id == project_id)
        .order_by(PackageMark.id)
    )
    return {row.package_id: row for row in rows}


def contributions(project_ids: Iterable[int]) -> dict[int, dict[int, dict[int, int]]]:
    """Return team → rater → teammate → points; of several rounds the newest counts."""
    rows = db.session.scalars(
        select(ContributionAnswer)
        .join(Team, Team.id == ContributionAnswer.team_id)
        .where(Team.project_id.in_(list(project_ids)))
        .order_by(ContributionAnswer.round)
    )
    found: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        found[row.team_id][row.rater_id][row.member_id] = row.points
    return found


def delegate_pairs(project_id: int) -> set[tuple[int, int]]:
    """Return (delegate's team, marked team) of every sheet that a delegate handed in."""
    rows = db.session.execute(
        select(ScoreSheet.side_id, ScoreSheet.subject_id).where(
            ScoreSheet.context_kind == PROJECT,
            ScoreSheet.context_id == project_id,
            ScoreSheet.role == DELEGATE,
            ScoreSheet.state == "submitted",
        )
    )
    return {(row[0], row[1]) for row in rows}


def decisions(project_id: int) -> dict[tuple[int, int], ModerationDecision]:
    """Return the newest decision about each delegate's sheet by (delegate's team, marked team)."""
    rows = db.session.scalars(
        select(ModerationDecision)
        .where(ModerationDecision.project_id == project_id)
        .order_by(ModerationDecision.id)
    )
    return {(row.side_id, row.team_id): row for row in rows}


def teachers_of(project_id: int, team_id: int) -> set[int]:
    """Return who gave points on the teacher's sheet of a team."""
    rows = db.session.scalars(
        select(ScoreEvent.by_id)
        .join(ScoreSheet, ScoreSheet.id == ScoreEvent.sheet_id)
        .where(
            ScoreSheet.context_kind == PROJECT,
            ScoreSheet.context_id == project_id,
            ScoreSheet.subject_id == team_id,
            ScoreSheet.role == TEACHER,
        )
        .distinct()
    )
    return set(rows)


def package_markers(team_id: int, user_id: int) -> set[int]:
    """Return who marked the work packages of one member of a team."""
    rows = db.session.scalars(
        select(PackageMark.by_id)
        .join(WorkPackage, WorkPackage.id == PackageMark.package_id)
        .where(WorkPackage.team_id == team_id, WorkPackage.owner_id == user_id)
        .distinct()
    )
    return set(rows)


def latest_result(project_id: int) -> ResultVersion | None:
    """Return the newest computed result, released or not. For teachers' pages only."""
    return db.session.scalar(
        select(ResultVersion)
        .where(ResultVersion.project_id == project_id)
        .order_by(ResultVersion.number.desc())
        .limit(1)
    )


def visible_results(actor: Actor, project_id: int) -> Visible | None:
    """Return the newest released result as far as *actor* may see it; None before any release.

    The only way from a stored result to a reader who is not running the project.
    """
    row = db.session.execute(
        select(ResultVersion.number, ResultVersion.outputs, ResultRelease.at)
        .join(ResultRelease, ResultRelease.result_version_id == ResultVersion.id)
        .join(Project, Project.id == ResultVersion.project_id)
        .where(
            Project.id == project_id,
            Project.organisation_id == actor.organisation_id,
        )
        .order_by(ResultRelease.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    outputs = json.loads(row.outputs)
    if actor.may(Permission.GRADEBOOK_READ):
        return Visible(row.number, row.at, tuple(outputs["teams"]), outputs["panel"])
    own = [cut(team, actor.user_id) for team in outputs["teams"]]
    return Visible(row.number, row.at, tuple(team for team in own if team["members"]), {})


def released_scores(
    organisation_id: int, user_ids: Iterable[int]
) -> dict[tuple[int, str], tuple[Fraction, Fraction]]:
    """Return (score, maximum) by (person, task) of everything released to these people."""
    rows = db.session.execute(BEST, {"organisation_id": organisation_id, "user_ids": list(user_ids)})
    return {(row.user_id, row.ident): best_mark(row.mark) for row in sorted(rows, key=lambda row: row.place)}


def best_mark(kept: str | None) -> tuple[Fraction, Fraction]:
    """Return (score, maximum) of a mark as ``BEST`` tells it; the one released last counts."""
    return Fraction(kept or 0), Fraction(100)


def own_data(actor: Actor) -> dict[str, object]:
    """Return what this room keeps about the actor, for the person's own export."""
    rows = db.session.execute(
        select(Team.name, Project.task_id, TeamMember.valid_from, TeamMember.valid_to)
        .join(Team, Team.id == TeamMember.team_id)
        .join(Project, Project.id == Team.project_id)
        .where(TeamMember.user_id == actor.user_id, Project.organisation_id == actor.organisation_id)
        .order_by(TeamMember.id)
    )
    handed = db.session.execute(
        select(
            SubmissionVersion.target, SubmissionVersion.number, SubmissionVersion.name, SubmissionVersion.at
        )
        .join(SubmissionVersion.team)
        .join(Team.project)
        .where(SubmissionVersion.by_id == actor.user_id, Project.organisation_id == actor.organisation_id)
        .order_by(SubmissionVersion.id)
    )
    marks = released_scores(actor.organisation_id, [actor.user_id])
    stays = [(row[0], row[1], row[2].isoformat(), row[3] and row[3].isoformat()) for row in rows]
    return {
        "teams": [dict(zip(("team", "task", "from", "to"), row, strict=True)) for row in stays],
        "handed_in": [
            {"for": row[0], "version": row[1], "name": row[2], "at": row[3].isoformat()} for row in handed
        ],
        "released_marks": [{"task": task_id, "mark": str(mark[0])} for (_, task_id), mark in marks.items()],
    }
