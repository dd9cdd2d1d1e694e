"""A published dossier and a learner's archive for tests of the room."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from app.accounts.models import User
from app.crm.engine import robots
from app.crm.engine.fields import find
from app.crm.models import Sandbox
from app.crm.services import filing, sandboxes
from app.crm.services.filing import Entry
from app.kernel.actor import Actor
from app.library import services as library
from app.organisations.models import Organisation
from app.platform.database import commit
from tests import factories
from tests.crm import dossiers


@dataclass
class World:
    """One learner of one college with the first dossier published."""

    home: Organisation
    learner: User
    actor: Actor

    def start(self) -> Sandbox:
        """Start the first dossier and keep it."""
        sandbox = sandboxes.start(actor=self.actor, dossier_id="l1-card")
        commit()
        return sandbox

    def account(self, sandbox: Sandbox) -> int:
        """Create the college's account and return its id."""
        entry = Entry("", 0, "name", "鉴水职业技术学院", "card", "鑒水職業技術學院")
        row = filing.create_account(actor=self.actor, sandbox_id=sandbox.id, entry=entry)
        commit()
        return row.id

    def contact(self, sandbox: Sandbox, account: int, name: str = "柳静姝") -> int:
        """Add a person and return the id."""
        entry = Entry("", 0, "name", name)
        row = filing.add_contact(actor=self.actor, sandbox_id=sandbox.id, account_id=account, entry=entry)
        commit()
        return row.id


@pytest.fixture
def world(app: Flask) -> World:
    """Return a learner who can start the first dossier."""
    library.release_objects(objects={("dossier", "l1-card"): dossiers.doc()})
    home = factories.organisation()
    learner = factories.person("learner", organisation=home)
    commit()
    return World(home, learner, factories.actor(learner))


@pytest.fixture
def perfect(world: World) -> Callable[[Sandbox], None]:
    """Return a function that files the model archive through the services, as the demo loader would."""

    def fill(sandbox: Sandbox) -> None:
        account = 0
        for record in robots.perfect(dossiers.dossier(), "zh"):
            filed = record.filings["name"]
            entry = Entry("", 0, "name", filed.raw, filed.doc, filed.quote)
            if record.entity == "account":
                account = filing.create_account(actor=world.actor, sandbox_id=sandbox.id, entry=entry).id
                number = account
            else:
                number = filing.add_contact(
                    actor=world.actor, sandbox_id=sandbox.id, account_id=account, entry=entry
                ).id
            for key, one in record.filings.items():
                if key != "name" and find(record.entity, key):
                    entry = Entry(record.entity, number, key, one.raw, one.doc, one.quote, one.status)
                    filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
        commit()

    return fill
