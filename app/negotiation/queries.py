"""What may be asked of runs: one statement each, bounded by the actor's organisation and person.

Parsed content is kept for the life of the process by its hash; a blob never changes.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from sqlalchemy import Integer, Select, String, bindparam, cast, func, literal_column, select

from app.accounts.models import User
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.negotiation.engine.archetype import Archetype, read_archetype
from app.negotiation.engine.case import Case, read_case
from app.negotiation.engine.drills import Drill
from app.negotiation.engine.drills import drills as read_drills
from app.negotiation.engine.moves import Moves, read_moves
from app.negotiation.engine.state import Setting
from app.negotiation.models import (
    DONE,
    GRADED,
    Assignment,
    Run,
    RunAdjustment,
    RunComment,
    RunGuess,
    RunTurn,
)
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.database import db

MOVES = "moves"
RECENT, CLASS_RUNS = 12, 500
# Built once: SQLAlchemy keeps what it compiled on the statement, and a talk asks these at every turn.
_RUN = select(Run).where(
    Run.organisation_id == bindparam("organisation_id"),
    Run.user_id == bindparam("user_id"),
    Run.id == bindparam("run_id"),
)
_RUN_LOCKED = _RUN.with_for_update().execution_options(populate_existing=True)
_TURNS = select(RunTurn).where(RunTurn.run_id == bindparam("run_id")).order_by(RunTurn.number)
_TURN = select(RunTurn).where(
    RunTurn.run_id == bindparam("run_id"), RunTurn.client_key == bindparam("client_key")
)
# What every room of exercises tells of best marks: kind and id of the step, person, mark as text, an order.
BEST = (
    select(
        literal_column("'scenario'", String).label("kind"),
        Run.user_id.label("user_id"),
        Run.case_id.label("ident"),
        cast(func.max(Run.points), String).label("mark"),
        literal_column("0", Integer).label("place"),
    )
    .where(
        Run.organisation_id == bindparam("organisation_id"),
        Run.user_id.in_(bindparam("user_ids", expanding=True)),
        Run.stage == DONE,
    )
    .group_by(Run.user_id, Run.case_id)
)
_BEST_IN_MODE = BEST.where(Run.mode == bindparam("mode"))
_OWN = select(Run).where(
    Run.organisation_id == bindparam("organisation_id"), Run.user_id == bindparam("user_id")
)
_NEWEST = _OWN.order_by(Run.id.desc()).limit(RECENT)
_OPEN = _NEWEST.where(Run.stage != DONE)
_NEWEST_AT = _NEWEST.where(Run.case_id == bindparam("case_id"))
_GUESSES = select(RunGuess).where(RunGuess.run_id == bindparam("run_id")).order_by(RunGuess.id)


@lru_cache(maxsize=128)
def _case(name: str) -> Case:
    return read_case(library.blob(name).doc)


@lru_cache(maxsize=128)
def _archetype(archetype: str, lines: str, moves: str) -> Archetype:
    docs = library.blobs([archetype, lines, moves])
    return read_archetype(docs[archetype].doc, docs[lines].doc, docs[moves].doc)


@lru_cache(maxsize=16)
def _moves(name: str) -> Moves:
    return read_moves(library.blob(name).doc)


def setting(run: Run) -> Setting:
    """Return what *run* is played in, from the content it pinned (no statement once it is cached)."""
    archetype = _archetype(run.archetype_hash, run.lines_hash, run.moves_hash)
    return Setting(_case(run.case_hash), archetype, run.seed)


def release_id(actor: Actor) -> int:
    """Return the release the actor's class has, else the newest; NotFoundError before content is loaded."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is not None:
        return enrolment.cohort.release_id
    newest = library.current_release()
    if newest is None:
        raise NotFoundError
    return newest.id


def cases(release: int) -> list[Case]:
    """Return the cases of a release."""
    return [_case(blob.hash) for blob in library.documents(release, "case").values()]


def case(release: int, case_id: str) -> tuple[Blob, Case]:
    """Return one case of a release with its blob; NotFoundError when the release does not hold it."""
    blob = library.document(release, "case", case_id)
    return blob, _case(blob.hash)


def moves(release: int) -> tuple[Blob, Moves]:
    """Return the moves of a release with their blob."""
    blob = library.document(release, "moves", MOVES)
    return blob, _moves(blob.hash)


def _own(actor: Actor) -> Select[Run]:
    return select(Run).where(Run.organisation_id == actor.organisation_id, Run.user_id == actor.user_id)


def _key(actor: Actor, run_id: int) -> dict[str, int]:
    return {"organisation_id": actor.organisation_id, "user_id": actor.user_id, "run_id": run_id}


