"""Sheets kept by the rubrics room: retries, stale writes, handing in and reopening."""

import pytest

from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.platform.database import db
from app.projects.engine import gates
from app.projects.services import marking
from app.rubrics import queries
from app.rubrics.models import RubricVersion, ScoreEvent, ScoreSheet
from app.rubrics.services import Entry, StaleScoreError
from tests.projects.world import World, world


@pytest.fixture
def class_(app: object) -> World:
    """Return a class whose marking is open."""
    assert app is not None
    return world(teams=2, size=2).reach(gates.REPORTING)


def _score(class_: World, entry: Entry) -> ScoreEvent:
    team_id = class_.team_ids[0]
    return marking.score(actor=class_.boss, project=class_.project, team_id=team_id, entries=[entry])[0]


def test_a_retry_returns_the_same_event(class_: World) -> None:
    first = _score(class_, Entry("meeting", 12, "", 0, "k1"))
    again = _score(class_, Entry("meeting", 12, "", 0, "k1"))
    assert (again.id, again.version) == (first.id, 1)
    unchanged = _score(class_, Entry("meeting", 12, "", 0, "k2"))
    assert unchanged.id == first.id
    assert db.session.query(ScoreEvent).count() == 1


def test_a_stale_write_brings_both_versions(class_: World) -> None:
    _score(class_, Entry("meeting", 12, "first", 0, "k1"))
    with pytest.raises(StaleScoreError) as stale:
        _score(class_, Entry("meeting", 15, "second", 0, "k2"))
    assert (stale.value.saved.points, stale.value.entry.points) == (12, 15)
    assert _score(class_, Entry("meeting", 15, "second", 1, "k3")).version == 2


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (Entry("meeting", 12, "", 0, ""), "could not read"),
        (Entry("meeting", 21, "", 0, "k"), "outside the scale"),
        (Entry("charm", 1, "", 0, "k"), "no such criterion"),
        (Entry("meeting", 1, "x" * 2001, 0, "k"), "at most 2000 characters"),
    ],
)
def test_what_cannot_be_written_is_refused(class_: World, entry: Entry, sentence: str) -> None:
    with pytest.raises(InvalidError, match=sentence):
        _score(class_, entry)


def test_a_handed_in_sheet_is_closed_until_it_is_reopened(class_: World) -> None:
    class_.mark(class_.boss, 0, 80)
    team_id = class_.team_ids[0]
    with pytest.raises(ConflictError, match="handed in"):
        _score(class_, Entry("meeting", 3, "", 1, "late"))
    again = marking.submit(actor=class_.boss, project=class_.project, team_id=team_id, expected=0)
    assert again.version == 1
    with pytest.raises(ConflictError, match="changed since"):
        marking.reopen(actor=class_.boss, project=class_.project, team_id=team_id, expected=0)
    sheet = marking.reopen(actor=class_.boss, project=class_.project, team_id=team_id, expected=1)
    assert (sheet.state, sheet.version, sheet.submitted_at) == ("draft", 2, None)
    same = marking.reopen(actor=class_.boss, project=class_.project, team_id=team_id, expected=0)
    assert same.version == 2
    with pytest.raises(ConflictError, match="changed since"):
        marking.submit(actor=class_.boss, project=class_.project, team_id=team_id, expected=1)
    assert queries.points(queries.states([sheet.id])[sheet.id])["screening"] == 20


def test_delegates_sheets_close_when_marking_closes_and_the_teachers_stay_open(class_: World) -> None:
    class_.reach(gates.MODERATING)
    team_id = class_.team_ids[0]
    with pytest.raises(GoneError):
        marking.reopen(actor=class_.actor(1), project=class_.project, team_id=team_id, expected=1)
    assert (
        marking.reopen(actor=class_.boss, project=class_.project, team_id=team_id, expected=1).state
        == "draft"
    )


def test_one_rubric_version_for_one_content(class_: World) -> None:
    other = world(teams=2, size=2)
    assert other.project.rubric_version_id == class_.project.rubric_version_id
    assert db.session.query(RubricVersion).count() == 1
    assert db.session.query(ScoreSheet).count() == 0


def test_package_marks_are_whole_and_of_this_team(class_: World) -> None:
    team = class_.team(0)
    with pytest.raises(InvalidError, match="0 to 100"):
        marking.mark_packages(actor=class_.boss, team=team, marks={1: (101, "")})
    with pytest.raises(NotFoundError):
        marking.mark_packages(actor=class_.boss, team=team, marks={999: (50, "")})
    with pytest.raises(NotAllowedError):
        marking.mark_packages(actor=class_.actor(0), team=team, marks={1: (50, "")})
