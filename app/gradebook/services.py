"""What may be done to marks. Nothing here commits."""

from fractions import Fraction

from sqlalchemy import select

from app.gradebook.models import GradeCell, GradeEvent
from app.platform.clock import now
from app.platform.database import db


def record(
    *,
    organisation_id: int,
    user_id: int,
    item: tuple[str, str],
    score: Fraction,
    maximum: Fraction,
    source_id: int,
) -> None:
    """Write down a result for *item* = (kind, id).

    Practice (exam, scenario, crm) keeps the best result; a team task's newest released result counts.
    Every result is kept as an event whether or not it counts.
    """
    kind, number = item
    cell = db.session.scalar(
        select(GradeCell).where(
            GradeCell.organisation_id == organisation_id,
            GradeCell.user_id == user_id,
            GradeCell.item_kind == kind,
            GradeCell.item_id == number,
        )
    )
    counted = cell is None or kind == "task" or score / maximum > cell.value / cell.out_of
    moment = now()
    where = {"organisation_id": organisation_id, "user_id": user_id, "item_kind": kind, "item_id": number}
    values = {"score": str(score), "maximum": str(maximum), "source_id": source_id, "at": moment}
    db.session.add(GradeEvent(**where, **values, counted=counted))
    if cell is None:
        db.session.add(GradeCell(**where, **values))
    else:
        cell.tries += 1
        if counted:
            cell.score, cell.maximum, cell.source_id, cell.at = str(score), str(maximum), source_id, moment
    db.session.flush()
