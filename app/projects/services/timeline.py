"""A team's time: from which week to which a package is worked on, milestones, and who has which role."""

from collections.abc import Mapping

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.errors import GoneError, InvalidError, NotAllowedError, NotFoundError
from app.kernel.messages import N_
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.models.project import Team, TeamMember
from app.projects.models.work import Milestone
from app.projects.queries import inside, reach

NOT_MEMBER = N_("Only members of the team can do this.")
NOT_OPEN = N_("The timetable can be changed while the team plans and works.")
WEEKS = N_("A package runs from one week to the same or a later one, between week 1 and week %(last)s.")
TITLE = N_("Say in a few words what is reached (at most %(most)s characters).")
ROLE = N_("The task book has no such role.")
LONGEST = 120


def set_weeks(*, actor: Actor, team: Team, weeks: Mapping[int, tuple[int | None, int | None]]) -> None:
    """Set the weeks of the team's packages (package id → first, last; None for both: not planned)."""
    _open(actor, team)
    last = reach.book(team.project).weeks
    packages = {row.id: row for row in inside.packages([team.project_id]).get(team.id, [])}
    for package_id, (begins, ends) in weeks.items():
        if package_id not in packages:
            raise NotFoundError
        if (begins is None) != (ends is None):
            raise InvalidError(WEEKS, last=last)
        if begins is not None and ends is not None and not 1 <= begins <= ends <= last:
            raise InvalidError(WEEKS, last=last)
        packages[package_id].first_week, packages[package_id].last_week = begins, ends
    db.session.flush()


def add_milestone(*, actor: Actor, team: Team, title: str, week: int) -> Milestone:
    """Add something the team wants to have reached by the end of a week."""
    _open(actor, team)
    last = reach.book(team.project).weeks
    clean = " ".join(title.split())
    if not 1 <= len(clean) <= LONGEST:
        raise InvalidError(TITLE, most=LONGEST)
    if not 1 <= week <= last:
        raise InvalidError(WEEKS, last=last)
    row = Milestone(team_id=team.id, title=clean, week=week, by_id=actor.user_id)
    db.session.add(row)
    db.session.flush()
    return row


def mark_milestone(*, actor: Actor, team: Team, milestone_id: int, word: str) -> None:
    """Say that a milestone is reached, that it is not after all, or take it off the plan."""
    _open(actor, team)
    row = next((each for each in inside.milestones(team.id) if each.id == milestone_id), None)
    if row is None:
        raise NotFoundError
    if word == "drop":
        row.dropped_at = now()
    else:
        row.reached_at = now() if word == "reached" else None
    db.session.flush()


def choose_role(*, actor: Actor, team: Team, role: str) -> None:
    """Take one of the task book's roles in the own team, or none; several people may share one."""
    _open(actor, team)
    if role and role not in {item.id for item in reach.book(team.project).roles}:
        raise InvalidError(ROLE)
    row = db.session.scalar(
        select(TeamMember).where(
            TeamMember.team_id == team.id,
            TeamMember.user_id == actor.user_id,
            TeamMember.valid_to.is_(None),
        )
    )
    if row is None:
        raise NotAllowedError(NOT_MEMBER)
    row.role = role
    db.session.flush()


def _open(actor: Actor, team: Team) -> None:
    members = {row.user_id for row in inside.members([team.project_id]).get(team.id, [])}
    if actor.user_id not in members:
        raise NotAllowedError(NOT_MEMBER)
    if not policies.choosing_is_open(team.project.state):
        raise GoneError(NOT_OPEN)
