"""A learner of one college with the case published, and talks at any stage."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from flask import Flask

from app.accounts.models import User
from app.kernel.actor import Actor
from app.library import services as library
from app.negotiation import queries
from app.negotiation.engine import selfplay
from app.negotiation.engine.review import OwnReview
from app.negotiation.engine.run import Played
from app.negotiation.models import Run
from app.negotiation.services import marking, runs
from app.negotiation.services.runs import Intent, Judgement, Saying
from app.organisations.models import Organisation
from app.platform.database import commit, db
from tests import factories
from tests.negotiation.material import CASE, archetype, documents, the_case

GUESS = Judgement("opinionated", 60, ("asserts",))
INTENT = Intent(("let_them_design",), ("draft_by_his_criteria",), ("interrupts_twice",), "先请教,后报价。")


@dataclass
class World:
    """One learner of one college, and the verbs of a talk; everything is committed."""

    home: Organisation
    learner: User
    actor: Actor

    def start(self, mode: str = "practice", slug: str | None = "opinionated", seed: int = 3) -> int:
        """Begin a run and return its id."""
        run = runs.start(actor=self.actor, case_id=CASE, mode=mode, archetype=slug, seed=seed)
        commit()
        return run.id

    def talk(self, mode: str = "practice", slug: str | None = "opinionated", seed: int = 3) -> int:
        """Begin a run and bring it to the talk."""
        number = self.start(mode, slug, seed)
        runs.judge(actor=self.actor, run_id=number, judgement=GUESS)
        runs.plan(actor=self.actor, run_id=number, intent=INTENT)
        commit()
        return number

    def say(self, number: int, acts: Iterable[Played]) -> None:
        """Play *acts* in a talk."""
        for act, slots in acts:
            turn = self.run(number).turns + 1
            saying = Saying(act, slots, turn, f"key-{number}-{turn}", "")
            runs.say(actor=self.actor, run_id=number, saying=saying)
        commit()

    def script(self, slug: str = "opinionated", name: str = "matched") -> list[Played]:
        """Return an exemplar script."""
        return selfplay.script(the_case(), archetype(slug).scripts[name])

    def done(self, mode: str = "practice", slug: str | None = "opinionated", seed: int = 3) -> int:
        """Play a whole run through its review."""
        number = self.talk(mode, slug, seed)
        self.say(number, self.script()[:5])
        runs.finish(actor=self.actor, run_id=number)
        marking.review(actor=self.actor, run_id=number, own=OwnReview(2, "summarise", "下次先总结。"))
        commit()
        return number

    def run(self, number: int) -> Run:
        """Return a run as the database has it."""
        db.session.expire_all()
        return queries.own_run(self.actor, number)


def published() -> None:
    """Publish the repository's documents of this room."""
    library.release_objects(objects=dict(documents()))
    commit()


@pytest.fixture
def world(app: Flask) -> World:
    """Return a learner with the case published."""
    published()
    home = factories.organisation()
    learner = factories.person("learner", organisation=home)
    return World(home, learner, factories.actor(learner))
