"""The pages: what a learner sees and sends, and what nobody else may."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.crm import queries
from app.crm.models import Sandbox
from app.crm.services import checking, sandboxes
from app.platform.database import commit, db
from tests import factories
from tests.crm.conftest import World
from tests.web.markup import faults

Fill = Callable[[Sandbox], None]
VOLUME = {
    "field": "volume",
    "value": "4.8 million pages",
    "doc": "chat",
    "quote": "4.8 million pages last year",
    "status": "confirmed",
}


@pytest.fixture
def learner(world: World, client: FlaskClient) -> FlaskClient:
    """Return the learner's browser, signed in."""
    return factories.sign_in(client, world.learner)


def send(client: FlaskClient, sandbox: int, what: str, **data: Any) -> TestResponse:
    """Send one form of the workspace."""
    return client.post(f"/crm/sandbox/{sandbox}/{what}", data=data)


def page(client: FlaskClient, address: str) -> str:
    """Return a page that must be fine HTML."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert faults(answer.text) == []
    return answer.text


def test_a_first_archive_without_scripts(world: World, learner: FlaskClient) -> None:
    assert "Start with an empty archive" in page(learner, "/crm/")
    address = learner.post("/crm/dossier/l1-card/start").headers["Location"]
    number = int(address.rsplit("/", 1)[1])
    assert "Create the account" in page(learner, address)
    made = send(learner, number, "record", value="Jianshui College", doc="card", quote="Jianshui Vocational")
    assert made.status_code == 302
    text = page(learner, address)
    name = re.search(r'name="record" value="(account-\d+)"', text)
    assert name is not None
    assert send(learner, number, "value", record=name[1], action="file", **VOLUME).status_code == 302
    text = page(learner, f"{address}?record={name[1]}&doc=chat")
    assert "→ 4,800,000" in text
    assert 'class="filed"' in text
    gap = send(learner, number, "value", record=name[1], action="gap", field="fax", ask="the switchboard")
    assert gap.status_code == 302
    assert "gap · ask the switchboard" in page(learner, address)
    send(learner, number, "record", value="Liu Jingshu", account_id=name[1].partition("-")[2])
    assert "Liu Jingshu" in page(learner, address)
    verdict = send(learner, number, "check", client_key="once").headers["Location"]
    assert send(learner, number, "check", client_key="once").headers["Location"] == verdict
    text = page(learner, verdict)
    assert "How this was computed" in text
    assert "The first check tells how much" in text
    assert "Best" in page(learner, "/crm/")
    assert "Every entry, the newest first" in page(learner, f"{address}/history")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value": "几百万"}, "is not a number we can read"),
        ({"quote": "五百万张"}, "do not stand in D2"),
        ({"doc": ""}, "Say which document"),
        ({"field": ""}, "Choose which field"),
        ({"status": "sure"}, "Say how sure you are"),
    ],
)
def test_a_refused_value_keeps_what_was_typed(
    world: World, learner: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    sandbox = world.start()
    number, account = sandbox.id, world.account(sandbox)
    sent = VOLUME | change
    answer = send(learner, number, "value", record=f"account-{account}", action="file", **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert faults(answer.text) == []
    assert sent["quote"] in answer.text
    assert f'value="{sent["value"]}"' in answer.text
    db.session.expire_all()
    assert len(queries.history(queries.own_sandbox(world.actor, number))) == 1


def test_a_gap_without_a_name_is_refused(world: World, learner: FlaskClient) -> None:
    sandbox = world.start()
    number, account = sandbox.id, world.account(sandbox)
    answer = send(learner, number, "value", record=f"account-{account}", action="gap", field="fax", ask="")
    assert answer.status_code == 422
    assert "Say whom you would ask" in answer.text


def test_a_refused_record_keeps_what_was_typed(world: World, learner: FlaskClient) -> None:
    number = world.start().id
    answer = send(learner, number, "record", value="鉴水学院", doc="card", quote="nowhere at all")
    assert answer.status_code == 422
    assert "do not stand in D1" in answer.text
    assert "nowhere at all" in answer.text
    assert 'value="鉴水学院"' in answer.text
    assert 'href="#new-quote"' in answer.text


def test_another_window_is_not_overwritten(world: World, learner: FlaskClient) -> None:
    sandbox = world.start()
    number, record = sandbox.id, f"account-{world.account(sandbox)}"
    shown = page(learner, f"/crm/sandbox/{number}?record={record}&field=volume")
    assert 'name="seen" value="volume:0"' in shown
    send(learner, number, "value", record=record, action="file", seen="volume:0", **VOLUME)
    late = VOLUME | {"value": "490万张"}
    answer = send(learner, number, "value", record=record, action="file", seen="volume:0", **late)
    assert answer.status_code == 409
    assert "another window" in answer.text
    assert 'value="490万张"' in answer.text
    other = send(learner, number, "value", record=record, action="file", seen="phone:0", **late)
    assert other.status_code == 302


def test_taking_out_undoing_and_setting_aside(world: World, learner: FlaskClient) -> None:
    sandbox = world.start()
    number, account = sandbox.id, world.account(sandbox)
    record = f"account-{account}"
    send(learner, number, "value", record=record, action="file", **VOLUME)
    assert "Take “Pages a year” out" in page(learner, f"/crm/sandbox/{number}?record={record}&field=volume")
    assert send(learner, number, "withdraw", record=record, field="volume").status_code == 302
    text = page(learner, f"/crm/sandbox/{number}")
    assert "Newest entry: Pages a year taken out." in text
    line = re.search(r'name="line" value="(\d+)"', text)
    assert line is not None
    assert send(learner, number, "undo", line=line[1]).status_code == 302
    assert "4.8 million pages" in page(learner, f"/crm/sandbox/{number}")
    assert send(learner, number, "undo", line=line[1]).status_code == 409
    assert send(learner, number, "aside", record=record).status_code == 302
    assert "An empty archive" in page(learner, f"/crm/sandbox/{number}")


@pytest.mark.parametrize(
    "name", ["account-999", "contact-1x", "account", "order-1", "", "account-²", f"account-{10**20}"]
)
def test_a_forged_record_is_not_found(world: World, learner: FlaskClient, name: str) -> None:
    sandbox = world.start()
    number = sandbox.id
    world.account(sandbox)
    for what in ("value", "withdraw", "aside"):
        assert send(learner, number, what, record=name, action="file", **VOLUME).status_code == 404


PLACES = ("", "/history", "/check/1", "/model")
FORMS = ("value", "record", "withdraw", "aside", "undo", "check", "finish", "restart")


@pytest.mark.parametrize("who", ["classmate", "teacher elsewhere", "learner elsewhere"])
def test_nobody_else_finds_the_sandbox(world: World, client: FlaskClient, who: str, perfect: Fill) -> None:
    sandbox = world.start()
    perfect(sandbox)
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    sandboxes.finish(actor=world.actor, sandbox_id=sandbox.id)
    commit()
    number, account = sandbox.id, queries.accounts_in(sandbox)[0].id
    home = world.home if who == "classmate" else factories.organisation()
    role = "instructor" if who.startswith("teacher") else "learner"
    factories.sign_in(client, factories.person(role, organisation=home))
    for place in PLACES:
        assert client.get(f"/crm/sandbox/{number}{place}").status_code == 404
    for what in FORMS:
        answer = send(client, number, what, record=f"account-{account}", line=1, action="file", **VOLUME)
        assert answer.status_code == 404
    text = client.get("/crm/").text
    assert "Best" not in text


def test_the_teacher_may_look_and_not_touch(world: World, client: FlaskClient, perfect: Fill) -> None:
    sandbox = world.start()
    perfect(sandbox)
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    commit()
    number = sandbox.id
    factories.sign_in(client, factories.person("instructor", organisation=world.home))
    text = page(client, f"/crm/sandbox/{number}")
    assert "cannot be changed any more from here" in text
    assert "data-entry" not in text
    assert "100 of 100" in page(client, f"/crm/sandbox/{number}/check/1")
    assert send(client, number, "check").status_code == 404


def test_answers_stay_on_the_server_until_the_attempt_is_closed(
    world: World, learner: FlaskClient, perfect: Fill
) -> None:
    sandbox = world.start()
    number, account = sandbox.id, world.account(sandbox)
    base = f"/crm/sandbox/{number}"
    assert learner.get(f"{base}/model").status_code == 404
    pages = []
    for _ in range(3):
        send(learner, number, "check")
        pages += [page(learner, f"{base}?doc=card"), page(learner, f"{base}/history")]
    pages += [page(learner, f"{base}/check/{n}") for n in (1, 2, 3)]
    # The word stands in the chat and the minutes, never on the pages shown here.
    assert all("钟启明" not in text and "Zhong Qiming" not in text for text in pages)
    assert "Somebody or something that matters has no record" in pages[-1]
    assert "D3, line" in pages[-1]
    assert account
    assert send(learner, number, "finish").status_code == 302
    text = page(learner, f"{base}/model")
    assert "Zhong Qiming" in text
    assert "ask Liu Jingshu" in text
    assert "An ID number is sensitive" in text
    assert send(learner, number, "check").status_code == 409
    assert send(learner, number, "restart").status_code == 302


def test_a_check_that_does_not_exist_is_not_found(world: World, learner: FlaskClient) -> None:
    assert learner.get(f"/crm/sandbox/{world.start().id}/check/1").status_code == 404


@pytest.mark.parametrize(
    ("filed", "sentence"), [(None, "half the truth in every tier"), ("330602197302291834", "stops at 59")]
)
def test_a_failed_check_says_why(
    world: World, learner: FlaskClient, filed: str | None, sentence: str
) -> None:
    sandbox = world.start()
    number, record = sandbox.id, f"account-{world.account(sandbox)}"
    if filed:
        send(
            learner,
            number,
            "value",
            record=record,
            action="file",
            field="direction",
            value=filed,
            status="confirmed",
        )
    assert sentence in learner.get(send(learner, number, "check").headers["Location"]).text


def test_a_choice_is_offered_as_a_list(world: World, learner: FlaskClient) -> None:
    sandbox = world.start()
    number, record = sandbox.id, f"account-{world.account(sandbox)}"
    text = page(learner, f"/crm/sandbox/{number}?record={record}&field=grade")
    assert '<option value="a">A</option>' in text
    send(learner, number, "value", record=record, action="file", field="grade", value="a", status="assumed")
    assert '<span class="crm-value">A</span>' in page(learner, f"/crm/sandbox/{number}")


def test_pages_speak_chinese(world: World, learner: FlaskClient, perfect: Fill) -> None:
    sandbox = world.start()
    perfect(sandbox)
    number = sandbox.id
    learner.post("/language", data={"language": "zh"})
    send(learner, number, "check")
    for place, word in (("", "缺 · 去问谁？"), ("/history", "缺口"), ("/check/1", "分层看")):
        assert word in page(learner, f"/crm/sandbox/{number}{place}")
    assert "档案" in page(learner, "/crm/")


@pytest.mark.parametrize("place", ["", "/history", "/check/1", "/model"])
def test_statements_do_not_grow_with_the_archive(
    world: World, learner: FlaskClient, statements: list[str], place: str
) -> None:
    counts = []
    sandbox = world.start()
    number, account = sandbox.id, world.account(sandbox)
    checking.check(actor=world.actor, sandbox_id=number)
    sandboxes.finish(actor=world.actor, sandbox_id=number)
    commit()
    for people in (3, 30):
        row = queries.own_sandbox(world.actor, number)
        row.state = "open"
        for i in range(people - len(queries.contacts_in(row))):
            world.contact(row, account, f"Person {people} {i}")
        row = queries.own_sandbox(world.actor, number)
        row.state = "closed"
        commit()
        learner.get(f"/crm/sandbox/{number}{place}")
        statements.clear()
        assert learner.get(f"/crm/sandbox/{number}{place}").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_statements_of_the_list_do_not_grow_with_attempts(
    world: World, learner: FlaskClient, statements: list[str]
) -> None:
    counts = []
    sandbox = world.start()
    for attempts in (3, 30):
        while len(queries.attempts(world.actor)) < attempts:
            sandbox = sandboxes.restart(actor=world.actor, sandbox_id=sandbox.id)
        commit()
        learner.get("/crm/")
        statements.clear()
        assert learner.get("/crm/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_list_is_empty_before_anything_is_published(app: object, client: FlaskClient) -> None:
    factories.release()
    factories.sign_in(client, factories.person("learner", organisation=factories.organisation()))
    assert "No exercises yet" in client.get("/crm/").text


def test_nonsense_in_hidden_fields_changes_nothing(world: World, learner: FlaskClient) -> None:
    sandbox = world.start()
    number, record = sandbox.id, f"account-{world.account(sandbox)}"
    assert send(learner, number, "undo", line=str(10**20)).status_code == 404
    assert send(learner, number, "record", account_id="99", value="柳静姝").status_code == 404
    odd = VOLUME | {"value": "4.8 million\0 pages", "seen": "volume:²"}
    assert send(learner, number, "value", record=record, action="file", **odd).status_code == 302
    assert "\0" not in learner.get(f"/crm/sandbox/{number}").text
