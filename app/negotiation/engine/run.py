"""One run: start, step, replay. Replaying a prefix is rewinding; replaying with other acts is a branch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.negotiation.engine.acts import asking, bargaining, closing, showing, talking
from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.case import Case
from app.negotiation.engine.cues import choose_cue
from app.negotiation.engine.draft import Answer, Draft, Slots
from app.negotiation.engine.draws import between
from app.negotiation.engine.outcome import final_outcome
from app.negotiation.engine.realise import Reply, choose_reply
from app.negotiation.engine.state import METERS, NO_SALE, Need, Objection, Setting, State

HANDLERS = {
    **talking.HANDLERS,
    **asking.HANDLERS,
    **showing.HANDLERS,
    **bargaining.HANDLERS,
    **closing.HANDLERS,
}
NO_SLOTS = Slots()
MUTE = Reply((), ())
WEAR = -0.012


@dataclass(frozen=True, slots=True)
class Turn:
    """What one act of the learner brought: the log entry of a turn."""

    number: int
    act: str
    slots: Slots
    cell: str
    cue: str
    reply: Reply
    revealed: tuple[str, ...]
    objection: str
    reasons: tuple[str, ...]
    changes: tuple[tuple[str, float, float], ...]
    outcome: str
    ended: bool

    def log(self) -> list[dict[str, Any]]:
        """Return the turn as two entries, one for each speaker, in plain values."""
        learner = {
            "speaker": "learner",
            "act": self.act,
            "amounts": dict(self.slots.terms),
            **self.slots.plain(),
        }
        customer = {
            "speaker": "customer",
            "act": self.cell,
            "cue": self.cue,
            "revealed": list(self.revealed),
            "amounts": {slot: value for slot, value in self.reply.slots if slot == "counter"},
            "outcome": self.outcome,
        }
        return [learner, customer]


def start(case: Case, archetype: Archetype, seed: int) -> State:
    """Return the state before the first word; the seed moves the customer's mood a little."""
    meters = {
        name: round(
            archetype.start[name] + between(-archetype.spread, archetype.spread, seed, "start", name), 6
        )
        for name in METERS
    }
    return State(
        setting=Setting(case, archetype, seed),
        turn=0,
        meters=meters,
        ceilings=dict.fromkeys(METERS, 1.0),
        needs={name: Need() for name in case.topics},
        objections=(Objection(archetype.native, 0, ""),) if archetype.native else (),
        terms={},
        agreed=(),
        rounds=0,
        gifts=0,
        strikes=0.0,
        uses={},
        revealed=(),
        advances=(),
        claim=0,
        breach=False,
        outcome="",
        ended=False,
        spoken=(),
        said={},
    )


def _feel(draft: Draft, act: str, slots: Slots, landed: float) -> None:
    """Move the meters: gains shrink with every repeat and vanish past the limit, losses do not."""
    archetype = draft.setting.archetype
    move = archetype.moves.by_id[act]
    key = f"{act}:{slots.topic}" if slots.topic else act
    worn = draft.uses.get(act, 0) >= move.limit
    keep = 0.0 if worn else landed * archetype.moves.fade ** draft.uses.get(key, 0)
    swing = 0.9 + 0.2 * draft.luck("swing")
    for meter, effect in archetype.effects[act].items():
        gain = effect < 0 if meter == "doubt" else effect > 0
        if not gain:
            draft.change(meter, effect * swing)
        elif keep > 0:
            draft.change(meter, effect * swing * keep)
    draft.change("patience", WEAR - 0.05 * worn - 0.03 * (landed <= 0))
    for name in {act, key}:
        draft.uses[name] = draft.uses.get(name, 0) + 1
    draft.strikes += archetype.strikes.get(act, 0.0)


def _close(draft: Draft, answer: Answer) -> tuple[str, ...]:
    """End the talk when his patience, his face or the time is gone; return the cells to answer from.

    Who walks out says nothing else: what he was about to tell stays untold.
    """
    if draft.ended:
        return (answer.cell,)
    if draft.meters["patience"] <= 0 or draft.strikes >= draft.setting.archetype.strike_limit:
        draft.outcome, draft.ended = NO_SALE, True
        draft.revealed = list(draft.before.revealed)
        answer.facts, answer.objection, answer.counter = [], "", None
        return ("walkout",)
    if draft.turn >= draft.setting.case.turns:
        draft.ended = True
        return (answer.cell, "time_up")
    return (answer.cell,)


def _slots_of(answer: Answer, slots: Slots, draft: Draft) -> tuple[tuple[str, str], ...]:
    rows = [("topic", slots.topic or next(iter(draft.needs)))]
    rows += [("fact", fact) for fact in answer.facts[:1]]
    if answer.objection:
        rows.append(("objection", answer.objection))
    if answer.counter:
        rows.append(("counter", "=".join(answer.counter)))
    return tuple(rows)


def _changes(before: State, after: State) -> tuple[tuple[str, float, float], ...]:
    return tuple(
        (name, before.meters[name], after.meters[name])
        for name in METERS
        if abs(after.meters[name] - before.meters[name]) >= 0.005
    )


def step(state: State, act: str, slots: Slots = NO_SLOTS, *, speak: bool = True) -> tuple[State, Turn]:
    """Return the state after *act* and the turn it made. A talk that has ended takes no further act.

    With *speak* false no words are chosen (cheaper, for alternatives nobody reads); words and cues never
    change what happens. Raises KeyError for an unknown act and ValueError after the end.
    """
    if state.ended:
        raise ValueError("the talk has ended")
    draft = Draft(state)
    answer = HANDLERS[act](draft, slots)
    _feel(draft, act, slots, answer.landed)
    cells = _close(draft, answer)
    cue, reply = "", MUTE
    if speak:
        cue = choose_cue(draft, cells[0], answer.landed)
        reply = choose_reply(draft, cells, cue, _slots_of(answer, slots, draft))
    after = draft.freeze()
    shown = any(key.startswith("cue.") for key in reply.keys)
    turn = Turn(
        number=after.turn,
        act=act,
        slots=slots,
        cell=cells[0],
        cue=cue if shown else "",
        reply=reply,
        revealed=tuple(answer.facts),
        objection=answer.objection if act != "obj_clarify" else "",
        reasons=tuple(answer.reasons),
        changes=_changes(state, after),
        outcome=final_outcome(after) if after.ended else "",
        ended=after.ended,
    )
    return after, turn


Played = tuple[str, Slots]


def replay(case: Case, archetype: Archetype, seed: int, acts: Iterable[Played]) -> tuple[State, list[Turn]]:
    """Play *acts* from the beginning; acts after the end are left out."""
    state, turns = start(case, archetype, seed), []
    for act, slots in acts:
        if state.ended:
            break
        state, turn = step(state, act, slots)
        turns.append(turn)
    return state, turns
