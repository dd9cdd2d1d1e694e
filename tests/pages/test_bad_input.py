"""Bad input where it hurts most: a sentence comes back, what was typed stays, and no row is written.

Each case sends one form of a room as a browser without scripts does; ``rows`` counts every table before and
after. (That forged ids are answered 404 is held by ``tests/permissions``, that every form survives rubbish by
``test_forms``.)
"""

import io
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.platform.clock import now
from app.platform.database import Base, db
from app.projects.engine import gates
from app.projects.models.project import Project
from tests.pages import forms
from tests.permissions.conftest import Town
from tests.permissions.town import House

MARK = "Wunderlich & söhne 您好"
FINE = b"# A report\n\nwith words"


def rows() -> dict[str, int]:
    """Return how many rows every table holds; failed sign-ins are counted on purpose and left out."""
    db.session.rollback()
    names = {name: table for name, table in Base.metadata.tables.items() if "tries" not in name}
    found = {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in names.items()
    }
    db.session.rollback()
    return found


def sheet(client: FlaskClient, page: str, ending: str) -> forms.Sheet:
    """Return the form on *page* whose address ends in *ending*."""
    found = [form for form in forms.sheets(page, client.get(page).text) if form.action.endswith(ending)]
    assert found, f"no form to {ending} on {page}"
    return found[0]


