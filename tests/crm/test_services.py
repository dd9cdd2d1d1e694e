"""Filing, undoing, and the ledger that keeps it: nothing is lost and nothing rewritten."""

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.crm import queries
from app.crm.models import Account, Assertion, Check, Contact, Sandbox
from app.crm.services import checking, filing, sandboxes
from app.crm.services.filing import Entry, EntryError
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.platform.database import commit, db
from tests import factories
from tests.crm.conftest import World

Fill = Callable[[Sandbox], None]
VOLUME = ("480万张", "chat", "去年一共四百八十万张")


def volume(account: int, raw: str = VOLUME[0]) -> Entry:
    """Return the yearly volume as an entry with its source."""
    return Entry("account", account, "volume", raw, *VOLUME[1:])


def test_starting_twice_is_starting_once(world: World) -> None:
    first = world.start()
    assert sandboxes.start(actor=world.actor, dossier_id="l1-card").id == first.id
    assert (first.sim_now.isoformat(), first.state, first.best_score) == ("2026-10-09", "open", None)


def test_an_unknown_dossier_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError):
        sandboxes.start(actor=world.actor, dossier_id="l9-nothing")


def test_nothing_published_is_said(app: object) -> None:
    learner = factories.person("learner", organisation=factories.organisation())
    with pytest.raises(NotFoundError, match="published"):
        sandboxes.start(actor=factories.actor(learner), dossier_id="l1-card")


def test_a_class_works_on_its_own_release(world: World) -> None:
    factories.cohort(world.home, world.learner)
    assert world.start().dossier_id == "l1-card"


def test_a_value_is_kept_as_typed_as_read_and_with_its_source(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    line = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account))
    assert (line.value_raw, line.doc_id, line.status, line.supersedes_id) == (
        "480万张",
        "chat",
        "confirmed",
        None,
    )
    assert line.value_norm == {"lo": "4800000", "hi": "4800000", "approx": False, "unit": "page"}
    row = queries.row_in(sandbox, "account", account)
    assert row.entries["volume"]["id"] == line.id
    again = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account, "490万张"))
    assert again.supersedes_id == line.id
    assert [entry.field for entry in queries.history(sandbox)] == ["volume", "volume", "name"]


def test_a_document_may_be_named_by_its_tag(world: World) -> None:
    sandbox = world.start()
    entry = Entry("account", world.account(sandbox), "volume", "480万张", "D2", VOLUME[2])
    assert filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry).doc_id == "chat"


def test_relative_dates_count_from_the_day_of_the_source(world: World) -> None:
    sandbox = world.start()
    entry = Entry("account", world.account(sandbox), "next_on", "下周二", "minutes", "下周二上午九点半")
    line = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
    assert line.value_norm == {"value": "2026-10-13", "grain": "day"}


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"raw": "几百万"}, "value"),
        ({"raw": "  "}, "value"),
        ({"raw": "张" * 501}, "value"),
        ({"field": "colour"}, "field"),
        ({"status": "sure"}, "status"),
        ({"doc": "fax"}, "doc"),
        ({"doc": "", "quote": "去年"}, "doc"),
        ({"quote": ""}, "quote"),
        ({"quote": "去" * 201}, "quote"),
        ({"quote": "五百万张"}, "quote"),
        ({"status": "unknown", "raw": ""}, "ask"),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(
    world: World, change: dict[str, str], part: str
) -> None:
    sandbox = world.start()
    parts = {"field": "volume", "raw": VOLUME[0], "doc": VOLUME[1], "quote": VOLUME[2], "status": "confirmed"}
    entry = Entry("account", world.account(sandbox), **(parts | change))
    with pytest.raises(EntryError) as caught:
        filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
    assert caught.value.part == part
    assert len(queries.history(sandbox)) == 1


