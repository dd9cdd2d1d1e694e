"""One run: start, step, replay. Replaying a prefix is rewinding; replaying with other acts is a branch."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.negotiation.engine.acts import asking, bargaining, closing, showing, talking
from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.case import Case
from app.negotiation.engine.cues import choose_cue, first_sign
from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.outcome import final_outcome
from app.negotiation.engine.realise import Reply, choose_reply
from app.negotiation.engine.state import NO_SALE, Setting, State, fresh
from app.negotiation.engine.temper import METERS

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
AGAIN = -0.08
IGNORED = -0.04
# Acts that may follow themselves: each use can bring a new fact, or is a new decision.
FREE = frozenset(
    (*asking.HANDLERS, "ask_advice", "ask_order", "exit_polite", "accept_kickback", "ask_advance")
)


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
    """Return the state before the first word."""
    state = fresh(Setting(case, archetype, seed))
    state.said[first_sign(state.setting).key] = 0
    return state


def _gain(state: State, gains: tuple[tuple[str, float], ...], share: float) -> None:
    for meter, effect in gains:
        state.change(meter, effect * share)


def _feel(state: State, act: str, key: str, landed: float) -> None:
    """Move the meters: gains shrink with every repeat and vanish past the limit, losses do not."""
    setting, uses = state.setting, state.uses
    moves = setting.archetype.moves
    gains, losses = setting.temper.effects[act]
    done = uses.get(key, 0)
    worn = uses.get(act, 0) >= moves.by_id[act].limit
    swing = setting.severity * (0.9 + 0.2 * state.luck("swing"))
    if landed > 0 and not worn:
        _gain(state, gains, swing * landed * moves.fades[done])
    _gain(state, losses, swing)
    state.change("patience", WEAR - 0.05 * worn - 0.03 * (landed <= 0))
    uses[act] = uses.get(act, 0) + 1
    if key != act:
        uses[key] = done + 1
    if landed >= 1.0 and act not in state.landed:
        state.landed.append(act)
    state.strikes += setting.archetype.strikes.get(act, 0.0)


def _hint(state: State) -> bool:
    """Let a favour be felt once its time has come; an unanswered hint soils the deal turn by turn."""
    if state.hint:
        if "refuse_alt" not in state.landed:
            state.change("clean", IGNORED)
        return False
    due = state.setting.hint_turn
    if due and state.turn >= due and not state.ended:
        state.hint = state.turn
        return True
    return False


def _close(state: State, answer: Answer, told: int) -> tuple[str, ...]:
    """End the talk when his patience, his face or the time is gone; return the cells to answer from.

    Who walks out says nothing else: what he was about to tell stays untold.
    """
    if state.ended:
        return (answer.cell,)
    if state.meters["patience"] <= 0 or state.strikes >= state.setting.archetype.strike_limit:
        state.outcome, state.ended = NO_SALE, True
        del state.revealed[told:]
        answer.facts, answer.objection, answer.counter = [], "", None
        return ("walkout",)
    if state.turn >= state.setting.case.turns:
        state.ended = True
        return (answer.cell, "time_up")
    return (answer.cell, "hint") if _hint(state) else (answer.cell,)


def advance(state: State, act: str, slots: Slots) -> tuple[Answer, tuple[str, ...]]:
    """Change *state* by one act in place; return what it came to and the cells to answer from."""
    key = f"{act}:{slots.topic}" if slots.topic else act
    mark = f"{key}:{slots.terms}" if slots.terms else key
    told = len(state.revealed)
    state.turn += 1
    state.moment = f"{key}#{state.uses.get(key, 0)}#"
    if mark == state.last and act not in FREE:
        answer = Answer("again_now", 0.0, reasons=["said_just_now"])
        state.change("patience", AGAIN)
    else:
        answer = HANDLERS[act](state, slots)
        _feel(state, act, key, answer.landed)
    state.last = mark
    return answer, _close(state, answer, told)


def _slots_of(answer: Answer, slots: Slots, state: State) -> tuple[tuple[str, str], ...]:
    rows = [("topic", slots.topic or next(iter(state.needs)))]
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
    after = state.copy()
    answer, cells = advance(after, act, slots)
    cue, reply = "", MUTE
    if speak:
        cue = choose_cue(after, act, cells[0])
        reply = choose_reply(after, cells, cue, _slots_of(answer, slots, after))
    turn = Turn(
        number=after.turn,
        act=act,
        slots=slots,
        cell=cells[0],
        cue=cue,
        reply=reply,
        revealed=tuple(answer.facts),
        objection=answer.objection if act != "obj_clarify" else "",
        reasons=(*answer.reasons, *(["hint_made"] if "hint" in cells else [])),
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


def play(setting: Setting, acts: Iterable[Played]) -> State:
    """Return where *acts* lead, without words: many times faster than :func:`replay`, the same state."""
    state = fresh(setting)
    for act, slots in acts:
        if state.ended:
            break
        advance(state, act, slots)
    return state
