"""Marking: the teacher and one delegate of every other team, never the own team (避开原则)."""

from dataclasses import dataclass

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.errors import GoneError, InvalidError, NotAllowedError, NotFoundError
from app.kernel.messages import N_
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.engine import gates
from app.projects.models.project import PROJECT, TEAM, Project, Team
from app.projects.models.work import PackageMark, WorkPackage
from app.projects.queries import boards, outcomes, stages
from app.rubrics import queries as sheet_queries
from app.rubrics import services as rubrics
from app.rubrics.models import DELEGATE, NO_SIDE, TEACHER, Recusal, ScoreEvent, ScoreSheet

OWN_TEAM = N_("You stand aside here: nobody marks the team they belong to.")
DECLARED = N_("You stand aside here, because a recusal was recorded: %(reason)s")
NOT_RATER = N_("Marking is done by the teacher and by one delegate of each team. You are neither here.")
NOT_OPEN = N_("Marking is not open now.")
WAITS = N_("This team has not been on stage yet. You can mark it when its turn comes.")
REASON = N_("Say in a sentence why you stand aside; your teacher reads it.")
PACKAGE_MARK = N_("A mark for a work package is a whole number from 0 to 100.")


@dataclass(frozen=True, slots=True)
class Side:
    """For whom the actor marks: the teacher (team 0) or one team."""

    role: str
    team_id: int = NO_SIDE


def side_of(actor: Actor, states: list[gates.TeamState]) -> Side:
    """Return for whom the actor marks in a project; NotAllowedError for everybody else."""
    if policies.may_mark_as_teacher(actor):
        return Side(TEACHER)
    for team in states:
        if actor.user_id in {team.delegate, team.alternate} and actor.user_id in team.members:
            return Side(DELEGATE, team.id)
    raise NotAllowedError(NOT_RATER)


def why_not(actor: Actor, team_id: int, states: list[gates.TeamState], side: Side) -> tuple[str, str] | None:
    """Return (msgid, reason) of why the actor may not mark this team, None when allowed."""
    own = next((team for team in states if team.id == team_id), None)
    if own is None:
        raise NotFoundError
    if actor.user_id in own.members or side.team_id == team_id:
        return OWN_TEAM, ""
    declared = sheet_queries.recusals(actor.user_id, TEAM, [team_id]).get(team_id)
    if declared is not None:
        return DECLARED, declared.reason
    if side.role == DELEGATE and not _is_their_turn(actor, team_id, states, side):
        return NOT_RATER, ""
    return None


def _is_their_turn(actor: Actor, team_id: int, states: list[gates.TeamState], side: Side) -> bool:
    """Return whether the actor is the delegate, or the alternate of a delegate who stands aside here."""
    team = next(each for each in states if each.id == side.team_id)
    if actor.user_id == team.delegate:
        return True
    return team.delegate is not None and bool(sheet_queries.recusals(team.delegate, TEAM, [team_id]))


def admit(*, actor: Actor, project: Project, team_id: int, writing: bool = True) -> Side:
    """Return the actor's side for marking one team, or refuse with the reason in words."""
    states = boards.panel(project.id)
    side = side_of(actor, states)
    refused = why_not(actor, team_id, states, side)
    if refused is not None:
        raise NotAllowedError(refused[0], reason=refused[1])
    is_open = policies.teacher_may_mark if side.role == TEACHER else policies.delegates_may_mark
    if writing and not is_open(project.state):
        raise GoneError(NOT_OPEN)
    if writing and side.role == DELEGATE and _waits(project, team_id):
        raise GoneError(WAITS)
    return side


def _waits(project: Project, team_id: int) -> bool:
    """Return whether a presentation session is running and this team has not been on stage in it."""
    stage = stages.stage(project.id)
    return stage is not None and stage.waits(team_id)


def score(*, actor: Actor, project: Project, team_id: int, entries: list[rubrics.Entry]) -> list[ScoreEvent]:
    """Write points and remarks for some criteria of one team; all of them or none."""
    sheet = sheet_for(actor, project, team_id)
    rubric = sheet_queries.rubric(project.rubric_version)
    return [rubrics.score(actor=actor, sheet=sheet, rubric=rubric, entry=entry) for entry in entries]


def submit(*, actor: Actor, project: Project, team_id: int, expected: int) -> ScoreSheet:
    """Hand the actor's sheet for one team in."""
    sheet = sheet_for(actor, project, team_id)
    rubric = sheet_queries.rubric(project.rubric_version)
    return rubrics.submit(sheet=sheet, rubric=rubric, expected=expected)


def reopen(*, actor: Actor, project: Project, team_id: int, expected: int) -> ScoreSheet:
    """Open the actor's own sheet again while marking is open."""
    return rubrics.reopen(sheet=sheet_for(actor, project, team_id), expected=expected)


def sheet_for(actor: Actor, project: Project, team_id: int) -> ScoreSheet:
    """Return the sheet the actor may write on now for one team, made on first use; or refuse in words."""
    side = admit(actor=actor, project=project, team_id=team_id)
    return rubrics.open_sheet(
        actor=actor,
        version_id=project.rubric_version_id,
        place=rubrics.Place((PROJECT, project.id), (TEAM, team_id)),
        role=side.role,
        side_id=side.team_id,
    )


def declare_recusal(*, actor: Actor, project: Project, team_id: int, reason: str) -> Recusal:
    """Stand aside from marking one team; the alternate marks it instead."""
    admit(actor=actor, project=project, team_id=team_id)
    if not reason.strip():
        raise InvalidError(REASON)
    row = rubrics.recuse(
        actor=actor, rater_id=actor.user_id, subject=(TEAM, team_id), kind="declared", reason=reason.strip()
    )
    audit.record(actor, action="stood aside", object_kind=TEAM, object_id=team_id, reason=reason.strip())
    return row


def mark_packages(*, actor: Actor, team: Team, marks: dict[int, tuple[int, str]]) -> None:
    """Give the teacher's marks for evidence (package id → mark 0..100, remark); unchanged ones stay."""
    if not policies.may_mark_as_teacher(actor):
        raise NotAllowedError(NOT_RATER)
    if not policies.teacher_may_mark(team.project.state):
        raise GoneError(NOT_OPEN)
    known = set(db.session.scalars(select(WorkPackage.id).where(WorkPackage.team_id == team.id)))
    standing = outcomes.package_marks(team.project_id)
    for package_id, (mark, comment) in sorted(marks.items()):
        if package_id not in known:
            raise NotFoundError
        if not 0 <= mark <= 100:
            raise InvalidError(PACKAGE_MARK)
        old = standing.get(package_id)
        if old is None or (old.mark, old.comment) != (mark, comment):
            db.session.add(
                PackageMark(package_id=package_id, mark=mark, comment=comment, by_id=actor.user_id, at=now())
            )
    db.session.flush()
