"""What nobody sees before its time, and what belongs to others: pages of team tasks that keep quiet."""

import io
import json
from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import User
from app.organisations.policies import Role
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.queries import inside
from app.projects.services import marking, results
from app.rubrics.models import ScoreSheet
from app.rubrics.services import Entry
from tests import factories
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]


def _addresses(class_: World, sheet_team: int) -> list[str]:
    pid, tid = class_.project_id, class_.team_ids
    return [
        "/projects/",
        f"/projects/{pid}",
        f"/projects/{pid}/marking",
        f"/projects/{pid}/marking/{tid[sheet_team]}",
        f"/projects/{pid}/result",
        f"/projects/{pid}/manage",
        f"/projects/teams/{tid[0]}",
        f"/projects/teams/{tid[1]}",
        f"/projects/teams/{tid[0]}/contribution",
        "/projects/new",
        "/",
        "/gradebook/own",
    ]


def test_before_the_release_no_student_page_holds_a_mark(enter: Enter) -> None:
    class_ = world(ask_contribution=True).reach(gates.REPORTING)
    sentinels = ["SENTINEL-TEACHER", "SENTINEL-DELEGATE", "SENTINEL-PACKAGE"]
    for number in range(3):
        raters = [class_.boss, *(class_.actor(rater) for rater in range(3) if rater != number)]
        for actor in raters:
            class_.mark(actor, number, 83)
    for event in db.session.query(ScoreSheet).all():
        assert event.state == "submitted"
    class_.move(gates.MODERATING)
    # A remark by the teacher and one by a delegate, and a mark for a package, as sentinels.
    class_.move(gates.REPORTING, reason="One remark was missing.")
    for actor, text in ((class_.boss, sentinels[0]), (class_.actor(1), sentinels[1])):
        team_id = class_.team_ids[0]
        marking.reopen(actor=actor, project=class_.project, team_id=team_id, expected=1)
        entry = Entry("meeting", 18, text, 1, class_.key())
        marking.score(actor=actor, project=class_.project, team_id=team_id, entries=[entry])
        marking.submit(actor=actor, project=class_.project, team_id=team_id, expected=2)
    team = class_.team(0)
    package = inside.packages([class_.project_id])[team.id][0]
    marking.mark_packages(actor=class_.boss, team=team, marks={package.id: (97, sentinels[2])})
    commit()
    class_.move(gates.MODERATING)
    version = results.compute(actor=class_.boss, project=class_.project)
    commit()
    marks = {team["mark"] for team in json.loads(version.outputs)["teams"]}
    hidden = [*sentinels, *marks, "How this was computed"]
    # A member of the marked team, its own delegate, and another team's plain member.
    for person in (class_.people(0)[3], class_.people(0)[0], class_.people(2)[3]):
        browser = enter(person)
        for address in _addresses(class_, 0):
            text = browser.get(address).text
            assert [each for each in hidden if each in text] == [], address
    # A delegate sees the own remark only, never the teacher's or another delegate's.
    own = enter(class_.people(1)[0]).get(f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}").text
    assert sentinels[1] in own
    assert sentinels[0] not in own
    other = enter(class_.people(2)[0]).get(f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}").text
    assert not [each for each in sentinels if each in other]
    results.release(actor=class_.boss, project=class_.project, number=version.number)
    commit()
    page = enter(class_.people(0)[3]).get(f"/projects/{class_.project_id}/result").text
    assert sentinels[0] in page
    assert sentinels[1] in page


def test_forged_numbers_and_other_organisations_are_not_found(enter: Enter) -> None:
    class_ = world().reach(gates.REPORTING)
    elsewhere = factories.organisation()
    stranger = enter(factories.person(Role.INSTRUCTOR, organisation=elsewhere))
    student = enter(factories.person(Role.LEARNER, organisation=elsewhere))
    classmate = enter(factories.person(Role.LEARNER, organisation=class_.home))
    pid, tid = class_.project_id, class_.team_ids[0]
    for address in (
        f"/projects/{pid}",
        f"/projects/{pid}/result",
        f"/projects/{pid}/marking",
        f"/projects/{pid}/marking/{tid}",
        f"/projects/teams/{tid}",
        "/projects/999",
        "/projects/teams/999",
        f"/projects/{pid}/marking/999",
        "/projects/submissions/999",
    ):
        for browser in (stranger, student, classmate):
            answer = browser.get(address)
            assert answer.status_code in ({403, 404} if browser is stranger else {404}), address
    assert stranger.get(f"/projects/{pid}/manage").status_code == 404
    boss = enter(class_.teacher)
    assert boss.get(f"/projects/{pid}/marking/999").status_code == 404
    other = world()
    assert boss.get(f"/projects/{pid}/marking/{other.team_ids[0]}").status_code == 404
    member = enter(class_.people(0)[0])
    assert member.get(f"/projects/teams/{class_.team_ids[1]}").status_code == 404


def test_files_open_for_the_team_the_teacher_and_delegates_only(enter: Enter) -> None:
    class_ = world().reach(gates.EXECUTING)
    owner = enter(class_.people(0)[1])
    fields = {"target": "screening-report", "client_key": "k", "file": (io.BytesIO(b"# Table"), "table.md")}
    owner.post(f"/projects/teams/{class_.team_ids[0]}/submissions", data=fields)
    address = "/projects/submissions/1"
    delegate = enter(class_.people(1)[0])
    assert delegate.get(address).status_code == 404
    class_.reach(gates.REPORTING)
    with owner.get(address) as answer:
        assert answer.data == b"# Table"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    for browser in (delegate, enter(class_.teacher)):
        with browser.get(address) as answer:
            assert answer.status_code == 200
    assert enter(class_.people(1)[2]).get(address).status_code == 404


def test_somebody_elses_package_cannot_be_handed_in(enter: Enter) -> None:
    class_ = world().reach(gates.EXECUTING)
    member = enter(class_.people(0)[1])
    fields = {"target": "w1", "client_key": "k", "url": "https://a.example"}
    assert member.post(f"/projects/teams/{class_.team_ids[0]}/submissions", data=fields).status_code == 422
    fields["target"] = "w2"
    assert member.post(f"/projects/teams/{class_.team_ids[0]}/submissions", data=fields).status_code == 302
