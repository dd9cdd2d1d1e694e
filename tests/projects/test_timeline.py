"""The timetable: weeks of packages, milestones, roles; drawn from plain numbers."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import GoneError, InvalidError, NotAllowedError, NotFoundError
from app.platform.database import commit
from app.projects.engine import gantt, gates
from app.projects.queries import inside
from app.projects.services import timeline
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]


@pytest.fixture
def class_(app: Flask) -> World:
    """Return two teams that plan."""
    assert app is not None
    return world(teams=2, size=3).reach(gates.PLANNING)


def test_bars_and_diamonds_stand_on_the_grid() -> None:
    chart = gantt.draw(4, [gantt.Span("A", "Li", 1, 2)], [gantt.Point("M", 4, reached=True)])
    assert (chart.bars[0].x, chart.bars[0].width) == (gantt.LEFT, 2 * gantt.WEEK)
    assert chart.diamonds[0].x == gantt.LEFT + 4 * gantt.WEEK
    assert chart.diamonds[0].y > chart.bars[0].y


def test_weeks_lie_inside_the_task_and_in_order(class_: World) -> None:
    packages = inside.packages([class_.project_id])[class_.team_ids[0]]
    team, actor, first = class_.team(0), class_.actor(0), packages[0].id
    for weeks in ((0, 1), (2, 1), (1, 5), (None, 1)):
        with pytest.raises(InvalidError, match="week 4"):
            timeline.set_weeks(actor=actor, team=team, weeks={first: weeks})
    with pytest.raises(NotFoundError):
        timeline.set_weeks(actor=actor, team=team, weeks={99999: (1, 1)})
    with pytest.raises(NotAllowedError):
        timeline.set_weeks(actor=class_.actor(1), team=team, weeks={first: (1, 2)})
    timeline.set_weeks(actor=actor, team=team, weeks={first: (1, 2)})
    timeline.set_weeks(actor=actor, team=team, weeks={first: (None, None)})
    assert inside.packages([class_.project_id])[class_.team_ids[0]][0].first_week is None
    with pytest.raises(InvalidError, match="no such role"):
        timeline.choose_role(actor=actor, team=team, role="king")
    with pytest.raises(InvalidError, match="few words"):
        timeline.add_milestone(actor=actor, team=team, title=" ", week=1)
    with pytest.raises(InvalidError, match="week 4"):
        timeline.add_milestone(actor=actor, team=team, title="Done", week=9)
    commit()
    class_.reach(gates.REPORTING)
    with pytest.raises(GoneError):
        timeline.choose_role(actor=actor, team=class_.team(0), role="lead")


def test_the_page_draws_what_was_typed(class_: World, enter: Enter) -> None:
    member = enter(class_.people(0)[0])
    where = f"/projects/teams/{class_.team_ids[0]}/timeline"
    package = inside.packages([class_.project_id])[class_.team_ids[0]][0].id
    assert "draws itself" in member.get(where).text
    weeks = {"weeks": "1", f"first-{package}": "1", f"last-{package}": "3"}
    assert member.post(where, data=weeks).status_code == 302
    assert member.post(where, data={"title": "List is sorted", "week": "2"}).status_code == 302
    assert member.post(where, data={"role": "lead"}).status_code == 302
    page = member.get(where).text
    assert "<svg" in page
    assert page.count("List is sorted") >= 2
    assert "Team lead" in page
    number = inside.milestones(class_.team_ids[0])[0].id
    assert member.post(where, data={"milestone": str(number), "word": "reached"}).status_code == 302
    assert "gantt-reached" in member.get(where).text
    assert member.post(where, data={"milestone": str(number), "word": "open"}).status_code == 302
    assert member.post(where, data={"milestone": str(number), "word": "drop"}).status_code == 302
    assert "List is sorted" not in member.get(where).text
    assert member.post(where, data={"milestone": str(number), "word": "drop"}).status_code == 404
    bad = member.post(where, data={"title": "Too late", "week": "x"})
    assert bad.status_code == 422
    assert "Too late" in bad.text
    other = enter(class_.people(1)[0])
    assert other.get(where).status_code == 404
    assert enter(class_.teacher).get(where).status_code == 200
