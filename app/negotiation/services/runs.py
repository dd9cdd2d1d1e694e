"""The steps up to the end of a talk as verbs: start, judge, plan, say, correct, take notes, finish.

The server plays; it never believes a score. Every turn is chained by hash.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.messages import N_
from app.library import queries as library
from app.negotiation import queries
from app.negotiation.engine import run as engine
from app.negotiation.engine.case import Case
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.draws import weighted
from app.negotiation.engine.log import GENESIS, chain, digest
from app.negotiation.engine.moves import Moves
from app.negotiation.engine.run import HANDLERS, Turn
from app.negotiation.engine.state import State, restore
from app.negotiation.models import GRADED, JUDGE, PLAN, PRACTICE, REVIEW, TALK, Run, RunGuess, RunTurn
from app.platform.clock import now
from app.platform.database import db

LONGEST_WORDS = 600
LONGEST_NOTES = 4000
SEEDS = 2**31

WRONG_STAGE = N_("This run is already a step further. Open it again to go on from where it stands.")
MOVED_ON = N_("This talk has moved on in another window. Read the newest reply, then choose your move again.")
UNKNOWN_TYPE = N_("Choose one of the eight types.")
UNKNOWN_CUE = N_("One of the signs you ticked is not on the list. Please choose again.")
WRONG_PERCENT = N_("How sure you are is a number from 0 to 100.")
UNKNOWN_CARD = N_("One of the cards you chose is not on the list. Please choose again.")
UNKNOWN_MOVE = N_("Choose a move first.")
NO_TOPIC = N_("Choose what the question or benefit is about.")
NO_TERMS = N_("Name at least one term: write it with its number, or choose it from the lists.")
NO_STEP = N_("Choose the next step you ask for.")
UNKNOWN_SLOT = N_("One of the terms is not on the table in this case. Please choose from the lists.")
TOO_MANY_WORDS = N_("Your own words are longer than %(most)s characters. Please shorten them.")
NOT_IN_CASE = N_("This customer cannot be met in this case. Choose one from the list.")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the customer is taken for, how surely (per cent), and by which signs.

    *spread* are the probabilities of all types that were given any; without it the rest is spread evenly.
    """

    archetype: str
    percent: int
    cues: tuple[str, ...] = ()
    spread: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """What the learner means to do: cards, trigger, words, target, the point to leave at, the questions."""

    counter: tuple[str, ...] = ()
    backup: tuple[str, ...] = ()
    trigger: tuple[str, ...] = ()
    words: str = ""
    target: str = ""
    walkaway: str = ""
    questions: str = ""


def _archetype_for(case: Case, seed: int, wanted: str | None) -> str:
    if wanted is None:
        return weighted([(slug, 1.0) for slug in case.archetypes], seed, "archetype")
    if wanted not in case.archetypes:
        raise InvalidError(NOT_IN_CASE)
    return wanted


def start(
    *,
    actor: Actor,
    case_id: str,
    mode: str = PRACTICE,
    archetype: str | None = None,
    seed: int | None = None,
    client_key: str | None = None,
) -> Run:
    """Begin a run; the same *client_key* returns the run it began. Graded runs never show their type.

    Without *archetype* the seed draws one of the case's. Raises NotFoundError for a case the release
    does not hold and InvalidError for a type the case does not offer.
    """
    if client_key and (begun := queries.started_with(actor, client_key)) is not None:
        return begun
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    run = Run(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        case_id=case_id,
        **_pins(queries.release_id(actor), case_id, archetype, seed),
        seed=seed,
        mode=GRADED if mode == GRADED else PRACTICE,
        open_type=archetype is not None and mode != GRADED,
        turns=0,
        head=GENESIS,
        client_key=client_key,
        started_at=now(),
    )
    return _opened(run)


def _pins(release: int, case_id: str, wanted: str | None, seed: int) -> dict[str, str]:
    """Return the archetype and the content hashes a run is bound to."""
    blob, case = queries.case(release, case_id)
    slug = _archetype_for(case, seed, wanted)
    return {
        "archetype_id": slug,
        "case_hash": blob.hash,
        "archetype_hash": library.document(release, "archetype", slug).hash,
        "lines_hash": library.document(release, "lines", slug).hash,
        "moves_hash": queries.moves(release)[0].hash,
    }


def _opened(run: Run) -> Run:
    place = queries.setting(run)
    run.stage, run.state = JUDGE, engine.start(place.case, place.archetype, run.seed).snapshot()
    db.session.add(run)
    db.session.flush()
    return run


def at(actor: Actor, run_id: int, *stages: str) -> Run:
    """Return the actor's own run, held, if it stands at one of *stages*; ConflictError otherwise."""
    run = queries.own_run_locked(actor, run_id)
    if run.stage not in stages:
        raise ConflictError(WRONG_STAGE)
    return run


def _check_judgement(moves: Moves, judgement: Judgement) -> None:
    if judgement.archetype not in moves.archetypes:
        raise InvalidError(UNKNOWN_TYPE)
    if not 0 <= judgement.percent <= 100:
        raise InvalidError(WRONG_PERCENT)
    if not set(judgement.cues) <= set(moves.cues):
        raise InvalidError(UNKNOWN_CUE)
    if not set(judgement.spread) <= set(moves.archetypes):
        raise InvalidError(UNKNOWN_TYPE)
    if any(not 0 <= value <= 100 for value in judgement.spread.values()):
        raise InvalidError(WRONG_PERCENT)


def _note_guess(run: Run, judgement: Judgement, *, switched: bool) -> None:
    _check_judgement(queries.setting(run).archetype.moves, judgement)
    db.session.add(
        RunGuess(
            run_id=run.id,
            turn=run.turns,
            archetype=judgement.archetype,
            percent=judgement.percent,
            spread=dict(judgement.spread),
            cues=list(judgement.cues),
            switched=switched,
            guessed_at=now(),
        )
    )


