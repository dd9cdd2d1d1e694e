"""The database handle, the engine recipe and the one place that commits.

SQLite out of the box loses updates silently: its driver opens transactions late. Here every
transaction begins explicitly. A request that only reads (GET, HEAD, OPTIONS) gets a snapshot in
which writing is impossible; anything else takes the write lock at once, so that what it read
is still true when it writes. What is acknowledged survives (WAL, ``synchronous=FULL``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

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
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Open the transaction in the mode this unit of work needs."""
    if connection.dialect.name != "sqlite":
        return
    reading = has_request_context() and request.method in SAFE_METHODS
    connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
