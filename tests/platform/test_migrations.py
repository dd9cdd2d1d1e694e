"""The migrations build exactly what the models say: tables, constraints and triggers, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app.factory import create_app
from app.platform.database import Base, db
from app.platform.triggers import TRIGGERS
from tests.conftest import settings

SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
POSTGRESQL = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """Return an application whose database holds nothing yet, on each of the two databases."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    return create_app(settings(tmp_path, url))


def triggers() -> dict[str, str]:
    """Return the triggers of the present database, by name."""
    statement = SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL
    with db.engine.connect() as connection:
        return {row[0]: " ".join(row[1].split()) for row in connection.execute(text(statement))}


def test_migrated_database_is_the_one_the_models_describe(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        migrated = triggers()
        assert set(migrated) == {trigger.name for trigger in TRIGGERS}
        db.engine.dispose()


def test_triggers_of_the_migration_are_those_beside_the_models(tmp_path: Path) -> None:
    found = []
    for name in ("migrated", "made"):
        folder = tmp_path / name
        folder.mkdir()
        app = create_app(settings(folder))
        with app.app_context():
            upgrade() if name == "migrated" else db.create_all()
            found.append(triggers())
            db.engine.dispose()
    assert found[0] == found[1]


def test_down_and_up_again_leaves_nothing_behind(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        downgrade(revision="base")
        with db.engine.connect() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        upgrade()
        db.engine.dispose()
