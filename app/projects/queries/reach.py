"""Reaching projects, teams and what was handed in: the only doors, each asks who knocks."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, false, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.organisations.models import Enrolment
from app.organisations.policies import Permission
from app.platform.database import db
from app.projects.engine import gates, task
from app.projects.models.project import Project, Team, TeamMember
from app.projects.models.work import Delegation, SubmissionVersion

# Asked on busy pages: a statement that is built once costs a quarter of one built for each request.
_ALL = (
    select(Project)
    .where(Project.organisation_id == bindparam("organisation_id"))
    .options(joinedload(Project.cohort))
    .order_by(Project.id.desc())
)
_MINE = select(TeamMember.project_id).where(
    TeamMember.user_id == bindparam("user_id"), TeamMember.valid_to.is_(None)
)
_OWN = _ALL.where(Project.state != gates.DRAFT, Project.id.in_(_MINE))


def _memberships(actor: Actor) -> Select[Any]:
    return select(TeamMember.project_id).where(
        TeamMember.user_id == actor.user_id, TeamMember.valid_to.is_(None)
    )


def _manages(actor: Actor) -> bool:
    return actor.may(Permission.PROJECT_MANAGE)


def _visible(actor: Actor) -> Select[Project]:
    """Select what the actor may see: staff all of their organisation, members their own once published."""
    statement = select(Project).where(Project.organisation_id == actor.organisation_id)
    if _manages(actor) or actor.may(Permission.GRADEBOOK_READ):
        return statement
    if not actor.may(Permission.TEAM_WORK):
        return statement.where(false())
    return statement.where(Project.state != gates.DRAFT, Project.id.in_(_memberships(actor)))


def projects_visible_to(actor: Actor) -> Sequence[Project]:
    """Return the actor's projects, newest first, each with its cohort."""
    names = {"organisation_id": actor.organisation_id}
    if _manages(actor) or actor.may(Permission.GRADEBOOK_READ):
        return db.session.scalars(_ALL, names).all()
    if not actor.may(Permission.TEAM_WORK):
        return []
    return db.session.scalars(_OWN, names | {"user_id": actor.user_id}).all()


def project_visible_to(actor: Actor, project_id: int) -> Project:
    """Return one project with cohort and rubric version; NotFoundError if the actor may not know of it."""
    row = db.session.scalar(
        _visible(actor)
        .where(Project.id == project_id)
        .options(joinedload(Project.cohort), joinedload(Project.rubric_version))
    )
    if row is None:
        raise NotFoundError
    return row


def team_visible_to(actor: Actor, team_id: int) -> Team:
    """Return a team with its project; a learner reaches the own team only."""
    seen = Project.id.in_(_visible(actor).with_only_columns(Project.id))
    statement = select(Team).join(Team.project).where(Team.id == team_id, seen)
    if not _manages(actor):
        own = _memberships(actor).with_only_columns(TeamMember.team_id)
        statement = statement.where(Team.id.in_(own))
    row = db.session.scalar(
        statement.options(
            contains_eager(Team.project).options(
                joinedload(Project.cohort), joinedload(Project.rubric_version)
            )
        )
    )
    if row is None:
        raise NotFoundError
    return row


def submission_visible_to(actor: Actor, submission_id: int) -> SubmissionVersion:
    """Return one handed-in version: for its team, the teachers, and the delegates once marking is open."""
    marks_it = (
        select(Delegation.id)
        .join(Team, Team.id == Delegation.team_id)
        .where(
            Team.project_id == Project.id,
            or_(Delegation.delegate_id == actor.user_id, Delegation.alternate_id == actor.user_id),
            Project.state.in_((gates.REPORTING, gates.MODERATING, gates.RELEASED)),
        )
    )
    own = _memberships(actor).with_only_columns(TeamMember.team_id)
    statement = (
        select(SubmissionVersion)
        .join(SubmissionVersion.team)
        .join(Team.project)
        .where(SubmissionVersion.id == submission_id)
        .where(Project.id.in_(_visible(actor).with_only_columns(Project.id)))
    )
    if not _manages(actor):
        statement = statement.where(or_(Team.id.in_(own), marks_it.exists()))
    row = db.session.scalar(statement)
    if row is None:
        raise NotFoundError
    return row


@lru_cache(256)
def _parsed(task_hash: str) -> task.TaskBook:
    return task.read(library.blob(task_hash).doc)


def book(project: Project) -> task.TaskBook:
    """Return the project's task book; blobs never change, so each is parsed once in a process."""
    return _parsed(project.task_hash)


def signups_open_to(actor: Actor) -> Sequence[Project]:
    """Return the drafts of the actor's own classes whose teams may be chosen now."""
    return db.session.scalars(
        _signups(actor).options(joinedload(Project.cohort)).order_by(Project.id.desc())
    ).all()


def signup_visible_to(actor: Actor, team_id: int) -> tuple[Project, Team]:
    """Return a team that the actor may join, with its project; NotFoundError for any other."""
    row = db.session.execute(
        _signups(actor).join(Team, Team.project_id == Project.id).where(Team.id == team_id).add_columns(Team)
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def _signups(actor: Actor) -> Any:
    return (
        select(Project)
        .join(Enrolment, Enrolment.cohort_id == Project.cohort_id)
        .where(
            Project.organisation_id == actor.organisation_id,
            Project.state == gates.DRAFT,
            Project.self_signup,
            Enrolment.user_id == actor.user_id,
            Enrolment.ended_at.is_(None),
        )
    )
