"""Appeals: what was released to whom, what was asked, and what came of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.organisations.models import Membership
from app.organisations.policies import Role
from app.platform.database import db
from app.projects.models.outcome import Appeal, AppealEvent, ReleasedMark, ResultRelease


@dataclass(frozen=True, slots=True)
class Released:
    """The newest released mark of one person: which release, when, in which team."""

    release_id: int
    result_version_id: int
    released_at: datetime
    team_id: int


def released_mark(project_id: int, user_id: int) -> Released | None:
    """Return the newest release that holds a mark of this person."""
    row = db.session.execute(
        select(ResultRelease.id, ResultRelease.result_version_id, ResultRelease.at, ReleasedMark.team_id)
        .join(ReleasedMark, ReleasedMark.release_id == ResultRelease.id)
        .where(ResultRelease.project_id == project_id, ReleasedMark.user_id == user_id)
        .order_by(ResultRelease.id.desc())
        .limit(1)
    ).first()
    return Released(*row) if row else None


def own(project_id: int, user_id: int) -> Sequence[Appeal]:
    """Return what one person asked in a project."""
    return db.session.scalars(
        select(Appeal).where(Appeal.project_id == project_id, Appeal.user_id == user_id).order_by(Appeal.id)
    ).all()


def of(project_id: int) -> Sequence[Appeal]:
    """Return everything that was asked in a project, oldest first."""
    return db.session.scalars(select(Appeal).where(Appeal.project_id == project_id).order_by(Appeal.id)).all()


def events(appeal_ids: Iterable[int]) -> Sequence[AppealEvent]:
    """Return what happened to these appeals, in order."""
    return db.session.scalars(
        select(AppealEvent).where(AppealEvent.appeal_id.in_(list(appeal_ids))).order_by(AppealEvent.id)
    ).all()


def markers(organisation_id: int) -> set[int]:
    """Return who may mark in an organisation."""
    rows = db.session.scalars(
        select(Membership.user_id).where(
            Membership.organisation_id == organisation_id,
            Membership.role == Role.INSTRUCTOR,
            Membership.ended_at.is_(None),
        )
    )
    return set(rows)
