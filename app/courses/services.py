"""What may be done to reading progress and notes. Nothing here takes a completion back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.courses import queries
from app.courses.engine.completion import Evidence, Verdict, judge
from app.courses.engine.outline import Item
from app.courses.engine.reading import Note, fold
from app.courses.engine.syllabus import Key
from app.courses.events import LessonCompleted
from app.courses.models import LessonNote, Progress
from app.courses.queries import Study
from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotFoundError
from app.kernel.events import publish
from app.kernel.messages import N_
from app.library import queries as library
from app.library.engine.changes import GRADES, Change, grade
from app.library.models import Release
from app.organisations.models import Cohort, Enrolment
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.models import Attempt, AttemptItem

BAD_NOTE = N_(
    "The reading position could not be read. Reload the page; what was saved before is still there."
)

LONGEST_NOTE, LONGEST_QUOTE = 4000, 600
SAME_RELEASE = N_("The class is on this release already. Choose another one.")
NO_REASON = N_("Say in a sentence why the class moves; it is kept with the class.")
EMPTY_NOTE = N_("Write something before you save the note.")
LONG_NOTE = N_("A note has at most %(n)s characters. Shorten it; nothing was saved.")


def lesson_item(*, study: Study, lesson_id: str) -> Item:
    """Return the step that *lesson_id* is in the course; NotFoundError if it is in no published module."""
    module = study.syllabus.module_of("lesson", lesson_id)
    if module is None:
        raise NotFoundError
    return next(item for item in module.items if (item.kind, item.id) == ("lesson", lesson_id))


def record_position(*, actor: Actor, lesson_id: str, note: Note) -> Verdict:
    """Fold one note from the page into the actor's progress and return whether the lesson is done.

    The same note sent again adds nothing (it carries the seconds of its visit so far).
    """
    study = queries.study_of(actor)
    item = lesson_item(study=study, lesson_id=lesson_id)
    if not note.visit or len(note.visit) > 40 or len(note.anchor) > 40:
        raise InvalidError(BAD_NOTE)
    moment = now()
    row = queries.own_progress(actor, lesson_id)
    elapsed = None if row is None else int((moment - row.updated_at).total_seconds())
    row = row or _opened(actor, lesson_id, moment)
    after = fold(row.place, note, elapsed)
    row.anchor, row.percent, row.seconds = after.anchor, after.percent, after.seconds
    row.visit, row.visit_seconds, row.updated_at = after.visit, after.visit_seconds, moment
    row.lesson_hash = row.lesson_hash or queries.document(study, "lesson", lesson_id).hash
    if after.reached_end and row.reached_end_at is None:
        row.reached_end_at = moment
    return _settle(row, item, moment)


def complete(
    *, actor: Actor, lesson_id: str, at: datetime | None = None, seconds: int | None = None
) -> Progress:
    """Write a lesson down as read to the end, in its planned time if *seconds* is omitted."""
    study = queries.study_of(actor)
    item = lesson_item(study=study, lesson_id=lesson_id)
    moment = at or now()
    row = queries.own_progress(actor, lesson_id) or _opened(actor, lesson_id, moment)
    row.percent, row.reached_end_at, row.updated_at = 100, row.reached_end_at or moment, moment
    row.seconds = max(row.seconds, item.minutes * 60 if seconds is None else seconds, item.done.min_seconds)
    row.lesson_hash = row.lesson_hash or queries.document(study, "lesson", lesson_id).hash
    _settle(row, item, moment)
    return row


def see_changes(*, actor: Actor, lesson_id: str) -> None:
    """Write down that the reader has seen how the lesson changed; nothing else is touched."""
    study = queries.study_of(actor)
    row = queries.own_progress(actor, lesson_id)
    if row is None:
        raise NotFoundError
    row.lesson_hash = queries.document(study, "lesson", lesson_id).hash
    db.session.flush()


def add_note(
    *, actor: Actor, lesson_id: str, text: str, quote: str = "", anchor: str = "", key: str = ""
) -> LessonNote:
    """Keep a note (*text*) or a highlight (*quote* alone) beside a lesson; the same *key* keeps one note."""
    lesson_item(study=queries.study_of(actor), lesson_id=lesson_id)
    text, quote = text.strip(), " ".join(quote.split())
    if not (text or quote):
        raise InvalidError(EMPTY_NOTE)
    if len(text) > LONGEST_NOTE or len(quote) > LONGEST_QUOTE or len(anchor) > 40 or len(key) > 40:
        raise InvalidError(LONG_NOTE, n=LONGEST_NOTE)
    known = queries.note_with_key(actor, key) if key else None
    if known is not None:
        return known
    moment = now()
    row = LessonNote(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        lesson_id=lesson_id,
        anchor=anchor,
        quote=quote,
        text=text,
        client_key=key or secrets.token_hex(12),
        created_at=moment,
        updated_at=moment,
    )
    db.session.add(row)
    db.session.flush()
    return row


def change_note(*, actor: Actor, note_id: int, text: str) -> LessonNote:
    """Write *text* into one of the actor's own notes."""
    row = queries.own_note(actor, note_id)
    text = text.strip()
    if not (text or row.quote):
        raise InvalidError(EMPTY_NOTE)
    if len(text) > LONGEST_NOTE:
        raise InvalidError(LONG_NOTE, n=LONGEST_NOTE)
    row.text, row.updated_at = text, now()
    db.session.flush()
    return row


