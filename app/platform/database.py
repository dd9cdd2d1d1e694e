"""The database handle, the engine recipe and the one place that commits.

SQLite out of the box loses updates silently: its driver opens transactions late. Here every
transaction begins explicitly. A request that only reads (GET, HEAD, OPTIONS) gets a snapshot in
which writing is impossible; anything else takes the write lock as soon as the guard has let it
pass, so that what it read is still true when it writes. What is acknowledged survives (WAL,
``synchronous=FULL``).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from flask import Flask, Response, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, MetaData, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY = 15_000
PATIENCE = BUSY / 1000
PAUSE = 0.0003
JsonDoc = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of every model; names constraints so that migrations can find them."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JsonDoc, list[Any]: JsonDoc},
    )


db = SQLAlchemy(model_class=Base)


def commit() -> None:
    """Make the current unit of work permanent."""
    db.session.commit()


def release() -> None:
    """Give the lock back before slow work; what was only read so far is read again afterwards."""
    db.session.rollback()


@contextmanager
def transaction() -> Iterator[None]:
    """Run a unit of work outside a request (command line, worker): all of it or nothing."""
    try:
        yield
        commit()
    except BaseException:
        db.session.rollback()
        raise


def keep_despite_error() -> None:
    """Have this request's changes committed although its answer is an error (a counted failed sign-in)."""
    g.keep_despite_error = True


def register_transactions(app: Flask) -> None:
    """Make every request one unit of work, committed before its answer is sent."""

    @app.after_request
    def finish(response: Response) -> Response:
        if request.method in SAFE_METHODS:
            # A page that changed something without meaning to shall fail loudly, not lose it quietly.
            if db.session.dirty or db.session.new or db.session.deleted:
                db.session.flush()
            return response
        if response.status_code < 400 or g.get("keep_despite_error", False):
            commit()
        else:
            db.session.rollback()
        return response


@event.listens_for(Engine, "connect")
def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Set up one SQLite connection; PostgreSQL needs nothing."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection, which runs a bare command in a tenth of the time."""
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _lock(connection: Connection) -> None:
    """Begin a transaction that may write, waiting for whoever is writing now.

    SQLite itself would sleep longer and longer between its looks, up to 100 ms; others write for two.
    """
    driver = _driver(connection)
    driver.execute("PRAGMA query_only=0")
    driver.execute("PRAGMA busy_timeout=0")
    until = time.monotonic() + PATIENCE
    try:
        while time.monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                time.sleep(PAUSE)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Open the transaction in the mode this unit of work needs."""
    if connection.dialect.name != "sqlite":
        return
    if has_request_context() and not g.get("may_write", False):
        driver = _driver(connection)
        driver.execute("PRAGMA query_only=1")
        driver.execute("BEGIN")
    else:
        _lock(connection)


def forbid_writing() -> None:
    """Undo what this request did and let it only read from here on: a page that explains needs no lock."""
    g.may_write = False
    release()


def allow_writing() -> None:
    """Let this request write from here on, if its method is one that may; called by the guards.

    Who is asking has been read before, without the lock: the next one in the queue can be asked meanwhile.
    """
    if request.method in SAFE_METHODS or g.get("may_write", False):
        return
    g.may_write = True
    session = db.session()
    if session.in_transaction() and (connection := session.connection()).dialect.name == "sqlite":
        _driver(connection).execute("ROLLBACK")
        _lock(connection)
