"""Marking by hand: which answers wait, and giving each criterion of one its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.platform.database import db
from app.quizzes.kinds.essay.kind import read_levels
from app.quizzes.models import Attempt
from app.quizzes.queries import attempts as queries
from app.quizzes.queries import staff
from app.quizzes.services import marking, notices
from app.quizzes.services.sheets import Sheet, kind_of, sheets


@dataclass(frozen=True, slots=True)
class Waiting:
    """One answer that waits for a person's mark."""

    attempt_id: int
    position: int
    exam_id: str
    submitted_at: datetime | None


def waiting(*, actor: Actor) -> list[Waiting]:
    """Return the answers of the actor's organisation that wait, the oldest first."""
    rows = staff.pending_answers(actor)
    pinned = library.blobs(row[4] for row in rows)
    return [
        Waiting(row[0], row[1], row[2], row[3])
        for row in rows
        if not row[5] and kind_of(pinned[row[4]].doc).by_hand
    ]


def sheet_of(*, actor: Actor, attempt_id: int, position: int) -> tuple[Attempt, Sheet]:
    """Return one answer to be marked by hand; NotFoundError for anything else."""
    attempt = queries.attempt_visible_to(actor, attempt_id)
    sheet = next((one for one in sheets(attempt=attempt) if one.item.position == position), None)
    if sheet is None or not sheet.kind.by_hand or attempt.submitted_at is None or sheet.item.answer is None:
        raise NotFoundError
    return attempt, sheet


def mark(*, actor: Actor, attempt_id: int, position: int, chosen: Mapping[str, str], remark: str) -> Attempt:
    """Give every criterion its level; InvalidError while one is missing. The mark changes at once."""
    attempt, sheet = sheet_of(actor=actor, attempt_id=attempt_id, position=position)
    levels = read_levels(sheet.question, chosen)
    first = sheet.item.marking is None
    sheet.item.marking = {"levels": levels, "remark": remark.strip()[:2000]}
    sheet.item.share = str(sheet.kind.grade(sheet.question, sheet.marked))
    if first:
        attempt.pending -= 1
    db.session.flush()
    marking.note_change(attempt=attempt, kind="mark", reason=remark.strip()[:200], actor=actor)
    notices.changed(attempt=attempt, reason=remark.strip()[:200])
    return attempt
