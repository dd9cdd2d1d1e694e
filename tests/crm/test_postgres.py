"""The same archive on PostgreSQL: ledger guarded by the database, one open attempt, an exact mark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.crm import queries
from app.crm.models import Assertion, Sandbox
from app.crm.services import checking, filing, sandboxes
from app.crm.services.filing import Entry
from app.factory import create_app
from app.library import services as library
from app.platform.database import commit, db
from tests import factories
from tests.conftest import settings
from tests.crm import dossiers
from tests.crm.conftest import World

pytestmark = pytest.mark.postgres


@pytest.fixture
def world(postgres_url: str, tmp_path: Path) -> Iterator[World]:
    """Return a learner of an installation on PostgreSQL."""
    app = create_app(settings(tmp_path, postgres_url))
    with app.app_context():
        db.create_all()
        library.release_objects(objects={("dossier", "l1-card"): dossiers.doc()})
        home = factories.organisation()
        learner = factories.person("learner", organisation=home)
        commit()
        yield World(home, learner, factories.actor(learner))
        db.session.remove()
        db.engine.dispose()


def test_an_archive_on_postgresql(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    world.contact(sandbox, account)
    entry = Entry("account", account, "volume", "480万张", "chat", "去年一共四百八十万张")
    line = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry, client_key="k")
    assert (
        filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry, client_key="k").id == line.id
    )
    check = checking.check(actor=world.actor, sandbox_id=sandbox.id)
    commit()
    assert 0 < check.score < 100
    assert (
        queries.best_scores(world.home.id, [world.learner.id])[world.learner.id, "l1-card"][0] == check.score
    )
    assert queries.own_data(world.actor)[0]["dossier"] == "l1-card"
    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(update(Assertion).values(value_raw="5000"))
    db.session.rollback()
    db.session.add(
        Sandbox(
            organisation_id=world.home.id,
            user_id=world.learner.id,
            dossier_id="l1-card",
            dossier_hash=sandbox.dossier_hash,
            seed="x",
            sim_now=sandbox.sim_now,
            started_at=sandbox.started_at,
        )
    )
    with pytest.raises(IntegrityError, match="uq_crm_sandboxes_open"):
        db.session.flush()
    db.session.rollback()
    assert sandboxes.restart(actor=world.actor, sandbox_id=sandbox.id).parent_id == sandbox.id
    db.session.rollback()
