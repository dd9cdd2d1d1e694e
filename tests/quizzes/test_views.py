"""The pages of an attempt, with and without scripts."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.organisations.models import Organisation
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.models import AnswerEvent, Attempt
from tests import factories
from tests.quizzes.conftest import bank, exam, publish

JSON = {"Accept": "application/json"}


@pytest.fixture
def home(release_id: int) -> Organisation:
    return factories.organisation()


@pytest.fixture
def user(home: Organisation) -> User:
    return factories.person("learner", organisation=home)


@pytest.fixture
def page(client: FlaskClient, user: User) -> str:
    """Start the exam and return the address of the attempt."""
    factories.sign_in(client, user)
    answer = client.post("/quizzes/exam/e1/start")
    assert answer.status_code == 302
    return str(answer.location)


def attempt() -> Attempt:
    db.session.expire_all()
    return db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()  # type: ignore[return-value]


def answers() -> dict[str, object]:
    db.session.rollback()
    rows = db.session.execute(db.text("SELECT question_id, answer FROM attempt_items")).all()
    return {row[0]: row[1] for row in rows}


def test_exam_page_offers_to_begin_then_to_go_on(client: FlaskClient, page: str) -> None:
    assert "Go on with your attempt" in client.get("/quizzes/exam/e1").text
    client.post(f"{page}/submit")
    shown = client.get("/quizzes/exam/e1").text
    assert "Take it again" in shown
    assert "not yet" in shown


def test_page_before_submission_knows_neither_key_nor_reason(client: FlaskClient, page: str) -> None:
    for language in ("en", "zh"):
        html = client.get(page, headers={"Accept-Language": language}).text
        assert "SECRET" not in html
        assert "理由" not in html
        assert "4711" not in html
        assert "correct" not in html
    saved = client.post(
        f"{page}/answer", data={"position": 1, "client_op": "operation-1", "q1": "a"}, headers=JSON
    )
    assert "SECRET" not in saved.text


def test_every_question_is_a_group_with_a_name(client: FlaskClient, page: str) -> None:
    soup = BeautifulSoup(client.get(page).text, "html.parser")
    groups = soup.select("fieldset.question")
    assert len(groups) == 4
    assert all(group.legend and group.legend.get_text(strip=True) for group in groups)
    for control in soup.select("fieldset.question input:not([type=hidden])"):
        inside = control.find_parent("label")
        assert inside or soup.select_one(f'label[for="{control.get("id")}"]'), control


def test_autosave_gives_a_receipt_and_is_idempotent(client: FlaskClient, page: str) -> None:
    sent = {"position": 1, "client_op": "operation-1", "q1": "a"}
    first = client.post(f"{page}/answer", data=sent, headers=JSON)
    assert first.status_code == 200
    assert first.json is not None
    assert first.json["kept"]
    assert re.fullmatch("[0-9a-f]{12}", first.json["receipt"])
    assert client.post(f"{page}/answer", data=sent, headers=JSON).json == first.json
    db.session.rollback()
    assert len(db.session.scalars(select(AnswerEvent)).all()) == 1
    assert "checked" in client.get(page).text


def test_unreadable_number_says_so_keeps_what_was_typed_and_changes_nothing(
    client: FlaskClient, page: str
) -> None:
    one = client.post(
        f"{page}/answer", data={"position": 4, "client_op": "operation-1", "q4": "eleven"}, headers=JSON
    )
    assert one.status_code == 422
    assert one.json is not None
    assert "cannot be read as a number" in one.json["message"]
    for button in ("save", "submit"):
        answer = client.post(f"{page}/{button}", data={"q1": "b", "q2": ["a", "b"], "q4": "eleven"})
        assert answer.status_code == 422
        soup = BeautifulSoup(answer.text, "html.parser")
        assert soup.select_one('input[name="q4"]')["value"] == "eleven"  # type: ignore[index]
        assert soup.select_one('input[name="q1"][value="b"]').has_attr("checked")  # type: ignore[union-attr]
        assert len(soup.select('input[name="q2"]:checked, input[name="q2"][checked]')) == 2
        assert "cannot be read as a number" in answer.text
    assert set(answers().values()) <= {None, "null"}
    assert attempt().submitted_at is None


def test_saving_without_scripts(client: FlaskClient, page: str) -> None:
    answer = client.post(f"{page}/save", data={"q1": "b", "q2": ["a", "c"], "q4": "４７１１ yuan"})
    assert answer.status_code == 302
    soup = BeautifulSoup(client.get(page).text, "html.parser")
    assert soup.select_one('input[name="q1"][value="b"]').has_attr("checked")  # type: ignore[union-attr]
    assert soup.select_one('input[name="q4"]')["value"] == "４７１１ yuan"  # type: ignore[index]
    assert "1 without an answer" in soup.get_text()


def test_a_stale_page_does_not_blank_an_answer_it_has_not_seen(client: FlaskClient, page: str) -> None:
    client.post(f"{page}/answer", data={"position": 1, "client_op": "operation-1", "q1": "b"}, headers=JSON)
    client.post(f"{page}/save", data={"seen1": "0", "q3": "true"})
    assert "checked" in client.get(page).text
    assert attempt().submitted_at is None
    soup = BeautifulSoup(client.get(page).text, "html.parser")
    assert soup.select_one('input[name="q1"][value="b"]').has_attr("checked")  # type: ignore[union-attr]
    seen = soup.select_one('input[name="seen1"]')["value"]  # type: ignore[index]
    client.post(f"{page}/save", data={"seen1": seen})
    soup = BeautifulSoup(client.get(page).text, "html.parser")
    assert not soup.select_one('input[name="q1"][value="b"]').has_attr("checked")  # type: ignore[union-attr]


def test_submitting_counts_what_was_typed_and_only_once(client: FlaskClient, page: str) -> None:
    typed = {"q1": "b", "q2": ["a", "b"], "q3": "true", "q4": "4711"}
    assert client.post(f"{page}/submit", data=typed).location.endswith("/result")
    assert attempt().tenths == 1000
    moment = attempt().submitted_at
    assert client.post(f"{page}/submit", data={"q1": "a"}).status_code == 302
    assert attempt().submitted_at == moment
    assert attempt().tenths == 1000
    late = client.post(
        f"{page}/answer", data={"position": 1, "client_op": "operation-9", "q1": "a"}, headers=JSON
    )
    assert late.status_code == 410
    assert client.get(page).location.endswith("/result")


def test_result_shows_score_reasons_and_how_it_was_computed(client: FlaskClient, page: str) -> None:
    assert client.get(f"{page}/result").location == page
    client.post(f"{page}/submit", data={"q1": "a", "q2": ["a"], "q4": "5000"})
    shown = client.get(f"{page}/result").text
    for words in (
        "SECRET-b",
        "SECRET-n",
        "SECRET-x",
        "Partly right",
        "No answer",
        "this would have been right",
    ):
        assert words in shown
    assert "How this result was computed" in shown
    assert "1/2" in shown
    assert "0.5 / 5" in shown
    assert "Take it again" in shown


def test_forged_ids_and_foreign_organisations_are_not_found(client: FlaskClient, page: str) -> None:
    stranger = factories.person("learner", "instructor", organisation=factories.organisation())
    other = factories.sign_in(client.application.test_client(), stranger)
    for method, address in (
        ("GET", page),
        ("GET", f"{page}/result"),
        ("POST", f"{page}/answer"),
        ("POST", f"{page}/save"),
        ("POST", f"{page}/submit"),
        ("GET", "/quizzes/attempt/999999"),
        ("GET", "/quizzes/exam/nothing"),
        ("POST", "/quizzes/exam/nothing/start"),
        ("POST", "/quizzes/check/nothing"),
    ):
        assert other.open(address, method=method).status_code == 404, address


def test_the_teacher_may_see_a_result_but_not_answer(
    client: FlaskClient, page: str, home: Organisation
) -> None:
    client.post(f"{page}/submit", data={"q1": "b"})
    teacher = factories.sign_in(
        client.application.test_client(), factories.person("instructor", organisation=home)
    )
    shown = teacher.get(f"{page}/result")
    assert shown.status_code == 200
    assert "SECRET" in shown.text
    assert "/exam/e1/start" not in shown.text
    assert teacher.post(f"{page}/submit").status_code == 404


def test_an_open_attempt_renders_the_version_it_was_started_on(client: FlaskClient, page: str) -> None:
    before = BeautifulSoup(client.get(page).text, "html.parser").select_one("form.attempt").get_text()  # type: ignore[union-attr]
    changed = bank()
    del changed["q-multi"]
    changed["q-single"]["stem"] = {"zh": "新", "en": "Renamed"}
    publish([exam(questions=list(changed))], changed)
    after = BeautifulSoup(client.get(page).text, "html.parser").select_one("form.attempt").get_text()  # type: ignore[union-attr]
    assert after == before


def statements_of(client: FlaskClient, statements: list[str], address: str) -> int:
    client.get(address)
    statements.clear()
    assert client.get(address).status_code == 200
    return len(statements)


def test_statements_do_not_grow_with_questions_or_attempts(
    client: FlaskClient, user: User, statements: list[str]
) -> None:
    many = {f"q{n:02}": {**bank()["q-single"], "id": f"q{n:02}"} for n in range(30)}
    publish([exam(), exam(id="long", questions=list(many))], {**bank(), **many})
    factories.sign_in(client, user)
    counts = {}
    for name in ("e1", "long"):
        address = str(client.post(f"/quizzes/exam/{name}/start").location)
        counts[name] = [statements_of(client, statements, address)]
        client.post(f"{address}/submit")
        counts[name] += [statements_of(client, statements, f"{address}/result")]
        counts[name] += [statements_of(client, statements, f"/quizzes/exam/{name}")]
    assert counts["e1"] == counts["long"]
    assert max(counts["long"]) <= 8


def test_self_check_without_scripts_goes_back_to_the_lesson(client: FlaskClient, user: User) -> None:
    factories.sign_in(client, user)
    done = client.post("/quizzes/check/q-true", data={"c-q-true": "true", "next": "/learn/lesson/x"})
    assert done.location == "/learn/lesson/x#check-q-true"
    away = client.post("/quizzes/check/q-true", data={"c-q-true": "true", "next": "//evil.example"})
    assert away.location.startswith("/learn/")
    blank = client.post("/quizzes/check/q-true", data={"next": "/learn/lesson/x"})
    assert blank.status_code == 422
    assert "SECRET" not in blank.text
    assert "Choose or type an answer first" in blank.text
    odd = client.post("/quizzes/check/q-number", data={"c-q-number": "many", "next": "/learn/lesson/x"})
    assert odd.status_code == 422
    assert 'value="many"' in odd.text


def test_self_check_as_a_fragment(client: FlaskClient, user: User) -> None:
    factories.sign_in(client, user)
    ask = {"X-Fragment": "1", "Accept": "text/html"}
    right = client.post("/quizzes/check/q-true", data={"c-q-true": "true"}, headers=ask)
    assert right.status_code == 200
    assert "<html" not in right.text
    assert "SECRET-t" in right.text
    assert "Right" in right.text
    refused = client.post("/quizzes/check/q-true", data={}, headers=ask)
    assert refused.status_code == 422
    assert "<html" not in refused.text
    assert client.post("/quizzes/check/q-true", data={}, headers=JSON).status_code == 422


def test_a_limited_exam_says_how_often(client: FlaskClient, user: User) -> None:
    publish([exam(attempts=1, minutes=20)], bank())
    factories.sign_in(client, user)
    address = str(client.post("/quizzes/exam/e1/start").location)
    assert "by the server" in client.get(address).text
    client.post(f"{address}/submit")
    assert client.post("/quizzes/exam/e1/start").status_code == 409
    assert "1 of 1 used" in client.get("/quizzes/exam/e1").text


def test_after_the_deadline_only_what_was_saved_counts(client: FlaskClient, user: User) -> None:
    publish([exam(minutes=20)], bank())
    factories.sign_in(client, user)
    address = str(client.post("/quizzes/exam/e1/start").location)
    client.post(f"{address}/save", data={"q1": "b"})
    with time_machine.travel(now() + timedelta(minutes=21)):
        late = client.post(
            f"{address}/answer", data={"position": 1, "client_op": "operation-1"}, headers=JSON
        )
        assert late.status_code == 410
        assert client.post(f"{address}/submit", data={"q1": "a", "q3": "true"}).status_code == 302
    assert attempt().points == 2