def upload(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    """Return a file as a form sends it."""
    return io.BytesIO(content), name


@pytest.fixture
def college(town: Town) -> House:
    """Return the first college."""
    return town.house("college")


@pytest.fixture
def learner(town: Town, college: House) -> FlaskClient:
    """Return the learner's browser."""
    return town.browser(college, "learner")


@pytest.fixture
def teacher(town: Town, college: House) -> FlaskClient:
    """Return the teacher's browser."""
    return town.browser(college, "instructor")


WRONG_FILES = {
    "another ending": ("report.exe", b"MZ", 422, "cannot be handed in"),
    "not what it says": ("report.pdf", b"plain text", 422, "is not really a pdf"),
    "empty": ("report.md", b"", 422, "file is empty"),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_wrong_file_is_refused_with_a_sentence(learner: FlaskClient, college: House, case: str) -> None:
    name, content, status, words = WRONG_FILES[case]
    form = sheet(learner, f"/projects/teams/{college.things['team_id']}", "/submissions")
    before = rows()
    values: dict[str, Any] = {**form.values, "note": MARK, "url": "", "file": upload(name, content)}
    answer = learner.post(form.action, data=values)
    assert answer.status_code == status
    assert words in unescape(answer.text)
    assert MARK in unescape(answer.text)
    assert rows() == before


@pytest.mark.parametrize("room", ["submissions", "roster"])
def test_a_file_that_is_too_large_is_refused(
    town: Town, learner: FlaskClient, teacher: FlaskClient, college: House, room: str
) -> None:
    pages = {
        "submissions": (learner, f"/projects/teams/{college.things['team_id']}", "file"),
        "roster": (teacher, f"/cohorts/{college.cohort_id}", "sheet"),
    }
    client, page, name = pages[room]
    form = sheet(client, page, f"/{room}")
    before = rows()
    town.app.config["MAX_CONTENT_LENGTH"], most = 5000, town.app.config["MAX_CONTENT_LENGTH"]
    answer = client.post(form.action, data={**form.values, name: upload("large.md", b"x" * 9000)})
    town.app.config["MAX_CONTENT_LENGTH"] = most
    assert answer.status_code == 413
    assert "large" in answer.text
    assert rows() == before


@pytest.mark.parametrize("content", [b"not a sheet", b"PK\x03\x04 broken", b"\xff\xfe\x00"])
def test_a_roster_that_is_no_sheet_is_refused(teacher: FlaskClient, college: House, content: bytes) -> None:
    before = rows()
    answer = teacher.post(
        f"/cohorts/{college.cohort_id}/roster", data={"sheet": upload("list.xlsx", content)}
    )
    assert answer.status_code == 422
    assert "XLSX" in answer.text
    assert rows() == before


def test_a_roster_with_one_bad_line_enrols_nobody(teacher: FlaskClient, college: House) -> None:
    before = rows()
    text = f"Good Person,good@new.example\n{MARK},nowhere"
    answer = teacher.post(f"/cohorts/{college.cohort_id}/roster", data={"people": text, "confirm": "1"})
    assert answer.status_code == 422
    assert text in unescape(answer.text)
    assert rows() == before


def test_an_invitation_works_once_and_for_two_weeks(town: Town, college: House) -> None:
    path = f"/invitation/{college.things['accounts.invitation:token']}"
    visitor = town.visitor()
    assert visitor.get(path).status_code == 200
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        before = rows()
        answer = visitor.post(path, data={"password": "a sentence of my own", "language": "en"})
        assert answer.status_code == 410
        assert "expired" in answer.text
        assert rows() == before
    assert visitor.post(path, data={"password": "a sentence of my own", "language": "en"}).status_code == 302
    again = town.visitor().post(path, data={"password": "somebody else's now", "language": "en"})
    assert again.status_code == 410


def twice(client: FlaskClient, action: str, values: dict[str, Any]) -> tuple[int, int]:
    """Send a form twice; return both answers, having seen that the second wrote nothing."""
    first = client.post(action, data=values)
    assert first.status_code < 400, unescape(first.text)
    between = rows()
    second = client.post(action, data=values)
    assert second.status_code < 500
    assert rows() == between
    return first.status_code, second.status_code


def test_a_double_click_does_a_thing_once(learner: FlaskClient, college: House) -> None:
    team, box, run = (college.things[name] for name in ("team_id", "sandbox_id", "run_id"))
    form = sheet(learner, f"/projects/teams/{team}", "/submissions")
    link = {**form.values, "url": "https://one.example/twice", "target": "four-tier-archive"}
    assert twice(learner, form.action, link) == (302, 302)
    assert twice(learner, "/crm/dossier/l1-card/start", {}) == (302, 302)
    assert twice(learner, f"/crm/sandbox/{box}/check", {"client_key": "one key"}) == (302, 302)
    form = sheet(learner, f"/negotiation/runs/{run}", "/say")
    assert twice(learner, form.action, {**form.values, "act": "smalltalk"}) == (302, 302)
    assert twice(learner, f"/negotiation/runs/{run}/finish", {}) == (302, 302)
    assert twice(learner, "/quizzes/exam/m1-check/start", {}) == (302, 302)
    assert twice(learner, f"/quizzes/attempt/{college.things['attempt_id']}/submit", {}) == (302, 302)
    form = sheet(learner, "/negotiation/cases/office-first-call", "/office-first-call")
    assert twice(learner, form.action, form.values) == (302, 302)


def test_a_double_click_of_the_staff_does_a_thing_once(town: Town, college: House) -> None:
    admin, delegate = town.browser(college, "admin"), town.browser(college, "delegate")
    person = {"name": MARK, "email": "once@new.example", "role": "learner"}
    assert twice(admin, "/people", person) == (302, 422)
    page = f"/projects/{college.things['project_id']}/marking/{college.things['team_id']}"
    form = sheet(delegate, page, page)
    marks = {name: "3" if name.startswith("points-") else value for name, value in form.values.items()}
    marks |= {name: "" for name in marks if name.startswith("band-")}
    assert twice(delegate, form.action, marks) == (302, 302)


def test_a_stale_sheet_shows_both_versions(town: Town, college: House) -> None:
    """Two windows on one sheet: the second save is refused, and both texts are on the page."""
    delegate = town.browser(college, "delegate")
    page = f"/projects/{college.things['project_id']}/marking/{college.things['team_id']}"
    form = sheet(delegate, page, page)
    field = next(name for name in form.values if name.startswith("comment-"))
    criterion = field.removeprefix("comment-")
    bands = {name: "" for name in form.values if name.startswith("band-")}
    values = {**form.values, **bands, f"points-{criterion}": "2"}
    first = delegate.post(page, data={**values, field: "the first window", "client_key": "key one"})
    assert first.status_code == 302
    before = rows()
    answer = delegate.post(page, data={**values, field: MARK, "client_key": "key two"})
    assert answer.status_code == 409
    assert MARK in unescape(answer.text)
    assert "the first window" in answer.text
    assert rows() == before


def test_a_task_that_has_moved_on_is_not_moved_again(teacher: FlaskClient, college: House) -> None:
    number = college.things["project_id"]
    before = rows()
    answer = teacher.post(
        f"/projects/{number}/move", data={"state": gates.PLANNING, "target": gates.EXECUTING}
    )
    assert answer.status_code == 409
    assert "moved on" in answer.text
    assert rows() == before
    db.session.expire_all()
    assert db.session.get_one(Project, int(str(number))).state == gates.REPORTING


def test_an_archive_changed_in_another_window_is_not_overwritten(
    learner: FlaskClient, college: House
) -> None:
    page = f"/crm/sandbox/{college.things['sandbox_id']}?field=address"
    form = sheet(learner, page, "/value")
    values = {**form.values, "value": "First address", "doc": "", "quote": "", "status": "assumed"}
    assert learner.post(form.action, data={**values, "client_key": "first key"}).status_code == 302
    before = rows()
    answer = learner.post(form.action, data={**values, "value": MARK, "client_key": "second key"})
    assert answer.status_code == 409
    assert MARK in unescape(answer.text)
    assert rows() == before


def test_ids_hidden_in_a_form_reach_nobody_elsewhere(town: Town, college: House) -> None:
    """Ids in fields, not in addresses: other organisations, their people and their classes."""
    other, company = town.house("college", 1), town.house("company")
    teacher, admin = town.browser(college, "instructor"), town.browser(company, "admin")
    strange = str(other.people["learner"])
    before = rows()
    assert teacher.post("/organisation", data={"organisation": other.id}).status_code == 404
    project = {"cohort": str(other.cohort_id), "task": "t1", "teacher_share": "60", "own_weight": "20"}
    assert teacher.post("/projects/new", data=project).status_code == 422
    track = {"person": strange, "hired_on": "2026-11-01", "manager": str(company.people["manager"])}
    assert admin.post("/track/overview", data=track).status_code == 422
    number = college.things["project_id"]
    seats = {f"seat-{strange}": str(college.things["team_id"])}
    answer = teacher.post(f"/projects/{number}/seats", data=seats)
    assert other.mark not in teacher.get(f"/projects/{number}/manage").text
    assert answer.status_code < 500
    assert rows() == before
