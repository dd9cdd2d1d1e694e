"""Marking by hand and keyboard: the own order, kept remarks, marks side by side."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import InvalidError, NotFoundError
from app.organisations.policies import Role
from app.platform.database import commit
from app.projects.engine import gates
from app.projects.queries import boards
from app.projects.views.blueprint import queue
from app.rubrics import queries, services
from tests import factories
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]


@pytest.fixture
def class_(app: Flask) -> World:
    """Return six teams whose marking is open."""
    assert app is not None
    return world(teams=6, size=2).reach(gates.REPORTING)


def test_everybody_has_an_own_order_that_never_changes(class_: World) -> None:
    states = boards.panel(class_.project_id)
    project = class_.project
    actors = [class_.boss, *(class_.actor(number) for number in range(6))]
    orders = [[each.id for each in queue(actor, project, states, {})] for actor in actors]
    again = [[each.id for each in queue(actor, project, states, {})] for actor in actors]
    assert orders == again
    assert sorted(orders[0]) == sorted(class_.team_ids)
    assert class_.team_ids[0] not in orders[1]
    assert len({tuple(order) for order in orders}) == 7


def test_kept_remarks_are_own_or_shared_and_can_be_dropped(class_: World, enter: Enter) -> None:
    colleague = factories.actor(factories.person(Role.INSTRUCTOR, organisation=class_.home))
    stranger = factories.actor(factories.person(Role.INSTRUCTOR, organisation=factories.organisation()))
    kept = services.keep_snippet(actor=class_.boss, text="  Say where  it is from. ", shared=True)
    services.keep_snippet(actor=class_.boss, text="Only mine.", shared=False)
    assert services.keep_snippet(actor=class_.boss, text="Say where it is from.", shared=True).id == kept.id
    commit()
    assert [row.text for row in queries.snippets(class_.boss)] == ["Only mine.", "Say where it is from."]
    assert [row.text for row in queries.snippets(colleague)] == ["Say where it is from."]
    assert queries.snippets(stranger) == []
    for other in (colleague, stranger):
        with pytest.raises(NotFoundError):
            services.drop_snippet(actor=other, snippet_id=kept.id)
    with pytest.raises(InvalidError, match="1 to 300"):
        services.keep_snippet(actor=class_.boss, text=" ", shared=False)
    teacher = enter(class_.teacher)
    where = f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"
    page = teacher.get(where).text
    assert "Say where it is from." in page
    dropped = teacher.post(f"/projects/snippets/{kept.id}/drop", data={"next": where})
    assert dropped.headers["Location"] == where
    assert queries.snippets(colleague) == []
    outside = teacher.post("/projects/snippets", data={"text": "More", "next": "https://evil.example/"})
    assert outside.headers["Location"] == "/projects/"
    assert teacher.post("/projects/snippets", data={"text": "", "next": where}).status_code == 302


def test_a_learners_remark_is_never_shared(class_: World, enter: Enter) -> None:
    delegate = enter(class_.people(0)[0])
    delegate.post("/projects/snippets", data={"text": "From a learner", "shared": "1", "next": "/projects/"})
    assert queries.snippets(class_.boss) == []
    assert [row.text for row in queries.snippets(class_.actor(0))] == ["From a learner"]


def test_own_marks_stand_side_by_side(class_: World, enter: Enter) -> None:
    class_.mark(class_.boss, 0, 90)
    class_.mark(class_.boss, 1, 55, submit=False)
    class_.mark(class_.actor(2), 0, 71)
    page = enter(class_.teacher).get(f"/projects/{class_.project_id}/marking/compare").text
    assert page.count('<caption class="visually-hidden">') == 5
    sheet = enter(class_.teacher).get(f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}").text
    assert "Next team" in sheet or "Previous team" in sheet
    own = enter(class_.people(2)[0]).get(f"/projects/{class_.project_id}/marking/compare").text
    assert "Team C" not in own
    plain = enter(class_.people(2)[1])
    assert plain.get(f"/projects/{class_.project_id}/marking/compare").status_code == 200
    outsider = factories.person(Role.LEARNER, organisation=class_.home)
    assert enter(outsider).get(f"/projects/{class_.project_id}/marking/compare").status_code == 404
