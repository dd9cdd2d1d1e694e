"""The review: the log is proved by playing it again, the run is marked, and the mark is announced."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.events import publish
from app.kernel.messages import N_
from app.negotiation import queries
from app.negotiation.engine.debrief import Debrief, Learner, debrief
from app.negotiation.engine.log import Entry, read_slots, verify
from app.negotiation.engine.regret import Regret, regrets
from app.negotiation.engine.review import OwnReview
from app.negotiation.engine.run import Played
from app.negotiation.engine.score import Guess, Plan
from app.negotiation.engine.state import Setting
from app.negotiation.events import RunDebriefed
from app.negotiation.models import DONE, MAXIMUM, REVIEW, Run, RunGuess, RunTurn
from app.negotiation.services.runs import WRONG_STAGE, check_words
from app.platform.clock import now
from app.platform.database import db

NO_SUCH_TURN = N_("Choose a turn of this talk.")
BROKEN_LOG = N_(
    "The record of this talk does not match what was played, so it cannot be marked. Tell your teacher."
)


def played(rows: Sequence[RunTurn]) -> list[Played]:
    """Return stored turns as the engine plays them."""
    return [(row.act, read_slots(row.slots)) for row in rows]


def entries(rows: Sequence[RunTurn]) -> list[Entry]:
    """Return stored turns as far as proof needs them."""
    return [Entry(row.act, read_slots(row.slots), row.hash) for row in rows]


def find_regrets(place: Setting, log: Sequence[Entry]) -> list[Regret]:
    """Prove the log and return the engine's findings; slow (thousands of replays), touches no database."""
    if verify(place, log):
        raise ConflictError(BROKEN_LOG)
    return regrets(place, [(entry.act, entry.slots) for entry in log])


def review(*, actor: Actor, run_id: int, own: OwnReview, found: Sequence[Regret] | None = None) -> Run:
    """Take the learner's own review, mark the run and announce the mark; reviewing again changes nothing.

    *found* are the findings if they were computed before the transaction began.
    """
    run = queries.own_run_locked(actor, run_id)
    if run.stage == DONE:
        return run
    if run.stage != REVIEW:
        raise ConflictError(WRONG_STAGE)
    if not 0 <= own.turn <= run.turns:
        raise InvalidError(NO_SUCH_TURN)
    check_words(own.words)
    rows, place = queries.turns(run.id), queries.setting(run)
    found = find_regrets(place, entries(rows)) if found is None else found
    run.own_review = asdict(own)
    run.findings = [asdict(row) | {"close": list(row.close)} for row in found]
    told = debrief(place, played(rows), learner(run, queries.guesses(run.id)), found)
    run.parts = {part.name: part.points for part in told.mark.parts()}
    run.points = int(Decimal(str(told.mark.total())) * 100)
    run.stage, run.debriefed_at = DONE, now()
    db.session.flush()
    announce(run)
    return run


def announce(run: Run) -> None:
    """Tell the other rooms what a run is worth now."""
    publish(
        RunDebriefed(
            organisation_id=run.organisation_id,
            user_id=run.user_id,
            case_id=run.case_id,
            run_id=run.id,
            score=run.score or Fraction(0),
            maximum=MAXIMUM,
            mode=run.mode,
        )
    )


def shares(spread: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """Return the probabilities of a guess, made to add up to one; empty when only one was given."""
    total = sum(spread.values())
    return tuple((name, value / total) for name, value in sorted(spread.items())) if total else ()


def learner(run: Run, guesses: Sequence[RunGuess]) -> Learner:
    """Return what the learner handed in besides the acts, as the engine marks it."""
    kept: dict[str, Any] = run.plan or {}
    own = run.own_review
    return Learner(
        guesses=tuple(
            Guess(row.turn, row.archetype, row.percent / 100, tuple(row.cues), shares(row.spread))
            for row in guesses
        ),
        plan=Plan(
            frozenset(kept.get("counter", ())),
            frozenset(kept.get("backup", ())),
            frozenset(kept.get("trigger", ())),
            kept.get("words", ""),
        ),
        review=OwnReview(own["turn"], own["better"], own["words"]) if own else None,
    )


def debriefing(run: Run, rows: Sequence[RunTurn], guesses: Sequence[RunGuess]) -> Debrief:
    """Return the debrief of a run that is done, from its record and the findings kept with it."""
    found = [Regret(**{**row, "close": tuple(row["close"])}) for row in run.findings or ()]
    return debrief(queries.setting(run), played(rows), learner(run, guesses), found)
