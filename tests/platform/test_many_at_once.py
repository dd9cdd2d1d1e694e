"""Several processes at once: nothing acknowledged is lost, whatever happens to a process."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.platform import jobs
from app.platform.database import commit, db
from tests.platform.installation import WRITERS, make

ROOT = Path(__file__).parents[2]
PROCESSES, TIMES = 2, 40
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kampus.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """Work inside *app* and leave no connection open."""
    with app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def site(database: str, tmp_path: Path) -> Flask:
    """Return an installation on *database* with its tables and one job to count on."""
    app = make(database, tmp_path)
    with inside(app):
        db.create_all()
        jobs.enqueue("count", {})
        commit()
    return app


def start(verb: str, database: str, folder: Path, *rest: str) -> subprocess.Popen[bytes]:
    """Start another process of the installation."""
    words = [sys.executable, "-m", "tests.platform.installation", verb, database, str(folder), *rest]
    return subprocess.Popen(words, cwd=ROOT)


def test_eight_writers_in_two_processes_lose_nothing(site: Flask, database: str, tmp_path: Path) -> None:
    writers = [start("count", database, tmp_path, str(TIMES)) for _ in range(PROCESSES)]
    assert [writer.wait(120) for writer in writers] == [0] * PROCESSES
    total = PROCESSES * WRITERS * TIMES
    with inside(site):
        assert db.session.get_one(jobs.Job, 1).tries == total
        seen = [
            payload["seen"] for payload in db.session.scalars(select(jobs.Job.payload).where(jobs.Job.id > 1))
        ]
    assert sorted(seen) == list(range(total)), "every writer saw the state that the one before it left"


def test_a_page_view_that_writes_is_refused_by_sqlite(tmp_path: Path) -> None:
    app = make(f"sqlite:///{tmp_path / 'kampus.sqlite'}", tmp_path)
    app.testing = False
    with inside(app):
        db.create_all()
        jobs.enqueue("count", {})
        commit()
    answer = app.test_client().get("/count", headers={"Accept": "application/json"})
    assert answer.status_code >= 500
    with inside(app):
        assert db.session.get_one(jobs.Job, 1).tries == 0
        assert db.session.scalar(select(func.count()).select_from(jobs.Job)) == 1


def test_job_of_a_killed_worker_is_done_by_the_next(site: Flask, database: str, tmp_path: Path) -> None:
    with inside(site):
        db.session.delete(db.session.get_one(jobs.Job, 1))
        jobs.HANDLERS["slow"] = lambda payload: None
        jobs.enqueue("slow", {})
        commit()
    victim = start("sleep", database, tmp_path)
    until = time.monotonic() + 20
    while not (tmp_path / "done").exists() and time.monotonic() < until:
        time.sleep(0.05)
    victim.send_signal(signal.SIGKILL)
    assert victim.wait(10) == -signal.SIGKILL
    assert start("work", database, tmp_path).wait(30) == 0
    assert (tmp_path / "done").read_text(encoding="utf-8") == "taken\ntaken\n"
    with inside(site):
        job = db.session.scalars(select(jobs.Job)).one()
        assert (job.finished_at is not None, job.failed, job.tries) == (True, False, 2)


def test_job_of_a_unit_of_work_that_fails_never_existed(site: Flask) -> None:
    with inside(site):
        jobs.enqueue("count", {})
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(jobs.Job)) == 1
