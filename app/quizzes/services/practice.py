"""Practice with spaced repetition, from the practice pool only."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine import practice
from app.quizzes.engine.practice import Strength
from app.quizzes.engine.rng import CounterRng
from app.quizzes.kind import Answer, Feedback
from app.quizzes.models import PracticeCard, PracticeReview
from app.quizzes.queries import practice as cards
from app.quizzes.services.papers import release_of
from app.quizzes.services.sheets import kind_of

NOT_IN_PRACTICE = N_("This question is not open for practice.")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person finds on the practice page."""

    strengths: list[Strength]
    titles: dict[str, Any]
    due: int
    practised: int
    pool: int
    question: Blob | None
    next_at: datetime | None


def pool(*, release_id: int) -> dict[str, Blob]:
    """Return the questions of a release that may be practised, by id."""
    return {
        ident: blob
        for ident, blob in library.documents(release_id, "question").items()
        if practice.in_pool(blob.doc) and not kind_of(blob.doc).by_hand and not blob.doc.get("cluster")
    }


def desk(*, actor: Actor) -> Desk:
    """Return the actor's strengths, what is due, and the question to ask now."""
    release_id = release_of(actor=actor)
    found = pool(release_id=release_id)
    every = {i: blob.doc for i, blob in library.documents(release_id, "question").items()}
    titles = {
        str(row["id"]): row
        for blob in library.documents(release_id, "objectives").values()
        for row in blob.doc.get("objectives", [])
    }
    asked = {str(name) for blob in found.values() for name in blob.doc.get("objectives", [])}
    earned = [(ident, Fraction(share)) for ident, share in cards.earned_shares(actor)]
    weak = practice.strengths(earned, every, sorted(asked & set(titles)))
    rows = [card for card in cards.cards(actor) if card.question_id in found]
    due = {card.question_id: card.due_at for card in rows}
    moment = now()
    chosen = practice.next_question(found, every, due, weak, moment)
    return Desk(
        weak,
        titles,
        sum(1 for at in due.values() if at <= moment),
        len(rows),
        len(found),
        found[chosen] if chosen else None,
        min(due.values(), default=None),
    )


def question(*, actor: Actor, question_id: str) -> Blob:
    """Return a question of the practice pool; NotFoundError for any other."""
    found = pool(release_id=release_of(actor=actor)).get(question_id)
    if found is None:
        raise NotFoundError(NOT_IN_PRACTICE)
    return found


def order_for(*, actor: Actor, blob: Blob) -> list[str]:
    """Return the order of the options for this person's next time at the question."""
    card = cards.card(actor, str(blob.doc["id"]))
    seed = f"{actor.user_id} {card.due_at.isoformat() if card else 'new'}"
    movable = kind_of(blob.doc).option_ids(blob.doc)
    return CounterRng(seed, str(blob.doc["id"])).shuffled(movable)


def answer(*, actor: Actor, blob: Blob, value: Answer | None) -> PracticeReview:
    """Mark an answer, move the card to its next date, and keep both; InvalidError for a blank."""
    if value is None:
        raise InvalidError(N_("Choose or type an answer first; then we can tell you whether it holds."))
    question_id, moment = str(blob.doc["id"]), now()
    order = order_for(actor=actor, blob=blob)
    share = kind_of(blob.doc).grade(blob.doc, value)
    card = cards.card(actor, question_id)
    stored, due = practice.review(card.card if card else None, share, moment)
    if card is None:
        card = PracticeCard(
            organisation_id=actor.organisation_id, user_id=actor.user_id, question_id=question_id
        )
        db.session.add(card)
    card.card, card.due_at = stored, due
    row = PracticeReview(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        question_id=question_id,
        question_hash=blob.hash,
        answer=value,
        option_order=order,
        share=str(share),
        rating=int(practice.rating(share)),
        at=moment,
    )
    db.session.add(row)
    db.session.flush()
    return row


def feedback(*, row: PracticeReview) -> Feedback:
    """Return a practice answer with its reasons."""
    doc = library.blob(row.question_hash).doc
    return kind_of(doc).feedback(doc, row.answer, [str(ident) for ident in row.option_order])
