"""Filing: every value goes into the ledger, with its source, how sure it is, and who filed it."""

from dataclasses import dataclass, replace
from typing import Any

from app.crm import queries
from app.crm.engine.fields import Field, find
from app.crm.engine.normalise.reading import Value, read
from app.crm.engine.normalise.unreadable import UnreadableError
from app.crm.engine.places import LONGEST, SHORTEST, holds
from app.crm.models import Account, Assertion, Contact, Sandbox
from app.crm.services.sandboxes import open_for_work
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.messages import N_
from app.platform.clock import now
from app.platform.database import db

MOST_RECORDS = 60
WITHDRAWN = "withdrawn"
STALE = N_("This field was changed in another window. Look at its new value first; nothing was overwritten.")
FULL_UP = N_("An archive of this size holds at most %(most)s records.")
NO_FIELD = N_("Choose which field this belongs to.")
NO_SURENESS = N_("Say how sure you are: confirmed, assumed or hearsay.")
NO_DOCUMENT = N_("Say which document the quote is from.")
NO_QUOTE = N_("Quote the words of the document (%(least)s to %(most)s characters) that say so.")
NOT_THERE = N_("These words do not stand in %(doc)s. Copy them as they are.")
NO_ASK = N_("Say whom you would ask, so that somebody can close this gap.")
NEWER = N_("Something newer stands in this field by now. Undo that first.")


