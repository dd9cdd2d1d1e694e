"""What may be asked of sandboxes: each function is one statement, and every one names its owner."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from sqlalchemy import ColumnElement, Integer, String, bindparam, cast, literal_column, or_, select, true

from app.crm.engine.dossier import Dossier, parse
from app.crm.models import CLOSED, OPEN, Account, Assertion, Check, Contact, Sandbox
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.database import db

FULL = Fraction(100)
# Asked on busy pages: a statement that is built once costs a quarter of one built for each request.
# What every room of exercises tells of best marks: kind and id of the step, person, mark as text, an order.
BEST = select(
    literal_column("'crm'", String).label("kind"),
    Sandbox.user_id.label("user_id"),
    Sandbox.dossier_id.label("ident"),
    cast(Sandbox.best, String).label("mark"),
    literal_column("0", Integer).label("place"),
).where(
    Sandbox.organisation_id == bindparam("organisation_id"),
    Sandbox.user_id.in_(bindparam("user_ids", expanding=True)),
    Sandbox.best.is_not(None),
    Sandbox.counts,
)
_OWN = select(Sandbox).where(
    Sandbox.id == bindparam("sandbox_id"),
    Sandbox.organisation_id == bindparam("organisation_id"),
    Sandbox.user_id == bindparam("user_id"),
)
_ACCOUNTS = select(Account).where(Account.sandbox_id == bindparam("sandbox_id"))
_CONTACTS = select(Contact).where(Contact.sandbox_id == bindparam("sandbox_id"))
_ACCOUNT = _ACCOUNTS.where(Account.id == bindparam("entity_id"))
_CONTACT = _CONTACTS.where(Contact.id == bindparam("entity_id"))
_ACCOUNTS_IN_ORDER, _CONTACTS_IN_ORDER = _ACCOUNTS.order_by(Account.id), _CONTACTS.order_by(Contact.id)
_LINES = select(Assertion).where(Assertion.sandbox_id == bindparam("sandbox_id"))
_NEWEST_LINES = _LINES.order_by(Assertion.id.desc()).limit(bindparam("limit"))
_NEWEST_LINE = (
    _LINES.where(
        Assertion.entity == bindparam("entity"),
        Assertion.entity_id == bindparam("entity_id"),
        Assertion.field == bindparam("field"),
    )
    .order_by(Assertion.id.desc())
    .limit(1)
)
_LINE_BY_KEY = _LINES.where(Assertion.client_key == bindparam("client_key"))
_CHECKS = select(Check).where(Check.sandbox_id == bindparam("sandbox_id")).order_by(Check.number)


def _mine(actor: Actor) -> ColumnElement[bool]:
    return (Sandbox.organisation_id == actor.organisation_id) & (Sandbox.user_id == actor.user_id)


def own_sandbox(actor: Actor, sandbox_id: int) -> Sandbox:
    """Return the actor's own sandbox; NotFoundError for anybody else's."""
    row = db.session.scalar(
        _OWN,
        {"sandbox_id": sandbox_id, "organisation_id": actor.organisation_id, "user_id": actor.user_id},
    )
    if row is None:
        raise NotFoundError
    return row


def sandbox_visible_to(actor: Actor, sandbox_id: int) -> Sandbox:
    """Return a sandbox the actor may look at: their own; who reads the marks, any of theirs."""
    reads_all = true() if actor.may(Permission.GRADEBOOK_READ) else Sandbox.user_id == actor.user_id
    here = Sandbox.organisation_id == actor.organisation_id
    row = db.session.scalar(
        select(Sandbox).where(Sandbox.id == sandbox_id, here, or_(_mine(actor), reads_all))
    )
    if row is None:
        raise NotFoundError
    return row


def attempts(actor: Actor) -> Sequence[Sandbox]:
    """Return all attempts of the actor, newest first."""
    return db.session.scalars(select(Sandbox).where(_mine(actor)).order_by(Sandbox.id.desc())).all()


def open_sandboxes(actor: Actor) -> Sequence[Sandbox]:
    """Return the attempts the actor can go on with, newest first."""
    wanted = select(Sandbox).where(_mine(actor), Sandbox.state == OPEN).order_by(Sandbox.id.desc())
    return db.session.scalars(wanted).all()


def open_attempt(actor: Actor, dossier_id: str) -> Sandbox | None:
    """Return the actor's open attempt at one dossier, if there is one."""
    wanted = select(Sandbox).where(_mine(actor), Sandbox.state == OPEN, Sandbox.dossier_id == dossier_id)
    return db.session.scalar(wanted)


def model_seen(actor: Actor, dossier_id: str) -> bool:
    """Return whether a closed attempt has shown the actor the model archive of this dossier."""
    closed = select(Sandbox.id).where(_mine(actor), Sandbox.state == CLOSED, Sandbox.dossier_id == dossier_id)
    return db.session.scalar(closed.limit(1)) is not None


