"""What is inside projects: teams, people, plans, hand-ins. Callers have reached the projects before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import joinedload

from app.platform.database import db
from app.projects.models.project import Acceptance, Project, Team, TeamMember
from app.projects.models.work import Delegation, Milestone, SubmissionVersion, WorkPackage

InTeam = TypeVar("InTeam", TeamMember, WorkPackage)
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_TEAMS = select(Team).where(Team.project_id.in_(_IDS)).order_by(Team.id)
_MEMBERS = (
    select(TeamMember)
    .where(TeamMember.project_id.in_(_IDS), TeamMember.valid_to.is_(None))
    .options(joinedload(TeamMember.user))
    .order_by(TeamMember.id)
)
_PACKAGES = (
    select(WorkPackage)
    .join(WorkPackage.team)
    .where(Team.project_id.in_(_IDS))
    .options(joinedload(WorkPackage.owner))
    .order_by(WorkPackage.id)
)
_TARGETS = select(SubmissionVersion.team_id, SubmissionVersion.target).join(SubmissionVersion.team)
_HANDED_IN = _TARGETS.where(Team.project_id.in_(_IDS)).distinct()
_CHOICES = select(Delegation).join(Team, Team.id == Delegation.team_id).order_by(Delegation.id)
_DELEGATIONS = _CHOICES.where(Team.project_id.in_(_IDS))


def teams(project_ids: Iterable[int]) -> Sequence[Team]:
    """Return the teams of these projects, in the order they were made."""
    return db.session.scalars(_TEAMS, {"ids": list(project_ids)}).all()


def _by_team(rows: Iterable[InTeam]) -> dict[int, list[InTeam]]:
    found: dict[int, list[InTeam]] = defaultdict(list)
    for row in rows:
        found[row.team_id].append(row)
    return found


def members(project_ids: Iterable[int]) -> dict[int, list[TeamMember]]:
    """Return the present members by team, each with the person, in the order of joining."""
    return _by_team(db.session.scalars(_MEMBERS, {"ids": list(project_ids)}))


def acceptances(project_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return (project, person) of everybody who has accepted the project's present task book."""
    rows = db.session.execute(
        select(Acceptance.project_id, Acceptance.user_id)
        .join(Project, Project.id == Acceptance.project_id)
        .where(Acceptance.project_id.in_(list(project_ids)), Acceptance.task_hash == Project.task_hash)
    )
    return {(row[0], row[1]) for row in rows}


def packages(project_ids: Iterable[int]) -> dict[int, list[WorkPackage]]:
    """Return the work packages by team, each with its owner, in the order of the task book."""
    return _by_team(db.session.scalars(_PACKAGES, {"ids": list(project_ids)}))


def milestones(team_id: int) -> Sequence[Milestone]:
    """Return the milestones on a team's plan, by week."""
    return db.session.scalars(
        select(Milestone)
        .where(Milestone.team_id == team_id, Milestone.dropped_at.is_(None))
        .order_by(Milestone.week, Milestone.id)
    ).all()


def submissions(team_id: int) -> dict[str, list[SubmissionVersion]]:
    """Return everything a team handed in by target, newest version first, each with who did it."""
    rows = db.session.scalars(
        select(SubmissionVersion)
        .where(SubmissionVersion.team_id == team_id)
        .options(joinedload(SubmissionVersion.by))
        .order_by(SubmissionVersion.target, SubmissionVersion.number.desc())
    )
    found: dict[str, list[SubmissionVersion]] = defaultdict(list)
    for row in rows:
        found[row.target].append(row)
    return found


def handed_in(project_ids: Iterable[int]) -> dict[int, set[str]]:
    """Return the targets that have at least one version, by team."""
    found: dict[int, set[str]] = defaultdict(set)
    for team_id, target in db.session.execute(_HANDED_IN, {"ids": list(project_ids)}):
        found[team_id].add(target)
    return found


def delegations(project_ids: Iterable[int]) -> dict[int, Delegation]:
    """Return each team's newest choice of delegate and alternate."""
    rows = db.session.scalars(_DELEGATIONS, {"ids": list(project_ids)})
    return {row.team_id: row for row in rows}
