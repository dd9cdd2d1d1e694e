"""What may be done to tracks. Nothing here commits."""

from collections.abc import Mapping
from datetime import date

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError
from app.kernel.messages import N_
from app.library import queries as library
from app.onboarding import policies, queries
from app.onboarding.engine.track import StageState, StageStatus
from app.onboarding.models import Assignment, Signature
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db

NOT_READY = N_("This gate cannot be signed yet: %(name)s still has things to do.")
ALREADY = N_("This gate has been signed already.")
TICK_ALL = N_("Answer every point of the checklist before you sign.")
SAY_WHY = N_("Say in the remark what has to happen next when a point is not yet there.")


def assign(
    *, actor: Actor, user_id: int, track_id: str, release_id: int, hired_on: date, manager_id: int
) -> Assignment:
    """Put a person on a track from the day of hire; somebody already on it gets the new day and manager."""
    if user_id == manager_id:
        raise InvalidError(N_("Somebody else has to sign: nobody can be their own manager."))
    blob = library.document(release_id, "track", track_id)
    row = next((a for a in queries.everybody(actor) if (a.user_id, a.track_id) == (user_id, track_id)), None)
    if row is None:
        row = Assignment(
            organisation_id=actor.organisation_id, user_id=user_id, track_id=track_id, assigned_at=now()
        )
        db.session.add(row)
    row.track_hash, row.release_id = blob.hash, release_id
    row.hired_on, row.manager_id = hired_on, manager_id
    db.session.flush()
    audit.record(
        actor,
        action="assigned",
        object_kind="track",
        object_id=row.id,
        after={"user": user_id, "hired_on": hired_on.isoformat(), "manager": manager_id},
    )
    return row


def _check(state: StageState, answers: Mapping[str, bool], items: list[str], remark: str) -> str:
    """Return the verdict that *answers* amount to; raise when they cannot be taken."""
    if state.status is StageStatus.SIGNED:
        raise ConflictError(ALREADY)
    if set(answers) != set(items):
        raise InvalidError(TICK_ALL)
    if not all(answers.values()) and not remark.strip():
        raise InvalidError(SAY_WHY)
    return "signed" if all(answers.values()) else "returned"


def sign(
    *,
    actor: Actor,
    assignment: Assignment,
    state: StageState,
    answers: Mapping[str, bool],
    remark: str,
    client_key: str,
) -> Signature:
    """Sign one gate, or send it back when a point of the checklist is not yet there.

    The same *client_key* again returns the first signature: a double click signs once.
    """
    if not policies.may_sign(actor, assignment):
        raise NotAllowedError
    earlier = queries.by_client_key(client_key)
    if earlier is not None and earlier.assignment_id == assignment.id:
        return earlier
    if state.status is not StageStatus.TO_SIGN and state.status is not StageStatus.SIGNED:
        raise InvalidError(NOT_READY, name=assignment.user.name)
    checklist = library.document(assignment.release_id, "checklist", state.stage.checklist)
    verdict = _check(state, answers, [str(item["id"]) for item in checklist.doc["items"]], remark)
    row = Signature(
        assignment_id=assignment.id,
        user_id=assignment.user_id,
        stage_id=state.stage.id,
        checklist_hash=checklist.hash,
        answers=dict(answers),
        remark=remark.strip(),
        verdict=verdict,
        signed_by=actor.user_id,
        at=now(),
        client_key=client_key,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, action=verdict, object_kind="gate", object_id=row.id, after={"stage": row.stage_id})
    return row