def judge(*, actor: Actor, run_id: int, judgement: Judgement) -> Run:
    """Note the first judgement and go on to the plan."""
    run = at(actor, run_id, JUDGE)
    _note_guess(run, judgement, switched=False)
    run.stage = PLAN
    db.session.flush()
    return run


def plan(*, actor: Actor, run_id: int, intent: Intent) -> Run:
    """Note the plan and open the talk."""
    run = at(actor, run_id, PLAN)
    moves = queries.setting(run).archetype.moves
    cards = {*intent.counter, *intent.backup}
    if not cards <= set(moves.cards) or not set(intent.trigger) <= set(moves.triggers):
        raise InvalidError(UNKNOWN_CARD)
    for words in (intent.words, intent.target, intent.walkaway, intent.questions):
        check_words(words)
    run.plan = asdict(intent)
    run.stage = TALK
    db.session.flush()
    return run


def correct(*, actor: Actor, run_id: int, judgement: Judgement, switched: bool = False) -> Run:
    """Note a new judgement in the middle of the talk, and whether the learner goes over to the back-up."""
    run = at(actor, run_id, TALK)
    _note_guess(run, judgement, switched=switched)
    db.session.flush()
    return run


def check_words(words: str) -> None:
    """Raise a sentence for words that are too long."""
    if len(words) > LONGEST_WORDS:
        raise InvalidError(TOO_MANY_WORDS, most=LONGEST_WORDS)


def _check_slots(case: Case, moves: Moves, act: str, slots: Slots) -> Slots:
    """Return the slots this act takes; raise a sentence for what is missing or unknown."""
    wanted = moves.by_id[act].slots
    if "topic" in wanted and slots.topic not in case.topics:
        raise InvalidError(NO_TOPIC)
    if "advance" in wanted and slots.advance not in case.advances:
        raise InvalidError(NO_STEP)
    if "terms" in wanted:
        _check_terms(case, slots.terms)
    return Slots(
        topic=slots.topic if "topic" in wanted else "",
        terms=slots.terms if "terms" in wanted else (),
        advance=slots.advance if "advance" in wanted else "",
    )


def _check_terms(case: Case, terms: tuple[tuple[str, str], ...]) -> None:
    if not terms:
        raise InvalidError(NO_TERMS)
    for name, option in terms:
        if name not in case.issues or option not in case.issues[name].options:
            raise InvalidError(UNKNOWN_SLOT)


@dataclass(frozen=True, slots=True)
class Saying:
    """One move as it was sent: act, slots, own words, the turn it was meant for, the key of its form."""

    act: str
    slots: Slots
    number: int
    client_key: str
    words: str = ""


def say(*, actor: Actor, run_id: int, saying: Saying) -> RunTurn:
    """Play one move. The same *client_key* returns the turn it made; a stale number is a conflict."""
    run = queries.own_run_locked(actor, run_id)
    if (done := queries.turn_with_key(run.id, saying.client_key)) is not None:
        return done
    if run.stage != TALK:
        raise ConflictError(WRONG_STAGE)
    if saying.number != run.turns + 1:
        raise ConflictError(MOVED_ON)
    if saying.act not in HANDLERS:
        raise InvalidError(UNKNOWN_MOVE)
    check_words(saying.words)
    place = queries.setting(run)
    slots = _check_slots(place.case, place.archetype.moves, saying.act, saying.slots)
    state, turn = engine.step(restore(place, run.state), saying.act, slots)
    return store(run, saying, state, turn)


def store(run: Run, saying: Saying, state: State, turn: Turn) -> RunTurn:
    """Write one played turn and move the run on; nothing is checked any more."""
    snapshot = state.snapshot()
    row = RunTurn(
        run_id=run.id,
        number=turn.number,
        act=turn.act,
        slots=turn.slots.plain(),
        words=saying.words.strip(),
        meters=dict(state.meters),
        snapshot_hash=digest(snapshot),
        previous_hash=run.head,
        hash=chain(run.head, turn, state),
        client_key=saying.client_key,
        said_at=now(),
        **_answer(turn),
    )
    db.session.add(row)
    run.state, run.turns, run.head = snapshot, turn.number, row.hash
    if turn.ended:
        run.stage, run.outcome, run.ended_at = REVIEW, turn.outcome, now()
    db.session.flush()
    return row


def _answer(turn: Turn) -> dict[str, Any]:
    return {
        "cell": turn.cell,
        "cue": turn.cue,
        "reply_keys": list(turn.reply.keys),
        "reply_slots": [list(pair) for pair in turn.reply.slots],
        "revealed": list(turn.revealed),
        "objection": turn.objection,
        "outcome": turn.outcome,
    }


def finish(*, actor: Actor, run_id: int) -> Run:
    """Take polite leave if the talk still goes on; a talk that is over stays as it is."""
    run = queries.own_run_locked(actor, run_id)
    if run.stage == TALK:
        leave = Saying("exit_polite", Slots(), run.turns + 1, secrets.token_hex(8))
        say(actor=actor, run_id=run.id, saying=leave)
    return run


def take_notes(*, actor: Actor, run_id: int, notes: str) -> Run:
    """Keep the learner's own notes of a run that is not debriefed yet."""
    run = at(actor, run_id, PLAN, TALK, REVIEW)
    if len(notes) > LONGEST_NOTES:
        raise InvalidError(TOO_MANY_WORDS, most=LONGEST_NOTES)
    run.notes = notes
    db.session.flush()
    return run
