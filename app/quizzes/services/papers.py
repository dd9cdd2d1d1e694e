"""Starting an attempt, and the paper it is about: always the pinned versions, never the newest ones."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations import queries as organisations
from app.platform.clock import now
from app.platform.database import db
from app.quizzes import queries
from app.quizzes.engine.draw import Planned, plan
from app.quizzes.kind import QuestionKind
from app.quizzes.kinds import KINDS
from app.quizzes.models import Attempt, AttemptItem

Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question of an attempt with the version it was asked in."""

    item: AttemptItem
    question: Doc
    kind: QuestionKind

    @property
    def field(self) -> str:
        """Return the name of its form field."""
        return f"q{self.item.position}"

    @property
    def points(self) -> Fraction:
        """Return the points it carries."""
        return Fraction(self.item.points)


def kind_of(question: Doc) -> QuestionKind:
    """Return the kind of *question*; NotFoundError when this installation does not know it."""
    kind = KINDS.all().get(str(question.get("type")))
    if kind is None:
        raise NotFoundError
    return kind


def sheets(*, attempt: Attempt) -> list[Sheet]:
    """Return the questions of *attempt* in their order (one statement at most, none when cached)."""
    pinned = library.blobs(item.question_hash for item in attempt.items)
    return [
        Sheet(item, pinned[item.question_hash].doc, kind_of(pinned[item.question_hash].doc))
        for item in attempt.items
    ]


def release_of(*, actor: Actor) -> int:
    """Return the release the actor's class works on, or the newest; NotFoundError before any is published."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is not None:
        return enrolment.cohort.release_id
    newest = library.current_release()
    if newest is None:
        raise NotFoundError(N_("No course is published yet. Ask your training admin to load the content."))
    return newest.id


def start(*, actor: Actor, exam_id: str, release_id: int, seed: str = "") -> Attempt:
    """Return the actor's open attempt at the exam, or a new one on *release_id*.

    ConflictError when all allowed attempts are used. *seed* fixes the draw (tests, demo data).
    """
    running = queries.open_attempt(actor, exam_id)
    if running is not None:
        return running
    exam = library.document(release_id, "exam", exam_id)
    allowed = exam.doc.get("attempts", "unlimited")
    if allowed != "unlimited" and len(queries.attempts_at(actor, exam_id)) >= int(allowed):
        raise ConflictError(N_("You have used all %(count)s attempts at this exam."), count=allowed)
    attempt = Attempt(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        exam_id=exam_id,
        exam_hash=exam.hash,
        release_id=release_id,
        seed=seed or secrets.token_hex(8),
        started_at=now(),
    )
    if exam.doc.get("minutes"):
        attempt.deadline_at = attempt.started_at + timedelta(minutes=float(exam.doc["minutes"]))
    attempt.items = _items(exam.doc, release_id, attempt.seed)
    db.session.add(attempt)
    db.session.flush()
    return attempt


def _items(exam: Doc, release_id: int, seed: str) -> list[AttemptItem]:
    bank = library.documents(release_id, "question")
    questions = {ident: blob.doc for ident, blob in bank.items()}

    def movable(question: Doc) -> list[str]:
        return kind_of(question).option_ids(question)

    return [
        _item(n, place, bank[place.question].hash)
        for n, place in enumerate(plan(exam, questions, seed, movable), 1)
    ]


def _item(position: int, place: Planned, question_hash: str) -> AttemptItem:
    return AttemptItem(
        position=position,
        question_id=place.question,
        question_hash=question_hash,
        option_order=list(place.option_order),
        points=place.points,
        seq=0,
    )
