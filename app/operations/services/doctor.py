"""A check-up of the installation: each finding says what is so, and what to do if it is not well."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.library import queries as library
from app.platform.clock import now
from app.platform.database import db
from app.platform.jobs import Job
from config import ROOT, Config

PATIENCE = timedelta(minutes=5)
# No release of this program is older than its first one: a clock before that day is wrong.
FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; *advice* says what to do when it is not well."""

    what: str
    well: bool
    detail: str
    advice: str = ""


def _database(config: Config) -> Finding:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        advice = "Check KAMPUS_DATABASE and that the server runs; then `flask --app wsgi kampus init`."
        return Finding("database", False, str(error).splitlines()[0], advice)
    kind = db.engine.dialect.name
    if kind == "sqlite":
        verdict = str(db.session.scalar(text("PRAGMA quick_check")))
        advice = "Restore the last backup (docs/how-to/back-up-and-restore.md)."
        return Finding("database", verdict == "ok", f"SQLite at {config.database[10:]}: {verdict}", advice)
    return Finding("database", True, kind)


def _migrations(_config: Config) -> Finding:
    wanted = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    present = MigrationContext.configure(db.session.connection()).get_current_revision()
    advice = "Run `flask --app wsgi kampus init`."
    return Finding("migrations", wanted == present, f"database {present}, program {wanted}", advice)


def _content(_config: Config) -> Finding:
    release = library.current_release()
    if release is None:
        return Finding("content", False, "nothing published", "Run `flask --app wsgi kampus content load`.")
    return Finding("content", True, f"release {release.number} of {release.created_at:%Y-%m-%d}")


def _folders(config: Config) -> Finding:
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=config.data) as file:
            file.write(b"well")
            os.fsync(file.fileno())
    except OSError as error:
        advice = f"Let the user who runs KAMpus write to {config.data}, or set KAMPUS_DATA."
        return Finding("folders", False, f"{config.data}: {error.strerror}", advice)
    return Finding("folders", True, f"{config.data} can be written")


def _space(config: Config) -> Finding:
    stats = os.statvfs(config.data if config.data.exists() else Path("/"))
    free = stats.f_bavail * stats.f_frsize // 1024**2
    return Finding("disk", free > 500, f"{free} MB free", "Make room: below 500 MB hand-ins may fail.")


def _clock(_config: Config) -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding("clock", False, "no time-zone data", "Install the Python package tzdata.")
    release = library.current_release()
    latest = max(FIRST_DAY, release.created_at) if release else FIRST_DAY
    moment = now()
    return Finding(
        "clock", moment >= latest, f"{moment:%Y-%m-%d %H:%M} UTC", "Set the machine's clock (NTP)."
    )


def _settings(config: Config) -> Finding:
    local = "://127.0.0.1" in config.url or "://localhost" in config.url
    if not local and config.url.startswith("http://"):
        advice = (
            "Put HTTPS in front and set KAMPUS_URL to the https:// address; sessions travel in the clear now."
        )
        return Finding("settings", False, config.url, advice)
    return Finding("settings", True, f"{config.url}, mail goes to {config.mail.transport}")


def _worker(_config: Config) -> Finding:
    waiting = (
        select(func.count()).select_from(Job).where(Job.finished_at.is_(None), Job.due_at < now() - PATIENCE)
    )
    failed = select(func.count()).select_from(Job).where(Job.failed)
    late, gone = db.session.scalar(waiting) or 0, db.session.scalar(failed) or 0
    advice = "Start the worker: `flask --app wsgi kampus worker` (`make run` starts it too)."
    return Finding("worker", late == 0, f"{late} jobs wait longer than 5 minutes, {gone} gave up", advice)


CHECKS: tuple[Callable[[Config], Finding], ...] = (
    _database,
    _migrations,
    _content,
    _folders,
    _space,
    _clock,
    _settings,
    _worker,
)


def examine(config: Config) -> Iterator[Finding]:
    """Yield one finding for each check; a check that breaks is itself a finding."""
    for check in CHECKS:
        name = check.__name__.removeprefix("_")
        try:
            yield check(config)
        except SQLAlchemyError as error:
            db.session.rollback()
            yield Finding(
                name, False, str(error).splitlines()[0], "Run `flask --app wsgi kampus init` first."
            )
