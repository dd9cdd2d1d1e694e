"""What may be asked of attempts: each function is one statement, bounded by the actor."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.organisations.policies import Permission
from app.platform.database import db
from app.quizzes.models import AnswerEvent, Attempt, AttemptItem, InlineAnswer


def own_attempt(actor: Actor, attempt_id: int, *, lock: bool = False) -> Attempt:
    """Return one of the actor's own attempts with its items; NotFoundError for anybody else's.

    *lock* keeps other writers away until the end of the transaction (where the database has row locks).
    """
    return _one(actor, attempt_id, own_only=True, lock=lock)


def attempt_visible_to(actor: Actor, attempt_id: int) -> Attempt:
    """Return an attempt of the actor's own, or of the organisation for who reads its gradebook."""
    return _one(actor, attempt_id, own_only=not actor.may(Permission.GRADEBOOK_READ))


def _one(actor: Actor, attempt_id: int, *, own_only: bool, lock: bool = False) -> Attempt:
    statement = (
        select(Attempt)
        .where(Attempt.id == attempt_id, Attempt.organisation_id == actor.organisation_id)
        .options(selectinload(Attempt.items))
    )
    if own_only:
        statement = statement.where(Attempt.user_id == actor.user_id)
    if lock:
        statement = statement.with_for_update()
    attempt = db.session.scalar(statement)
    if attempt is None:
        raise NotFoundError
    return attempt


def open_attempt(actor: Actor, exam_id: str) -> Attempt | None:
    """Return the actor's attempt at this exam that is not submitted yet."""
    return db.session.scalar(
        select(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.user_id == actor.user_id,
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_(None),
        )
        .options(selectinload(Attempt.items))
    )


def attempts_at(actor: Actor, exam_id: str) -> Sequence[Attempt]:
    """Return the actor's attempts at this exam, newest first."""
    return db.session.scalars(
        select(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.user_id == actor.user_id,
            Attempt.exam_id == exam_id,
        )
        .order_by(Attempt.id.desc())
    ).all()


def answer_event(attempt_id: int, client_op: str) -> AnswerEvent | None:
    """Return the answer that arrived under this operation key, if it did."""
    return db.session.scalar(
        select(AnswerEvent).where(AnswerEvent.attempt_id == attempt_id, AnswerEvent.client_op == client_op)
    )


def best_scores(
    organisation_id: int, user_ids: Iterable[int]
) -> dict[tuple[int, str], tuple[Fraction, Fraction]]:
    """Return (best percentage with one decimal, 100) of each of these people by (user_id, exam_id)."""
    rows = db.session.execute(
        select(Attempt.user_id, Attempt.exam_id, func.max(Attempt.tenths))
        .where(
            Attempt.organisation_id == organisation_id,
            Attempt.user_id.in_(list(user_ids)),
            Attempt.submitted_at.is_not(None),
        )
        .group_by(Attempt.user_id, Attempt.exam_id)
    )
    return {
        (user_id, exam_id): (Fraction(tenths or 0, 10), Fraction(100)) for user_id, exam_id, tenths in rows
    }


def last_inline_answers(actor: Actor, question_ids: Iterable[str]) -> dict[str, InlineAnswer]:
    """Return the actor's newest answer to each of these self-checks."""
    newest = (
        select(func.max(InlineAnswer.id))
        .where(
            InlineAnswer.organisation_id == actor.organisation_id,
            InlineAnswer.user_id == actor.user_id,
            InlineAnswer.question_id.in_(list(question_ids)),
        )
        .group_by(InlineAnswer.question_id)
    )
    rows = db.session.scalars(select(InlineAnswer).where(InlineAnswer.id.in_(newest)))
    return {row.question_id: row for row in rows}


def own_data(actor: Actor) -> dict[str, object]:
    """Return what this room keeps about the actor, for the person's own export."""
    rows = db.session.execute(
        select(Attempt, AttemptItem)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .where(Attempt.organisation_id == actor.organisation_id, Attempt.user_id == actor.user_id)
        .order_by(Attempt.id, AttemptItem.position)
    ).all()
    checks = db.session.scalars(
        select(InlineAnswer)
        .where(InlineAnswer.organisation_id == actor.organisation_id, InlineAnswer.user_id == actor.user_id)
        .order_by(InlineAnswer.id)
    )
    items: dict[Attempt, list[AttemptItem]] = {}
    for attempt, item in rows:
        items.setdefault(attempt, []).append(item)
    return {
        "attempts": [_told(attempt, answered) for attempt, answered in items.items()],
        "self_checks": [
            {"question": row.question_id, "answer": row.answer, "answered_at": row.answered_at.isoformat()}
            for row in checks
        ],
    }


def _told(attempt: Attempt, items: Sequence[AttemptItem]) -> dict[str, object]:
    return {
        "exam": attempt.exam_id,
        "started_at": attempt.started_at.isoformat(),
        "submitted_at": attempt.submitted_at.isoformat() if attempt.submitted_at else None,
        "score": attempt.score,
        "maximum": attempt.maximum,
        "answers": [
            {"question": item.question_id, "answer": item.answer, "share": item.share} for item in items
        ],
    }
