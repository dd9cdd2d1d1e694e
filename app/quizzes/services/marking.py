"""Submitting an attempt, and marking it from its pinned questions."""

import secrets
from collections.abc import Mapping
from fractions import Fraction

from app.kernel.actor import Actor
from app.kernel.events import publish
from app.library import queries as library
from app.platform.clock import now
from app.platform.database import db
from app.quizzes import queries
from app.quizzes.engine.scoring import ItemScore, total
from app.quizzes.events import AttemptSubmitted
from app.quizzes.kind import Answer, Feedback
from app.quizzes.models import Attempt
from app.quizzes.services import papers
from app.quizzes.services.answers import ensure_open, keep
from app.quizzes.services.papers import Sheet


def save(*, actor: Actor, attempt_id: int, values: Mapping[int, Answer | None]) -> Attempt:
    """Keep several answers at once, by position (a form sent without scripts); unchanged ones are left."""
    attempt = queries.own_attempt(actor, attempt_id, lock=True)
    ensure_open(attempt)
    client_op = secrets.token_hex(8)
    for item in attempt.items:
        if item.position in values and values[item.position] != item.answer:
            keep(item=item, value=values[item.position], seq=None, client_op=f"{client_op}.{item.position}")
    return attempt


def submit(*, actor: Actor, attempt_id: int) -> Attempt:
    """Mark the actor's own attempt and announce it; a second submission changes nothing.

    Everything is read from the pinned versions, so a question that was edited, renamed or removed
    since the start is marked exactly as it was asked.
    """
    attempt = queries.own_attempt(actor, attempt_id, lock=True)
    if attempt.submitted_at is not None:
        return attempt
    scores = [_mark(sheet) for sheet in papers.sheets(attempt=attempt)]
    exam = library.blob(attempt.exam_hash).doc
    result = total(scores, Fraction(str(exam.get("pass", 0))))
    attempt.score, attempt.maximum = str(result.score), str(result.maximum)
    attempt.tenths, attempt.passed = int(result.percent * 10), result.passed
    attempt.submitted_at = now()
    db.session.flush()
    publish(
        AttemptSubmitted(
            organisation_id=attempt.organisation_id,
            user_id=attempt.user_id,
            exam_id=attempt.exam_id,
            attempt_id=attempt.id,
            score=result.score,
            maximum=result.maximum,
            passed=result.passed,
        )
    )
    return attempt


def _mark(sheet: Sheet) -> ItemScore:
    share = sheet.kind.grade(sheet.question, sheet.item.answer)
    sheet.item.share = str(share)
    return ItemScore(sheet.points, share)


def feedback(*, sheet: Sheet) -> Feedback:
    """Return the marked answer of *sheet*, to be shown after submission only."""
    order = [str(ident) for ident in sheet.item.option_order]
    return sheet.kind.feedback(sheet.question, sheet.item.answer, order)
