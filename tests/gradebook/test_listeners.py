"""What the gradebook writes when it hears of a result: graded talks count, practice talks do not."""

from fractions import Fraction

import pytest
from flask import Flask

from app.gradebook import queries
from app.kernel.events import publish
from app.negotiation.events import RunAdjusted, RunDebriefed
from app.organisations.policies import Role
from app.platform.database import commit
from tests import factories


@pytest.mark.parametrize(("mode", "marks"), [("graded", 1), ("practice", 0)])
def test_only_graded_talks_count(app: Flask, mode: str, marks: int) -> None:
    home = factories.organisation()
    learner = factories.actor(factories.person(Role.LEARNER, organisation=home))
    publish(
        RunDebriefed(
            organisation_id=home.id,
            user_id=learner.user_id,
            case_id="office-first-call",
            run_id=1,
            score=Fraction(80),
            maximum=Fraction(100),
            mode=mode,
        )
    )
    commit()
    assert len(queries.own_cells(learner)) == marks


@pytest.mark.parametrize(("mode", "score"), [("graded", 60), ("practice", 80)])
def test_a_mark_changed_by_a_teacher_counts_even_when_it_is_lower(app: Flask, mode: str, score: int) -> None:
    home = factories.organisation()
    learner = factories.actor(factories.person(Role.LEARNER, organisation=home))
    names = (home.id, learner.user_id, "office-first-call")
    publish(RunDebriefed(*names, 1, Fraction(80), Fraction(100), "graded"))
    publish(RunAdjusted(*names, mode, 1, Fraction(60), Fraction(100)))
    commit()
    assert [Fraction(cell.score) for cell in queries.own_cells(learner).values()] == [Fraction(score)]
