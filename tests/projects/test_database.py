"""What the database itself refuses, whatever the program believes: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.content.canonical import canonical
from app.factory import create_app
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.queries import outcomes
from app.projects.services import marking, results, setup
from tests.conftest import settings
from tests.projects.world import World, world


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """Return an application on an empty database of each kind, inside its context."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
        return
    app = create_app(settings(tmp_path, request.getfixturevalue("postgres_url")))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def _refused(statement: str, **values: Any) -> str:
    """Send raw SQL that must fail and return the database's own words."""
    with pytest.raises(DBAPIError) as refusal:
        db.session.execute(text(statement), values)
    db.session.rollback()
    return str(refusal.value.orig)


INSERT_SHEET = (
    "INSERT INTO score_sheets (organisation_id, rubric_version_id, context_kind, context_id, subject_kind, "
    "subject_id, role, side_id, rater_id, state, version, created_at) "
    "VALUES (:organisation, 1, 'project', 1, 'team', :team, :role, :side, :rater, 'draft', 0, "
    "CURRENT_TIMESTAMP)"
)
INSERT_EVENT = (
    "INSERT INTO score_events (sheet_id, criterion, points, comment, version, client_key, by_id, at) "
    "VALUES (:sheet, 'meeting', 20, '', :version, :key, :by, CURRENT_TIMESTAMP)"
)


def _sheet(class_: World, team: int, role: str, side: int, rater: int) -> dict[str, Any]:
    return {"organisation": class_.home.id, "team": team, "role": role, "side": side, "rater": rater}


@pytest.mark.usefixtures("engine_app")
def test_nobody_marks_the_own_team_whatever_is_claimed() -> None:
    class_ = world(teams=3, size=2).reach(gates.REPORTING)
    own, other, third = class_.team_ids
    member = class_.people(0)[0].id
    # As delegate of the own team, under a forged side, and as somebody who pretends to be a teacher.
    for role, side in (("delegate", own), ("delegate", other), ("teacher", 0)):
        words = _refused(INSERT_SHEET, **_sheet(class_, own, role, side, member))
        assert "recus" in words or "own_side_is_recused" in words
    db.session.execute(text(INSERT_SHEET), _sheet(class_, own, "delegate", other, class_.people(1)[0].id))
    commit()
    words = _refused("UPDATE score_sheets SET rater_id = :rater", rater=member)
    assert "nobody marks a team they belong to" in words
    # PostgreSQL counts refused rows too, so the sheet's number differs between the databases.
    sheet = db.session.scalar(text("SELECT MAX(id) FROM score_sheets"))
    words = _refused(INSERT_EVENT, sheet=sheet, version=1, key="k", by=member)
    assert "nobody marks a team they belong to" in words
    assert "stays with its subject" in _refused("UPDATE score_sheets SET subject_id = :team", team=third)
    db.session.execute(
        text(INSERT_EVENT), {"sheet": sheet, "version": 1, "key": "k", "by": class_.people(1)[0].id}
    )


@pytest.mark.usefixtures("engine_app")
def test_who_changed_teams_stays_recused_from_the_old_one() -> None:
    class_ = world(teams=3, size=3).reach(gates.EXECUTING)
    mover = class_.people(0)[2].id
    old, new = class_.team_ids[0], class_.team_ids[1]
    _change_team(class_, mover, new)
    words = _refused(INSERT_SHEET, **_sheet(class_, old, "delegate", new, mover))
    assert "nobody marks a team they belong to" in words


def _change_team(class_: World, user_id: int, team_id: int) -> None:
    """Move a person to another team after work began."""
    setup.seat(actor=class_.boss, project=class_.project, seats={user_id: team_id}, reason="Asked to.")
    commit()


@pytest.mark.usefixtures("engine_app")
def test_a_declared_recusal_binds_the_database() -> None:
    class_ = world(teams=3, size=2).reach(gates.REPORTING)
    actor, team = class_.actor(0), class_.team_ids[1]
    class_.mark(actor, 1, 70, submit=False)
    marking.declare_recusal(actor=actor, project=class_.project, team_id=team, reason="My cousin is in it.")
    commit()
    assert "stands aside" in _refused(INSERT_EVENT, sheet=1, version=9, key="k", by=actor.user_id)
    refused = _refused("UPDATE score_sheets SET version = 7 WHERE id = 1")
    assert "stands aside" in refused
    assert "append-only" in _refused("DELETE FROM recusals")


@pytest.mark.usefixtures("engine_app")
def test_points_and_results_are_only_ever_added() -> None:
    class_ = world(teams=2, size=2).reach(gates.RELEASED)
    for table in ("score_events", "result_versions", "result_releases", "released_marks", "rubric_versions"):
        assert "append-only" in _refused(f"UPDATE {table} SET id = id + 100")  # noqa: S608 - fixed names
        assert "append-only" in _refused(f"DELETE FROM {table}")  # noqa: S608
    assert "never deleted" in _refused("DELETE FROM score_sheets")
    assert "never deleted" in _refused("DELETE FROM team_members")
    words = _refused(INSERT_EVENT, sheet=1, version=9, key="k", by=class_.teacher.id)
    assert "only while the sheet is a draft" in words


@pytest.mark.usefixtures("engine_app")
def test_shares_are_checked_and_frozen() -> None:
    class_ = world(teams=2, size=2)
    assert "shares_sum_100" in _refused("UPDATE projects SET teacher_share = 70")
    assert "weights_sum_100" in _refused("UPDATE projects SET own_weight = 70")
    class_.move(gates.PUBLISHED)
    assert "frozen" in _refused("UPDATE projects SET teacher_share = 70, student_share = 30")
    assert "frozen" in _refused("UPDATE projects SET aggregator = 'median'")


@pytest.mark.usefixtures("engine_app")
def test_one_team_at_a_time_and_delegates_from_the_team_only() -> None:
    class_ = world(teams=2, size=2).reach(gates.EXECUTING)
    first, second = (class_.people(number)[0].id for number in range(2))
    _refused(
        "INSERT INTO team_members (project_id, team_id, user_id, role, valid_from) "
        "VALUES (:project, :team, :user, '', CURRENT_TIMESTAMP)",
        project=class_.project_id,
        team=class_.team_ids[1],
        user=first,
    )
    words = _refused(
        "INSERT INTO delegations (team_id, delegate_id, alternate_id, by_id, at) "
        "VALUES (:team, :delegate, :alternate, :delegate, CURRENT_TIMESTAMP)",
        team=class_.team_ids[0],
        delegate=first,
        alternate=second,
    )
    assert "members of the team" in words


def _computed() -> tuple[str, str, str]:
    class_ = world(teams=4, size=2).reach(gates.MODERATING)
    results.compute(actor=class_.boss, project=class_.project)
    commit()
    db.session.expire_all()
    kept = outcomes.latest_result(class_.project_id)
    assert kept is not None
    assert results.verify(kept)
    assert kept.inputs == canonical(results.inputs(class_.project))
    return kept.inputs, kept.outputs, kept.sha256


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_the_same_class_computes_to_the_same_bytes_on_both_databases(
    postgres_url: str, tmp_path: Path
) -> None:
    on_sqlite = _computed()
    other = create_app(settings(tmp_path / "other", postgres_url))
    with other.app_context():
        db.create_all()
        on_postgres = _computed()
        db.session.remove()
        db.engine.dispose()
    assert on_postgres == on_sqlite
