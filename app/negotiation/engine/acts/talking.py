"""Openings and listening: purpose, small talk, praise, advice, summaries, empathy, silence, their idea."""

from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.state import IMPLIED, State


def _plain(cell: str) -> Answer:
    return Answer(cell)


def open_purpose(state: State, slots: Slots) -> Answer:
    """Say who one is; pays once, at the beginning."""
    return Answer("open_purpose") if state.turn <= 2 else Answer("open_purpose", 0.4)


def smalltalk(state: State, slots: Slots) -> Answer:
    """Chat; warms a little and takes time."""
    return _plain("smalltalk")


def flatter(state: State, slots: Slots) -> Answer:
    """Praise without content."""
    return _plain("flatter")


def _tell_next(state: State, kind: str, cell: str, otherwise: str) -> Answer:
    for fact in state.setting.case.facts_of(kind):
        if state.reveal(fact):
            return Answer(cell, facts=[fact])
    return Answer(otherwise, 0.6)


def ask_advice(state: State, slots: Slots) -> Answer:
    """Ask the customer to teach; he may tell an idea of his own."""
    return _tell_next(state, "idea", "ask_advice", "ask_advice_more")


def credit_idea(state: State, slots: Slots) -> Answer:
    """Build on an idea of his; without one heard it is empty praise."""
    heard = any(state.setting.case.facts[fact].kind == "idea" for fact in state.revealed)
    if heard:
        return Answer("credit_idea")
    return Answer("credit_none", 0.0, reasons=["no_idea_heard"])


def summarise(state: State, slots: Slots) -> Answer:
    """Say back what was heard; needs something heard."""
    heard = sum(need.stage >= IMPLIED for need in state.needs.values()) + len(state.revealed)
    if heard < 1:
        return Answer("summarise_empty", 0.0, reasons=["nothing_to_summarise"])
    news = len(state.revealed) - state.uses.get("heard@summary", 0)
    state.uses["heard@summary"] = len(state.revealed)
    return Answer("summarise", 1.0 if news > 0 else 0.3)


def empathise(state: State, slots: Slots) -> Answer:
    """Acknowledge the trouble; lands when there is any to acknowledge."""
    troubled = any(need.stage >= IMPLIED for need in state.needs.values()) or bool(state.unsettled())
    return Answer("empathise", 1.0 if troubled else 0.3)


def silence(state: State, slots: Slots) -> Answer:
    """Wait; he may fill the pause with something he had not been asked."""
    if state.turn > 1 and state.luck("silence") < state.meters["openness"]:
        return _tell_next(state, "interest", "silence_told", "silence")
    return Answer("silence")


HANDLERS = {
    "open_purpose": open_purpose,
    "smalltalk": smalltalk,
    "flatter": flatter,
    "ask_advice": ask_advice,
    "credit_idea": credit_idea,
    "summarise": summarise,
    "empathise": empathise,
    "silence": silence,
}
