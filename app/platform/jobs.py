"""Slow work, written down in the same transaction as its cause and done by a worker.

A job is claimed by a lease. A worker that dies keeps nothing: when its lease runs out another
worker does the job again, so handlers must be safe to run twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.clock import now
from app.platform.database import Base, db, transaction

log = logging.getLogger("kampus.jobs")
Handler = Callable[[dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}
LEASE = timedelta(seconds=60)
MOST_TRIES = 8


class Job(Base):
    """One piece of work, to be done once or more until it is done."""

    __tablename__ = "jobs"
    # The worker asks for the oldest job that is due; done jobs stay out of its way.
    __table_args__ = (Index("ix_jobs_due", "finished_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failed: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str] = mapped_column(default="")


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the one that does jobs of *kind*."""

    def register(function: Handler) -> Handler:
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind: str, payload: dict[str, Any], *, delay: timedelta = timedelta(0)) -> None:
    """Write down a job; it exists only if the present transaction commits."""
    if kind not in HANDLERS:
        raise LookupError(f"nobody handles jobs of kind {kind}")
    db.session.add(Job(kind=kind, payload=payload, due_at=now() + delay))


def claim(lease: timedelta = LEASE) -> tuple[int, str, dict[str, Any], int] | None:
    """Take the oldest due job under a lease: (id, kind, payload, tries so far + 1), or None."""
    moment = now()
    free = (Job.lease_until.is_(None)) | (Job.lease_until < moment)
    with transaction():
        # A job that has killed its worker every time is given up too, without ever raising an exception.
        db.session.execute(
            update(Job)
            .where(Job.finished_at.is_(None), free, Job.tries >= MOST_TRIES)
            .values(finished_at=moment, failed=True, error="gave up: its worker died every time")
        )
    oldest = (
        select(Job.id)
        .where(Job.finished_at.is_(None), Job.due_at <= moment, free)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with transaction():
        row = db.session.execute(
            update(Job)
            .where(Job.id == oldest.scalar_subquery())
            .values(lease_until=moment + lease, tries=Job.tries + 1)
            .returning(Job.id, Job.kind, Job.payload, Job.tries)
            .execution_options(synchronize_session=False)
        ).first()
    return (row.id, row.kind, row.payload, row.tries) if row else None


def _finish(number: int, *, error: str = "", tries: int = 0) -> None:
    gave_up = bool(error) and tries >= MOST_TRIES
    values: dict[str, Any] = {"lease_until": None, "error": error}
    if not error or gave_up:
        values |= {"finished_at": now(), "failed": gave_up}
    else:
        values |= {"due_at": now() + timedelta(seconds=2**tries)}
    db.session.execute(update(Job).where(Job.id == number).values(**values))


def work_one(lease: timedelta = LEASE) -> bool:
    """Do one due job; return False when there was none. A failure is tried again, later each time."""
    claimed = claim(lease)
    if claimed is None:
        return False
    number, kind, payload, tries = claimed
    try:
        with transaction():
            HANDLERS[kind](payload)
            _finish(number)
    except Exception as error:
        log.exception("job %s (%s) failed, try %s", number, kind, tries)
        with transaction():
            _finish(number, error=repr(error)[:500], tries=tries)
    return True
