"""Attempts: starting one, going on with it, starting afresh, closing it."""

import secrets

from app.crm import queries
from app.crm.engine.dossier import parse
from app.crm.models import CLOSED, LEFT, OPEN, Sandbox
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations import queries as organisations
from app.platform.clock import now
from app.platform.database import db

NOT_OPEN = N_("This attempt is closed. Start afresh to work on the archive again.")
NOT_CHECKED = N_("Check your archive at least once before you close the attempt.")


def release_of(*, actor: Actor) -> int:
    """Return the release the actor's class works on, or the newest; NotFoundError before any is published."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is not None:
        return enrolment.cohort.release_id
    newest = library.current_release()
    if newest is None:
        raise NotFoundError(
            N_("No exercises are published yet. Ask your training admin to load the content.")
        )
    return newest.id


def start(*, actor: Actor, dossier_id: str) -> Sandbox:
    """Return the actor's open attempt at *dossier_id*, or a new, empty one."""
    running = queries.open_attempt(actor, dossier_id)
    if running is not None:
        return running
    return _open(actor, dossier_id, parent=None)


def restart(*, actor: Actor, sandbox_id: int) -> Sandbox:
    """Return a new, empty attempt at the same dossier; the old one is kept and can be looked at.

    Sent twice, the second call returns what the first one made.
    """
    old = queries.own_sandbox(actor, sandbox_id)
    running = queries.open_attempt(actor, old.dossier_id)
    if running is not None and running.id != old.id:
        return running
    if old.state == OPEN:
        old.state, old.closed_at = LEFT, now()
        db.session.flush()
    return _open(actor, old.dossier_id, parent=old)


def finish(*, actor: Actor, sandbox_id: int) -> Sandbox:
    """Close the attempt: no more checks, and the model archive may be seen. Closing twice is closing once."""
    sandbox = queries.own_sandbox(actor, sandbox_id)
    if sandbox.state == LEFT:
        raise ConflictError(NOT_OPEN)
    if not sandbox.checks_made:
        raise ConflictError(NOT_CHECKED)
    if sandbox.state == OPEN:
        sandbox.state, sandbox.closed_at = CLOSED, now()
        db.session.flush()
    return sandbox


def open_for_work(*, actor: Actor, sandbox_id: int) -> Sandbox:
    """Return the actor's own open sandbox; NotFoundError for another's, ConflictError for a closed one."""
    sandbox = queries.own_sandbox(actor, sandbox_id)
    if sandbox.state != OPEN:
        raise ConflictError(NOT_OPEN)
    return sandbox


def _open(actor: Actor, dossier_id: str, *, parent: Sandbox | None) -> Sandbox:
    found = library.document(release_of(actor=actor), "dossier", dossier_id)
    sandbox = Sandbox(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        dossier_id=dossier_id,
        dossier_hash=found.hash,
        seed=secrets.token_hex(8),
        sim_now=parse(found.doc).start,
        parent_id=parent.id if parent else None,
        counts=not queries.model_seen(actor, dossier_id),
        started_at=now(),
    )
    db.session.add(sandbox)
    db.session.flush()
    return sandbox
