"""What staff may ask of exams: sittings, logs, regrades, answers that wait; bounded by the organisation."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased, selectinload

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.platform.database import db
from app.quizzes.models import (
    Accommodation,
    AnswerEvent,
    Attempt,
    AttemptItem,
    GradeChange,
    Incident,
    Regrade,
    Sitting,
)


def attempts_in(sitting: Sitting) -> Sequence[Attempt]:
    """Return the attempts of a sitting (reached through ``sitting_visible_to``) with their items."""
    return db.session.scalars(
        select(Attempt)
        .where(Attempt.sitting_id == sitting.id)
        .options(selectinload(Attempt.items))
        .order_by(Attempt.id)
    ).all()


def sitting_visible_to(actor: Actor, sitting_id: int) -> Sitting:
    """Return a sitting of the actor's organisation; NotFoundError for any other."""
    sitting = db.session.scalar(
        select(Sitting).where(Sitting.id == sitting_id, Sitting.organisation_id == actor.organisation_id)
    )
    if sitting is None:
        raise NotFoundError
    return sitting


def sittings_visible_to(actor: Actor) -> Sequence[Sitting]:
    """Return the sittings of the actor's organisation, newest first."""
    return db.session.scalars(
        select(Sitting)
        .where(Sitting.organisation_id == actor.organisation_id)
        .order_by(Sitting.opens_at.desc(), Sitting.id.desc())
        .limit(50)
    ).all()


def incidents_of(sitting: Sitting) -> Sequence[Incident]:
    """Return the log of a sitting, newest first."""
    return db.session.scalars(
        select(Incident).where(Incident.sitting_id == sitting.id).order_by(Incident.id.desc()).limit(200)
    ).all()


def accommodations(actor: Actor) -> dict[int, Accommodation]:
    """Return the time of one's own given to people of the actor's organisation, by person."""
    rows = db.session.scalars(
        select(Accommodation).where(Accommodation.organisation_id == actor.organisation_id)
    )
    return {row.user_id: row for row in rows}


def submitted_attempts(actor: Actor, exam_id: str) -> Sequence[Attempt]:
    """Return the submitted attempts of the actor's organisation at an exam, with their items."""
    return db.session.scalars(
        select(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
        )
        .options(selectinload(Attempt.items))
        .order_by(Attempt.id)
    ).all()


def attempted_exams(actor: Actor) -> list[tuple[str, int]]:
    """Return the exams of the actor's organisation with the number of attempts handed in."""
    rows = db.session.execute(
        select(Attempt.exam_id, func.count())
        .where(Attempt.organisation_id == actor.organisation_id, Attempt.submitted_at.is_not(None))
        .group_by(Attempt.exam_id)
        .order_by(Attempt.exam_id)
    )
    return [(exam_id, int(count)) for exam_id, count in rows]


def regrade_visible_to(actor: Actor, regrade_id: int) -> Regrade:
    """Return a regrade of the actor's organisation; NotFoundError for any other."""
    row = db.session.scalar(
        select(Regrade).where(Regrade.id == regrade_id, Regrade.organisation_id == actor.organisation_id)
    )
    if row is None:
        raise NotFoundError
    return row


def regrades_of(actor: Actor, exam_id: str, question_id: str) -> Sequence[Regrade]:
    """Return the regrades of one question of an exam, newest first."""
    return db.session.scalars(
        select(Regrade)
        .where(
            Regrade.organisation_id == actor.organisation_id,
            Regrade.exam_id == exam_id,
            Regrade.question_id == question_id,
        )
        .order_by(Regrade.id.desc())
    ).all()


def changes_by_regrade(row: Regrade) -> list[tuple[Attempt, GradeChange, GradeChange]]:
    """Return (attempt with items, its change by this regrade, the change before) for a reached regrade."""
    before = aliased(GradeChange)
    earlier = (
        select(func.max(before.id))
        .where(before.attempt_id == GradeChange.attempt_id, before.id < GradeChange.id)
        .correlate(GradeChange)
        .scalar_subquery()
    )
    previous = aliased(GradeChange)
    found = db.session.execute(
        select(Attempt, GradeChange, previous)
        .join(GradeChange, GradeChange.attempt_id == Attempt.id)
        .join(previous, previous.id == earlier)
        .where(GradeChange.regrade_id == row.id, GradeChange.kind == "regrade")
        .options(selectinload(Attempt.items))
        .order_by(Attempt.id)
    )
    return [(attempt, change, was) for attempt, change, was in found]


def pending_answers(
    actor: Actor,
) -> Sequence[Row[int, int, str, datetime | None, str, dict[str, Any] | None]]:
    """Return (attempt, position, exam, submitted, question hash, marking) of answers in waiting attempts."""
    return db.session.execute(
        select(
            AttemptItem.attempt_id,
            AttemptItem.position,
            Attempt.exam_id,
            Attempt.submitted_at,
            AttemptItem.question_hash,
            AttemptItem.marking,
        )
        .join(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.submitted_at.is_not(None),
            Attempt.pending > 0,
            AttemptItem.saved_at.is_not(None),
        )
        .order_by(Attempt.submitted_at, AttemptItem.attempt_id, AttemptItem.position)
    ).all()


def answer_moments(actor: Actor, exam_id: str) -> Sequence[Row[int, int, datetime]]:
    """Return (attempt, position, moment) of every answer in submitted attempts at an exam, in order."""
    return db.session.execute(
        select(AnswerEvent.attempt_id, AnswerEvent.position, AnswerEvent.received_at)
        .join(Attempt, Attempt.id == AnswerEvent.attempt_id)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
        )
        .order_by(AnswerEvent.attempt_id, AnswerEvent.id)
    ).all()
