"""The presentation session of a project: its turns, and how many sheets are in; numbers only, never marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.platform.database import db
from app.projects.models.project import TEAM, Project
from app.projects.models.stage import PresentationSession, PresentationSlot
from app.rubrics.models import ScoreSheet

ON_STAGE = ("presenting", "scoring")


@dataclass(frozen=True, slots=True)
class Stage:
    """An open session: the turns in their order, and the one team whose turn it is."""

    session: PresentationSession
    slots: Sequence[PresentationSlot]

    @property
    def now(self) -> PresentationSlot | None:
        """Return the turn that is on stage."""
        return next((slot for slot in self.slots if slot.state in ON_STAGE), None)

    def waits(self, team_id: int) -> bool:
        """Return whether this team has not been on stage yet."""
        return any(slot.team_id == team_id and slot.state == "waiting" for slot in self.slots)


def session_of(project_id: int) -> PresentationSession | None:
    """Return the session of a project, open or closed."""
    return db.session.scalar(select(PresentationSession).where(PresentationSession.project_id == project_id))


def slots(session_id: int) -> Sequence[PresentationSlot]:
    """Return the turns of a session in their order."""
    return db.session.scalars(
        select(PresentationSlot)
        .where(PresentationSlot.session_id == session_id)
        .order_by(PresentationSlot.place)
    ).all()


def stage(project_id: int) -> Stage | None:
    """Return the open session with its turns, None when there is none."""
    session = session_of(project_id)
    if session is None or session.closed_at is not None:
        return None
    return Stage(session, slots(session.id))


def project_of(code: str, organisation_id: int) -> int | None:
    """Return the project of an open session by its code, within one organisation."""
    return db.session.scalar(
        select(PresentationSession.project_id)
        .join(Project, Project.id == PresentationSession.project_id)
        .where(
            PresentationSession.code == code,
            PresentationSession.closed_at.is_(None),
            Project.organisation_id == organisation_id,
        )
    )


def counts(team_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return (delegates' sheets handed in, delegates' sheets begun) by team."""
    rows = db.session.execute(
        select(ScoreSheet.subject_id, ScoreSheet.state, func.count())
        .where(
            ScoreSheet.subject_kind == TEAM,
            ScoreSheet.subject_id.in_(list(team_ids)),
            ScoreSheet.role == "delegate",
        )
        .group_by(ScoreSheet.subject_id, ScoreSheet.state)
    )
    found = dict.fromkeys(team_ids, (0, 0))
    for team_id, state, count in rows:
        done, begun = found[team_id]
        found[team_id] = (done + count * (state == "submitted"), begun + count)
    return found
