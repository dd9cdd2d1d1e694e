"""One run on SQLite and on PostgreSQL: the same hashes, a mark, the same refusals."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.factory import create_app
from app.negotiation import queries
from app.negotiation.engine.log import GENESIS, chain
from app.negotiation.engine.run import start, step
from app.platform.database import db
from tests import factories
from tests.conftest import settings
from tests.negotiation.conftest import World, published


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


@pytest.mark.usefixtures("engine_app")
def test_a_run_is_the_same_on_both_databases() -> None:
    published()
    home = factories.organisation()
    learner = factories.person("learner", organisation=home)
    world = World(home, learner, factories.actor(learner))
    number = world.done(seed=11)
    run, rows = world.run(number), queries.turns(number)
    place = queries.setting(run)
    state, head = start(place.case, place.archetype, 11), GENESIS
    for act, slots in world.script()[:5]:
        state, turn = step(state, act, slots)
        head = chain(head, turn, state)
    assert rows[4].hash == head
    assert run.points is not None
    assert queries.best_scores(home.id, [learner.id])[learner.id] == {run.case_id: run.score}
    for statement in ("UPDATE negotiation_turns SET act = 'silence'", "DELETE FROM negotiation_guesses"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()
