"""One process of a test installation, started by the tests beside it; the database is given by address.

``python -m tests.platform.installation count ADDRESS FOLDER TIMES`` writes with four threads;
``… sleep ADDRESS FOLDER`` takes one job and never ends it; ``… work ADDRESS FOLDER`` does what is due.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from app.factory import create_app
from app.platform import jobs
from app.platform.database import db
from app.platform.guards import public
from tests.conftest import settings

WRITERS = 4
LEASE = timedelta(seconds=1)


@public
def count_up() -> str:
    """Read the first job's tries, add one, write it back, and leave a row behind: one unit of work."""
    job = db.session.get_one(jobs.Job, 1, with_for_update=True)
    seen = job.tries
    job.tries = seen + 1
    jobs.enqueue("count", {"seen": seen})
    db.session.flush()
    return str(seen)


def make(database: str, folder: Path) -> Flask:
    """Return an application on *database* with a page that counts."""
    jobs.HANDLERS["count"] = lambda payload: None
    app = create_app(settings(folder, database))
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/count", "count", count_up, methods=["GET", "POST"])
    return app


def count(app: Flask, times: int) -> None:
    """Post *times* from each of four threads; any refusal ends the process with an error."""

    def write(_writer: int) -> None:
        client = app.test_client()
        for _ in range(times):
            answer = client.post("/count")
            assert answer.status_code == 200, answer.text

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))


def take(app: Flask, folder: Path, last: Callable[[], None]) -> None:
    """Do one job whose handler leaves a line in ``done`` and then calls *last*."""

    def handle(_payload: dict[str, Any]) -> None:
        with (folder / "done").open("a", encoding="utf-8") as file:
            file.write("taken\n")
        last()

    jobs.HANDLERS["slow"] = handle
    with app.app_context():
        until = time.monotonic() + 10
        while not jobs.work_one(LEASE) and time.monotonic() < until:
            time.sleep(0.1)


def main(verb: str, database: str, folder: Path, *rest: str) -> None:
    """Do what *verb* says."""
    app = make(database, folder)
    if verb == "count":
        count(app, int(rest[0]))
    else:
        take(app, folder, (lambda: time.sleep(60)) if verb == "sleep" else (lambda: None))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), *sys.argv[4:])
