"""What may be asked of projects. Objects are reached through ``…_visible_to`` only.

Helpers take ids that came out of a visible object. Each is one statement, however many people there are.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, false, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.database import db
from app.projects.engine import gates, steps, task
from app.projects.engine.visible import Visible, cut
from app.projects.models import (
    PROJECT,
    Acceptance,
    ContributionAnswer,
    Delegation,
    PackageMark,
    Project,
    ReleasedMark,
    ResultRelease,
    ResultVersion,
    SubmissionVersion,
    Team,
    TeamMember,
    WorkPackage,
)
from app.rubrics.queries import handed_in_sheets

InTeam = TypeVar("InTeam", TeamMember, WorkPackage)
# Asked on busy pages: a statement that is built once costs a quarter of one built for each request.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
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
_RELEASED = (
    select(ReleasedMark.user_id, ReleasedMark.task_id, ReleasedMark.mark)
    .where(ReleasedMark.organisation_id == bindparam("organisation_id"), ReleasedMark.user_id.in_(_IDS))
    .order_by(ReleasedMark.release_id)
)


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
    rows = db.session.execute(_RELEASED, {"organisation_id": organisation_id, "ids": list(user_ids)})
    return {(row.user_id, row.task_id): (Fraction(row.mark), Fraction(100)) for row in rows}


def panel(project_id: int) -> list[gates.TeamState]:
    """Return who is in which team and who marks for it: three statements."""
    return board([project_id], whole=False)[project_id]


def board(project_ids: Iterable[int], *, whole: bool = True) -> dict[int, list[gates.TeamState]]:
    """Return the state of every team by project: five statements; not *whole*: without plans, three."""
    ids = list(project_ids)
    rows, people, chosen = teams(ids), members(ids), delegations(ids)
    packs, accepted = (packages(ids), acceptances(ids)) if whole else ({}, set())
    found: dict[int, list[gates.TeamState]] = {each: [] for each in ids}
    for team in rows:
        choice, own = chosen.get(team.id), packs.get(team.id, [])
        names = {row.user_id: row.user.name for row in people.get(team.id, [])}
        state = gates.TeamState(
            id=team.id,
            name=team.name,
            members=names,
            accepted=frozenset(user for user in names if (team.project_id, user) in accepted),
            owners=tuple((row.owner_id, row.weight) for row in own if row.weight),
            plan_closed=team.plan_closed_at is not None,
            delegate=choice.delegate_id if choice else None,
            alternate=choice.alternate_id if choice else None,
            keys={user: frozenset(row.key for row in own if row.owner_id == user) for user in names},
        )
        found[team.project_id].append(state)
    return found


def _in_state(projects: Iterable[Project], *states: str) -> list[int]:
    return [project.id for project in projects if project.state in states]


def next_steps(actor: Actor) -> list[steps.NextStep]:
    """Return what the actor should do now in team projects, the most pressing first.

    Nine statements at most: what a state does not ask for is not read.
    """
    projects = projects_visible_to(actor)
    ids = [project.id for project in projects if project.state != gates.RELEASED]
    working = _in_state(projects, gates.EXECUTING, gates.REPORTING)
    marking = _in_state(projects, gates.REPORTING)
    asked = [project.id for project in projects if project.ask_contribution and project.id in working]
    boards = board(ids) if ids else {}
    handed = handed_in(working) if working else {}
    done = handed_in_sheets(PROJECT, marking) if marking else {}
    answers = contributions(asked) if asked else {}
    found = []
    for project in projects:
        facts = steps.Facts(
            project_id=project.id,
            state=project.state,
            teams=boards.get(project.id, []),
            handed_in=handed,
            done=done.get(project.id, {}),
            asks_contribution=project.ask_contribution,
            answered=frozenset(
                rater for team in boards.get(project.id, []) for rater in answers.get(team.id, {})
            ),
        )
        title = book(project).title
        own = steps.for_teacher(facts) if _manages(actor) else steps.for_learner(facts, actor.user_id)
        found += [
            replace(step, title={"zh": title.zh, "en": title.en}, project_id=project.id) for step in own
        ]
    return sorted(found, key=lambda step: not step.waiting)


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
