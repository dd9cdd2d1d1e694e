"""Checking an archive: what counts, what closes an attempt, and what never becomes a mark."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from app.crm import queries
from app.crm.events import ArchiveChecked
from app.crm.models import Sandbox
from app.crm.services import checking, filing, sandboxes
from app.crm.services.filing import Entry
from app.kernel import events
from app.kernel.errors import ConflictError
from tests.crm.conftest import World

Fill = Callable[[Sandbox], None]
VOLUME = ("480万张", "chat", "去年一共四百八十万张")


def volume(account: int, raw: str = VOLUME[0]) -> Entry:
    """Return the yearly volume as an entry with its source."""
    return Entry("account", account, "volume", raw, *VOLUME[1:])


def test_the_model_archive_scores_100_and_is_announced(world: World, perfect: Fill) -> None:
    heard: list[ArchiveChecked] = []
    events.subscribe(ArchiveChecked, heard.append)
    sandbox = world.start()
    perfect(sandbox)
    check = checking.check(actor=world.actor, sandbox_id=sandbox.id, client_key="c")
    assert checking.check(actor=world.actor, sandbox_id=sandbox.id, client_key="c").id == check.id
    assert (check.score, check.passed, check.number) == (Fraction(100), True, 1)
    assert heard == [
        ArchiveChecked(
            world.home.id, world.learner.id, "l1-card", sandbox.id, Fraction(100), Fraction(100), passed=True
        )
    ]
    assert sandbox.best_score == 100
    assert sandbox.passed


def test_an_empty_archive_cannot_be_checked(world: World) -> None:
    sandbox = world.start()
    with pytest.raises(ConflictError, match="nothing to check"):
        checking.check(actor=world.actor, sandbox_id=sandbox.id)


def test_the_best_check_counts_and_the_last_one_closes(world: World, perfect: Fill) -> None:
    sandbox = world.start()
    perfect(sandbox)
    account = queries.accounts_in(sandbox)[0].id
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    filing.withdraw(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account))
    second = checking.check(actor=world.actor, sandbox_id=sandbox.id)
    assert second.score < 100
    assert sandbox.best_score == 100
    assert second.verdict["findings"] == [
        {"entity": "account", "record": account, "field": "volume", "flaw": "missing", "doc": "", "lines": {}}
    ]
    third = checking.check(actor=world.actor, sandbox_id=sandbox.id)
    assert third.verdict["findings"][0]["doc"] == "D2"
    for _ in range(2):
        checking.check(actor=world.actor, sandbox_id=sandbox.id)
    assert sandbox.state == "closed"
    for forbidden in (
        lambda: checking.check(actor=world.actor, sandbox_id=sandbox.id),
        lambda: filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account)),
    ):
        with pytest.raises(ConflictError):
            forbidden()


def test_starting_afresh_keeps_the_old_attempt(world: World, perfect: Fill) -> None:
    old = world.start()
    perfect(old)
    checking.check(actor=world.actor, sandbox_id=old.id)
    new = sandboxes.restart(actor=world.actor, sandbox_id=old.id)
    assert sandboxes.restart(actor=world.actor, sandbox_id=old.id).id == new.id
    assert (old.state, new.state, new.parent_id, new.best_score) == ("left", "open", old.id, None)
    assert list(queries.accounts_in(new)) == []
    assert len(queries.history(old)) > 20
    assert [row.id for row in queries.open_sandboxes(world.actor)] == [new.id]
    assert [row.id for row in queries.attempts(world.actor)] == [new.id, old.id]
    with pytest.raises(ConflictError):
        sandboxes.finish(actor=world.actor, sandbox_id=old.id)


def test_closing_needs_a_check_first(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    with pytest.raises(ConflictError, match="at least once"):
        sandboxes.finish(actor=world.actor, sandbox_id=sandbox.id)
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    assert sandboxes.finish(actor=world.actor, sandbox_id=sandbox.id).state == "closed"
    assert sandboxes.finish(actor=world.actor, sandbox_id=sandbox.id).state == "closed"
    with pytest.raises(ConflictError):
        world.contact(sandbox, account)
    assert sandboxes.restart(actor=world.actor, sandbox_id=sandbox.id).parent_id == sandbox.id


def test_best_scores_are_exact_and_bounded_by_the_organisation(world: World, perfect: Fill) -> None:
    sandbox = world.start()
    world.account(sandbox)
    low = checking.check(actor=world.actor, sandbox_id=sandbox.id).score
    new = sandboxes.restart(actor=world.actor, sandbox_id=sandbox.id)
    users = [world.learner.id]
    assert queries.best_scores(world.home.id, users) == {(world.learner.id, "l1-card"): (low, Fraction(100))}
    perfect(new)
    checking.check(actor=world.actor, sandbox_id=new.id)
    assert queries.best_scores(world.home.id, users) == {
        (world.learner.id, "l1-card"): (Fraction(100), Fraction(100))
    }
    assert queries.best_scores(world.home.id + 1, users) == {}


def test_a_mark_made_after_seeing_the_model_archive_never_counts(world: World, perfect: Fill) -> None:
    heard: list[ArchiveChecked] = []
    events.subscribe(ArchiveChecked, heard.append)
    first = world.start()
    world.account(first)
    low = checking.check(actor=world.actor, sandbox_id=first.id).score
    sandboxes.finish(actor=world.actor, sandbox_id=first.id)
    copied = sandboxes.restart(actor=world.actor, sandbox_id=first.id)
    perfect(copied)
    assert checking.check(actor=world.actor, sandbox_id=copied.id).score == 100
    assert not copied.counts
    assert queries.best_scores(world.home.id, [world.learner.id]) == {
        (world.learner.id, "l1-card"): (low, Fraction(100))
    }
    assert [event.score for event in heard if event.user_id == world.learner.id][-1] == low
