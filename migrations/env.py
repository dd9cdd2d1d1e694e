"""Alembic's way in: migrate the database that the application uses."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, MetaData

database = current_app.extensions["migrate"].db


def _metadata() -> MetaData:
    metadata: MetaData = database.metadata
    return metadata


def _drop_empty(_context: object, _revision: object, directives: list[object]) -> None:
    """Write no migration when nothing has changed."""
    script = directives[0]
    if script.upgrade_ops.is_empty():  # type: ignore[attr-defined]
        directives[:] = []


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=_metadata(),
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        process_revision_directives=_drop_empty,
    )
    with context.begin_transaction():
        context.run_migrations()


# One transaction for all of it: a migration that fails half-way leaves nothing behind.
with database.engine.begin() as present:
    _run(present)
