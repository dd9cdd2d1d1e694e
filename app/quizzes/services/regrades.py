"""Marking a question anew: a dry run first, then grade events that can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.engine.regrading import POLICIES, Line, Verdict, verdict
from app.quizzes.models import Attempt, AttemptItem, GradeChange, Regrade
from app.quizzes.queries import staff
from app.quizzes.services import marking, notices
from app.quizzes.services.sheets import kind_of

CHANGED_TYPE = N_("The newest version asks in another way, so old answers cannot be marked with it.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which question is marked anew, how, and with which version."""

    exam_id: str
    question_id: str
    policy: str
    question: Blob | None


def plan(*, exam_id: str, question_id: str, policy: str) -> Plan:
    """Return the plan of a regrade; InvalidError for an unknown policy, NotFoundError for a gone question."""
    if policy not in POLICIES:
        raise InvalidError
    question = None
    if policy in ("replace", "keep_better"):
        release = library.current_release()
        if release is None:
            raise NotFoundError
        question = library.document(release.id, "question", question_id)
    return Plan(exam_id, question_id, policy, question)


def dry_run(*, actor: Actor, plan: Plan, attempt_ids: Sequence[int] | None = None) -> list[Line]:
    """Return what would become of every submitted attempt with this question; nothing is changed."""
    lines = []
    for attempt, item in _concerned(actor, plan, attempt_ids):
        found = _verdict(plan, item)
        earned, possible = _sums(attempt, item, found)
        before = _percent(attempt.points, attempt.possible)
        lines.append(Line(attempt.id, attempt.user_id, before, _percent(earned, possible)))
    return lines


def apply(
    *, actor: Actor, plan: Plan, reason: str, attempt_ids: Sequence[int] | None = None
) -> tuple[Regrade, list[Line]]:
    """Mark the question anew: one grade event for every attempt that changes, a note to its owner."""
    if not reason.strip():
        raise InvalidError(N_("Say why; everybody concerned reads it."))
    lines = dry_run(actor=actor, plan=plan, attempt_ids=attempt_ids)
    row = Regrade(
        organisation_id=actor.organisation_id,
        exam_id=plan.exam_id,
        question_id=plan.question_id,
        question_hash=plan.question.hash if plan.question else None,
        policy=plan.policy,
        reason=reason.strip()[:500],
        actor_id=actor.user_id,
        at=now(),
    )
    db.session.add(row)
    db.session.flush()
    for attempt, item in _concerned(actor, plan, attempt_ids):
        found = _verdict(plan, item)
        if str(found.share) == item.share and found.dropped == item.dropped:
            continue
        item.share, item.dropped = str(found.share), found.dropped
        marking.note_change(
            attempt=attempt, kind="regrade", reason=row.reason, actor=actor, regrade_id=row.id
        )
        notices.changed(attempt=attempt, reason=row.reason)
    _record(actor, "regraded", row)
    return row, lines


def undo(*, actor: Actor, regrade_id: int) -> int:
    """Take a regrade back: every attempt gets its mark of before; return how many.

    ConflictError where a later change builds on it: that one has to be taken back first.
    """
    row = staff.regrade_visible_to(actor, regrade_id)
    if row.undone_at is not None:
        return 0
    changes = staff.changes_by_regrade(row)
    if any(attempt.change_id != change.id for attempt, change, _before in changes):
        raise ConflictError(N_("A later change builds on this regrade. Take that one back first."))
    for attempt, _change, before in changes:
        _restore(attempt, before)
        marking.note_change(attempt=attempt, kind="undo", reason=row.reason, actor=actor, regrade_id=row.id)
        notices.changed(attempt=attempt, reason=row.reason)
    row.undone_at = now()
    _record(actor, "undid-regrade", row)
    return len(changes)


def _restore(attempt: Attempt, before: GradeChange) -> None:
    for item in attempt.items:
        item.share = before.shares[str(item.position)]
        item.dropped = item.position in before.dropped


def _record(actor: Actor, action: str, row: Regrade) -> None:
    after = {"exam": row.exam_id, "question": row.question_id, "policy": row.policy}
    audit.record(
        actor, action=action, object_kind="regrade", object_id=row.id, after=after, reason=row.reason
    )


def _concerned(
    actor: Actor, plan: Plan, attempt_ids: Sequence[int] | None
) -> list[tuple[Attempt, AttemptItem]]:
    found = []
    for attempt in staff.submitted_attempts(actor, plan.exam_id):
        if attempt_ids is not None and attempt.id not in attempt_ids:
            continue
        found += [(attempt, item) for item in attempt.items if item.question_id == plan.question_id]
    return found


def _verdict(plan: Plan, item: AttemptItem) -> Verdict:
    before = Fraction(item.share or 0)
    return verdict(plan.policy, before, _fresh(plan.question, item) if plan.question else before)


def _fresh(question: Blob, item: AttemptItem) -> Fraction:
    """Return what the kept answer earns with the newest key."""
    kind = kind_of(question.doc)
    asked = library.blob(item.question_hash).doc
    if kind.by_hand:
        return Fraction(item.share or 0)
    if asked.get("type") != question.doc.get("type"):
        raise InvalidError(CHANGED_TYPE)
    try:
        return kind.grade(question.doc, item.answer)
    except (LookupError, TypeError, ValueError):
        # A gap or an entry that the newest version no longer has: it cannot be right there.
        return Fraction(0)


def _sums(attempt: Attempt, changed: AttemptItem, found: Verdict) -> tuple[Fraction, Fraction]:
    earned = possible = Fraction(0)
    for item in attempt.items:
        dropped = found.dropped if item is changed else item.dropped
        share = found.share if item is changed else Fraction(item.share or 0)
        if not dropped:
            possible += Fraction(item.points)
            earned += Fraction(item.points) * share
    return earned, possible


def _percent(earned: Fraction, possible: Fraction) -> Fraction:
    return earned / possible * 100 if possible else Fraction(0)
