"""The presentation session: one team on stage, phones that retry, counts without marks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.organisations.policies import Role
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.queries import stages
from app.projects.services import marking, stage
from app.rubrics.models import ScoreEvent
from app.rubrics.services import Entry
from tests import factories
from tests.projects.inputs import spread
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]


@pytest.fixture
def class_(app: Flask) -> World:
    """Return three teams whose marking is open."""
    assert app is not None
    return world(teams=3, size=2).reach(gates.REPORTING)


def _turn(class_: World, number: int, state: str, expected: str) -> None:
    stage.turn(
        actor=class_.boss,
        project=class_.project,
        team_id=class_.team_ids[number],
        state=state,
        expected=expected,
    )
    commit()


def _open(class_: World) -> str:
    code = stage.open_session(actor=class_.boss, project=class_.project).code
    commit()
    return code


def _marks(class_: World, number: int, total: int, prefix: str = "k") -> list[dict[str, Any]]:
    return [
        {
            "team": class_.team_ids[number],
            "criterion": name,
            "points": points,
            "version": 0,
            "key": f"{prefix}{name}",
        }
        for name, points in spread(total).items()
    ]


def _send(browser: FlaskClient, class_: World, marks: Any) -> Any:
    return browser.post(
        f"/projects/{class_.project_id}/stage/marks",
        json={"marks": marks},
        headers={"Accept": "application/json"},
    )


def test_one_team_is_on_stage_at_a_time(class_: World) -> None:
    with pytest.raises(NotFoundError):
        _turn(class_, 0, "presenting", "waiting")
    _open(class_)
    assert _open(class_) == _open(class_)
    _turn(class_, 0, "presenting", "waiting")
    with pytest.raises(InvalidError, match="Close Team A"):
        _turn(class_, 1, "presenting", "waiting")
    with pytest.raises(ConflictError):
        _turn(class_, 0, "closed", "waiting")
    with pytest.raises(InvalidError, match="not a step"):
        _turn(class_, 0, "dancing", "presenting")
    _turn(class_, 0, "scoring", "presenting")
    _turn(class_, 0, "closed", "scoring")
    _turn(class_, 1, "presenting", "waiting")
    stage.close_session(actor=class_.boss, project=class_.project)
    with pytest.raises(GoneError):
        _turn(class_, 1, "scoring", "presenting")
    with pytest.raises(NotAllowedError):
        stage.open_session(actor=class_.actor(0), project=class_.project)


def test_who_waits_cannot_be_marked_by_delegates_until_the_session_ends(class_: World) -> None:
    _open(class_)
    _turn(class_, 0, "presenting", "waiting")
    class_.mark(class_.actor(1), 0, 70, submit=False)
    with pytest.raises(GoneError, match="not been on stage"):
        class_.mark(class_.actor(0), 1, 70)
    class_.mark(class_.boss, 1, 70, submit=False)
    _turn(class_, 0, "closed", "presenting")
    entry = Entry("meeting", 5, "", 1, "later")
    marking.score(actor=class_.actor(1), project=class_.project, team_id=class_.team_ids[0], entries=[entry])
    stage.close_session(actor=class_.boss, project=class_.project)
    class_.mark(class_.actor(0), 1, 70)


def test_a_queue_sent_twice_makes_no_doubles(class_: World, enter: Enter) -> None:
    _open(class_)
    _turn(class_, 0, "presenting", "waiting")
    phone = enter(class_.people(1)[0])
    first = _send(phone, class_, _marks(class_, 0, 80))
    assert [row["saved"] for row in first.json["marks"]] == [True] * 5
    again = _send(phone, class_, _marks(class_, 0, 80))
    assert again.json == first.json
    assert db.session.query(ScoreEvent).count() == 5
    changed = _send(phone, class_, _marks(class_, 0, 60, "n"))
    refused = [row for row in changed.json["marks"] if not row["saved"]]
    assert refused
    assert all(row["version"] == 1 and "points" in row for row in refused)


def test_own_team_and_waiting_teams_are_refused_one_by_one(class_: World, enter: Enter) -> None:
    _open(class_)
    _turn(class_, 0, "presenting", "waiting")
    phone = enter(class_.people(0)[0])
    answer = _send(phone, class_, [*_marks(class_, 0, 80), *_marks(class_, 1, 80, "w")])
    said = {row["message"] for row in answer.json["marks"]}
    assert answer.status_code == 200
    assert any("stand aside" in each for each in said)
    assert any("not been on stage" in each for each in said)
    assert db.session.query(ScoreEvent).count() == 0


@pytest.mark.parametrize("rows", [None, 5, [5], [{"team": "x"}], [{"team": 1, "points": True, "version": 0}]])
def test_what_is_no_mark_is_refused(class_: World, enter: Enter, rows: Any) -> None:
    _open(class_)
    assert _send(enter(class_.people(0)[0]), class_, rows).status_code == 422


def test_too_many_marks_at_once_are_refused(class_: World, enter: Enter) -> None:
    _open(class_)
    rows = _marks(class_, 1, 80) * 13
    assert _send(enter(class_.people(0)[0]), class_, rows).status_code == 422
    onlooker = enter(class_.people(0)[1])
    assert _send(onlooker, class_, []).status_code == 200
    stranger = enter(factories.person(Role.LEARNER, organisation=class_.home))
    assert _send(stranger, class_, []).status_code == 404


def test_phones_follow_the_stage_and_see_counts_only(class_: World, enter: Enter) -> None:
    code = _open(class_)
    phone, own = enter(class_.people(1)[0]), enter(class_.people(0)[0])
    assert "Nobody is on stage" in phone.get(f"/projects/{class_.project_id}/stage").text
    _turn(class_, 0, "presenting", "waiting")
    assert phone.get(f"/projects/join/{code}").headers["Location"].endswith("/stage")
    assert phone.get(f"/projects/join?code={code.lower()}").status_code == 302
    assert phone.get("/projects/join?code=ZZZZZZ").status_code == 404
    assert "six characters" in phone.get("/projects/join").text
    page = phone.get(f"/projects/{class_.project_id}/stage").text
    assert "Team A" in page
    assert page.count("data-criterion=") == 5
    aside = own.get(f"/projects/{class_.project_id}/stage").text
    assert "Stand aside" in aside
    assert "data-criterion=" not in aside
    class_.mark(class_.actor(1), 0, 93)
    now: dict[str, Any] = json.loads(phone.get(f"/projects/{class_.project_id}/stage/now").data)
    assert (now["name"], now["done"], now["expected"]) == ("Team A", 1, 2)
    assert "93" not in json.dumps({**now, "since": 0, "code": ""})
    teacher = enter(class_.teacher)
    projector = teacher.get(f"/projects/{class_.project_id}/screen").text
    assert "<svg" in projector
    assert code in projector
    assert "handed in" in phone.get(f"/projects/{class_.project_id}/stage").text


def test_the_teacher_runs_the_session_by_buttons(class_: World, enter: Enter) -> None:
    teacher = enter(class_.teacher)
    where = f"/projects/{class_.project_id}/presentation"
    assert "Open the session" in teacher.get(where).text
    assert teacher.post(where).status_code == 302
    page = teacher.get(where).text
    assert page.count("Put on stage") == 3
    team = class_.team_ids[0]
    moved = teacher.post(f"{where}/turns/{team}", data={"to": "presenting", "state": "waiting"})
    assert moved.status_code == 302
    assert teacher.post(f"{where}/turns/{team}", data={"to": "closed", "state": "waiting"}).status_code == 409
    assert "End the talk" in teacher.get(where).text
    assert teacher.post(f"{where}/end").status_code == 302
    assert stages.stage(class_.project_id) is None
    assert "closed" in teacher.get(where).text