def own_run(actor: Actor, run_id: int) -> Run:
    """Return the actor's own run; NotFoundError when there is none or it is somebody else's."""
    run = db.session.scalar(_RUN, _key(actor, run_id))
    if run is None:
        raise NotFoundError
    return run


def own_run_locked(actor: Actor, run_id: int) -> Run:
    """Return the actor's own run as the database has it now, held until the transaction ends."""
    run = db.session.scalar(_RUN_LOCKED, _key(actor, run_id))
    if run is None:
        raise NotFoundError
    return run


def run_visible_to(actor: Actor, run_id: int) -> Run:
    """Return a run for reading: one's own, or for a teacher of the organisation one that is debriefed."""
    statement = select(Run).where(Run.organisation_id == actor.organisation_id, Run.id == run_id)
    if actor.may(Permission.GRADEBOOK_READ):
        statement = statement.where((Run.user_id == actor.user_id) | (Run.stage == DONE))
    else:
        statement = statement.where(Run.user_id == actor.user_id)
    run = db.session.scalar(statement)
    if run is None:
        raise NotFoundError
    return run


def started_with(actor: Actor, client_key: str) -> Run | None:
    """Return the run that this click on "start" made already."""
    return db.session.scalar(_own(actor).where(Run.client_key == client_key))


def runs(actor: Actor, case_id: str | None = None) -> Sequence[Run]:
    """Return the actor's newest runs, of one case or of all."""
    names = {"organisation_id": actor.organisation_id, "user_id": actor.user_id}
    if case_id:
        return db.session.scalars(_NEWEST_AT, names | {"case_id": case_id}).all()
    return db.session.scalars(_NEWEST, names).all()


def open_runs(actor: Actor) -> Sequence[Run]:
    """Return the actor's runs that are not debriefed yet, newest first."""
    return db.session.scalars(
        _OPEN, {"organisation_id": actor.organisation_id, "user_id": actor.user_id}
    ).all()


def turns(run_id: int) -> Sequence[RunTurn]:
    """Return the turns of a run (reached through a bounded query) in order."""
    return db.session.scalars(_TURNS, {"run_id": run_id}).all()


def turn_with_key(run_id: int, client_key: str) -> RunTurn | None:
    """Return the turn that this very form made already."""
    return db.session.scalar(_TURN, {"run_id": run_id, "client_key": client_key})


def guesses(run_id: int) -> Sequence[RunGuess]:
    """Return the guesses of a run in the order they were made."""
    return db.session.scalars(_GUESSES, {"run_id": run_id}).all()


def best_scores(
    organisation_id: int, user_ids: Iterable[int], mode: str | None = None
) -> dict[int, dict[str, Fraction]]:
    """Return the best percentage by person and case id, of all runs or of one *mode*."""
    names = {"organisation_id": organisation_id, "user_ids": list(user_ids)}
    rows = db.session.execute(_BEST_IN_MODE if mode else BEST, names | ({"mode": mode} if mode else {}))
    best: dict[int, dict[str, Fraction]] = {}
    for row in rows:
        best.setdefault(row.user_id, {})[row.ident] = best_mark(row.mark)[0]
    return best


def best_mark(kept: str | None) -> tuple[Fraction, Fraction]:
    """Return (percentage, 100) of a mark as ``BEST`` tells it: in hundredths of a percent."""
    return Fraction(kept or 0) / 100, Fraction(100)


def best_run(organisation_id: int, user_id: int, case_id: str) -> Run:
    """Return a learner's best graded run of a case, or the best of all when none is graded."""
    found = db.session.scalars(
        select(Run)
        .where(
            Run.organisation_id == organisation_id,
            Run.user_id == user_id,
            Run.case_id == case_id,
            Run.stage == DONE,
        )
        .order_by((Run.mode == GRADED).desc(), Run.points.desc(), Run.id)
        .limit(1)
    ).first()
    if found is None:
        raise NotFoundError
    return found


def assignments(actor: Actor, cohort_id: int) -> Sequence[Assignment]:
    """Return what a class (of the actor's organisation) was set, newest first."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.organisation_id == actor.organisation_id, Assignment.cohort_id == cohort_id)
        .order_by(Assignment.id.desc())
    ).all()


def own_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment of the actor's own class; NotFoundError otherwise."""
    enrolment = organisations.enrolment_of(actor)
    row = db.session.scalar(
        select(Assignment).where(
            Assignment.organisation_id == actor.organisation_id,
            Assignment.id == assignment_id,
            Assignment.cohort_id == (enrolment.cohort_id if enrolment else None),
        )
    )
    if row is None:
        raise NotFoundError
    return row


