"""Submitting an attempt, and marking it from its pinned questions."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from app.kernel.actor import Actor
from app.kernel.events import publish
from app.library import queries as library
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine.scoring import ItemScore, Result, total
from app.quizzes.events import AttemptSubmitted
from app.quizzes.kind import Answer, Feedback
from app.quizzes.models import Attempt, GradeChange
from app.quizzes.queries import attempts as queries
from app.quizzes.services.answers import ensure_open, keep
from app.quizzes.services.sheets import Sheet, sheets


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
    """Mark the actor's own attempt and announce it; a second submission changes nothing."""
    attempt = queries.own_attempt(actor, attempt_id, lock=True)
    if attempt.submitted_at is None:
        conclude(attempt=attempt)
    return attempt


def conclude(*, attempt: Attempt) -> None:
    """Mark an open *attempt* and announce it.

    Everything is read from the pinned versions, so a question that was edited, renamed or removed
    since the start is marked exactly as it was asked. Essays wait for a person and count 0 until then.
    """
    asked = sheets(attempt=attempt)
    for sheet in asked:
        sheet.item.share = str(sheet.kind.grade(sheet.question, sheet.item.answer))
    attempt.pending = sum(1 for sheet in asked if sheet.kind.by_hand and sheet.item.answer is not None)
    add_up(attempt=attempt)
    attempt.submitted_at = now()
    db.session.flush()
    note_change(attempt=attempt, kind="submit")
    result = result_of(attempt=attempt)
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


def result_of(*, attempt: Attempt) -> Result:
    """Return the sum of the shares as they stand, without the questions a regrade left out."""
    scores = [
        ItemScore(Fraction(item.points), Fraction(item.share or 0))
        for item in attempt.items
        if not item.dropped
    ]
    return total(scores, Fraction(str(library.blob(attempt.exam_hash).doc.get("pass", 0))))


def add_up(*, attempt: Attempt) -> Result:
    """Write the sum of the shares into *attempt*."""
    result = result_of(attempt=attempt)
    attempt.score, attempt.maximum = str(result.score), str(result.maximum)
    attempt.tenths, attempt.passed = int(result.percent * 10), result.passed
    return result


def note_change(
    *,
    attempt: Attempt,
    kind: str,
    reason: str = "",
    actor: Actor | None = None,
    regrade_id: int | None = None,
) -> None:
    """Append the state of the mark to the attempt's grade events, and point the attempt at it."""
    result = result_of(attempt=attempt)
    change = GradeChange(
        attempt_id=attempt.id,
        regrade_id=regrade_id,
        kind=kind,
        score=str(result.score),
        maximum=str(result.maximum),
        shares={str(item.position): item.share for item in attempt.items},
        dropped=[item.position for item in attempt.items if item.dropped],
        reason=reason,
        actor_id=actor.user_id if actor else None,
        at=now(),
    )
    db.session.add(change)
    db.session.flush()
    attempt.change_id = change.id
    if kind != "submit":
        add_up(attempt=attempt)
    db.session.flush()


def feedback(*, sheet: Sheet, reasons: bool = True) -> Feedback:
    """Return the marked answer of *sheet*, to be shown after submission only; *reasons* may come later."""
    order = [str(ident) for ident in sheet.item.option_order]
    found = sheet.kind.feedback(sheet.question, sheet.marked, order)
    if reasons:
        return found
    return replace(
        found,
        why=None,
        explain=None,
        options=tuple(replace(option, why=None) for option in found.options),
        parts=tuple(replace(part, why=None) for part in found.parts),
    )
