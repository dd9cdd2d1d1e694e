"""Keeping answers: idempotent by operation, the latest one wins, every one gets a receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.errors import ConflictError, GoneError, InvalidError, NotFoundError
from app.kernel.messages import N_
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine.receipts import receipt, replaces
from app.quizzes.engine.timing import IN_FLIGHT
from app.quizzes.kind import Answer
from app.quizzes.models import AnswerEvent, Attempt, AttemptItem
from app.quizzes.queries import attempts as queries

# A browser's clock may run ahead by this much (milliseconds); beyond it an answer counts as given now.
AHEAD = 5000
TIME_IS_UP = N_("The time for this attempt is over. What you had saved until then counts; submit it now.")
PAUSED = N_("The invigilator has paused this exam. Your answers are kept; go on when it is resumed.")
ELSEWHERE = N_("This exam is open in another browser now: nothing is saved here. Reload to take it over.")
SUBMITTED = N_("This attempt is submitted already, so it takes no more answers.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server vouches for: answer *seq* arrived at *at*; *kept* unless a later one stands."""

    position: int
    seq: int
    kept: bool
    code: str
    at: datetime


def stamp(moment: datetime) -> int:
    """Return *moment* in whole milliseconds, the scale on which answers are numbered."""
    return int(moment.timestamp() * 1000)


def answer(
    *, attempt: Attempt, position: int, value: Answer | None, seq: int | None, client_op: str
) -> Receipt:
    """Keep *value* (``None``: a blank) for one question of *attempt* (the actor's own, from ``own_attempt``).

    *seq* is the moment of the change in milliseconds (now if omitted); *client_op* names the change,
    so that sending it twice is answered the same. GoneError after submission or deadline.
    """
    again = queries.answer_event(attempt.id, client_op)
    if again is not None:
        return Receipt(again.position, again.seq, again.kept, again.receipt, again.received_at)
    ensure_open(attempt)
    if not 8 <= len(client_op) <= 64:
        raise InvalidError(N_("The browser sent an incomplete answer. Reload the page and answer again."))
    item = next((item for item in attempt.items if item.position == position), None)
    if item is None:
        raise NotFoundError
    return keep(item=item, value=value, seq=seq, client_op=client_op)


def ensure_open(attempt: Attempt) -> None:
    """Raise GoneError when *attempt* takes no more answers."""
    if attempt.submitted_at is not None:
        raise GoneError(SUBMITTED)
    if attempt.paused_at is not None:
        raise ConflictError(PAUSED)
    # What was on its way when the time ran out still counts; the page itself has closed by then.
    grace = timedelta(seconds=IN_FLIGHT)
    if attempt.deadline_at is not None and now() > attempt.deadline_at + grace:
        raise GoneError(TIME_IS_UP)


def ensure_session(attempt: Attempt, session_key: str) -> None:
    """Raise ConflictError when another browser has taken *attempt* over."""
    if attempt.session_key and attempt.session_key != session_key:
        raise ConflictError(ELSEWHERE)


def keep(*, item: AttemptItem, value: Answer | None, seq: int | None, client_op: str) -> Receipt:
    """Write the answer down and let it stand unless a later one is there already."""
    moment = now()
    number = min(seq or stamp(moment), stamp(moment) + AHEAD)
    kept = replaces(number, item.seq)
    code = receipt(str(item.attempt_id), item.position, number, value)
    if kept:
        item.answer, item.seq, item.saved_at = value, number, moment
    db.session.add(
        AnswerEvent(
            attempt_id=item.attempt_id,
            position=item.position,
            client_op=client_op,
            seq=number,
            answer=value,
            kept=kept,
            receipt=code,
            received_at=moment,
        )
    )
    db.session.flush()
    return Receipt(item.position, number, kept, code, moment)
