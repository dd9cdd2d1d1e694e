"""What the members of a team do: accept, plan, hand in, choose a delegate, answer about contribution."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError
from app.kernel.messages import N_
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.platform.files import StoredFile
from app.projects import policies
from app.projects.engine import gates
from app.projects.models.project import Acceptance, Project, Team
from app.projects.models.work import ContributionAnswer, Delegation, SubmissionVersion, WorkPackage
from app.projects.queries import boards, inside, reach

NOT_MEMBER = N_("Only members of the team can do this.")
NOT_OPEN = N_("This step is not open now. The task page shows where the class is.")
ACCEPT_CLOSED = N_("The task book can be accepted only at the beginning of the task.")
PLAN_STALE = N_(
    "Somebody of your team changed the plan since you opened it. Your entries are still in the form."
)
PLAN_CLOSED = N_("The plan is closed. Ask your teacher if it has to change.")
OWNER = N_("A work package can be owned only by somebody who is in the team now.")
WEIGHT = N_("A weight is a whole per cent from 0 to 100.")
TARGET = N_("Choose what you are handing in.")
NOT_OWNER = N_("Only its owner hands in the evidence of a work package.")
LINK = N_("A link begins with https:// or http:// and has at most %(most)s characters.")
NOTHING = N_("Choose a file or give a link; exactly one of the two.")
TWO_PEOPLE = N_("Choose two different members: one delegate and one alternate.")
POINTS = N_("Give every teammate a whole number from 0 to 200; 100 means a fair share.")
NO_KEY = N_("We could not read what your browser sent. Reload the page and try again.")
LONGEST_LINK = 500


def accept(*, actor: Actor, project: Project) -> None:
    """Write down that the actor accepts the task book as it is now; twice is once."""
    states = boards.board([project.id])[project.id]
    if not any(actor.user_id in team.members for team in states):
        raise NotAllowedError(NOT_MEMBER)
    if any(actor.user_id in team.accepted for team in states):
        return
    if not policies.accepting_is_open(project.state):
        raise GoneError(ACCEPT_CLOSED)
    db.session.add(
        Acceptance(project_id=project.id, user_id=actor.user_id, task_hash=project.task_hash, at=now())
    )
    db.session.flush()


def save_plan(*, actor: Actor, team: Team, rows: Mapping[int, tuple[int | None, int]], expected: int) -> None:
    """Set owner and weight of the team's packages (package id → owner, per cent)."""
    state = _member_state(actor, team)
    _plan_is_open(team)
    if team.plan_version != expected:
        raise ConflictError(PLAN_STALE)
    packages = {row.id: row for row in inside.packages([team.project_id])[team.id]}
    for package_id, (owner_id, weight) in rows.items():
        package = packages.get(package_id)
        if package is None or (owner_id is not None and owner_id not in state.members):
            raise InvalidError(OWNER)
        if not 0 <= weight <= 100:
            raise InvalidError(WEIGHT)
        package.owner_id, package.weight = owner_id, weight
    team.plan_version += 1
    db.session.flush()
    after = {row.key: [row.owner_id, row.weight] for row in packages.values()}
    audit.record(actor, action="planned", object_kind="team", object_id=team.id, after=after)


