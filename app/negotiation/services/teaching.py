"""What a teacher does with runs: sets cases, comments on a move, changes a mark with a reason."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.events import publish
from app.kernel.messages import N_
from app.negotiation import queries
from app.negotiation.events import RunAdjusted
from app.negotiation.models import DONE, GRADED, MAXIMUM, PRACTICE, Assignment, Run, RunAdjustment, RunComment
from app.negotiation.services import runs
from app.organisations import queries as organisations
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db

NOT_OPEN = N_("This assignment opens later. Come back when it has begun.")
OVER = N_("This assignment is closed. Practise the case by yourself, or ask your teacher.")
NONE_LEFT = N_("You have used all attempts at this assignment.")
NO_REASON = N_("Say why the mark changes, so that the learner can understand it.")
NO_MARK = N_("A mark lies between 0 and 100.")
NO_COMMENT = N_("Write something first.")
WRONG_DATES = N_("The assignment must open before it closes.")
MOST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a teacher sets: case, customer (None: drawn), type told or not, mode, luck, attempts, dates."""

    case_id: str
    archetype_id: str | None = None
    shown: bool = False
    mode: str = PRACTICE
    same: bool = False
    attempts: int = 3
    opens_at: datetime | None = None
    due_at: datetime | None = None


def assign(*, actor: Actor, cohort_id: int, wish: Wish) -> Assignment:
    """Set a case to a class the actor may see. Raises NotFoundError and InvalidError."""
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    _, case = queries.case(cohort.release_id, wish.case_id)
    if wish.archetype_id is not None and wish.archetype_id not in case.archetypes:
        raise InvalidError(runs.NOT_IN_CASE)
    if wish.opens_at and wish.due_at and wish.opens_at >= wish.due_at:
        raise InvalidError(WRONG_DATES)
    row = Assignment(
        organisation_id=actor.organisation_id,
        cohort_id=cohort.id,
        case_id=wish.case_id,
        archetype_id=wish.archetype_id,
        shown=wish.shown,
        mode=GRADED if wish.mode == GRADED else PRACTICE,
        seed=secrets.randbelow(runs.SEEDS) if wish.same else None,
        attempts=max(1, min(20, wish.attempts)),
        opens_at=wish.opens_at,
        due_at=wish.due_at,
        set_by=actor.user_id,
        set_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def begin(*, actor: Actor, assignment_id: int) -> Run:
    """Begin an attempt at an assignment of one's own class; says why not when it cannot be begun."""
    row = queries.own_assignment(actor, assignment_id)
    if row.opens_at and now() < row.opens_at:
        raise ConflictError(NOT_OPEN)
    if row.due_at and now() > row.due_at:
        raise ConflictError(OVER)
    if queries.attempts_made(actor, row.id) >= row.attempts:
        raise ConflictError(NONE_LEFT)
    run = runs.start(
        actor=actor, case_id=row.case_id, mode=row.mode, archetype=row.archetype_id, seed=row.seed
    )
    run.assignment_id, run.open_type = row.id, row.shown
    db.session.flush()
    return run


def comment(*, actor: Actor, run_id: int, turn: int, body: str) -> RunComment:
    """Write to one move of a debriefed run (0: to the whole)."""
    run = queries.run_visible_to(actor, run_id)
    if not body.strip():
        raise InvalidError(NO_COMMENT)
    if len(body) > MOST_COMMENT:
        raise InvalidError(runs.TOO_MANY_WORDS, most=MOST_COMMENT)
    row = RunComment(
        run_id=run.id,
        turn=max(0, min(turn, run.turns)),
        author_id=actor.user_id,
        body=body.strip(),
        written_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def adjust(*, actor: Actor, run_id: int, mark: Decimal, reason: str) -> Run:
    """Change the mark of a debriefed run by hand, with a reason; the audit log keeps both marks."""
    run = queries.run_visible_to(actor, run_id)
    if run.stage != DONE or run.points is None:
        raise ConflictError(runs.WRONG_STAGE)
    if not 0 <= mark <= MAXIMUM:
        raise InvalidError(NO_MARK)
    if not reason.strip():
        raise InvalidError(NO_REASON)
    _note_change(actor, run, int(mark * 100), reason.strip()[:MOST_COMMENT])
    _announce(run)
    return run


def _note_change(actor: Actor, run: Run, points: int, reason: str) -> None:
    """Change the points of a run and write the change down, in the room and in the audit log."""
    before, run.points = run.points or 0, points
    db.session.add(
        RunAdjustment(
            run_id=run.id,
            before=before,
            points=points,
            reason=reason,
            adjusted_by=actor.user_id,
            adjusted_at=now(),
        )
    )
    db.session.flush()
    audit.record(
        actor,
        action="negotiation.adjust",
        object_kind="negotiation_run",
        object_id=run.id,
        before={"points": before},
        after={"points": points},
        reason=reason,
    )


def _announce(run: Run) -> None:
    best = queries.best_run(run.organisation_id, run.user_id, run.case_id)
    publish(
        RunAdjusted(
            organisation_id=run.organisation_id,
            user_id=run.user_id,
            case_id=run.case_id,
            mode=run.mode,
            best_run_id=best.id,
            best_score=best.score or MAXIMUM * 0,
            maximum=MAXIMUM,
        )
    )
