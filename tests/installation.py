"""How a test installation is set up, and the browser that asks it."""

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.platform.database import db
from config import Argon2, Config

ROOT = Path(__file__).parents[1]
KEY = "a key that only tests know, long enough"


def settings(folder: Path, database: str | None = None) -> Config:
    """Return the settings of a test installation that lives in *folder*."""
    return Config(
        database=database or f"sqlite:///{folder / 'kampus.sqlite'}",
        data=folder,
        content=ROOT,
        secret_key=KEY,
        argon2=Argon2(memory_kib=8, rounds=1),
        testing=True,
    )


class Browser(FlaskClient):
    """A browser whose every request has a context and a database session of its own, as in real life."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Let go of the test's own transaction, then send the request in a fresh context."""
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)