class EntryError(InvalidError):
    """One *part* of an entry cannot be used: field, value, status, doc, quote or ask."""

    def __init__(self, part: str, message: str, **params: object) -> None:
        self.part = part
        super().__init__(message, **params)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be filed about one record: a value with its source, or a gap (*status* ``unknown``)."""

    entity: str
    entity_id: int
    field: str
    raw: str
    doc: str = ""
    quote: str = ""
    status: str = "confirmed"


@dataclass(frozen=True, slots=True)
class _Step:
    """One line to be written: the entry, its reading, by which way, and what it takes the place of."""

    entry: Entry
    value: Value | None = None
    via: str = "form"
    supersedes: int | None = None


def create_account(*, actor: Actor, sandbox_id: int, entry: Entry, client_key: str = "") -> Account:
    """Make an account and file its name from *entry* (its entity and id are ignored)."""
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    if (known := _made_before(sandbox, client_key)) is not None:
        row = queries.row_in(sandbox, "account", known.entity_id)
        assert isinstance(row, Account)  # noqa: S101 - the ledger's entity says so
        return row
    number = _room_for_one(sandbox) + 1
    account = Account(sandbox_id=sandbox.id, code=f"KA-{number:04d}", entries={}, created_at=now())
    _add_named(actor, sandbox, account, entry, client_key)
    return account


def add_contact(
    *, actor: Actor, sandbox_id: int, account_id: int, entry: Entry, client_key: str = ""
) -> Contact:
    """Make a person of an account and file the name from *entry* (its entity and id are ignored)."""
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    if (known := _made_before(sandbox, client_key)) is not None:
        row = queries.row_in(sandbox, "contact", known.entity_id)
        assert isinstance(row, Contact)  # noqa: S101 - the ledger's entity says so
        return row
    queries.row_in(sandbox, "account", account_id)
    _room_for_one(sandbox)
    contact = Contact(sandbox_id=sandbox.id, account_id=account_id, entries={}, created_at=now())
    _add_named(actor, sandbox, contact, entry, client_key)
    return contact


def file_value(
    *, actor: Actor, sandbox_id: int, entry: Entry, client_key: str = "", seen: int | None = None
) -> Assertion:
    """File a value and return its line of the ledger.

    *seen* is the line the writer saw in this field (0: it was empty; None: do not compare). EntryError
    when a part of the entry cannot be used, ConflictError when another window was faster.
    """
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    if (known := _made_before(sandbox, client_key)) is not None:
        return known
    row = queries.row_in(sandbox, entry.entity, entry.entity_id)
    if seen is not None and seen != _current(row, entry.field):
        raise ConflictError(STALE)
    entry, value = _checked(sandbox, entry)
    return _write(actor, sandbox, row, _Step(entry, value), client_key)


def declare_gap(
    *, actor: Actor, sandbox_id: int, entry: Entry, client_key: str = "", seen: int | None = None
) -> Assertion:
    """File that no document says this; *entry.raw* says whom to ask."""
    gap = replace(entry, status="unknown", doc="", quote="")
    return file_value(actor=actor, sandbox_id=sandbox_id, entry=gap, client_key=client_key, seen=seen)


def withdraw(*, actor: Actor, sandbox_id: int, entry: Entry, client_key: str = "") -> Assertion:
    """Take a value out of the archive; the ledger keeps that it was there."""
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    if (known := _made_before(sandbox, client_key)) is not None:
        return known
    row = queries.row_in(sandbox, entry.entity, entry.entity_id)
    if entry.field not in row.entries:
        raise ConflictError(STALE)
    empty = Entry(entry.entity, entry.entity_id, entry.field, "", status=WITHDRAWN)
    return _write(actor, sandbox, row, _Step(empty), client_key)


def set_aside(*, actor: Actor, sandbox_id: int, entity: str, entity_id: int) -> int:
    """Take a whole record out of the archive, value by value; return how many values that were."""
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    row = queries.row_in(sandbox, entity, entity_id)
    fields = list(row.entries)
    for field in fields:
        empty = Entry(entity, entity_id, field, "", status=WITHDRAWN)
        _write(actor, sandbox, row, _Step(empty, via="aside"), "")
    return len(fields)


def undo(*, actor: Actor, sandbox_id: int, assertion_id: int, client_key: str = "") -> Assertion:
    """Put back what the field held before line *assertion_id*; that is a new line, too."""
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    if (known := _made_before(sandbox, client_key)) is not None:
        return known
    last = queries.assertion_in(sandbox, assertion_id)
    row = queries.row_in(sandbox, last.entity, last.entity_id)
    newest = queries.newest_line(sandbox, last.entity, last.entity_id, last.field)
    if newest is None or newest.id != last.id:
        raise ConflictError(NEWER)
    before = queries.assertion_in(sandbox, last.supersedes_id) if last.supersedes_id else None
    if before is None or before.status == WITHDRAWN:
        entry, value = Entry(last.entity, last.entity_id, last.field, "", status=WITHDRAWN), None
    else:
        entry = Entry(
            before.entity,
            before.entity_id,
            before.field,
            before.value_raw,
            before.doc_id,
            before.quote,
            before.status,
        )
        value = before.value_norm
    return _write(actor, sandbox, row, _Step(entry, value, "undo", last.id), client_key)


def _made_before(sandbox: Sandbox, client_key: str) -> Assertion | None:
    return queries.assertion_by_key(sandbox, client_key) if client_key else None


def _room_for_one(sandbox: Sandbox) -> int:
    """Return how many accounts there are; InvalidError when the archive can hold no more records."""
    accounts = len(queries.accounts_in(sandbox))
    if accounts + len(queries.contacts_in(sandbox)) >= MOST_RECORDS:
        raise InvalidError(FULL_UP, most=MOST_RECORDS)
    return accounts


def _add_named(actor: Actor, sandbox: Sandbox, row: Account | Contact, entry: Entry, client_key: str) -> None:
    named, value = _checked(sandbox, replace(entry, entity=row.kind, entity_id=0, field="name"))
    db.session.add(row)
    db.session.flush()
    _write(actor, sandbox, row, _Step(replace(named, entity_id=row.id), value), client_key)


def _current(row: Account | Contact, field: str) -> int:
    return int(row.entries[field]["id"]) if field in row.entries else 0


def _checked(sandbox: Sandbox, entry: Entry) -> tuple[Entry, Value | None]:
    """Return *entry* with its document named by id and its value read, or raise EntryError."""
    entry = replace(entry, raw=entry.raw.replace("\0", ""), quote=entry.quote.replace("\0", ""))
    field = find(entry.entity, entry.field)
    if field is None:
        raise EntryError("field", NO_FIELD)
    if entry.status == "unknown":
        return _gap(entry), None
    if entry.status not in {"confirmed", "assumed", "hearsay"}:
        raise EntryError("status", NO_SURENESS)
    doc = _source(sandbox, entry)
    return replace(entry, doc=doc, raw=entry.raw.strip()), _value(sandbox, field, entry)


def _gap(entry: Entry) -> Entry:
    ask = entry.raw.strip()
    if len(ask) < SHORTEST or len(ask) > LONGEST:
        raise EntryError("ask", NO_ASK)
    return replace(entry, raw=ask, doc="", quote="")


def _source(sandbox: Sandbox, entry: Entry) -> str:
    """Return the id of the document, having found the quote in it; empty when no source is given."""
    quote = entry.quote.strip()
    if not entry.doc:
        if quote:
            raise EntryError("doc", NO_DOCUMENT)
        return ""
    document = queries.dossier_of(sandbox).document(entry.doc)
    if document is None:
        raise EntryError("doc", NO_DOCUMENT)
    if not SHORTEST <= len(quote) <= LONGEST:
        raise EntryError("quote", NO_QUOTE, least=SHORTEST, most=LONGEST)
    if not holds(document, quote):
        raise EntryError("quote", NOT_THERE, doc=document.tag)
    return document.id


def _value(sandbox: Sandbox, field: Field, entry: Entry) -> Value:
    try:
        return read(field, entry.raw, queries.dossier_of(sandbox).context(entry.doc))
    except UnreadableError as error:
        raise EntryError("value", error.message, **error.params) from error


def _write(actor: Actor, sandbox: Sandbox, row: Account | Contact, step: _Step, client_key: str) -> Assertion:
    """Append a line to the ledger and bring the record's cache up to it."""
    entry = step.entry
    line = Assertion(
        sandbox_id=sandbox.id,
        entity=row.kind,
        entity_id=row.id,
        field=entry.field,
        value_raw=entry.raw,
        value_norm=step.value,
        status=entry.status,
        doc_id=entry.doc,
        quote=entry.quote.strip(),
        sim_at=sandbox.sim_now,
        wall_at=now(),
        actor_id=actor.user_id,
        via=step.via,
        supersedes_id=step.supersedes or _current(row, entry.field) or None,
        client_key=client_key or None,
    )
    db.session.add(line)
    db.session.flush()
    kept = {key: held for key, held in row.entries.items() if key != entry.field}
    if entry.status != WITHDRAWN:
        kept[entry.field] = cached(line)
    row.entries = kept
    db.session.flush()
    return line


def cached(line: Assertion) -> dict[str, Any]:
    """Return what a record keeps of its newest line."""
    return {
        "id": line.id,
        "raw": line.value_raw,
        "norm": line.value_norm,
        "status": line.status,
        "doc": line.doc_id,
        "quote": line.quote,
    }
