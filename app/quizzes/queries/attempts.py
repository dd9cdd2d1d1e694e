"""What may be asked of attempts: each function is one statement, bounded by the actor."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Integer, String, bindparam, cast, func, literal_column, select
from sqlalchemy.orm import selectinload

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.organisations.policies import Permission
from app.platform.database import db
from app.quizzes.models import (
    Accommodation,
    AnswerEvent,
    Attempt,
    AttemptItem,
    GradeChange,
    InlineAnswer,
    PracticeReview,
    Sitting,
)

# Asked on busy pages: a statement that is built once costs a quarter of one built for each request.
_MINE = (Attempt.organisation_id == bindparam("organisation_id"), Attempt.user_id == bindparam("user_id"))
_AT_EXAM = select(Attempt).where(*_MINE, Attempt.exam_id == bindparam("exam_id"))
_IN_ORGANISATION = (
    select(Attempt)
    .where(Attempt.id == bindparam("attempt_id"), Attempt.organisation_id == bindparam("organisation_id"))
    .options(selectinload(Attempt.items))
)
_OWN = _IN_ORGANISATION.where(Attempt.user_id == bindparam("user_id"))
_OWN_LOCKED = _OWN.with_for_update()
_OPEN = _AT_EXAM.where(Attempt.submitted_at.is_(None)).options(selectinload(Attempt.items))
_NEWEST_FIRST = _AT_EXAM.order_by(Attempt.id.desc())
_EVENT = select(AnswerEvent).where(
    AnswerEvent.attempt_id == bindparam("attempt_id"), AnswerEvent.client_op == bindparam("client_op")
)
# What every room of exercises tells of best marks: kind and id of the step, person, mark as text, an order.
BEST = (
    select(
        literal_column("'exam'", String).label("kind"),
        Attempt.user_id.label("user_id"),
        Attempt.exam_id.label("ident"),
        cast(func.max(Attempt.tenths), String).label("mark"),
        literal_column("0", Integer).label("place"),
    )
    .where(
        Attempt.organisation_id == bindparam("organisation_id"),
        Attempt.user_id.in_(bindparam("user_ids", expanding=True)),
        Attempt.submitted_at.is_not(None),
    )
    .group_by(Attempt.user_id, Attempt.exam_id)
)
_NEWEST_CHECKS = (
    select(func.max(InlineAnswer.id))
    .where(
        InlineAnswer.organisation_id == bindparam("organisation_id"),
        InlineAnswer.user_id == bindparam("user_id"),
        InlineAnswer.question_id.in_(bindparam("question_ids", expanding=True)),
    )
    .group_by(InlineAnswer.question_id)
)
_CHECKS = select(InlineAnswer).where(InlineAnswer.id.in_(_NEWEST_CHECKS))


def _names(actor: Actor, **others: object) -> dict[str, object]:
    return {"organisation_id": actor.organisation_id, "user_id": actor.user_id, **others}


def own_attempt(actor: Actor, attempt_id: int, *, lock: bool = False) -> Attempt:
    """Return one of the actor's own attempts with its items; NotFoundError for anybody else's.

    *lock* keeps other writers away until the end of the transaction (where the database has row locks).
    """
    statement = _OWN_LOCKED if lock else _OWN
    attempt = db.session.scalar(statement, _names(actor, attempt_id=attempt_id))
    if attempt is None:
        raise NotFoundError
    return attempt


def attempt_visible_to(actor: Actor, attempt_id: int) -> Attempt:
    """Return an attempt of the actor's own, or of the organisation for who reads its gradebook."""
    if not actor.may(Permission.GRADEBOOK_READ):
        return own_attempt(actor, attempt_id)
    names = {"organisation_id": actor.organisation_id, "attempt_id": attempt_id}
    attempt = db.session.scalar(_IN_ORGANISATION, names)
    if attempt is None:
        raise NotFoundError
    return attempt


def open_attempt(actor: Actor, exam_id: str) -> Attempt | None:
    """Return the actor's attempt at this exam that is not submitted yet."""
    return db.session.scalar(_OPEN, _names(actor, exam_id=exam_id))