def delete_note(*, actor: Actor, note_id: int) -> LessonNote:
    """Throw one of the actor's own notes away and return what it said."""
    row = queries.own_note(actor, note_id)
    db.session.delete(row)
    db.session.flush()
    return row


@dataclass(frozen=True, slots=True)
class Felt:
    """One change and who feels it: its grade, and the tries that are open and finished on the old version."""

    change: Change
    grade: str
    opened: int = 0
    finished: int = 0


def what_moves(*, cohort: Cohort, release_id: int) -> list[Felt]:
    """Return what a class would feel of moving to another release, the weightiest first; nothing is written.

    Tries stay on the versions they began with: the numbers say for whom old and new will differ.
    """
    found = library.differing(cohort.release_id, release_id)
    old = {before.hash: (change.kind, change.id) for change, before, _ in found if before is not None}
    tries = _tries(cohort.id, old)
    felt = [
        Felt(
            change,
            grade(change, before.doc if before else None, after.doc if after else None),
            *tries.get((change.kind, change.id), (0, 0)),
        )
        for change, before, after in found
    ]
    return sorted(felt, key=lambda one: (GRADES.index(one.grade), one.change.kind, one.change.id))


def _tries(cohort_id: int, old: Mapping[str, Key]) -> dict[Key, tuple[int, int]]:
    """Count the tries of a class that use one of the *old* versions: exams, questions, lessons read."""
    people = select(Enrolment.user_id).where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
    home = select(Cohort.organisation_id).where(Cohort.id == cohort_id).scalar_subquery()
    ended = func.count(Attempt.submitted_at)
    statements = (
        select(Attempt.exam_hash, func.count() - ended, ended)
        .where(Attempt.organisation_id == home, Attempt.user_id.in_(people))
        .group_by(Attempt.exam_hash),
        select(AttemptItem.question_hash, func.count() - ended, ended)
        .join(AttemptItem.attempt)
        .where(Attempt.organisation_id == home, Attempt.user_id.in_(people))
        .group_by(AttemptItem.question_hash),
        select(
            Progress.lesson_hash,
            func.count() - func.count(Progress.completed_at),
            func.count(Progress.completed_at),
        )
        .where(Progress.organisation_id == home, Progress.user_id.in_(people))
        .group_by(Progress.lesson_hash),
    )
    return {
        old[name]: (int(opened), int(finished))
        for statement in statements
        for name, opened, finished in db.session.execute(statement)
        if name in old
    }


def move_cohort(*, actor: Actor, cohort: Cohort, release_id: int, reason: str) -> Release:
    """Have a class work on another release from now on; tries under way and completions stay as they are."""
    release = library.release(release_id)
    if release.id == cohort.release_id:
        raise InvalidError(SAME_RELEASE)
    if not reason.strip():
        raise InvalidError(NO_REASON)
    before = library.release(cohort.release_id)
    cohort.release_id = release.id
    db.session.flush()
    audit.record(
        actor,
        action="moved",
        object_kind="cohort",
        object_id=cohort.id,
        before={"release": before.number},
        after={"release": release.number},
        reason=reason.strip(),
    )
    return release


def _opened(actor: Actor, lesson_id: str, moment: datetime) -> Progress:
    row = Progress(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        lesson_id=lesson_id,
        anchor="",
        percent=0,
        seconds=0,
        visit="",
        visit_seconds=0,
        opened_at=moment,
        updated_at=moment,
    )
    db.session.add(row)
    return row


def _settle(row: Progress, item: Item, moment: datetime) -> Verdict:
    """Mark the lesson as completed once its rule holds, and announce it the first time."""
    evidence = Evidence(
        completed=row.completed_at is not None,
        reached_end=row.reached_end_at is not None,
        seconds=row.seconds,
    )
    verdict = judge(item, evidence)
    first = verdict.done and row.completed_at is None
    if first:
        row.completed_at = moment
    db.session.flush()
    if first:
        publish(LessonCompleted(row.organisation_id, row.user_id, row.lesson_id))
    return verdict
