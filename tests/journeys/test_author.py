"""The author: one edited line, the linter's place, release 2; an attempt in progress stays as it is."""

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.organisations.policies import Role
from app.platform.database import db
from tests import factories
from tests.conftest import Browser, settings
from tests.journeys.traveller import Traveller
from tests.permissions.town import publish_everything

ROOT = Path(__file__).parents[2]
BANK = "courses/key-account-selling/bank/m1.yaml"
POINTS = "    points: 1\n"
STEM = re.compile(r"<legend>.*?</legend>", re.DOTALL)


def test_author_checks_the_files_and_reads_a_release(traveller: Traveller) -> None:
    traveller.sign_in("author")
    traveller.press("nav a[href='/releases']")
    traveller.send("/releases/check")
    traveller.press("main a[href='/releases/1']")
    assert traveller.presses == 3


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an installation whose content may be edited, with what is in it published as release 1."""
    for name in ("courses", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / "files" / name)
    shutil.copy(template, tmp_path / "kampus.sqlite")
    app = create_app(dataclasses.replace(settings(tmp_path), content=tmp_path / "files"))
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        publish_everything()
        yield app
        db.session.remove()
        db.engine.dispose()


def visitor(app: Flask, *roles: Role) -> FlaskClient:
    """Return the browser of a new person who has *roles* in a new college."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return factories.sign_in(client, factories.person(*roles, organisation=factories.organisation()))


def edit(app: Flask, old: str, new: str) -> None:
    """Change one place of the question bank."""
    bank = Path(app.config["KAMPUS"].content) / BANK
    text = bank.read_text(encoding="utf-8")
    assert old in text
    bank.write_text(text.replace(old, new, 1), encoding="utf-8")


def stems(client: FlaskClient, path: str) -> list[str]:
    """Return the questions of an attempt as they are asked, without the number of the request."""
    return STEM.findall(client.get(path).text)


def test_an_edited_line_is_found_by_file_line_and_column(desk: Flask) -> None:
    edit(desk, POINTS, "    points: many\n")
    done = desk.test_cli_runner().invoke(args=["kampus", "content", "lint"])
    line = (ROOT / BANK).read_text(encoding="utf-8").splitlines().index(POINTS.rstrip()) + 1
    assert done.exit_code == 1
    assert f"{BANK}:{line}:" in done.output
    answer = visitor(desk, Role.AUTHOR).post("/releases", data={"notes": "a slip"})
    assert answer.status_code == 422
    assert f"{BANK}:{line}:" in re.sub(r"<[^>]+>", "", answer.text)
    assert "a slip" in answer.text


def test_release_2_leaves_an_attempt_in_progress_alone(desk: Flask) -> None:
    learner, author = visitor(desk, Role.LEARNER), visitor(desk, Role.AUTHOR)
    begun = learner.post("/quizzes/exam/m1-check/start").location
    before = stems(learner, begun)
    bank = (ROOT / BANK).read_text(encoding="utf-8")
    old = re.findall(r"      en: (.+)\n    options:", bank)[1]
    edit(desk, old, "Which question did the author change just now?")
    assert author.post("/releases", data={"notes": "one question"}).location.endswith("/releases/2")
    assert "m1-ka-002" in author.get("/releases/2").text
    assert stems(learner, begun) == before
    assert len(before) == 12
    assert learner.post(f"{begun}/submit").status_code == 302
    later = stems(learner, learner.post("/quizzes/exam/m1-check/start").location)
    assert any("Which question did the author change just now?" in stem for stem in later)