def attempts_made(actor: Actor, assignment_id: int) -> int:
    """Return how often the actor began an assignment."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Run)
            .where(Run.user_id == actor.user_id, Run.assignment_id == assignment_id, Run.parent_id.is_(None))
        )
        or 0
    )


def attempts_by_assignment(actor: Actor) -> dict[int, int]:
    """Return how often the actor began each assignment."""
    rows = db.session.execute(
        select(Run.assignment_id, func.count())
        .where(Run.user_id == actor.user_id, Run.assignment_id.is_not(None), Run.parent_id.is_(None))
        .group_by(Run.assignment_id)
    )
    return {row[0]: row[1] for row in rows if row[0]}


def runs_of(actor: Actor, user_ids: Iterable[int]) -> Sequence[Run]:
    """Return the debriefed runs of people of the actor's organisation, newest first, at most 500."""
    return db.session.scalars(
        select(Run)
        .where(
            Run.organisation_id == actor.organisation_id,
            Run.user_id.in_(list(user_ids)),
            Run.stage == DONE,
        )
        .order_by(Run.id.desc())
        .limit(CLASS_RUNS)
    ).all()


def comparable(run: Run) -> Sequence[Run]:
    """Return the same learner's other debriefed runs, newest first."""
    return db.session.scalars(
        select(Run)
        .where(
            Run.organisation_id == run.organisation_id,
            Run.user_id == run.user_id,
            Run.stage == DONE,
            Run.id != run.id,
        )
        .order_by(Run.id.desc())
        .limit(RECENT)
    ).all()


def comments(run_id: int) -> Sequence[tuple[RunComment, str]]:
    """Return the comments on a run (reached through a bounded query) with their authors' names."""
    rows = db.session.execute(
        select(RunComment, User.name)
        .join(User, User.id == RunComment.author_id)
        .where(RunComment.run_id == run_id)
        .order_by(RunComment.turn, RunComment.id)
    ).all()
    return [(row[0], row[1]) for row in rows]


def adjustments(run_id: int) -> Sequence[RunAdjustment]:
    """Return the changes of a run's mark in order."""
    return db.session.scalars(
        select(RunAdjustment).where(RunAdjustment.run_id == run_id).order_by(RunAdjustment.id)
    ).all()


def archetypes(release: int) -> list[Archetype]:
    """Return all archetypes of a release, parsed once for the life of the process."""
    rows, lines = library.documents(release, "archetype"), library.documents(release, "lines")
    shared = library.document(release, "moves", MOVES).hash
    return [_archetype(blob.hash, lines[slug].hash, shared) for slug, blob in rows.items()]


@lru_cache(maxsize=8)
def _drills(name: str, release: int) -> dict[str, Drill]:
    return read_drills(library.blob(name).doc, archetypes(release), _moves(name))


def drills(release: int) -> dict[str, Drill]:
    """Return the micro-drills of a release, built once for the life of the process."""
    return _drills(library.document(release, "moves", MOVES).hash, release)


def own_data(actor: Actor) -> dict[str, object]:
    """Return what this room keeps about the actor, for the person's own export (three statements)."""
    mine = db.session.scalars(_own(actor).order_by(Run.id)).all()
    numbers = [run.id for run in mine]
    said = db.session.scalars(
        select(RunTurn).where(RunTurn.run_id.in_(numbers)).order_by(RunTurn.run_id, RunTurn.number)
    ).all()
    guessed = db.session.scalars(
        select(RunGuess).where(RunGuess.run_id.in_(numbers)).order_by(RunGuess.run_id, RunGuess.id)
    ).all()
    return {"runs": [_exported(run, said, guessed) for run in mine]}


def _exported(run: Run, said: Sequence[RunTurn], guessed: Sequence[RunGuess]) -> dict[str, object]:
    """Return one run in plain values; what is hidden from the learner stays hidden until the debrief."""
    score = run.score
    return {
        "case": run.case_id,
        "mode": run.mode,
        "started_at": run.started_at.isoformat(),
        "stage": run.stage,
        "customer_type": run.archetype_id if run.stage == DONE or run.open_type else None,
        "score": str(score) if score is not None else None,
        "plan": run.plan,
        "own_review": run.own_review,
        "turns": [
            {"number": row.number, "act": row.act, "slots": row.slots, "words": row.words}
            for row in said
            if row.run_id == run.id
        ],
        "guesses": [
            {"turn": row.turn, "type": row.archetype, "percent": row.percent, "cues": row.cues}
            for row in guessed
            if row.run_id == run.id
        ],
    }
