"""What may be asked of a person's own practice."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.platform.database import db
from app.quizzes.models import Attempt, AttemptItem, PracticeCard, PracticeReview


def card(actor: Actor, question_id: str) -> PracticeCard | None:
    """Return what spaced repetition knows of the actor and one question."""
    return db.session.scalar(
        select(PracticeCard).where(
            PracticeCard.organisation_id == actor.organisation_id,
            PracticeCard.user_id == actor.user_id,
            PracticeCard.question_id == question_id,
        )
    )


def cards(actor: Actor) -> Sequence[PracticeCard]:
    """Return all cards of the actor, the one due first on top."""
    return db.session.scalars(
        select(PracticeCard)
        .where(PracticeCard.organisation_id == actor.organisation_id, PracticeCard.user_id == actor.user_id)
        .order_by(PracticeCard.due_at, PracticeCard.id)
    ).all()


def own_review(actor: Actor, review_id: int) -> PracticeReview:
    """Return one of the actor's own practice answers; NotFoundError for anybody else's."""
    row = db.session.scalar(
        select(PracticeReview).where(
            PracticeReview.id == review_id,
            PracticeReview.organisation_id == actor.organisation_id,
            PracticeReview.user_id == actor.user_id,
        )
    )
    if row is None:
        raise NotFoundError
    return row


def earned_shares(actor: Actor) -> list[tuple[str, str]]:
    """Return (question, share) of what the actor answered in exams and in practice, each in one row."""
    exams = (
        select(AttemptItem.question_id, AttemptItem.share)
        .join(Attempt)
        .where(
            Attempt.organisation_id == actor.organisation_id,
            Attempt.user_id == actor.user_id,
            AttemptItem.share.is_not(None),
        )
    )
    practised = select(PracticeReview.question_id, PracticeReview.share).where(
        PracticeReview.organisation_id == actor.organisation_id, PracticeReview.user_id == actor.user_id
    )
    rows = db.session.execute(exams.union_all(practised))
    return [(question_id, str(share)) for question_id, share in rows]