def test_the_same_form_sent_twice_is_one_entry(world: World) -> None:
    sandbox = world.start()
    entry = Entry("", 0, "name", "鉴水学院")
    rows = {
        filing.create_account(actor=world.actor, sandbox_id=sandbox.id, entry=entry, client_key="k").id
        for _ in "ab"
    }
    (account,) = rows
    lines = {
        filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account), client_key="v").id
        for _ in "ab"
    }
    people = {
        filing.add_contact(
            actor=world.actor,
            sandbox_id=sandbox.id,
            account_id=account,
            entry=Entry("", 0, "name", "范立军"),
            client_key="p",
        ).id
        for _ in "ab"
    }
    gone = {
        filing.withdraw(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account), client_key="w").id
        for _ in "ab"
    }
    back = {
        filing.undo(actor=world.actor, sandbox_id=sandbox.id, assertion_id=max(gone), client_key="u").id
        for _ in "ab"
    }
    assert all(len(found) == 1 for found in (rows, lines, people, gone, back))
    assert len(queries.history(sandbox)) == 5


def test_two_windows_do_not_overwrite_each_other(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account), seen=0)
    with pytest.raises(ConflictError):
        filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account, "490万张"), seen=0)
    assert queries.row_in(sandbox, "account", account).entries["volume"]["raw"] == "480万张"


def test_a_gap_says_whom_to_ask_and_has_no_source(world: World) -> None:
    sandbox = world.start()
    person = world.contact(sandbox, world.account(sandbox))
    entry = Entry("contact", person, "mobile", "问总机", "card", "柳静姝")
    line = filing.declare_gap(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
    assert (line.status, line.value_raw, line.doc_id, line.quote, line.value_norm) == (
        "unknown",
        "问总机",
        "",
        "",
        None,
    )


def test_undo_and_undo_of_undo(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)

    def held() -> str | None:
        entry = queries.row_in(sandbox, "account", account).entries.get("volume")
        return entry["raw"] if entry else None

    def undo() -> Assertion:
        newest = queries.history(sandbox, limit=1)[0].id
        return filing.undo(actor=world.actor, sandbox_id=sandbox.id, assertion_id=newest)

    for raw in ("480万张", "490万张"):
        filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account, raw))
    seen = []
    for _ in range(3):
        undo()
        seen.append(held())
    assert seen == ["480万张", "490万张", "480万张"]
    filing.withdraw(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account))
    assert held() is None
    undo()
    assert held() == "480万张"


def test_undo_of_a_first_value_takes_it_out(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    line = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account))
    assert filing.undo(actor=world.actor, sandbox_id=sandbox.id, assertion_id=line.id).status == "withdrawn"
    assert "volume" not in queries.row_in(sandbox, "account", account).entries
    with pytest.raises(ConflictError):
        filing.undo(actor=world.actor, sandbox_id=sandbox.id, assertion_id=line.id)
    with pytest.raises(ConflictError):
        filing.withdraw(actor=world.actor, sandbox_id=sandbox.id, entry=volume(account))


def test_a_record_is_set_aside_value_by_value(world: World) -> None:
    sandbox = world.start()
    person = world.contact(sandbox, world.account(sandbox))
    assert filing.set_aside(actor=world.actor, sandbox_id=sandbox.id, entity="contact", entity_id=person) == 1
    assert queries.row_in(sandbox, "contact", person).entries == {}
    assert filing.set_aside(actor=world.actor, sandbox_id=sandbox.id, entity="contact", entity_id=person) == 0


def test_codes_are_never_used_twice(world: World) -> None:
    sandbox = world.start()
    first = world.account(sandbox)
    filing.set_aside(actor=world.actor, sandbox_id=sandbox.id, entity="account", entity_id=first)
    second = world.account(sandbox)
    assert [row.code for row in queries.accounts_in(sandbox) if row.id in {first, second}] == [
        "KA-0001",
        "KA-0002",
    ]


