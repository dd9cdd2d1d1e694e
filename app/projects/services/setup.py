"""Setting a project up and moving it through its states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations.models import Cohort
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.engine import gates, task
from app.projects.models.project import PROJECT, Project, Team, TeamMember
from app.projects.models.work import WorkPackage
from app.projects.queries import boards, inside, reach
from app.rubrics import services as rubrics
from app.rubrics.engine import panel

SHARES = N_("The teacher's and the delegates' shares must be whole per cent and add up to 100.")
WEIGHTS = N_("Team mark and own work must be whole per cent and add up to 100.")
TWICE = N_("This class already has this task. Open the existing one instead.")
STALE = N_("The project has moved on since you opened the page. Look at the new state first.")
FORMED = N_("Teams can be dealt only while the task is a draft.")
NO_TEAM = N_("One of the teams is not part of this task. Reload the page and try again.")
NAME = N_("Two teams cannot have the same name. Choose another one for “%(name)s”.")
BACK = N_("Say why the task goes back a step; the reason is kept.")
RELEASE_DOOR = N_("Marks are released with the button “Release the marks”, after you have seen the results.")
ELSEWHERE = N_("This is not a step of the task. Reload the page and try again.")
TEAM_COUNT = N_("Choose from 2 to %(most)s teams, so that every team has at least two members.")


@dataclass(frozen=True, slots=True)
class Options:
    """How a project is marked; None takes what the task book proposes. Shares are whole per cent."""

    teacher_share: int | None = None
    own_weight: int | None = None
    aggregator: str = "auto"
    level_anchor: str = "none"
    ask_contribution: bool = False


def create_project(*, actor: Actor, cohort: Cohort, task_id: str, options: Options | None = None) -> Project:
    """Open a task for a class as a draft, pinned to the class's release of task book and rubric."""
    _managers_only(actor)
    blob = library.document(cohort.release_id, "task", task_id)
    book = task.read(blob.doc)
    if db.session.scalar(
        select(Project.id).where(Project.cohort_id == cohort.id, Project.task_id == task_id)
    ):
        raise ConflictError(TWICE)
    rubric = library.document(cohort.release_id, "rubric", book.rubric_id)
    row = Project(
        organisation_id=cohort.organisation_id,
        cohort_id=cohort.id,
        task_id=task_id,
        task_hash=blob.hash,
        rubric_version_id=rubrics.freeze(rubric_id=book.rubric_id, blob=rubric).id,
        state=gates.DRAFT,
        created_by=actor.user_id,
        created_at=now(),
        state_at=now(),
        **_settled(options or Options(), book),
    )
    db.session.add(row)
    db.session.flush()
    _audit(actor, row, "created", after={"cohort": cohort.id, "task": task_id})
    return row


def _settled(chosen: Options, book: task.TaskBook) -> dict[str, Any]:
    """Return the marking columns: what was chosen, else what the task book proposes."""
    teacher = book.teacher_share if chosen.teacher_share is None else chosen.teacher_share
    own = book.own_weight if chosen.own_weight is None else chosen.own_weight
    if not 0 <= teacher <= 100:
        raise InvalidError(SHARES)
    if not 0 <= own <= 100:
        raise InvalidError(WEIGHTS)
    return {
        "teacher_share": teacher,
        "student_share": 100 - teacher,
        "aggregator": chosen.aggregator,
        "level_anchor": chosen.level_anchor,
        "team_weight": 100 - own,
        "own_weight": own,
        "ask_contribution": chosen.ask_contribution,
    }


def add_team(*, actor: Actor, project: Project, name: str, user_ids: Sequence[int] = ()) -> Team:
    """Add a team with its members to a draft; people who sit in another team change over."""
    _managers_only(actor)
    _draft_only(project)
    rows = inside.teams([project.id])
    if name in {team.name for team in rows}:
        raise InvalidError(NAME, name=name)
    team = Team(project_id=project.id, name=name, created_at=now())
    db.session.add(team)
    db.session.flush()
    seat(actor=actor, project=project, seats=dict.fromkeys(user_ids, team.id))
    return team


