"""When the write lock is taken, and how it is waited for."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app.organisations.policies import Role
from app.platform import database
from app.platform.database import db
from tests import factories


@contextmanager
def held(seconds: float = 0) -> Iterator[None]:
    """Hold the write lock from another connection for so long, or to the end of the block."""
    other = sqlite3.connect(str(db.engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = Timer(seconds, other.commit)
    if seconds:
        timer.start()
    yield
    if seconds:
        timer.join()
    other.close()


def test_who_may_not_write_does_not_wait_for_the_lock(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    learner = factories.person(Role.LEARNER, organisation=factories.organisation())
    factories.sign_in(client, learner)
    db.session.rollback()
    with held():
        answer = client.post("/cohorts", data={"title_zh": "x"})
    assert answer.status_code == 403


def test_a_writer_waits_for_the_one_before(client: FlaskClient) -> None:
    user = factories.person(Role.LEARNER, organisation=factories.organisation())
    factories.sign_in(client, user)
    db.session.rollback()
    with held(0.3):
        answer = client.post("/language", data={"language": "zh"})
    assert answer.status_code == 302
    db.session.expire_all()
    assert user.language == "zh"


def test_who_waits_too_long_is_told_that_nothing_was_changed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    user = factories.person(Role.LEARNER, organisation=factories.organisation())
    factories.sign_in(client, user)
    db.session.rollback()
    with held():
        answer = client.post("/language", data={"language": "zh"})
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text or "没有改动" in answer.text


def test_work_outside_a_request_may_write_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with held(), pytest.raises(OperationalError, match="locked"):
        db.session.execute(db.text("DELETE FROM users"))
    db.session.rollback()
