"""Going back: a run from an earlier turn of another one, with the same customer and the same luck."""

import secrets

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.messages import N_
from app.negotiation import queries
from app.negotiation.engine import run as engine
from app.negotiation.engine.log import GENESIS, read_slots
from app.negotiation.engine.state import restore
from app.negotiation.models import DONE, PRACTICE, REVIEW, TALK, Run, RunGuess
from app.negotiation.services.marking import NO_SUCH_TURN
from app.negotiation.services.runs import Saying, store
from app.platform.clock import now
from app.platform.database import db

NO_WAY_BACK = N_("A graded talk cannot be taken back. After its debrief you may try again from any move.")


def branch(*, actor: Actor, run_id: int, turn: int) -> Run:
    """Begin a practice run that shares the first *turn* moves of the actor's own run, and return it.

    From a practice run at any time after its plan, from a graded one only when it is debriefed.
    """
    source = queries.own_run_locked(actor, run_id)
    if source.stage != DONE and (source.mode != PRACTICE or source.stage not in (TALK, REVIEW)):
        raise ConflictError(NO_WAY_BACK)
    if not 0 <= turn < max(1, source.turns):
        raise InvalidError(NO_SUCH_TURN)
    run = _begun(source, turn)
    _play_again(source, run, turn)
    return run


def _begun(source: Run, turn: int) -> Run:
    place = queries.setting(source)
    run = Run(
        organisation_id=source.organisation_id,
        user_id=source.user_id,
        case_id=source.case_id,
        archetype_id=source.archetype_id,
        case_hash=source.case_hash,
        archetype_hash=source.archetype_hash,
        lines_hash=source.lines_hash,
        moves_hash=source.moves_hash,
        seed=source.seed,
        mode=PRACTICE,
        open_type=source.open_type or source.stage == DONE,
        stage=TALK,
        turns=0,
        state=engine.start(place.case, place.archetype, source.seed).snapshot(),
        head=GENESIS,
        plan=source.plan,
        notes=source.notes,
        parent_id=source.id,
        parent_turn=turn,
        started_at=now(),
    )
    db.session.add(run)
    db.session.flush()
    return run


def _play_again(source: Run, run: Run, turn: int) -> None:
    place = queries.setting(run)
    for row in queries.turns(source.id)[:turn]:
        slots = read_slots(row.slots)
        saying = Saying(row.act, slots, row.number, f"again-{secrets.token_hex(6)}", row.words)
        store(run, saying, *engine.step(restore(place, run.state), row.act, slots))
    for guess in queries.guesses(source.id):
        if guess.turn <= turn:
            db.session.add(
                RunGuess(
                    run_id=run.id,
                    turn=guess.turn,
                    archetype=guess.archetype,
                    percent=guess.percent,
                    spread=guess.spread,
                    cues=guess.cues,
                    switched=guess.switched,
                    guessed_at=now(),
                )
            )
    db.session.flush()
