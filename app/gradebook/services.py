"""What may be done to marks. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from app.gradebook import queries
from app.gradebook.engine import exchange, scheme
from app.gradebook.models import (
    GradeCell,
    GradeEvent,
    GradeExtension,
    GradeGate,
    GradeScheme,
    GradeStanding,
)
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError
from app.kernel.messages import N_
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db

COHORT = "cohort"
Rows = Sequence[Sequence[str]]
STALE = N_("Somebody saved another version of the scheme meanwhile. Look at it first; yours is still here.")
REASON = N_("Say why in a sentence; the reason is kept and can be read by the learner.")
STANDING = N_("Choose excused, missing or neither.")
TROUBLES = N_("%(count)s rows of the table have errors. Nothing was imported.")
NOTHING = N_("The table changes nothing.")
NEWEST_COUNTS = frozenset({"task", "manual"})


@dataclass(frozen=True, slots=True)
class Entered:
    """One result to be written down; *by_id* and *reason* where a person entered it by hand."""

    organisation_id: int
    user_id: int
    item: scheme.Item
    score: Fraction
    maximum: Fraction
    source_id: int
    by_id: int | None = None
    reason: str = ""


def record(
    *,
    organisation_id: int,
    user_id: int,
    item: tuple[str, str],
    score: Fraction,
    maximum: Fraction,
    source_id: int,
) -> None:
    """Write down a result for *item* = (kind, id), as an exercise announced it."""
    keep(Entered(organisation_id, user_id, item, score, maximum, source_id))


def keep(entered: Entered) -> None:
    """Write one result down.

    Practice (exam, scenario, crm) keeps the best result; of a team task and of what is entered by hand the
    newest counts. Every result is kept as an event whether or not it counts.
    """
    kind, number = entered.item
    where = {
        "organisation_id": entered.organisation_id,
        "user_id": entered.user_id,
        "item_kind": kind,
        "item_id": number,
    }
    cell = db.session.scalar(select(GradeCell).filter_by(**where))
    share = entered.score / entered.maximum
    counted = cell is None or kind in NEWEST_COUNTS or share > cell.value / cell.out_of
    values = {
        "score": str(entered.score),
        "maximum": str(entered.maximum),
        "source_id": entered.source_id,
        "at": now(),
    }
    db.session.add(GradeEvent(**where, **values, counted=counted, by_id=entered.by_id, reason=entered.reason))
    if cell is None:
        db.session.add(GradeCell(**where, **values))
    else:
        cell.tries += 1
        for name, value in values.items() if counted else ():
            setattr(cell, name, value)
    db.session.flush()


def save_scheme(
    *, actor: Actor, cohort: Cohort, wanted: scheme.Scheme, expected: int, reason: str
) -> GradeScheme:
    """Keep *wanted* as the next version of the class's scheme; all earlier ones stay.

    ConflictError when another version than *expected* stands; InvalidError names the first problem.
    """
    _managers_only(actor)
    found = scheme.problems(wanted)
    if found:
        raise InvalidError(found[0].message, **found[0].params)
    standing = queries.scheme_row(cohort.id)
    number = standing.number if standing else 0
    if number != expected:
        raise ConflictError(STALE)
    doc = scheme.write(wanted)
    if standing is not None and standing.doc == doc:
        return standing
    if standing is not None and not reason.strip():
        raise InvalidError(REASON)
    row = GradeScheme(
        cohort_id=cohort.id, number=number + 1, doc=doc, reason=reason.strip(), by_id=actor.user_id, at=now()
    )
    db.session.add(row)
    db.session.flush()
    _audit(actor, cohort, "changed scheme", {"number": row.number, "scheme": doc}, reason)
    return row


def set_standing(
    *, actor: Actor, cohort: Cohort, user_id: int, item: scheme.Item, standing: str, reason: str
) -> None:
    """Excuse somebody from an item, call it missing, or take that back; the marks themselves stay."""
    _managers_only(actor)
    if standing not in {"excused", "missing", "none"}:
        raise InvalidError(STANDING)
    before = queries.standings(actor, [user_id]).get(user_id, {}).get(item, "none")
    if before == standing:
        return
    if not reason.strip():
        raise InvalidError(REASON)
    db.session.add(
        GradeStanding(
            organisation_id=cohort.organisation_id,
            user_id=user_id,
            item_kind=item[0],
            item_id=item[1],
            standing=standing,
            reason=reason.strip(),
            by_id=actor.user_id,
            at=now(),
        )
    )
    db.session.flush()
    _audit(
        actor, cohort, "set standing", {"user": user_id, "item": scheme.name_of(item), "is": standing}, reason
    )


def extend(
    *, actor: Actor, cohort: Cohort, user_id: int, item: scheme.Item, due_at: datetime, reason: str
) -> None:
    """Give somebody another day for an item; late rules look at it instead of the scheme's."""
    _managers_only(actor)
    if queries.extensions(cohort.id).get(user_id, {}).get(item) == due_at:
        return
    if not reason.strip():
        raise InvalidError(REASON)
    db.session.add(
        GradeExtension(
            cohort_id=cohort.id,
            user_id=user_id,
            item_kind=item[0],
            item_id=item[1],
            due_at=due_at,
            reason=reason.strip(),
            by_id=actor.user_id,
            at=now(),
        )
    )
    db.session.flush()
    after = {"user": user_id, "item": scheme.name_of(item), "due": due_at.isoformat()}
    _audit(actor, cohort, "extended", after, reason)


