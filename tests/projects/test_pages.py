"""The pages of team tasks as a browser sees them: journeys, refusals, and nothing leaked."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.organisations.policies import Role
from app.platform.database import db
from app.projects.engine import gates
from app.projects.models.work import SubmissionVersion
from app.projects.queries import inside, outcomes
from app.rubrics.models import ScoreEvent, ScoreSheet
from tests import factories
from tests.projects.inputs import spread
from tests.projects.world import world

Enter = Callable[[User], FlaskClient]
SUBMIT = {"submit": "1"}


def _sheet(
    total: int, version: int = 0, key: str = "k1", more: dict[str, str] | None = None
) -> dict[str, str]:
    fields = {"client_key": key, "sheet_version": "0"}
    for criterion, points in spread(total).items():
        fields |= {f"points-{criterion}": str(points), f"version-{criterion}": str(version)}
        fields[f"comment-{criterion}"] = ""
    return fields | (more or {})


def test_a_class_goes_through_the_whole_task_in_the_browser(enter: Enter) -> None:
    class_ = world(teams=2, size=2)
    boss = enter(class_.teacher)
    learners = {learner.id: enter(learner) for learner in class_.learners}
    project, pid = class_.project_id, f"/projects/{class_.project_id}"

    def moved(target: str, state: str) -> None:
        answer = boss.post(f"{pid}/move", data={"target": target, "state": state})
        assert answer.status_code == 302, answer.text

    moved("published", "draft")
    for browser in learners.values():
        assert "I accept this task" in browser.get(pid).text
        assert browser.post(f"{pid}/accept").status_code == 302
    moved("planning", "published")
    for number, team_id in enumerate(class_.team_ids):
        people = [person.id for person in class_.people(number)]
        browser = learners[people[0]]
        page = browser.get(f"/projects/teams/{team_id}").text
        fields = {"version": "0", "close": "1"}
        for place, package in enumerate(re.findall(r'name="owner-(\d+)"', page)):
            fields |= {f"owner-{package}": str(people[place % 2]), f"weight-{package}": "20"}
        answer = browser.post(f"/projects/teams/{team_id}/plan", data=fields)
        assert answer.status_code == 422
        assert "The weights add up to 120%" in answer.text
        fields[f"weight-{package}"] = "0"
        assert browser.post(f"/projects/teams/{team_id}/plan", data=fields).status_code == 302
    moved("executing", "planning")
    for number, team_id in enumerate(class_.team_ids):
        first, second = (person.id for person in class_.people(number))
        address = f"/projects/teams/{team_id}"
        answer = learners[first].post(
            f"{address}/delegate", data={"delegate": str(first), "alternate": str(second)}
        )
        assert answer.status_code == 302, answer.text
        answer = learners[second].post(
            f"{address}/submissions",
            data={
                "target": "screening-report",
                "client_key": "one",
                "file": (io.BytesIO(b"# Screening"), "\u7b5b\u9009\u62a5\u544a.md"),
            },
        )
        assert answer.status_code == 302, answer.text
        assert "\u7b5b\u9009\u62a5\u544a.md" in learners[first].get(address).text
    moved("reporting", "executing")
    for number, team_id in enumerate(class_.team_ids):
        address = f"{pid}/marking/{team_id}"
        assert boss.post(address, data=_sheet(80 + number, more=SUBMIT)).status_code == 302
        rater = learners[class_.people(1 - number)[0].id]
        assert "Screening report" in rater.get(address).text
        assert rater.post(address, data=_sheet(70, more=SUBMIT)).status_code == 302
    moved("moderating", "reporting")
    assert boss.post(f"{pid}/compute").status_code == 302
    assert "How the mark of Team A was computed" in boss.get(f"{pid}/manage").text
    assert boss.post(f"{pid}/release", data={"number": "1"}).status_code == 302
    for number in range(2):
        page = learners[class_.people(number)[1].id].get(f"{pid}/result").text
        assert ("76.0", "76.6")[number] in page
        assert ("76.6", "76.0")[number] not in page
        assert "The teacher&#39;s sheet: the criteria add up to" in page
        assert "Screening and grading: 20 of 20 points" in page
    assert project == 1


def test_the_own_team_is_shown_with_the_reason_and_cannot_be_opened(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    delegate, pid = enter(class_.people(0)[0]), f"/projects/{class_.project_id}"
    page = delegate.get(f"{pid}/marking").text
    assert "This is your own team" in page
    assert f"{pid}/marking/{class_.team_ids[0]}" not in page
    for answer in (
        delegate.get(f"{pid}/marking/{class_.team_ids[0]}"),
        delegate.post(f"{pid}/marking/{class_.team_ids[0]}", data=_sheet(100)),
        delegate.post(f"{pid}/marking/{class_.team_ids[0]}/criteria/meeting", data=_sheet(100)),
    ):
        assert answer.status_code == 403
        assert "nobody marks the team they belong to" in answer.text
    assert db.session.query(ScoreSheet).count() == 0


def test_who_is_no_delegate_cannot_mark(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    member = enter(class_.people(0)[2])
    pid = f"/projects/{class_.project_id}"
    assert "Your team chose somebody else" in member.get(f"{pid}/marking").text
    assert member.get(f"{pid}/marking/{class_.team_ids[1]}").status_code == 403
    alternate = enter(class_.people(0)[1])
    assert alternate.get(f"{pid}/marking/{class_.team_ids[1]}").status_code == 403


def test_the_alternate_marks_where_the_delegate_stands_aside(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    delegate, alternate = (enter(person) for person in class_.people(0)[:2])
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[1]}"
    assert delegate.post(f"{address}/recusal", data={"reason": ""}).status_code == 422
    assert delegate.post(f"{address}/recusal", data={"reason": "My cousin works there."}).status_code == 302
    refused = delegate.get(address)
    assert refused.status_code == 403
    assert "My cousin works there." in refused.text
    assert alternate.post(address, data=_sheet(60, more=SUBMIT)).status_code == 302


def test_a_sheet_keeps_what_was_typed_when_it_is_refused(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    boss = enter(class_.teacher)
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"
    for points, sentence in (
        ("21", "21 points is outside the scale"),
        ("many", "“many” is not a whole number"),
        ("-1", "outside the scale"),
    ):
        fields = _sheet(80, more={"points-screening": points, "comment-meeting": "Typed before the mistake."})
        answer = boss.post(address, data=fields)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "Typed before the mistake." in answer.text
    incomplete = {"client_key": "k", "sheet_version": "0", "version-meeting": "0", "points-meeting": "18"}
    answer = boss.post(address, data=incomplete | {"submit": "1"})
    assert answer.status_code == 422
    assert "4 criteria have no points yet" in answer.text
    assert db.session.query(ScoreEvent).count() == 0


def test_level_and_points_agree_or_are_asked_about(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    boss = enter(class_.teacher)
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"

    def send(version: int, points: str, band: str) -> Any:
        fields = {"client_key": f"k{version}{points}{band}", "version-meeting": str(version)}
        return boss.post(address, data=fields | {"points-meeting": points, "band-meeting": band})

    def stands() -> int | None:
        db.session.rollback()
        return db.session.query(ScoreEvent).order_by(ScoreEvent.id.desc()).first().points  # type: ignore[union-attr]

    assert send(0, "", "good").status_code == 302
    assert stands() == 17
    assert send(1, "17", "fair").status_code == 302
    assert stands() == 15
    assert send(2, "19", "fair").status_code == 302
    assert stands() == 19
    answer = send(3, "12", "good")
    assert answer.status_code == 422
    assert "another level" in answer.text


def test_two_hands_at_once_keep_both_versions(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    colleague = factories.person(Role.INSTRUCTOR, organisation=class_.home)
    first, second = enter(class_.teacher), enter(colleague)
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"
    assert first.post(address, data=_sheet(80, key="a")).status_code == 302
    same = second.post(address, data=_sheet(80, key="b"))
    assert same.status_code == 302
    stale = second.post(
        address, data=_sheet(80, key="c", more={"points-screening": "13", "comment-screening": "Mine"})
    )
    assert stale.status_code == 409
    assert "20 ·" in stale.text
    assert "13 · Mine" in stale.text
    assert re.search(r'name="version-screening"\s+value="1"', stale.text)
    again = second.post(address, data=_sheet(80, 1, key="d", more={"points-screening": "13"}))
    assert again.status_code == 302
    kept = db.session.query(ScoreEvent).filter_by(criterion="screening").order_by(ScoreEvent.version).all()
    assert [(row.points, row.version) for row in kept] == [(20, 1), (13, 2)]


def test_a_remark_typed_while_the_sheet_was_handed_in_elsewhere_stays_in_sight(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    boss = enter(class_.teacher)
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"
    assert boss.post(address, data=_sheet(80, key="a")).status_code == 302
    assert boss.post(address, data=_sheet(80, key="b", more={"submit": "1"})).status_code == 302
    late = boss.post(address, data=_sheet(80, 1, key="c", more={"comment-screening": "A long remark"}))
    assert late.status_code == 409
    assert "A long remark" in late.text
    assert "Open my sheet again" in late.text
    assert db.session.query(ScoreEvent).filter_by(comment="A long remark").count() == 0
    class_.move(gates.MODERATING)
    delegate = enter(class_.people(1)[0])
    closed = delegate.post(
        address, data=_sheet(80, 0, key="d", more={"comment-screening": "Too late, but kept"})
    )
    assert closed.status_code == 410
    assert "Too late, but kept" in closed.text


def test_one_criterion_saves_alone_and_a_conflict_shows_both(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    boss = enter(class_.teacher)
    address = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}/criteria/meeting"
    headers = {"Accept": "application/json"}

    def send(points: str, version: int, key: str) -> Any:
        fields = {"points-meeting": points, "version-meeting": str(version), "client_key": key}
        return boss.post(address, data=fields | {"comment-meeting": "ok"}, headers=headers)

    first = send("18", 0, "k1")
    assert (first.status_code, first.json["version"], first.json["band"]) == (200, 1, "excellent")
    retried = send("18", 0, "k1")
    assert (retried.status_code, retried.json["version"]) == (200, 1)
    stale = send("12", 0, "k2")
    assert stale.status_code == 409
    assert (stale.json["saved"]["points"], stale.json["yours"]["points"]) == (18, 12)
    assert send("12", 1, "k3").json["version"] == 2
    assert send("99", 2, "k4").status_code == 422
    assert boss.post(address.replace("meeting", "charm"), headers=headers).status_code == 404
    assert db.session.query(ScoreEvent).count() == 2


def test_handing_a_form_in_twice_makes_one_version(enter: Enter) -> None:
    class_ = world().reach(gates.EXECUTING)
    member = enter(class_.people(0)[0])
    address = f"/projects/teams/{class_.team_ids[0]}/submissions"
    for _ in range(2):
        fields = {"target": "four-tier-archive", "client_key": "same", "url": "https://crm.example/sandbox/1"}
        assert member.post(address, data=fields).status_code == 302
    assert db.session.query(SubmissionVersion).count() == 1
    link = member.get("/projects/submissions/1")
    assert (link.status_code, link.location) == (302, "https://crm.example/sandbox/1")


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"file": (io.BytesIO(b"MZ"), "virus.exe")}, 422, "cannot be handed in"),
        ({"file": (io.BytesIO(b"not a picture"), "map.png")}, 422, "is not really a png file"),
        ({"file": (io.BytesIO(b""), "empty.md")}, 422, "The file is empty"),
        ({"file": (io.BytesIO(b"x" * 300_000), "huge.md")}, 413, "larger than"),
        ({"url": "javascript:alert(1)"}, 422, "A link begins with"),
        ({}, 422, "exactly one of the two"),
        ({"url": "https://a.example", "file": (io.BytesIO(b"x"), "a.md")}, 422, "exactly one of the two"),
        ({"url": "https://a.example", "target": "moon"}, 422, "Not a valid choice"),
    ],
)
def test_what_cannot_be_handed_in_gets_a_sentence(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    enter: Enter,
    fields: dict[str, Any],
    status: int,
    sentence: str,
) -> None:
    # A small limit for the file, well below what the server takes in at all.
    settings = replace(app.config["KAMPUS"], max_upload=200_000)
    monkeypatch.setitem(app.config, "KAMPUS", settings)
    class_ = world(teams=2, size=2).reach(gates.EXECUTING)
    member = enter(class_.people(0)[0])
    address = f"/projects/teams/{class_.team_ids[0]}/submissions"
    base = {"target": "screening-report", "client_key": "k", "note": "Typed before."}
    answer = member.post(address, data=base | fields)
    assert answer.status_code == status, answer.text
    assert sentence in answer.text
    assert "Typed before." in answer.text
    assert db.session.query(SubmissionVersion).count() == 0


def test_a_delegate_choice_of_one_person_is_refused(enter: Enter) -> None:
    class_ = world(teams=2, size=2).reach(gates.EXECUTING)
    person = class_.people(0)[0]
    answer = enter(person).post(
        f"/projects/teams/{class_.team_ids[0]}/delegate",
        data={"delegate": str(person.id), "alternate": str(person.id)},
    )
    assert answer.status_code == 422
    assert "Choose two different members" in answer.text


def test_contribution_is_asked_checked_and_kept(enter: Enter) -> None:
    class_ = world(teams=2, size=3, ask_contribution=True).reach(gates.EXECUTING)
    me, *mates = class_.people(0)
    browser, address = enter(me), f"/projects/teams/{class_.team_ids[0]}/contribution"
    assert mates[0].name in browser.get(address).text
    assert me.name not in re.findall(r'<label for="points-\d+">([^<]+)', browser.get(address).text)
    bad = browser.post(address, data={f"points-{mates[0].id}": "300", f"points-{mates[1].id}": "100"})
    assert bad.status_code == 422
    assert 'value="300"' in bad.text
    for points in ("120", "90"):
        fields = {f"points-{mates[0].id}": points, f"points-{mates[1].id}": "100"}
        assert browser.post(address, data=fields).status_code == 302
    given = outcomes.contributions([class_.project_id])[class_.team_ids[0]][me.id]
    assert given == {mates[0].id: 90, mates[1].id: 100}


def test_the_teacher_opens_a_task_and_deals_teams(enter: Enter) -> None:
    class_ = world(teams=2, size=2)
    people = [factories.person(Role.LEARNER, organisation=class_.home) for _ in range(6)]
    fresh = factories.cohort(class_.home, *people)
    boss = enter(class_.teacher)
    assert "Task 1: find a key account" in boss.get("/projects/new").text
    fields = {"cohort": str(fresh.id), "task": "t1", "teacher_share": "70", "own_weight": "30"}
    fields |= {"aggregator": "median", "level_anchor": "none"}
    refused = boss.post("/projects/new", data=fields | {"teacher_share": "130"})
    assert refused.status_code == 422
    made = boss.post("/projects/new", data=fields)
    assert made.status_code == 302, made.text
    twice = boss.post("/projects/new", data=fields)
    assert twice.status_code == 409
    assert "already has this task" in twice.text
    manage = made.location
    assert "Deal the class into teams" in boss.get(manage).text
    too_many = boss.post(manage.replace("manage", "deal"), data={"count": "4"})
    assert too_many.status_code == 422
    assert "Choose from 2 to 3 teams" in too_many.text
    assert boss.post(manage.replace("manage", "deal"), data={"count": "3"}).status_code == 302
    rows = inside.teams([int(manage.split("/")[2])])
    assert [row.name for row in rows] == ["Team 1", "Team 2", "Team 3"]
    moved = boss.post(manage.replace("manage", "seats"), data={f"seat-{people[0].id}": str(rows[1].id)})
    assert moved.status_code == 302
    assert len(inside.members([rows[0].project_id])[rows[1].id]) == 3
    forged = boss.post(
        manage.replace("manage", "seats"), data={f"seat-{people[0].id}": str(class_.team_ids[0])}
    )
    assert forged.status_code == 422


def test_a_stale_state_is_refused_with_409(enter: Enter) -> None:
    class_ = world(teams=2, size=2)
    boss, address = enter(class_.teacher), f"/projects/{class_.project_id}/move"
    assert boss.post(address, data={"target": "published", "state": "draft"}).status_code == 302
    stale = boss.post(address, data={"target": "published", "state": "draft"})
    assert stale.status_code == 409
    assert "moved on since you opened the page" in stale.text
