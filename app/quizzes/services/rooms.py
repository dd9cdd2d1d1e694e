"""Holding an exam: opening it for a class, more time, breaks, the log. Nothing here commits."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations import queries as organisations
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine.timing import Allowance
from app.quizzes.models import Accommodation, Attempt, Incident, Sitting
from app.quizzes.queries import attempts as queries
from app.quizzes.queries import staff
from app.quizzes.services import expiry

# Letters and digits that cannot be mistaken for one another when read aloud.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LONGEST_GIFT = 240


def open_sitting(
    *, actor: Actor, cohort_id: int, exam_id: str, opens_at: datetime, closes_at: datetime, passcode: bool
) -> Sitting:
    """Open an exam for a class of one's organisation between two moments; InvalidError if they cross."""
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    library.document(cohort.release_id, "exam", exam_id)
    if closes_at <= opens_at:
        raise InvalidError(N_("The exam must close after it opens. Check the two times."))
    sitting = Sitting(
        organisation_id=actor.organisation_id,
        cohort_id=cohort_id,
        exam_id=exam_id,
        opens_at=opens_at,
        closes_at=closes_at,
        passcode="".join(secrets.choice(_ALPHABET) for _ in range(6)) if passcode else "",
        created_by=actor.user_id,
    )
    db.session.add(sitting)
    db.session.flush()
    note(actor=actor, sitting=sitting, kind="opened")
    return sitting


def note(
    *, actor: Actor | None, sitting: Sitting, kind: str, text: str = "", attempt_id: int | None = None
) -> None:
    """Append one line to the log of a sitting."""
    row = Incident(
        sitting_id=sitting.id,
        attempt_id=attempt_id,
        actor_id=actor.user_id if actor else None,
        kind=kind,
        note=text.strip()[:1000],
        at=now(),
    )
    db.session.add(row)
    db.session.flush()


def remark(*, actor: Actor, sitting: Sitting, text: str, attempt_id: int | None = None) -> None:
    """Write down what the invigilator saw; InvalidError for an empty note."""
    if not text.strip():
        raise InvalidError(N_("Write what happened before you save the note."))
    note(actor=actor, sitting=sitting, kind="note", text=text, attempt_id=attempt_id)


def _running(sitting: Sitting, attempt_id: int | None) -> list[Attempt]:
    """Return the open attempts of a sitting, or the one named; NotFoundError if that is not open here."""
    rows = [row for row in staff.attempts_in(sitting) if row.submitted_at is None]
    if attempt_id is None:
        return rows
    chosen = [row for row in rows if row.id == attempt_id]
    if not chosen:
        raise NotFoundError
    return chosen


def add_minutes(*, actor: Actor, sitting: Sitting, minutes: int, attempt_id: int | None = None) -> int:
    """Give *minutes* more to one open attempt or to all; return to how many."""
    if not 1 <= minutes <= LONGEST_GIFT:
        raise InvalidError(N_("Give between 1 and %(most)s minutes."), most=LONGEST_GIFT)
    given = 0
    for attempt in _running(sitting, attempt_id):
        allowance = Allowance.of(attempt.allowance)
        if allowance is None or attempt.deadline_at is None:
            continue
        attempt.deadline_at += timedelta(minutes=minutes)
        attempt.allowance = {**attempt.allowance, "added": allowance.added + minutes}
        expiry.watch(attempt=attempt)
        given += 1
    note(actor=actor, sitting=sitting, kind="minutes", text=str(minutes), attempt_id=attempt_id)
    return given


def pause(*, actor: Actor, sitting: Sitting, attempt_id: int | None = None) -> None:
    """Stop the clock for one open attempt or for all; nothing can be answered meanwhile."""
    moment = now()
    for attempt in _running(sitting, attempt_id):
        if attempt.paused_at is None and not expiry.is_over(attempt):
            attempt.paused_at = moment
    note(actor=actor, sitting=sitting, kind="paused", attempt_id=attempt_id)


def resume(*, actor: Actor, sitting: Sitting, attempt_id: int | None = None) -> None:
    """Start the clock again; the deadline moves by the length of the break."""
    moment = now()
    for attempt in _running(sitting, attempt_id):
        if attempt.paused_at is None:
            continue
        if attempt.deadline_at is not None:
            attempt.deadline_at += moment - attempt.paused_at
        attempt.paused_at = None
        expiry.watch(attempt=attempt)
    note(actor=actor, sitting=sitting, kind="resumed", attempt_id=attempt_id)


def release_answers(*, actor: Actor, sitting: Sitting) -> None:
    """Show everybody the answers and reasons; ConflictError while somebody is still writing."""
    if _running(sitting, None):
        raise ConflictError(
            N_("Somebody is still writing. Release the answers when everybody has handed in.")
        )
    if sitting.released_at is None:
        sitting.released_at = now()
        note(actor=actor, sitting=sitting, kind="released")


def closed(*, attempt: Attempt) -> bool:
    """Return whether what is shown after closing may be shown: released, or the sitting is over."""
    sitting = queries.sitting_of(attempt)
    if sitting is None:
        return False
    return sitting.released_at is not None or now() > sitting.closes_at


def take_over(*, actor: Actor, attempt_id: int, session_key: str) -> Attempt:
    """Let another browser of the same person go on; the one before saves nothing any more."""
    attempt = queries.own_attempt(actor, attempt_id, lock=True)
    if attempt.submitted_at is None and attempt.session_key and attempt.session_key != session_key:
        attempt.session_key = session_key
        sitting = queries.sitting_of(attempt)
        if sitting is not None:
            note(actor=actor, sitting=sitting, kind="taken-over", attempt_id=attempt_id)
    return attempt


def accommodate(*, actor: Actor, user_id: int, factor: Fraction, minutes: int, reason: str) -> Accommodation:
    """Give a person of the actor's organisation more time in every timed exam; InvalidError if unclear."""
    if not Fraction(1) <= factor <= Fraction(4) or not 0 <= minutes <= LONGEST_GIFT:
        raise InvalidError(
            N_("The factor lies from 1 to 4, the extra minutes from 0 to %(most)s."), most=LONGEST_GIFT
        )
    if not reason.strip():
        raise InvalidError(N_("Say why, in a few words. Only staff see it."))
    if user_id not in {person.id for person, _roles in organisations.people(actor)}:
        raise NotFoundError
    row = queries.accommodation_of(actor.organisation_id, user_id)
    before = {"factor": row.factor, "minutes": row.minutes} if row else None
    if row is None:
        row = Accommodation(organisation_id=actor.organisation_id, user_id=user_id)
        db.session.add(row)
    row.factor, row.minutes, row.reason = str(factor), minutes, reason.strip()[:500]
    row.granted_by, row.granted_at = actor.user_id, now()
    db.session.flush()
    audit.record(
        actor,
        action="accommodated",
        object_kind="person",
        object_id=user_id,
        before=before,
        after={"factor": row.factor, "minutes": row.minutes},
        reason=row.reason,
    )
    return row


def last_saves(attempts: Iterable[Attempt]) -> dict[int, datetime]:
    """Return the moment of the last save of each attempt (from its items)."""
    found: dict[int, datetime] = {}
    for attempt in attempts:
        moments = [item.saved_at for item in attempt.items if item.saved_at is not None]
        if moments:
            found[attempt.id] = max(moments)
    return found
