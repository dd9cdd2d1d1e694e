"""How the people of a class open the pages."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from tests import factories


@pytest.fixture
def enter(app: Flask) -> Callable[[User], FlaskClient]:
    """Return how a person signs in with an own browser."""
    app.config["WTF_CSRF_ENABLED"] = False

    def sign_in(user: User) -> FlaskClient:
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return factories.sign_in(browser, user)

    return sign_in
