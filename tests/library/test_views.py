"""The author's pages: check, publish, look at what changed."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.library import services
from app.library.models import Release
from app.organisations.policies import Role
from app.platform.audit import AuditEvent
from app.platform.database import commit, db
from tests import factories
from tests.content.planting import SPECIMEN


@pytest.fixture
def root(app: Flask, tmp_path: Path) -> Path:
    """Return the content folder of the running application: a copy of the specimen."""
    folder = Path(shutil.copytree(SPECIMEN, tmp_path / "tree"))
    app.config["KAMPUS"] = dataclasses.replace(app.config["KAMPUS"], content=folder)
    return folder


@pytest.fixture
def author(root: Path, client: FlaskClient) -> FlaskClient:
    """Return a browser in which an author is signed in."""
    user = factories.person(Role.AUTHOR, organisation=factories.organisation())
    factories.sign_in(client, user)
    return client


def break_it(root: Path) -> None:
    path = root / "courses/demo/exams/m1-check.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: check", "kind: chekc"), encoding="utf-8")


def test_only_authors_come_in(root: Path, client: FlaskClient) -> None:
    user = factories.person(Role.LEARNER, organisation=factories.organisation())
    factories.sign_in(client, user)
    for method, path in (("get", ""), ("post", ""), ("post", "/check"), ("get", "/1")):
        assert client.open(f"/releases{path}", method=method.upper()).status_code == 403


def test_an_author_publishes(author: FlaskClient) -> None:
    page = author.post("/releases", data={"notes": "The first lesson"}, follow_redirects=True)
    assert page.status_code == 200
    assert "Release 1 is published." in page.text
    listed = author.get("/releases").text
    assert "The first lesson" in listed
    assert "newest" in listed
    event = db.session.query(AuditEvent).filter_by(object_kind="release").one()
    assert (event.action, event.reason) == ("published", "The first lesson")


def test_publishing_again_says_that_nothing_changed(author: FlaskClient) -> None:
    author.post("/releases", data={"notes": "First"})
    page = author.post("/releases", data={"notes": "Again"}, follow_redirects=True)
    assert "Nothing has changed since release 1" in page.text
    assert db.session.query(Release).count() == 1


def test_notes_are_asked_for(author: FlaskClient) -> None:
    page = author.post("/releases", data={"notes": " "})
    assert page.status_code == 422
    assert "Say in a sentence what is new" in page.text


def test_errors_refuse_and_keep_what_was_typed(author: FlaskClient, root: Path) -> None:
    break_it(root)
    page = author.post("/releases", data={"notes": "My notes"})
    assert page.status_code == 422
    assert "courses/demo/exams/m1-check.yaml:4:7" in page.text
    assert "My notes" in page.text
    assert db.session.query(Release).count() == 0


def test_the_report_speaks_the_readers_language(author: FlaskClient, root: Path) -> None:
    break_it(root)
    author.post("/language", data={"language": "zh"})
    page = author.post("/releases/check").text
    assert "有 1 个错误" in page
    assert "这里不认识“chekc”" in page


def test_checking_writes_nothing_and_shows_the_changes(author: FlaskClient, root: Path) -> None:
    author.post("/releases", data={"notes": "First"})
    assert "Nothing differs." in author.post("/releases/check").text
    break_it(root)
    path = root / "courses/demo/bank/m1.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("tolerance: 0.5", "tolerance: 1"), encoding="utf-8"
    )
    page = author.post("/releases/check").text
    assert "1 error stops a release." in page
    assert "changes the marks" in page
    assert db.session.query(Release).count() == 1


def test_one_release_shows_what_changed_since_the_one_before(author: FlaskClient, root: Path) -> None:
    author.post("/releases", data={"notes": "First"})
    path = root / "courses/demo/bank/m1.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("zh: 先看什么", "zh: 首先看什么"), encoding="utf-8"
    )
    author.post("/releases", data={"notes": "Second"})
    assert "everything in it is new" in author.get("/releases/1").text
    page = author.get("/releases/2").text
    assert "m1-single" in page
    assert "text only" in page
    assert author.get("/releases/3").status_code == 404


def test_the_list_costs_the_same_for_3_and_30_releases(
    author: FlaskClient, root: Path, statements: list[str]
) -> None:
    counts = []
    for size in (3, 30):
        for number in range(db.session.query(Release).count(), size):
            services.release_objects(objects={("lesson", "x"): {"id": "x", "number": number}})
        commit()
        author.get("/releases")
        statements.clear()
        assert author.get("/releases").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
