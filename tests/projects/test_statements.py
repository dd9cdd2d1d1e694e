"""Every page sends the same number of SQL statements for few and for many teams and people."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.platform.database import db
from app.projects.engine import gates
from app.projects.queries import outcomes, waiting
from app.projects.services import setup
from tests import factories
from tests.projects.world import World, world

Page = Callable[[World], str]


def _browser(app: Flask, class_: World, *, teacher: bool) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    return factories.sign_in(browser, class_.teacher if teacher else class_.people(0)[0])


PAGES: dict[str, tuple[bool, Page]] = {
    "list of the learner": (False, lambda _: "/projects/"),
    "list of the teacher": (True, lambda _: "/projects/"),
    "task book": (False, lambda c: f"/projects/{c.project_id}"),
    "team": (False, lambda c: f"/projects/teams/{c.team_ids[0]}"),
    "team as teacher": (True, lambda c: f"/projects/teams/{c.team_ids[0]}"),
    "marking of a delegate": (False, lambda c: f"/projects/{c.project_id}/marking"),
    "marking of the teacher": (True, lambda c: f"/projects/{c.project_id}/marking"),
    "sheet of a delegate": (False, lambda c: f"/projects/{c.project_id}/marking/{c.team_ids[1]}"),
    "run the task": (True, lambda c: f"/projects/{c.project_id}/manage"),
    "contribution": (False, lambda c: f"/projects/teams/{c.team_ids[0]}/contribution"),
    "result": (False, lambda c: f"/projects/{c.project_id}/result"),
    "result of the teacher": (True, lambda c: f"/projects/{c.project_id}/result"),
}


def test_few_and_many_teams_cost_the_same(app: Flask, statements: list[str]) -> None:
    few = world(teams=3, size=3, ask_contribution=True).reach(gates.RELEASED)
    many = world(teams=6, size=5, ask_contribution=True).reach(gates.RELEASED)
    counts: dict[str, list[int]] = {}
    for class_ in (few, many):
        browsers = {teacher: _browser(app, class_, teacher=teacher) for teacher in (True, False)}
        for name, (teacher, address) in PAGES.items():
            where = address(class_)
            db.session.rollback()
            statements.clear()
            answer = browsers[teacher].get(where)
            assert answer.status_code == 200, name
            counts.setdefault(name, []).append(len(statements))
    assert {name: pair for name, pair in counts.items() if pair[0] != pair[1]} == {}
    assert max(pair[0] for pair in counts.values()) <= 22


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("teams", [3, 30])
def test_questions_of_other_rooms_cost_the_same(statements: list[str], teams: int) -> None:
    class_ = world(teams=teams, size=2)
    setup.move(actor=class_.boss, project=class_.project, target="published", expected="draft")
    db.session.commit()
    people = [learner.id for learner in class_.learners]
    boss, member = class_.boss, class_.actor(0)
    db.session.rollback()
    costs = []
    for ask in (
        lambda: outcomes.released_scores(class_.home.id, people),
        lambda: waiting.next_steps(boss),
        lambda: waiting.next_steps(member),
        lambda: outcomes.own_data(member),
    ):
        statements.clear()
        ask()
        costs.append(len(statements))
    assert costs[0] == 1 + 1  # the organisation is loaded again after the rollback
    assert costs[1:] == [2, 2, 3]