def set_gate(*, actor: Actor, cohort: Cohort, is_open: bool) -> None:
    """Show the class's totals and hand-entered marks to its learners, or hide them again."""
    _managers_only(actor)
    if queries.gate_is_open(cohort.id) == is_open:
        return
    db.session.add(GradeGate(cohort_id=cohort.id, is_open=is_open, by_id=actor.user_id, at=now()))
    db.session.flush()
    _audit(actor, cohort, "opened totals" if is_open else "closed totals", {}, "")


def import_marks(
    *,
    actor: Actor,
    cohort: Cohort,
    item_id: str,
    rows: Sequence[Sequence[str]],
    people: Sequence[exchange.Person],
) -> exchange.Plan:
    """Write the marks of a table as hand-entered results, all of them or none; the plan says what changed."""
    _managers_only(actor)
    plan = plan_import(actor=actor, item_id=item_id, rows=rows, people=people)
    if plan.troubles:
        raise InvalidError(TROUBLES, count=len(plan.troubles))
    if not plan.changes:
        raise InvalidError(NOTHING)
    for change in plan.changes:
        keep(
            Entered(
                cohort.organisation_id,
                change.user_id,
                (exchange.MANUAL, item_id),
                Fraction(change.after),
                Fraction(100),
                cohort.id,
                actor.user_id,
                "import",
            )
        )
    _audit(actor, cohort, "imported marks", {"item": item_id, "count": len(plan.changes)}, "")
    return plan


def plan_import(
    *, actor: Actor, item_id: str, rows: Rows, people: Sequence[exchange.Person]
) -> exchange.Plan:
    """Return what ``import_marks`` would do, without doing it."""
    cells = queries.cells_of(actor, [person.user_id for person in people])
    standing = {
        user_id: cell.percent
        for user_id, row in cells.items()
        if (cell := row.get((exchange.MANUAL, item_id))) is not None
    }
    return exchange.plan(rows, people, standing)


def _audit(actor: Actor, cohort: Cohort, action: str, after: dict[str, Any], reason: str) -> None:
    audit.record(
        actor, action=action, object_kind=COHORT, object_id=cohort.id, after=after, reason=reason.strip()
    )


def _managers_only(actor: Actor) -> None:
    if not (actor.may(Permission.COHORT_MANAGE) and actor.may(Permission.GRADEBOOK_READ)):
        raise NotAllowedError


def revise(
    *,
    organisation_id: int,
    user_id: int,
    item: tuple[str, str],
    score: Fraction,
    maximum: Fraction,
    source_id: int,
) -> None:
    """Let this result count whether it is higher or lower than before: an earlier mark was changed.

    The change itself is one more event; the number of tries stays.
    """
    kind, number = item
    where = {"organisation_id": organisation_id, "user_id": user_id, "item_kind": kind, "item_id": number}
    cell = db.session.scalar(select(GradeCell).filter_by(**where))
    if cell is None or not maximum:
        return
    moment = now()
    db.session.add(
        GradeEvent(
            **where, score=str(score), maximum=str(maximum), source_id=source_id, at=moment, counted=True
        )
    )
    cell.score, cell.maximum, cell.source_id, cell.at = str(score), str(maximum), source_id, moment
    db.session.flush()
