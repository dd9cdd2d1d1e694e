"""The presentation session: who is on stage, and what the phones send while somebody is."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.errors import (
    ConflictError,
    DomainError,
    GoneError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from app.kernel.messages import N_
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects import policies
from app.projects.models.project import PROJECT, Project
from app.projects.models.stage import PresentationSession, PresentationSlot
from app.projects.queries import boards, stages
from app.projects.services import marking
from app.rubrics import queries as sheet_queries
from app.rubrics import services as rubrics
from app.rubrics.models import ScoreEvent, ScoreSheet

NOT_OPEN = N_("A presentation session can be opened while reporting and marking are open.")
CLOSED = N_("This presentation session is closed.")
MOVED = N_("Somebody moved the session on since you opened the page. Look at it again first.")
ONE_AT_A_TIME = N_("Close %(team)s's turn first: one team is on stage at a time.")
UNKNOWN = N_("This is not a step of a turn. Reload the page and try again.")
TOO_MANY = N_("At most %(most)s marks can be sent at once.")
MOST = 60
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
STATES = ("waiting", "presenting", "scoring", "closed")


@dataclass(frozen=True, slots=True)
class Sent:
    """One mark from a phone: what for, and what was given."""

    team_id: int
    entry: rubrics.Entry


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one sent mark: the event that stands, or the sentence that says why not."""

    client_key: str
    event: ScoreEvent | None = None
    error: DomainError | None = None


def open_session(*, actor: Actor, project: Project) -> PresentationSession:
    """Open the session with the teams in a drawn order; asked twice, the first one stays."""
    _teacher(actor)
    if not policies.delegates_may_mark(project.state):
        raise GoneError(NOT_OPEN)
    found = stages.session_of(project.id)
    if found is not None:
        return found
    code = "".join(secrets.choice(LETTERS) for _ in range(6))
    row = PresentationSession(project_id=project.id, code=code, opened_by=actor.user_id, opened_at=now())
    db.session.add(row)
    db.session.flush()
    teams = [team.id for team in boards.panel(project.id)]
    secrets.SystemRandom().shuffle(teams)
    for place, team_id in enumerate(teams, start=1):
        db.session.add(
            PresentationSlot(session_id=row.id, team_id=team_id, place=place, state="waiting", since=now())
        )
    db.session.flush()
    audit.record(
        actor, action="opened session", object_kind=PROJECT, object_id=project.id, after={"order": teams}
    )
    return row


def turn(*, actor: Actor, project: Project, team_id: int, state: str, expected: str) -> PresentationSlot:
    """Put one team's turn into *state*; only one team is on stage at a time."""
    _teacher(actor)
    session = _open(project)
    slots = stages.slots(session.id)
    slot = next((row for row in slots if row.team_id == team_id), None)
    if slot is None:
        raise NotFoundError
    if state not in STATES:
        raise InvalidError(UNKNOWN)
    if slot.state != expected:
        raise ConflictError(MOVED)
    busy = next((row for row in slots if row.team_id != team_id and row.state in stages.ON_STAGE), None)
    if state in stages.ON_STAGE and busy is not None:
        name = next(team.name for team in boards.panel(project.id) if team.id == busy.team_id)
        raise InvalidError(ONE_AT_A_TIME, team=name)
    slot.state, slot.since = state, now()
    db.session.flush()
    return slot


def close_session(*, actor: Actor, project: Project) -> PresentationSession:
    """Close the session: from now on every delegate marks on the ordinary pages."""
    _teacher(actor)
    session = _open(project)
    session.closed_at = now()
    db.session.flush()
    audit.record(actor, action="closed session", object_kind=PROJECT, object_id=project.id)
    return session


def receive(*, actor: Actor, project: Project, sent: Sequence[Sent]) -> list[Answer]:
    """Take in what a phone had queued; each mark gets its own answer, a repeated one changes nothing."""
    if len(sent) > MOST:
        raise InvalidError(TOO_MANY, most=MOST)
    rubric = sheet_queries.rubric(project.rubric_version)
    sheets: dict[int, ScoreSheet] = {}
    answers = []
    for each in sent:
        try:
            if each.team_id not in sheets:
                sheets[each.team_id] = marking.sheet_for(actor, project, each.team_id)
            event = rubrics.score(actor=actor, sheet=sheets[each.team_id], rubric=rubric, entry=each.entry)
        except DomainError as error:
            answers.append(Answer(each.entry.client_key, error=error))
        else:
            answers.append(Answer(each.entry.client_key, event=event))
    return answers


def _open(project: Project) -> PresentationSession:
    session = stages.session_of(project.id)
    if session is None:
        raise NotFoundError
    if session.closed_at is not None:
        raise GoneError(CLOSED)
    return session


def _teacher(actor: Actor) -> None:
    if not policies.may_manage(actor):
        raise NotAllowedError
