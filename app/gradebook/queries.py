"""What may be asked of marks: each function is one statement, bounded by the actor's organisation."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from app.gradebook.engine.scheme import Item
from app.gradebook.models import (
    GradeCell,
    GradeEvent,
    GradeExtension,
    GradeGate,
    GradeScheme,
    GradeStanding,
)
from app.kernel.actor import Actor
from app.organisations.models import Cohort, Enrolment
from app.platform.database import db

Cells = dict[int, dict[tuple[str, str], GradeCell]]
# Built once: SQLAlchemy keeps what it compiled on the statement.
_OWN = select(GradeCell).where(
    GradeCell.organisation_id == bindparam("organisation_id"), GradeCell.user_id == bindparam("user_id")
)


def own_cells(actor: Actor) -> dict[tuple[str, str], GradeCell]:
    """Return the actor's own marks by (kind, id)."""
    rows = db.session.scalars(_OWN, {"organisation_id": actor.organisation_id, "user_id": actor.user_id})
    return {(row.item_kind, row.item_id): row for row in rows}


def cells_of(actor: Actor, user_ids: Iterable[int]) -> Cells:
    """Return the marks of several people of the actor's organisation (reached through a visible roster)."""
    rows = db.session.scalars(
        select(GradeCell).where(
            GradeCell.organisation_id == actor.organisation_id, GradeCell.user_id.in_(list(user_ids))
        )
    )
    cells: Cells = {}
    for row in rows:
        cells.setdefault(row.user_id, {})[row.item_kind, row.item_id] = row
    return cells


def history(actor: Actor, user_id: int, item: tuple[str, str]) -> Sequence[GradeEvent]:
    """Return every result of one person for one item, newest first."""
    return db.session.scalars(
        select(GradeEvent)
        .where(
            GradeEvent.organisation_id == actor.organisation_id,
            GradeEvent.user_id == user_id,
            GradeEvent.item_kind == item[0],
            GradeEvent.item_id == item[1],
        )
        .order_by(GradeEvent.id.desc())
    ).all()


def is_in_a_cohort_here(actor: Actor, user_id: int) -> bool:
    """Return whether the person is or was in a class of the actor's organisation."""
    found = db.session.scalar(
        select(Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Cohort.organisation_id == actor.organisation_id, Enrolment.user_id == user_id)
        .limit(1)
    )
    return found is not None


def own_data(actor: Actor) -> dict[str, object]:
    """Return every mark of the actor, for the person's own export."""
    rows = db.session.scalars(
        select(GradeEvent)
        .where(GradeEvent.organisation_id == actor.organisation_id, GradeEvent.user_id == actor.user_id)
        .order_by(GradeEvent.id)
    )
    return {
        "results": [
            {
                "kind": row.item_kind,
                "item": row.item_id,
                "score": row.score,
                "maximum": row.maximum,
                "counted": row.counted,
                "at": row.at.isoformat(),
            }
            for row in rows
        ]
    }


def scheme_row(cohort_id: int) -> GradeScheme | None:
    """Return the newest version of a class's scheme, None before the first."""
    return db.session.scalar(
        select(GradeScheme)
        .where(GradeScheme.cohort_id == cohort_id)
        .order_by(GradeScheme.number.desc())
        .limit(1)
    )


def scheme_versions(cohort_id: int) -> Sequence[GradeScheme]:
    """Return every version of a class's scheme, newest first."""
    return db.session.scalars(
        select(GradeScheme).where(GradeScheme.cohort_id == cohort_id).order_by(GradeScheme.number.desc())
    ).all()


def standings(actor: Actor, user_ids: Iterable[int]) -> dict[int, dict[Item, str]]:
    """Return who is excused from what, and what is called missing; the newest word counts."""
    rows = db.session.scalars(
        select(GradeStanding)
        .where(
            GradeStanding.organisation_id == actor.organisation_id, GradeStanding.user_id.in_(list(user_ids))
        )
        .order_by(GradeStanding.id)
    )
    found: dict[int, dict[Item, str]] = {}
    for row in rows:
        found.setdefault(row.user_id, {})[row.item_kind, row.item_id] = row.standing
    return found


def standing_history(actor: Actor, user_id: int, item: Item) -> Sequence[GradeStanding]:
    """Return every word about one person and item, newest first."""
    return db.session.scalars(
        select(GradeStanding)
        .where(
            GradeStanding.organisation_id == actor.organisation_id,
            GradeStanding.user_id == user_id,
            GradeStanding.item_kind == item[0],
            GradeStanding.item_id == item[1],
        )
        .order_by(GradeStanding.id.desc())
    ).all()


def extensions(cohort_id: int) -> dict[int, dict[Item, datetime]]:
    """Return who has another day for what in a class; the newest counts."""
    rows = db.session.scalars(
        select(GradeExtension).where(GradeExtension.cohort_id == cohort_id).order_by(GradeExtension.id)
    )
    found: dict[int, dict[Item, datetime]] = {}
    for row in rows:
        found.setdefault(row.user_id, {})[row.item_kind, row.item_id] = row.due_at
    return found


def gate_is_open(cohort_id: int) -> bool:
    """Return whether the class sees its totals and hand-entered marks."""
    found = db.session.scalar(
        select(GradeGate.is_open)
        .where(GradeGate.cohort_id == cohort_id)
        .order_by(GradeGate.id.desc())
        .limit(1)
    )
    return bool(found)
