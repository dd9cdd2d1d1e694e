"""The demo's exam: a midterm open for the class, handed in by one, under way at another's desk."""

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from app.library import queries as library
from app.operations.services.people import Cast
from app.platform.clock import now
from app.quizzes.services import marking, papers, rooms
from app.quizzes.services.sheets import sheets


def load_exam(cast: Cast, plan: Mapping[str, Any]) -> None:
    """Open the exam that *plan* names for its class and have its candidates get as far as it says."""
    row = plan["exam"]
    cohort, teacher = cast.cohorts[row["cohort"]], cast.actor(row["teacher"], "college")
    if library.find_document(cohort.release_id, "exam", row["id"]) is None:
        return
    moment = now()
    sitting = rooms.open_sitting(
        actor=teacher,
        cohort_id=cohort.id,
        exam_id=row["id"],
        opens_at=moment - timedelta(minutes=10),
        closes_at=moment + timedelta(days=14),
        passcode=False,
    )
    more = row["more_time"]
    rooms.accommodate(
        actor=teacher,
        user_id=cast.people[more["person"]].id,
        factor=Fraction(str(more["factor"])),
        minutes=0,
        reason=more["reason"],
    )
    for key, asked in row["candidates"].items():
        _sit(cast, key, row["id"], cohort.release_id, asked)
    rooms.remark(actor=teacher, sitting=sitting, text=row["note"])


def _sit(cast: Cast, key: str, exam_id: str, release_id: int, asked: Mapping[str, Any]) -> None:
    """Answer all but every *skip*-th question; hand in if the plan says so."""
    actor = cast.actor(key, "college")
    attempt = papers.start(actor=actor, exam_id=exam_id, release_id=release_id, seed=f"demo-{key}")
    paper = sheets(attempt=attempt)[: asked["answered"]]
    values = {
        sheet.item.position: sheet.kind.right(sheet.question)
        for sheet in paper
        if sheet.item.position % asked["skip"]
    }
    marking.save(actor=actor, attempt_id=attempt.id, values=values)
    if asked["handed_in"]:
        marking.submit(actor=actor, attempt_id=attempt.id)
