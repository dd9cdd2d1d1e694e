"""The filled town: built once per run, copied for each test."""

import copy
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.platform.database import allow_writing, commit, db
from tests.conftest import Browser, settings
from tests.factories import sign_in
from tests.permissions import rooms
from tests.permissions.town import House


@dataclass
class Town:
    """An application with four filled organisations."""

    app: Flask
    houses: list[House]

    def house(self, kind: str, place: int = 0) -> House:
        """Return the first or second organisation of a kind."""
        return [house for house in self.houses if house.kind == kind][place]

    def visitor(self) -> FlaskClient:
        """Return a browser that nobody has signed in with."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def browser(self, house: House, role: str) -> FlaskClient:
        """Return a browser signed in as the person who has *role* in *house*."""
        return sign_in(self.visitor(), house.user(role))

    def forgetful(self, house: House, role: str, language: str = "en") -> FlaskClient:
        """Return a browser that stays as signed in as it is now, whatever happens (nobody: not at all)."""
        stateless = self.app.test_client(use_cookies=False)
        stateless.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if role != "nobody":
            house.user(role).language = language
            commit()
            cookie = self.browser(house, role).get_cookie(self.app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            stateless.environ_base["HTTP_COOKIE"] = f"{cookie.key}={cookie.value}"
        return stateless


@pytest.fixture(scope="session")
def filled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[House]]:
    """Return the folder of the filled town and what is where."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(template, folder / "kampus.sqlite")
    with create_app(settings(folder)).test_request_context("/", method="POST"):
        allow_writing()
        houses = rooms.build()
        db.session.remove()
        db.engine.dispose()
    return folder, houses


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the application of all tests in the town: its templates are compiled once."""
    app = create_app(settings(tmp_path_factory.mktemp("copy")))
    app.test_client_class = Browser
    return app


@pytest.fixture
def town(filled: tuple[Path, list[House]], application: Flask) -> Iterator[Town]:
    """Return a fresh copy of the town, inside its application's context."""
    folder, houses = filled
    app = application
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        shutil.rmtree(app.config["KAMPUS"].data)
        shutil.copytree(folder, app.config["KAMPUS"].data)
        yield Town(app, copy.deepcopy(houses))
        db.session.remove()
        db.engine.dispose()
