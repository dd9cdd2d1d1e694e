"""The demo, loaded once for a run of tests and copied for each test that wants it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app.accounts import queries as accounts
from app.accounts.models import User
from app.factory import create_app
from app.library import services as library
from app.operations.services import demo
from app.platform import catalogues
from app.platform.database import db, transaction
from tests.installation import ROOT, Browser, settings

SignIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the demo, made by the migrations, the publisher and the demo loader."""
    catalogues.build()
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(settings(folder))
    with app.app_context():
        upgrade()
        with transaction():
            library.publish(root=ROOT, notes="")
        with transaction():
            demo.load(demo.plan())
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def demo_app(demo_template: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an application with a demo of its own, inside its context."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_template, folder)
    app = create_app(settings(folder))
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def enter(demo_app: Flask) -> SignIn:
    """Return a function that signs the demo person with this key in and gives the browser."""
    document = demo.plan()
    people = {row["key"]: row for row in document["people"]}

    def sign_in(key: str) -> FlaskClient:
        client = demo_app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        form = {"email": people[key]["email"], "password": document["password"]}
        assert client.post("/sign-in", data=form).status_code == 302
        client.post("/language", data={"language": "en"})
        return client

    return sign_in


def person(key: str) -> User:
    """Return the demo person with this key, as the database knows them now."""
    row = next(row for row in demo.plan()["people"] if row["key"] == key)
    user = accounts.by_email(row["email"])
    assert user is not None
    return user