def close_plan(*, actor: Actor, team: Team, expected: int) -> None:
    """Close the plan; InvalidError names the first thing that is missing."""
    state = _member_state(actor, team)
    if team.plan_closed_at is not None:
        return
    _plan_is_open(team)
    if team.plan_version != expected:
        raise ConflictError(PLAN_STALE)
    found = gates.plan_obstacles(state)
    if found:
        raise InvalidError(found[0].message, **found[0].params)
    team.plan_closed_at = now()
    team.plan_version += 1
    db.session.flush()
    audit.record(actor, action="closed plan", object_kind="team", object_id=team.id)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing handed in: a stored file or a link, for a deliverable or a work package (*target*)."""

    target: str
    client_key: str
    file: StoredFile | None = None
    url: str = ""
    note: str = ""


def hand_in(*, actor: Actor, team: Team, work: Work) -> SubmissionVersion:
    """Add a version of *work*; earlier versions stay. The same client key again returns the same version."""
    _member_state(actor, team)
    if not work.client_key:
        raise InvalidError(NO_KEY)
    done = db.session.scalar(
        select(SubmissionVersion).where(
            SubmissionVersion.team_id == team.id,
            SubmissionVersion.by_id == actor.user_id,
            SubmissionVersion.client_key == work.client_key,
        )
    )
    if done is not None:
        return done
    check_target(actor=actor, team=team, target=work.target)
    check_work(work)
    row = SubmissionVersion(
        team_id=team.id,
        target=work.target,
        number=_versions(team, work.target) + 1,
        note=work.note,
        client_key=work.client_key,
        by_id=actor.user_id,
        at=now(),
        **_content(work),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _content(work: Work) -> dict[str, Any]:
    if work.file is None:
        return {"name": work.url, "url": work.url}
    file = work.file
    return {"name": file.name, "sha256": file.sha256, "size": file.size, "mime": file.mime}


def check_target(*, actor: Actor, team: Team, target: str) -> None:
    """Refuse early what could not be handed in anyway: wrong time, unknown thing, somebody else's package."""
    if not policies.handing_in_is_open(team.project.state):
        raise GoneError(NOT_OPEN)
    book = reach.book(team.project)
    if target in {item.id for item in book.deliverables}:
        return
    package = db.session.scalar(
        select(WorkPackage).where(WorkPackage.team_id == team.id, WorkPackage.key == target)
    )
    if package is None:
        raise InvalidError(TARGET)
    if package.owner_id != actor.user_id:
        raise NotAllowedError(NOT_OWNER)


def check_work(work: Work) -> None:
    """Refuse what is neither exactly one file nor exactly one link that a browser can follow."""
    if (work.file is None) == (not work.url):
        raise InvalidError(NOTHING)
    parts = urlsplit(work.url)
    if work.url and (
        parts.scheme not in {"http", "https"} or not parts.netloc or len(work.url) > LONGEST_LINK
    ):
        raise InvalidError(LINK, most=LONGEST_LINK)


def choose_delegate(*, actor: Actor, team: Team, delegate_id: int, alternate_id: int) -> Delegation:
    """Choose who marks the other teams and who steps in; later choices replace earlier ones."""
    state = _member_state(actor, team)
    if not policies.choosing_is_open(team.project.state):
        raise GoneError(NOT_OPEN)
    if delegate_id == alternate_id or not {delegate_id, alternate_id} <= set(state.members):
        raise InvalidError(TWO_PEOPLE)
    row = Delegation(
        team_id=team.id, delegate_id=delegate_id, alternate_id=alternate_id, by_id=actor.user_id, at=now()
    )
    db.session.add(row)
    db.session.flush()
    return row


def contribute(*, actor: Actor, team: Team, points: Mapping[int, int]) -> None:
    """Write down what the actor gives each teammate; only the newest round counts."""
    state = _member_state(actor, team)
    if not (team.project.ask_contribution and policies.contribution_is_open(team.project.state)):
        raise GoneError(NOT_OPEN)
    mates = set(state.members) - {actor.user_id}
    if set(points) != mates or not all(0 <= each <= 200 for each in points.values()):
        raise InvalidError(POINTS)
    last = db.session.scalar(
        select(func.max(ContributionAnswer.round)).where(
            ContributionAnswer.team_id == team.id, ContributionAnswer.rater_id == actor.user_id
        )
    )
    for member_id, each in sorted(points.items()):
        db.session.add(
            ContributionAnswer(
                team_id=team.id,
                rater_id=actor.user_id,
                member_id=member_id,
                points=each,
                round=(last or 0) + 1,
                at=now(),
            )
        )
    db.session.flush()


def _member_state(actor: Actor, team: Team) -> gates.TeamState:
    states = boards.board([team.project_id])[team.project_id]
    state = next(each for each in states if each.id == team.id)
    if actor.user_id not in state.members:
        raise NotAllowedError(NOT_MEMBER)
    return state


def _plan_is_open(team: Team) -> None:
    if not policies.planning_is_open(team.project.state):
        raise GoneError(NOT_OPEN)
    if team.plan_closed_at is not None:
        raise GoneError(PLAN_CLOSED)


def _versions(team: Team, target: str) -> int:
    return (
        db.session.scalar(
            select(func.max(SubmissionVersion.number)).where(
                SubmissionVersion.team_id == team.id, SubmissionVersion.target == target
            )
        )
        or 0
    )
