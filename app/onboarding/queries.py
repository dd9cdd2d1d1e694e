"""What may be asked of tracks: each function is one statement, bounded by the actor's organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.courses import queries as courses
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.onboarding.engine import track
from app.onboarding.engine.track import Item, StageState, StageStatus, Track
from app.onboarding.models import Assignment, Signature
from app.organisations.policies import Permission
from app.platform.clock import today
from app.platform.database import db


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's track as the pages draw it."""

    assignment: Assignment
    track: Track
    stages: list[StageState]
    signatures: dict[str, list[Signature]]

    @property
    def current(self) -> StageState:
        """Return the first stage that is not signed, or the last."""
        return next(
            (state for state in self.stages if state.status is not StageStatus.SIGNED), self.stages[-1]
        )


# Asked on every home page of a learner: built once.
_OWN = (
    select(Assignment)
    .where(
        Assignment.organisation_id == bindparam("organisation_id"),
        Assignment.user_id == bindparam("user_id"),
    )
    .options(joinedload(Assignment.user), joinedload(Assignment.manager))
    .order_by(Assignment.id.desc())
    .limit(1)
)


def _assignments(actor: Actor) -> Select[Assignment]:
    return (
        select(Assignment)
        .where(Assignment.organisation_id == actor.organisation_id)
        .options(joinedload(Assignment.user), joinedload(Assignment.manager))
    )


def own(actor: Actor) -> Assignment | None:
    """Return the actor's own newest assignment."""
    names = {"organisation_id": actor.organisation_id, "user_id": actor.user_id}
    return db.session.scalar(_OWN, names)


def managed_by(actor: Actor) -> Sequence[Assignment]:
    """Return the assignments whose gates the actor signs, by the day of hire."""
    mine = Assignment.manager_id == actor.user_id
    return db.session.scalars(
        _assignments(actor).where(mine).order_by(Assignment.hired_on, Assignment.id)
    ).all()


def everybody(actor: Actor) -> Sequence[Assignment]:
    """Return every assignment of the organisation, by the day of hire."""
    return db.session.scalars(_assignments(actor).order_by(Assignment.hired_on, Assignment.id)).all()


def assignment_visible_to(actor: Actor, assignment_id: int) -> Assignment:
    """Return the assignment if it is the actor's own, of somebody they manage, or they run tracks."""
    statement = _assignments(actor).where(Assignment.id == assignment_id)
    if not actor.may(Permission.TRACK_MANAGE):
        statement = statement.where(
            (Assignment.manager_id == actor.user_id) | (Assignment.user_id == actor.user_id)
        )
    row = db.session.scalar(statement)
    if row is None:
        raise NotFoundError
    return row


def signatures(assignment_ids: Iterable[int]) -> dict[tuple[int, str], list[Signature]]:
    """Return the signatures by (assignment, stage), newest first, each with who signed."""
    rows = db.session.scalars(
        select(Signature)
        .where(Signature.assignment_id.in_(list(assignment_ids)))
        .options(joinedload(Signature.signer))
        .order_by(Signature.id.desc())
    )
    found: dict[tuple[int, str], list[Signature]] = {}
    for row in rows:
        found.setdefault((row.assignment_id, row.stage_id), []).append(row)
    return found


def standings(assignments: Sequence[Assignment]) -> list[Standing]:
    """Return where everybody stands today, in a number of statements that does not grow with people."""
    if not assignments:
        return []
    home, release = assignments[0].organisation_id, assignments[0].release_id
    done = courses.done_items(home, release, [row.user_id for row in assignments])
    signed = signatures([row.id for row in assignments])
    tracks = {key: track.read(library.blob(key).doc) for key in {row.track_hash for row in assignments}}
    return [
        _standing(row, tracks[row.track_hash], done.get(row.user_id, frozenset()), signed)
        for row in assignments
    ]


def _standing(
    row: Assignment,
    whole: Track,
    done: frozenset[Item],
    signed: dict[tuple[int, str], list[Signature]],
) -> Standing:
    own = {stage.id: signed.get((row.id, stage.id), []) for stage in whole.stages}
    closed = {stage for stage, words in own.items() if words and words[0].verdict == "signed"}
    stages = track.standing(whole, hired_on=row.hired_on, today=today(), done=done, signed=closed)
    return Standing(row, whole, stages, own)


def by_client_key(client_key: str) -> Signature | None:
    """Return the signature that was sent with this key, if it came before."""
    return db.session.scalar(select(Signature).where(Signature.client_key == client_key))


def own_data(actor: Actor) -> dict[str, object]:
    """Return the actor's tracks and what was signed, for the person's own export."""
    rows = db.session.scalars(
        select(Signature)
        .join(Assignment, Assignment.id == Signature.assignment_id)
        .where(Assignment.organisation_id == actor.organisation_id, Assignment.user_id == actor.user_id)
        .order_by(Signature.id)
    )
    return {
        "signatures": [
            {
                "stage": row.stage_id,
                "verdict": row.verdict,
                "answers": row.answers,
                "remark": row.remark,
                "at": row.at.isoformat(),
            }
            for row in rows
        ]
    }
