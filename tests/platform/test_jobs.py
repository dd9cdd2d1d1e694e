"""Jobs exist with their cause, are done once each, tried again when they fail, and given up in the end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.platform import jobs, mail
from app.platform.database import db, transaction
from app.platform.jobs import Job
from app.platform.mail import Mail

done: list[Any] = []


@pytest.fixture(autouse=True)
def handlers(app: Flask) -> Iterator[None]:
    """Register two handlers for the length of a test: one that works and one that breaks."""

    def works(payload: dict[str, Any]) -> None:
        done.append(payload["n"])

    def breaks(_payload: dict[str, Any]) -> None:
        raise ValueError("broken on purpose")

    done.clear()
    jobs.HANDLERS.update({"works": works, "breaks": breaks})
    yield
    jobs.HANDLERS.pop("works")
    jobs.HANDLERS.pop("breaks")


def only_job() -> Job:
    """Return the one job there is."""
    db.session.expire_all()
    return db.session.scalars(select(Job)).one()


def enqueue_and_fail() -> None:
    """Write down a job in a transaction that does not come to its end."""
    with transaction():
        jobs.enqueue("works", {"n": 1})
        raise RuntimeError


def test_a_job_of_a_transaction_that_fails_never_was() -> None:
    with pytest.raises(RuntimeError):
        enqueue_and_fail()
    assert not jobs.work_one()


def test_jobs_are_done_in_order_and_once() -> None:
    with transaction():
        for n in (1, 2, 3):
            jobs.enqueue("works", {"n": n})
    while jobs.work_one():
        pass
    assert done == [1, 2, 3]


def test_a_failing_job_waits_longer_each_time() -> None:
    with transaction():
        jobs.enqueue("breaks", {})
    assert jobs.work_one()
    job = only_job()
    assert (job.tries, job.finished_at) == (1, None)
    assert "broken on purpose" in job.error
    assert not jobs.work_one()


def test_a_job_that_failed_too_often_is_given_up() -> None:
    with transaction():
        jobs.enqueue("breaks", {})
        job = db.session.scalars(select(Job)).one()
        job.tries = jobs.MOST_TRIES - 1
    jobs.work_one()
    assert only_job().failed


def test_a_job_whose_worker_died_is_done_by_the_next_when_the_lease_ends() -> None:
    with transaction():
        jobs.enqueue("works", {"n": 7})
    assert jobs.claim(lease=timedelta(seconds=-1)) is not None
    assert jobs.work_one()
    assert done == [7]


def test_a_job_under_a_lease_is_left_alone() -> None:
    with transaction():
        jobs.enqueue("works", {"n": 7})
    assert jobs.claim() is not None
    assert jobs.claim() is None


def test_nobody_may_enqueue_what_nobody_does() -> None:
    with pytest.raises(LookupError):
        jobs.enqueue("riddle", {})


def test_mail_is_delivered_once_even_if_the_job_runs_twice() -> None:
    with transaction():
        mail.send(recipient="a@test.example", subject="S", body="B", organisation_id=None)
    assert jobs.work_one()
    row = db.session.scalars(select(Mail)).one()
    first = row.delivered_at
    assert first is not None
    with transaction():
        mail.deliver({"mail": row.id})
    db.session.expire_all()
    assert db.session.scalars(select(Mail)).one().delivered_at == first
