"""Sheets left out with a reason, and appeals: in time, once, decided by somebody else, nothing erased."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.organisations.policies import Role
from app.platform.clock import now
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.models.outcome import ResultVersion
from app.projects.queries import appeals, outcomes
from app.projects.services import marking, moderation, results
from app.rubrics.services import Entry
from tests import factories
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]
WORDS = "Please look at the meeting again: the advance was agreed in writing."


@pytest.fixture
def class_(app: Flask) -> World:
    """Return four teams whose marking is closed."""
    assert app is not None
    return world(teams=4, size=2).reach(gates.MODERATING)


def _void(class_: World, pair: tuple[int, int], verdict: str = "void", reason: str = "A bet.") -> None:
    numbers = (class_.team_ids[pair[0]], class_.team_ids[pair[1]])
    moderation.decide(actor=class_.boss, project=class_.project, pair=numbers, verdict=verdict, reason=reason)
    commit()


def test_a_sheet_left_out_changes_the_result_and_says_why(class_: World) -> None:
    before = results.compute(actor=class_.boss, project=class_.project)
    assert json.loads(before.outputs)["panel"]["method"] == "round_robin"
    assert "voided" not in json.loads(before.inputs)
    _void(class_, (0, 1))
    after = results.compute(actor=class_.boss, project=class_.project)
    assert after.number == before.number + 1
    outputs = json.loads(after.outputs)
    assert outputs["panel"]["method"] == "least_squares"
    assert "A bet." in json.dumps(outputs["teams"][1]["steps"])
    assert results.verify(after)
    assert results.absences(class_.project) == {"teacher": [], "delegates": []}
    _void(class_, (0, 1), "restore", "It was a joke.")
    again = results.compute(actor=class_.boss, project=class_.project)
    assert (again.outputs, again.number) == (before.outputs, 3)


def test_what_cannot_be_left_out_is_refused(class_: World) -> None:
    with pytest.raises(InvalidError, match="no sheet"):
        _void(class_, (0, 0))
    with pytest.raises(InvalidError, match="Say why"):
        _void(class_, (0, 1), reason=" ")
    with pytest.raises(InvalidError, match="Choose whether"):
        _void(class_, (0, 1), verdict="burn")
    with pytest.raises(NotAllowedError):
        moderation.decide(
            actor=class_.actor(0), project=class_.project, pair=(1, 2), verdict="void", reason="x"
        )
    class_.reach(gates.RELEASED)
    with pytest.raises(GoneError):
        _void(class_, (0, 1))


def _ask(class_: World, component: str = "teacher", text: str = WORDS) -> int:
    row = moderation.appeal(actor=class_.actor(0), project=class_.project, component=component, text=text)
    commit()
    return row.id


def test_an_appeal_is_made_in_time_once_and_in_words(class_: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidError, match="no released mark"):
        _ask(class_)
    class_.reach(gates.RELEASED)
    with pytest.raises(InvalidError, match="at least 20"):
        _ask(class_, text="Why?")
    with pytest.raises(InvalidError, match="which part"):
        _ask(class_, component="weather")
    _ask(class_)
    with pytest.raises(ConflictError, match="before"):
        _ask(class_)
    _ask(class_, component="own")
    later = now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(moderation, "now", lambda: later)
    with pytest.raises(GoneError, match="7 days"):
        _ask(class_, component="students")


def test_another_marker_takes_it_up_where_there_is_one(class_: World) -> None:
    class_.reach(gates.RELEASED)
    number = _ask(class_)
    moderation.take(actor=class_.boss, project=class_.project, appeal_id=number)
    db.session.rollback()
    colleague = factories.actor(factories.person(Role.INSTRUCTOR, organisation=class_.home))
    with pytest.raises(NotAllowedError, match="gave this mark yourself"):
        moderation.take(actor=class_.boss, project=class_.project, appeal_id=number)
    with pytest.raises(InvalidError, match="Take the appeal up"):
        moderation.settle(
            actor=colleague, project=class_.project, appeal_id=number, verdict="upheld", text="x"
        )
    moderation.take(actor=colleague, project=class_.project, appeal_id=number)
    with pytest.raises(NotFoundError):
        moderation.take(actor=colleague, project=class_.project, appeal_id=number + 99)
    with pytest.raises(NotAllowedError):
        moderation.take(actor=class_.actor(1), project=class_.project, appeal_id=number)
    moderation.settle(
        actor=colleague, project=class_.project, appeal_id=number, verdict="upheld", text="I read it again."
    )
    with pytest.raises(ConflictError, match="decided"):
        moderation.take(actor=colleague, project=class_.project, appeal_id=number)


def test_a_changed_mark_is_a_new_release_and_the_old_one_is_kept(class_: World) -> None:
    class_.reach(gates.RELEASED)
    number = _ask(class_)
    moderation.take(actor=class_.boss, project=class_.project, appeal_id=number)
    with pytest.raises(InvalidError, match="Correct the marks"):
        moderation.settle(
            actor=class_.boss, project=class_.project, appeal_id=number, verdict="changed", text="Right."
        )
    first = appeals.released_mark(class_.project_id, class_.actor(0).user_id)
    class_.move(gates.MODERATING, reason="An appeal.")
    assert outcomes.visible_results(class_.actor(0), class_.project_id) is not None
    team_id = class_.team_ids[0]
    marking.reopen(actor=class_.boss, project=class_.project, team_id=team_id, expected=1)
    entry = Entry("report", 5, "", 1, "corrected")
    marking.score(actor=class_.boss, project=class_.project, team_id=team_id, entries=[entry])
    marking.submit(actor=class_.boss, project=class_.project, team_id=team_id, expected=2)
    version = results.compute(actor=class_.boss, project=class_.project)
    results.release(actor=class_.boss, project=class_.project, number=version.number)
    event = moderation.settle(
        actor=class_.boss, project=class_.project, appeal_id=number, verdict="changed", text="Right."
    )
    second = appeals.released_mark(class_.project_id, class_.actor(0).user_id)
    assert first is not None
    assert second is not None
    assert (event.result_version_id, second.release_id > first.release_id) == (version.id, True)
    assert db.session.query(ResultVersion).count() == 2


def test_the_pages_of_decisions_and_appeals(class_: World, enter: Enter) -> None:
    teacher, pid = enter(class_.teacher), class_.project_id
    where = f"/projects/{pid}/decisions"
    assert teacher.get(where).text.count(" → ") == 12
    pair = f"{class_.team_ids[0]}-{class_.team_ids[1]}"
    assert teacher.post(where, data={"pair": pair, "verdict": "void", "reason": ""}).status_code == 422
    assert teacher.post(where, data={"pair": "x", "verdict": "void", "reason": "x"}).status_code == 422
    kept = teacher.post(where, data={"pair": pair, "verdict": "void", "reason": "They made a bet."})
    assert kept.status_code == 302
    assert "They made a bet." in teacher.get(where).text
    member = enter(class_.people(0)[1])
    assert "no released mark" in member.get(f"/projects/{pid}/appeal").text
    class_.reach(gates.RELEASED)
    assert "They made a bet." in enter(class_.people(1)[0]).get(f"/projects/{pid}/result").text
    short = member.post(f"/projects/{pid}/appeal", data={"component": "own", "text": "Too short"})
    assert short.status_code == 422
    assert "Too short" in short.text
    assert member.post(f"/projects/{pid}/appeal", data={"component": "own", "text": WORDS}).status_code == 302
    assert WORDS in member.get(f"/projects/{pid}/appeal").text
    assert WORDS not in enter(class_.people(1)[0]).get(f"/projects/{pid}/appeal").text
    number = appeals.of(pid)[0].id
    page = f"/projects/{pid}/appeals"
    assert "Take it up" in teacher.get(page).text
    assert teacher.post(f"{page}/{number}", data={"verdict": "taken"}).status_code == 302
    assert teacher.post(f"{page}/{number}", data={"verdict": "upheld", "text": ""}).status_code == 422
    assert (
        teacher.post(f"{page}/{number}", data={"verdict": "upheld", "text": "It stands."}).status_code == 302
    )
    assert teacher.post(f"{page}/{number}", data={"verdict": "upheld", "text": "x"}).status_code == 409
    assert "It stands." in member.get(f"/projects/{pid}/appeal").text
    assert member.get(page).status_code == 403
