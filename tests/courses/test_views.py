"""The pages of the course."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.courses import services
from app.courses.engine.syllabus import DOORS
from app.courses.models import Progress
from app.library.models import Release
from app.organisations.models import Organisation
from app.platform.clock import now, today
from app.platform.database import commit, db
from tests import factories
from tests.courses.conftest import enrol, lesson, objects, publish

JSON = {"Accept": "application/json"}


@pytest.fixture
def reader(client: FlaskClient, user: User) -> FlaskClient:
    return factories.sign_in(client, user)


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def test_path_says_what_is_open_what_is_closed_and_why(reader: FlaskClient) -> None:
    page = soup(reader, "/learn/")
    text = page.get_text(" ", strip=True)
    assert "Module one" in text
    assert "not published yet" in text
    assert "One of these opens it:" in text
    assert "Finish “Module one” first." in text
    assert "Opens on" in text
    assert page.select_one('a[href="/learn/m1"]')
    assert page.select_one("progress")["value"] == "0"  # type: ignore[index]


def test_a_module_opens_by_its_date(client: FlaskClient, home: Organisation, release: Release) -> None:
    early = factories.person("learner", organisation=home)
    enrol(home, early, release, today() - timedelta(days=21))
    client = factories.sign_in(client, early)
    assert client.get("/learn/lesson/three").status_code == 200


def test_a_closed_lesson_says_what_opens_it(reader: FlaskClient) -> None:
    page = soup(reader, "/learn/lesson/three", 403)
    assert "This is not open to you yet." in page.get_text()
    assert page.select_one('.door a[href="/learn/m1"]')


def test_module_page_lists_steps_and_what_is_missing(reader: FlaskClient, user: User) -> None:
    services.complete(actor=factories.actor(user), lesson_id="one")
    commit()
    reader.post("/learn/lesson/two/position", data={"visit": "v", "seconds": 10, "percent": 30})
    text = soup(reader, "/learn/m1").get_text(" ", strip=True)
    assert "Read to the end. Take another 50 seconds to read." in text
    assert "does not hold up the module" in text
    assert "1/3" in text
    assert "This module is being written" in soup(reader, "/learn/m3").get_text()
    assert (
        "What opens it" in soup(reader, "/learn/m2").get_text()
        or "One of these" in soup(reader, "/learn/m2").get_text()
    )


def test_lesson_page_has_everything_a_reader_needs(reader: FlaskClient) -> None:
    page = soup(reader, "/learn/lesson/one")
    assert page.h1.get_text() == "Lesson one"  # type: ignore[union-attr]
    assert [link["href"] for link in page.select(".toc a")] == ["#s1", "#s2"]
    assert page.select_one("figure.figure svg title")
    assert page.select_one("button.term[popovertarget=term-key-account]")
    assert page.select_one("#term-key-account[popover]")
    assert page.select_one("form[action='/quizzes/check/q-true']")
    assert page.select_one("form[action='/learn/lesson/one/read']")
    assert page.select_one(".neighbours a[href='/learn/lesson/two']")
    assert not page.select("[style]")
    assert "alert(1)" not in [script.get_text() for script in page.select("script")]
    assert "SECRET" not in str(page)


def test_the_reading_place_is_found_again_on_another_device(
    reader: FlaskClient, app: Flask, user: User
) -> None:
    note = {"visit": "v", "seconds": 20, "anchor": "s2", "percent": 60}
    first = reader.post("/learn/lesson/one/position", data=note, headers=JSON)
    assert first.json == {
        "done": False,
        "missing": ["Read to the end.", "Take another 40 seconds to read."],
    }
    phone = app.test_client()
    phone.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    factories.sign_in(phone, user)
    assert phone.get("/learn/continue").location == "/learn/lesson/one#s2"
    page = soup(phone, "/learn/lesson/one")
    assert "Go on at “Second heading”" in page.get_text()
    assert "about 8 left" in page.get_text()


def test_reading_without_scripts(reader: FlaskClient) -> None:
    opened = int(now().timestamp())
    early = reader.post(
        "/learn/lesson/one/read", data={"visit": "v", "opened": opened}, follow_redirects=True
    )
    assert "Take another" in early.text
    with time_machine.travel(now() + timedelta(seconds=70)):
        done = reader.post(
            "/learn/lesson/one/read", data={"visit": "v", "opened": opened}, follow_redirects=True
        )
    assert "This lesson is done." in done.text
    db.session.rollback()
    row = db.session.scalars(select(Progress)).one()
    assert row.completed_at is not None
    assert row.seconds >= 60


def test_self_check_in_a_lesson_shows_its_reason_after_answering(reader: FlaskClient) -> None:
    assert "SECRET-t" not in reader.get("/learn/lesson/one").text
    reader.post("/quizzes/check/q-true", data={"c-q-true": "false", "next": "/learn/lesson/one"})
    page = soup(reader, "/learn/lesson/one")
    assert "SECRET-t" in page.get_text()
    assert "Not right" in page.get_text()
    assert "Answer again" in page.get_text()


def test_language_switch_keeps_place_and_content(reader: FlaskClient) -> None:
    reader.post("/language", data={"language": "zh", "next": "/learn/lesson/one"})
    page = soup(reader, "/learn/lesson/one")
    assert page.h1.get_text() == "课one"  # type: ignore[union-attr]
    assert [link["href"] for link in page.select(".toc a")] == ["#s1", "#s2"]
    assert "First 标题" in page.get_text()


def test_a_class_stays_on_its_release(reader: FlaskClient) -> None:
    publish(objects(more={("lesson", "one"): lesson("one", "## Rewritten\n\nAll new.")}))
    assert "Rewritten" not in reader.get("/learn/lesson/one").text


def test_without_a_class_the_newest_release_is_shown(client: FlaskClient, home: Organisation) -> None:
    publish(objects(more={("lesson", "one"): lesson("one", "## Rewritten\n\nAll new.")}))
    teacher = factories.sign_in(client, factories.person("instructor", organisation=home))
    assert "Rewritten" in teacher.get("/learn/lesson/one").text


def test_glossary_searches_in_both_languages(reader: FlaskClient) -> None:
    assert len(soup(reader, "/learn/glossary").select(".glossary dt")) == 2
    for wanted in ("KEY", "大客户", "matters"):
        assert len(soup(reader, f"/learn/glossary?q={wanted}").select(".glossary dt")) == 1
    assert "No term holds “zzz”" in soup(reader, "/learn/glossary?q=zzz").get_text()
    assert len(soup(reader, "/learn/glossary?q=<b>").select("b")) == 0


def test_checklist_page(reader: FlaskClient) -> None:
    assert "First line" in soup(reader, "/learn/checklist/c1").get_text()


@pytest.mark.parametrize("address", ["/learn/m9", "/learn/lesson/nothing", "/learn/checklist/nothing"])
def test_unknown_addresses(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_bad_note_is_refused(reader: FlaskClient) -> None:
    answer = reader.post("/learn/lesson/one/position", data={"seconds": "many"}, headers=JSON)
    assert answer.status_code == 422
    assert reader.post("/learn/lesson/nothing/read").status_code == 404


def test_statements_per_page(reader: FlaskClient, statements: list[str]) -> None:
    reader.post("/quizzes/check/q-true", data={"c-q-true": "true"})
    reader.post("/learn/lesson/one/position", data={"visit": "v", "seconds": 10})
    for address, most in (
        ("/learn/lesson/one", 8),
        ("/learn/", 10),
        ("/learn/m1", 10),
        ("/learn/glossary", 6),
    ):
        reader.get(address)
        statements.clear()
        assert reader.get(address).status_code == 200
        assert len(statements) <= most, (address, statements)


def test_every_kind_of_step_has_a_door(app: Flask) -> None:
    missing = {endpoint for endpoint, _ in DOORS.values()} - set(app.view_functions)
    assert missing == set()


def test_a_company_sees_no_team_tasks(client: FlaskClient, release: Release) -> None:
    firm = factories.organisation("company")
    newcomer = factories.person("learner", organisation=firm)
    enrol(firm, newcomer, release, today())
    text = soup(factories.sign_in(client, newcomer), "/learn/m1").get_text()
    assert "Lesson one" in text
    assert "Team task one" not in text
