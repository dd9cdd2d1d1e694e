"""The fixtures that every test may use; those of one room live beside its tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from app.factory import create_app
from app.platform import catalogues
from app.platform.database import db
from tests.demo import demo_app, demo_template, enter
from tests.installation import KEY, ROOT, Browser, settings
from tests.postgres import postgres_server, postgres_url

__all__ = ["KEY", "ROOT", "Browser", "demo_app", "demo_template", "enter", "postgres_server"]
__all__ += ["postgres_url", "settings"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty database that each test copies (a copy takes a millisecond)."""
    catalogues.build()
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings(folder))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return folder / "kampus.sqlite"


@pytest.fixture
def app(template: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an application with an empty database of its own, inside its context."""
    shutil.copy(template, tmp_path / "kampus.sqlite")
    app = create_app(settings(tmp_path))
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser that speaks English."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Return the list of SQL statements sent from here on (transaction control left out)."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