def best_scores(
    organisation_id: int, user_ids: Iterable[int]
) -> dict[tuple[int, str], tuple[Fraction, Fraction]]:
    """Return (best score, maximum) of each of these people by (user_id, dossier_id), exactly.

    Attempts begun after the model archive was seen do not count.
    """
    rows = db.session.execute(BEST, {"organisation_id": organisation_id, "user_ids": list(user_ids)})
    found: dict[tuple[int, str], tuple[Fraction, Fraction]] = {}
    for row in rows:
        mark = best_mark(row.mark)
        found[row.user_id, row.ident] = max(found.get((row.user_id, row.ident), mark), mark)
    return found


def best_mark(kept: str | None) -> tuple[Fraction, Fraction]:
    """Return (score, maximum) of a mark as ``BEST`` tells it; the highest of several counts."""
    return Fraction(kept or 0), FULL


def accounts_in(sandbox: Sandbox) -> Sequence[Account]:
    """Return the accounts of an archive in the order they were made."""
    return db.session.scalars(_ACCOUNTS_IN_ORDER, {"sandbox_id": sandbox.id}).all()


def contacts_in(sandbox: Sandbox) -> Sequence[Contact]:
    """Return the people of an archive in the order they were made."""
    return db.session.scalars(_CONTACTS_IN_ORDER, {"sandbox_id": sandbox.id}).all()


def row_in(sandbox: Sandbox, entity: str, entity_id: int) -> Account | Contact:
    """Return one account or contact of this sandbox; NotFoundError when it is not in it."""
    row: Account | Contact | None = None
    place = {"sandbox_id": sandbox.id, "entity_id": entity_id}
    if entity == "account":
        row = db.session.scalar(_ACCOUNT, place)
    elif entity == "contact":
        row = db.session.scalar(_CONTACT, place)
    if row is None:
        raise NotFoundError
    return row


def history(sandbox: Sandbox, limit: int = 500) -> Sequence[Assertion]:
    """Return the newest lines of the ledger, newest first."""
    return db.session.scalars(_NEWEST_LINES, {"sandbox_id": sandbox.id, "limit": limit}).all()


def newest_line(sandbox: Sandbox, entity: str, entity_id: int, field: str) -> Assertion | None:
    """Return the last line of the ledger about one field of one record."""
    place = {"sandbox_id": sandbox.id, "entity": entity, "entity_id": entity_id, "field": field}
    return db.session.scalar(_NEWEST_LINE, place)


def assertion_in(sandbox: Sandbox, assertion_id: int) -> Assertion:
    """Return one line of this sandbox's ledger; NotFoundError when it is not in it."""
    wanted = select(Assertion).where(Assertion.sandbox_id == sandbox.id, Assertion.id == assertion_id)
    row = db.session.scalar(wanted)
    if row is None:
        raise NotFoundError
    return row


def assertion_by_key(sandbox: Sandbox, client_key: str) -> Assertion | None:
    """Return the line that this form made before, if it was sent before."""
    return db.session.scalar(_LINE_BY_KEY, {"sandbox_id": sandbox.id, "client_key": client_key})


def checks_of(sandbox: Sandbox) -> Sequence[Check]:
    """Return the checks of an attempt, oldest first."""
    return db.session.scalars(_CHECKS, {"sandbox_id": sandbox.id}).all()


def check_by_key(sandbox: Sandbox, client_key: str) -> Check | None:
    """Return the check that this click made before, if it was sent before."""
    return db.session.scalar(
        select(Check).where(Check.sandbox_id == sandbox.id, Check.client_key == client_key)
    )


@lru_cache(maxsize=256)
def _parsed(dossier_hash: str) -> Dossier:
    return parse(library.blob(dossier_hash).doc)


def dossier_of(sandbox: Sandbox) -> Dossier:
    """Return the dossier an attempt is about, in the version it was started with (parsed once a process)."""
    return _parsed(sandbox.dossier_hash)


def own_data(actor: Actor) -> list[dict[str, object]]:
    """Return everything kept of the actor's archives, for the export of one's own data (three statements)."""
    mine = select(Sandbox.id).where(_mine(actor))
    ledger = db.session.scalars(
        select(Assertion).where(Assertion.sandbox_id.in_(mine)).order_by(Assertion.id)
    ).all()
    checks = db.session.scalars(select(Check).where(Check.sandbox_id.in_(mine)).order_by(Check.id)).all()
    return [
        {
            "dossier": sandbox.dossier_id,
            "state": sandbox.state,
            "started_at": sandbox.started_at.isoformat(),
            "entries": [_entry_data(row) for row in ledger if row.sandbox_id == sandbox.id],
            "checks": [_check_data(row) for row in checks if row.sandbox_id == sandbox.id],
        }
        for sandbox in attempts(actor)
    ]


def _entry_data(row: Assertion) -> dict[str, object]:
    return {
        "record": f"{row.entity}-{row.entity_id}",
        "field": row.field,
        "value": row.value_raw,
        "status": row.status,
        "document": row.doc_id,
        "quote": row.quote,
        "simulated_day": row.sim_at.isoformat(),
        "at": row.wall_at.isoformat(),
    }


def _check_data(row: Check) -> dict[str, object]:
    return {"number": row.number, "total": row.total, "passed": row.passed, "at": row.wall_at.isoformat()}
