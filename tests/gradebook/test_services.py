"""Recording results: practice keeps the best, a team task the newest, and nothing is overwritten."""

from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from app.gradebook import queries, services
from app.gradebook.models import GradeEvent
from app.organisations import services as organisations
from app.organisations.policies import Role
from app.platform.database import commit, db
from tests import factories


def give(actor_id: int, home: int, kind: str, score: int) -> None:
    """Record *score* of 100 for one item of *kind*."""
    services.record(
        organisation_id=home,
        user_id=actor_id,
        item=(kind, "x"),
        score=Fraction(score),
        maximum=Fraction(100),
        source_id=score,
    )
    commit()


@pytest.mark.parametrize(("kind", "counts"), [("exam", 80), ("scenario", 80), ("crm", 80), ("task", 60)])
def test_which_result_counts(app: Flask, kind: str, counts: int) -> None:
    home = factories.organisation()
    learner = factories.actor(factories.person(Role.LEARNER, organisation=home))
    for score in (70, 80, 60):
        give(learner.user_id, home.id, kind, score)
    cell = queries.own_cells(learner)[kind, "x"]
    assert cell.percent == counts
    assert (cell.source_id, cell.tries) == (counts, 3)
    assert len(queries.history(learner, learner.user_id, (kind, "x"))) == 3


def test_an_equal_result_does_not_replace_the_first(app: Flask) -> None:
    home = factories.organisation()
    learner = factories.actor(factories.person(Role.LEARNER, organisation=home))
    give(learner.user_id, home.id, "exam", 70)
    give(learner.user_id, home.id, "exam", 70)
    assert [e.counted for e in queries.history(learner, learner.user_id, ("exam", "x"))] == [False, True]


def test_the_database_refuses_to_change_a_result(app: Flask) -> None:
    home = factories.organisation()
    learner = factories.person(Role.LEARNER, organisation=home)
    give(learner.id, home.id, "exam", 70)
    for statement in (db.update(GradeEvent).values(score="100"), db.delete(GradeEvent)):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(statement)
        db.session.rollback()


def test_marks_of_the_same_person_elsewhere_are_not_seen(app: Flask) -> None:
    here, there = factories.organisation(), factories.organisation()
    user = factories.person(Role.LEARNER, organisation=here)
    organisations.add_member(organisation_id=there.id, user=user, role=Role.LEARNER)
    commit()
    give(user.id, there.id, "exam", 90)
    actor = factories.actor(user)
    assert actor.organisation_id == here.id
    assert queries.own_cells(actor) == {}
    assert queries.cells_of(actor, [user.id]) == {}