def deal_teams(
    *, actor: Actor, project: Project, user_ids: Sequence[int], names: Sequence[str]
) -> list[Team]:
    """Deal people into new teams one by one, like cards, in the order given."""
    _managers_only(actor)
    _draft_only(project)
    check_count(len(names), len(user_ids))
    return [
        add_team(actor=actor, project=project, name=name, user_ids=user_ids[number :: len(names)])
        for number, name in enumerate(names)
    ]


def check_count(teams: int, people: int) -> None:
    """Refuse a number of teams that leaves somebody alone."""
    if not 2 <= teams <= people // 2:
        raise InvalidError(TEAM_COUNT, most=max(2, people // 2))


def seat(*, actor: Actor, project: Project, seats: Mapping[int, int | None], reason: str = "") -> None:
    """Put people into teams (user id → team id, None: into no team) and write down each change.

    In a draft a seat simply changes; later the old membership ends and a new one begins, so that it stays
    known who worked where.
    """
    _managers_only(actor)
    known = {team.id for team in inside.teams([project.id])}
    if any(team_id is not None and team_id not in known for team_id in seats.values()):
        raise InvalidError(NO_TEAM)
    present = {row.user_id: row for rows in inside.members([project.id]).values() for row in rows}
    for user_id, team_id in seats.items():
        row = present.get(user_id)
        if (row.team_id if row else None) == team_id:
            continue
        _change_seat(project, row, user_id, team_id)
        _audit(
            actor,
            project,
            "seated",
            before={"user": user_id, "team": row.team_id if row else None},
            after={"user": user_id, "team": team_id},
            reason=reason,
        )
    db.session.flush()


def _change_seat(project: Project, row: TeamMember | None, user_id: int, team_id: int | None) -> None:
    if row is not None:
        # A draft is still being arranged: a membership of no length says that nothing was worked on.
        row.valid_to = row.valid_from if project.state == gates.DRAFT else now()
        db.session.flush()
    if team_id is not None:
        db.session.add(
            TeamMember(project_id=project.id, team_id=team_id, user_id=user_id, role="", valid_from=now())
        )


def move(*, actor: Actor, project: Project, target: str, expected: str, reason: str = "") -> Project:
    """Move a project one state on, or back with a reason; InvalidError names the first obstacle.

    Releasing has its own door (``results.release``), because a release names one result version.
    """
    _managers_only(actor)
    if project.state != expected:
        raise ConflictError(STALE)
    if target not in gates.STATES or target == gates.DRAFT:
        raise InvalidError(ELSEWHERE)
    if target == gates.RELEASED:
        raise InvalidError(RELEASE_DOOR)
    if gates.is_at_least(project.state, target):
        _go_back(project, target, reason)
    else:
        _go_on(project, target)
    before, project.state, project.state_at = project.state, target, now()
    db.session.flush()
    _audit(actor, project, "moved", before={"state": before}, after={"state": target}, reason=reason)
    return project


def _go_on(project: Project, target: str) -> None:
    if gates.after(project.state) != target:
        raise InvalidError(ELSEWHERE)
    found = gates.obstacles(target, boards.board([project.id])[project.id])
    if found:
        raise InvalidError(found[0].message, **found[0].params)
    if target == gates.PUBLISHED:
        _freeze(project)


def _go_back(project: Project, target: str, reason: str) -> None:
    if not reason.strip():
        raise InvalidError(BACK)
    if not gates.is_at_least(target, gates.EXECUTING):
        for team in inside.teams([project.id]):
            team.plan_closed_at = None


def _freeze(project: Project) -> None:
    """Settle what was left open and give every team its work packages."""
    rows = inside.teams([project.id])
    if project.aggregator == "auto":
        project.aggregator = panel.default_aggregator(len(rows))
    for team in rows:
        for plan in reach.book(project).packages:
            db.session.add(WorkPackage(team_id=team.id, key=plan.id, weight=plan.weight))


def _managers_only(actor: Actor) -> None:
    if not policies.may_manage(actor):
        raise NotAllowedError


def _draft_only(project: Project) -> None:
    if project.state != gates.DRAFT:
        raise InvalidError(FORMED)


def _audit(
    actor: Actor,
    project: Project,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor,
        action=action,
        object_kind=PROJECT,
        object_id=project.id,
        before=before,
        after=after,
        reason=reason,
    )
