"""Forming teams: in order, by lot, in balance, from a list, and by the class itself."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import InvalidError, NotFoundError
from app.organisations.policies import Role
from app.platform.database import commit
from app.projects.engine import gates
from app.projects.queries import inside, outcomes
from app.projects.services import formation, setup
from tests import factories
from tests.projects.world import World, publish_content, world

Enter = Callable[[User], FlaskClient]


@pytest.fixture
def class_(app: Flask) -> World:
    """Return a class of nine with a draft and no teams."""
    assert app is not None
    publish_content()
    home = factories.organisation()
    teacher = factories.person(Role.INSTRUCTOR, organisation=home)
    learners = [factories.person(Role.LEARNER, organisation=home, name=f"P{n}") for n in range(9)]
    cohort = factories.cohort(home, *learners)
    project = setup.create_project(actor=factories.actor(teacher), cohort=cohort, task_id="t1")
    commit()
    return World(home, teacher, cohort, learners, project.id)


def _names(class_: World) -> list[list[str]]:
    members = inside.members([class_.project_id])
    return [[row.user.name for row in members.get(team.id, [])] for team in inside.teams([class_.project_id])]


def test_to_and_fro_gives_every_team_its_share() -> None:
    assert formation.snake([1, 2, 3, 4, 5, 6, 7], 3) == [[1, 6, 7], [2, 5], [3, 4]]


def test_lots_are_drawn_and_order_is_kept(class_: World) -> None:
    ids = [learner.id for learner in class_.learners]
    assert formation.ordered(class_.project, ids, "order") == ids
    drawn = formation.ordered(class_.project, ids, "random", random.Random(5))  # noqa: S311
    assert sorted(drawn) == ids
    assert drawn != ids
    with pytest.raises(InvalidError, match="how the class"):
        formation.ordered(class_.project, ids, "stars")


def test_balanced_teams_by_earlier_marks(class_: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [learner.id for learner in class_.learners]
    marks = {(ids[n], "t0"): (Fraction(90 - 10 * n), Fraction(100)) for n in range(6)}
    monkeypatch.setattr(outcomes, "released_scores", lambda *_: marks)
    formation.deal(
        actor=class_.boss, project=class_.project, user_ids=ids, names=["A", "B", "C"], how="balanced"
    )
    commit()
    teams = _names(class_)
    assert [len(team) for team in teams] == [3, 3, 3]
    assert [team[0] for team in teams] == ["P0", "P1", "P2"]
    with pytest.raises(InvalidError, match="Choose from 2"):
        formation.deal(
            actor=class_.boss, project=class_.project, user_ids=ids, names=["X"] * 7, how="balanced"
        )


def test_a_list_forms_teams_or_changes_nothing(class_: World, enter: Enter) -> None:
    teacher = enter(class_.teacher)
    where = f"/projects/{class_.project_id}/formation"
    for text, words in (
        ("P0 Red", "Line 1"),
        ("P0,Red\nP0,Blue", "Line 2"),
        ("P0,Red\nStranger,Red", "Line 2"),
    ):
        refused = teacher.post(where, data={"list": text})
        assert refused.status_code == 422
        assert words in refused.text
        assert text.splitlines()[0] in refused.text
    assert _names(class_) == []
    assert teacher.post(where, data={"list": "P0,Red\nP1，Red\n\nP2\tBlue"}).status_code == 302
    assert _names(class_) == [["P0", "P1"], ["P2"]]
    assert "Red" in teacher.get(where).text


def test_the_class_chooses_while_the_sign_up_is_open(class_: World, enter: Enter) -> None:
    learner, teacher = enter(class_.learners[0]), enter(class_.teacher)
    assert "No team to choose" in learner.get("/projects/sign-up").text
    where = f"/projects/{class_.project_id}/formation"
    assert teacher.post(where, data={"signup": "1", "count": "x"}).status_code == 422
    assert teacher.post(where, data={"signup": "1", "count": "2"}).status_code == 302
    first, second = (team.id for team in inside.teams([class_.project_id]))
    assert "Choose a team" in learner.get("/projects/").text
    assert learner.get("/projects/sign-up").text.count("Join this team") == 2
    assert learner.post(f"/projects/sign-up/{first}").status_code == 302
    assert learner.post(f"/projects/sign-up/{first}").status_code == 302
    assert "Your team" in learner.get("/projects/sign-up").text
    for other in class_.learners[1:6]:
        formation.join(actor=factories.actor(other), team_id=first)
    commit()
    late = enter(class_.learners[7])
    full = late.post(f"/projects/sign-up/{first}")
    assert full.status_code == 409
    assert "is full (6 members)" in full.text
    assert late.post(f"/projects/sign-up/{second}").status_code == 302
    assert learner.post(f"/projects/sign-up/{second}").status_code == 302
    assert [len(team) for team in _names(class_)] == [5, 2]
    stranger = factories.actor(factories.person(Role.LEARNER, organisation=class_.home))
    with pytest.raises(NotFoundError):
        formation.join(actor=stranger, team_id=second)
    assert teacher.post(where, data={"signup": "0"}).status_code == 302
    assert late.post(f"/projects/sign-up/{first}").status_code == 404


def test_nothing_can_be_joined_after_publishing(app: Flask, enter: Enter) -> None:
    class_ = world(teams=2, size=2)
    formation.open_signup(actor=class_.boss, project=class_.project, names=[], is_open=True)
    commit()
    class_.reach(gates.PUBLISHED)
    with pytest.raises(NotFoundError):
        formation.join(actor=class_.actor(0), team_id=class_.team_ids[1])
    assert "is published" in enter(class_.teacher).get(f"/projects/{class_.project_id}/formation").text
