"""Checking an archive: the judge's verdict is kept whole, told in three depths, and announced."""

from collections.abc import Sequence
from fractions import Fraction

from app.crm import queries
from app.crm.engine.archive import Record
from app.crm.engine.feedback import counts, depth_of, findings
from app.crm.engine.judge import judge
from app.crm.events import ArchiveChecked
from app.crm.models import CLOSED, Check, Sandbox
from app.crm.services.sandboxes import open_for_work
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError
from app.kernel.events import publish
from app.kernel.messages import N_
from app.platform.clock import now
from app.platform.database import db

NOTHING_FILED = N_("There is nothing to check yet. Create the account and file a first value.")


def records_of(*, sandbox: Sandbox) -> list[Record]:
    """Return the archive as the judge sees it (two statements)."""
    rows: Sequence[Record] = [row.record() for row in queries.accounts_in(sandbox)]
    return [*rows, *(row.record() for row in queries.contacts_in(sandbox))]


def check(*, actor: Actor, sandbox_id: int, client_key: str = "") -> Check:
    """Judge the archive and return the check; the same click sent twice is one check.

    The last check of a dossier closes the attempt. ConflictError when nothing has been filed or the
    attempt is closed.
    """
    sandbox = queries.own_sandbox(actor, sandbox_id)
    made = queries.check_by_key(sandbox, client_key) if client_key else None
    if made is not None:
        return made
    sandbox = open_for_work(actor=actor, sandbox_id=sandbox_id)
    records = records_of(sandbox=sandbox)
    if not any(record.filings for record in records):
        raise ConflictError(NOTHING_FILED)
    row = _judged(actor, sandbox, records, client_key)
    if sandbox.counts:
        _announce(sandbox, row)
    return row


def _announce(sandbox: Sandbox, row: Check) -> None:
    publish(
        ArchiveChecked(
            organisation_id=sandbox.organisation_id,
            user_id=sandbox.user_id,
            dossier_id=sandbox.dossier_id,
            sandbox_id=sandbox.id,
            score=row.score,
            maximum=Fraction(100),
            passed=row.passed,
        )
    )


def _judged(actor: Actor, sandbox: Sandbox, records: Sequence[Record], client_key: str) -> Check:
    dossier = queries.dossier_of(sandbox)
    outcome = judge(dossier, records)
    number = sandbox.checks_made + 1
    depth = depth_of(number)
    told = [finding.packed() for finding in findings(dossier, outcome, depth)]
    row = Check(
        sandbox_id=sandbox.id,
        number=number,
        total=str(outcome.score.total),
        passed=outcome.score.passed,
        verdict={"depth": depth, "counts": counts(outcome), "findings": told, "pairs": dict(outcome.pairs)},
        sim_at=sandbox.sim_now,
        wall_at=now(),
        actor_id=actor.user_id,
        client_key=client_key or None,
    )
    db.session.add(row)
    sandbox.checks_made = number
    best = sandbox.best_score
    sandbox.best = str(outcome.score.total if best is None else max(best, outcome.score.total))
    sandbox.passed = sandbox.passed or outcome.score.passed
    if number >= dossier.max_checks:
        sandbox.state, sandbox.closed_at = CLOSED, now()
    db.session.flush()
    return row