def attempts_at(actor: Actor, exam_id: str) -> Sequence[Attempt]:
    """Return the actor's attempts at this exam, newest first."""
    return db.session.scalars(_NEWEST_FIRST, _names(actor, exam_id=exam_id)).all()


def attempt_with_items(attempt_id: int) -> Attempt | None:
    """Return an attempt with its items, for the clock (no actor: jobs act for nobody)."""
    statement = select(Attempt).where(Attempt.id == attempt_id).options(selectinload(Attempt.items))
    return db.session.scalar(statement.with_for_update())


def attempt_count(organisation_id: int, exam_id: str) -> int:
    """Return how many attempts at an exam the organisation has seen."""
    statement = select(func.count(Attempt.id)).where(
        Attempt.organisation_id == organisation_id, Attempt.exam_id == exam_id
    )
    return int(db.session.scalar(statement) or 0)


def accommodation_of(organisation_id: int, user_id: int) -> Accommodation | None:
    """Return the time of one's own that a person has been given."""
    return db.session.scalar(
        select(Accommodation).where(
            Accommodation.organisation_id == organisation_id, Accommodation.user_id == user_id
        )
    )


def sitting_open_for(actor: Actor, cohort_id: int, exam_id: str, moment: datetime) -> Sitting | None:
    """Return the sitting of this exam that is open for the actor's cohort at *moment*."""
    return db.session.scalar(
        select(Sitting)
        .where(
            Sitting.organisation_id == actor.organisation_id,
            Sitting.cohort_id == cohort_id,
            Sitting.exam_id == exam_id,
            Sitting.opens_at <= moment,
            Sitting.closes_at > moment,
        )
        .order_by(Sitting.id.desc())
        .limit(1)
    )


def sitting_of(attempt: Attempt) -> Sitting | None:
    """Return the sitting an attempt belongs to."""
    return db.session.get(Sitting, attempt.sitting_id) if attempt.sitting_id is not None else None


def grade_changes(attempt: Attempt) -> Sequence[GradeChange]:
    """Return every state the mark of an attempt has been in, oldest first."""
    return db.session.scalars(
        select(GradeChange).where(GradeChange.attempt_id == attempt.id).order_by(GradeChange.id)
    ).all()


def best_attempt(organisation_id: int, user_id: int, exam_id: str) -> Attempt | None:
    """Return a person's best submitted attempt at an exam as it stands now."""
    return db.session.scalar(
        select(Attempt)
        .where(
            Attempt.organisation_id == organisation_id,
            Attempt.user_id == user_id,
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
        )
        .order_by(Attempt.tenths.desc(), Attempt.id)
        .limit(1)
    )


def answer_event(attempt_id: int, client_op: str) -> AnswerEvent | None:
    """Return the answer that arrived under this operation key, if it did."""
    return db.session.scalar(_EVENT, {"attempt_id": attempt_id, "client_op": client_op})


def best_scores(
    organisation_id: int, user_ids: Iterable[int]
) -> dict[tuple[int, str], tuple[Fraction, Fraction]]:
    """Return (best percentage with one decimal, 100) of each of these people by (user_id, exam_id)."""
    rows = db.session.execute(BEST, {"organisation_id": organisation_id, "user_ids": list(user_ids)})
    return {(row.user_id, row.ident): best_mark(row.mark) for row in rows}


def best_mark(kept: str | None) -> tuple[Fraction, Fraction]:
    """Return (percentage, 100) of a mark as ``BEST`` tells it: in tenths of a percent."""
    return Fraction(kept or 0) / 10, Fraction(100)


def last_inline_answers(actor: Actor, question_ids: Iterable[str]) -> dict[str, InlineAnswer]:
    """Return the actor's newest answer to each of these self-checks."""
    rows = db.session.scalars(_CHECKS, _names(actor, question_ids=list(question_ids)))
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
        "practice": _practised(actor),
    }


def _practised(actor: Actor) -> list[dict[str, object]]:
    rows = db.session.scalars(
        select(PracticeReview)
        .where(
            PracticeReview.organisation_id == actor.organisation_id, PracticeReview.user_id == actor.user_id
        )
        .order_by(PracticeReview.id)
    )
    return [
        {"question": row.question_id, "answer": row.answer, "share": row.share, "at": row.at.isoformat()}
        for row in rows
    ]


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
