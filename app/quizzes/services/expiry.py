"""The end of an attempt's time: kept by a job, and noticed by whoever looks before the job comes."""

from datetime import timedelta
from typing import Any

from app.platform.clock import now
from app.platform.database import db
from app.platform.jobs import enqueue, handler
from app.quizzes.engine.timing import IN_FLIGHT
from app.quizzes.models import Attempt, Incident
from app.quizzes.queries import attempts as queries
from app.quizzes.services import marking

JOB = "quizzes.expire"


def is_over(attempt: Attempt) -> bool:
    """Return whether the time of *attempt* is over (never during a break called by the room)."""
    if attempt.deadline_at is None or attempt.paused_at is not None:
        return False
    return now() > attempt.deadline_at


def watch(*, attempt: Attempt) -> None:
    """Have a worker close *attempt* once its time is over and what was on its way has arrived."""
    if attempt.deadline_at is not None:
        wait = attempt.deadline_at - now() + timedelta(seconds=IN_FLIGHT)
        enqueue(JOB, {"attempt": attempt.id}, delay=max(wait, timedelta(0)))


def close(*, attempt: Attempt) -> None:
    """Hand in *attempt* for its owner: what was saved in time counts."""
    attempt.expired = True
    marking.conclude(attempt=attempt)
    if attempt.sitting_id is not None:
        db.session.add(
            Incident(sitting_id=attempt.sitting_id, attempt_id=attempt.id, kind="expired", note="", at=now())
        )
        db.session.flush()


@handler(JOB)
def expire(payload: dict[str, Any]) -> None:
    """Close one attempt whose time is over; look again later if the room gave more."""
    attempt = queries.attempt_with_items(payload["attempt"])
    if attempt is None or attempt.submitted_at is not None:
        return
    if is_over(attempt):
        close(attempt=attempt)
    elif attempt.paused_at is None:
        watch(attempt=attempt)