def test_an_archive_has_a_largest_size(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    monkeypatch.setattr(filing, "MOST_RECORDS", 2)
    world.contact(sandbox, account)
    with pytest.raises(InvalidError, match="at most"):
        world.contact(sandbox, account)


def test_own_data_holds_every_entry_and_check(world: World) -> None:
    sandbox = world.start()
    world.account(sandbox)
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    (found,) = queries.own_data(world.actor)
    assert found["dossier"] == "l1-card"
    assert len(found["entries"]) == len(found["checks"]) == 1  # type: ignore[arg-type]
    stranger = factories.actor(factories.person("learner", organisation=world.home))
    assert queries.own_data(stranger) == []


@pytest.mark.parametrize("model", [Assertion, Check])
@pytest.mark.parametrize("verb", ["change", "remove"])
def test_the_ledger_and_the_checks_cannot_be_changed(
    world: World, model: type[Assertion] | type[Check], verb: str
) -> None:
    sandbox = world.start()
    world.account(sandbox)
    checking.check(actor=world.actor, sandbox_id=sandbox.id)
    commit()
    change = update(model).values(sim_at=sandbox.sim_now) if verb == "change" else delete(model)
    with pytest.raises(IntegrityError, match="append-only"):
        db.session.execute(change)


def test_a_contact_cannot_hang_on_an_account_of_another_sandbox(world: World) -> None:
    first = world.start()
    account = world.account(first)
    second = sandboxes.restart(actor=world.actor, sandbox_id=first.id)
    with pytest.raises(NotFoundError):
        world.contact(second, account)
    db.session.add(Contact(sandbox_id=second.id, account_id=account, entries={}, created_at=first.started_at))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_nobody_works_in_another_persons_sandbox(world: World) -> None:
    sandbox = world.start()
    account = world.account(sandbox)
    check = checking.check(actor=world.actor, sandbox_id=sandbox.id)
    commit()
    elsewhere = factories.organisation()
    for other in (
        factories.person("learner", organisation=world.home),
        factories.person("instructor", organisation=world.home),
        factories.person("instructor", organisation=elsewhere),
    ):
        actor = factories.actor(other)
        for forbidden in (
            lambda: filing.file_value(actor=actor, sandbox_id=sandbox.id, entry=volume(account)),  # noqa: B023
            lambda: filing.undo(actor=actor, sandbox_id=sandbox.id, assertion_id=1),  # noqa: B023
            lambda: checking.check(actor=actor, sandbox_id=sandbox.id),  # noqa: B023
            lambda: sandboxes.restart(actor=actor, sandbox_id=sandbox.id),  # noqa: B023
            lambda: sandboxes.finish(actor=actor, sandbox_id=sandbox.id),  # noqa: B023
        ):
            with pytest.raises(NotFoundError):
                forbidden()
    assert check.number == sandbox.checks_made == 1


def test_the_cache_equals_the_ledger(world: World, perfect: Fill) -> None:
    sandbox = world.start()
    perfect(sandbox)
    rows: list[Account | Contact] = [*queries.accounts_in(sandbox), *queries.contacts_in(sandbox)]
    cached = {(row.kind, row.id, key): held for row in rows for key, held in row.entries.items()}
    ledger = {
        (line.entity, line.entity_id, line.field): filing.cached(line)
        for line in reversed(queries.history(sandbox))
    }
    assert cached == ledger


def test_a_random_walk_of_edits_and_undos_equals_a_simple_model(world: World) -> None:
    random = Random(7)  # noqa: S311 - a test needs no secret
    sandbox = world.start()
    account = world.account(sandbox)
    model: dict[str, list[str | None]] = {field: [None] for field in ("volume", "machines", "headcount")}
    lines: dict[str, list[int]] = {field: [] for field in model}
    for step in range(80):
        field = random.choice(list(model))
        entry = Entry("account", account, field, str(step + 1))
        action = random.choice(["file", "file", "withdraw", "undo"])
        if action == "file":
            line = filing.file_value(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
            model[field].append(entry.raw)
        elif action == "withdraw" and model[field][-1] is not None:
            line = filing.withdraw(actor=world.actor, sandbox_id=sandbox.id, entry=entry)
            model[field].append(None)
        elif action == "undo" and lines[field]:
            line = filing.undo(actor=world.actor, sandbox_id=sandbox.id, assertion_id=lines[field][-1])
            model[field].append(model[field][-2])
        else:
            continue
        lines[field].append(line.id)
        entries = queries.row_in(sandbox, "account", account).entries
        held = {key: entries[key]["raw"] if key in entries else None for key in model}
        assert held == {key: values[-1] for key, values in model.items()}
    assert len(queries.history(sandbox)) == 1 + sum(map(len, lines.values()))
