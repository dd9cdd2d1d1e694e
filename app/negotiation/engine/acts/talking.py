"""Openings and listening: purpose, small talk, praise, advice, summaries, empathy, silence, their idea."""

from app.negotiation.engine.draft import Answer, Draft, Slots
from app.negotiation.engine.state import IMPLIED


def _plain(cell: str) -> Answer:
    return Answer(cell)


def open_purpose(draft: Draft, slots: Slots) -> Answer:
    """Say who one is; pays once, at the beginning."""
    return Answer("open_purpose") if draft.turn <= 2 else Answer("open_purpose", 0.4)


def smalltalk(draft: Draft, slots: Slots) -> Answer:
    """Chat; warms a little and takes time."""
    return _plain("smalltalk")


def flatter(draft: Draft, slots: Slots) -> Answer:
    """Praise without content."""
    return _plain("flatter")


def _tell_next(draft: Draft, kind: str, cell: str, otherwise: str) -> Answer:
    for fact in draft.setting.case.facts_of(kind):
        if draft.reveal(fact):
            return Answer(cell, facts=[fact])
    return Answer(otherwise, 0.6)


def ask_advice(draft: Draft, slots: Slots) -> Answer:
    """Ask the customer to teach; he may tell an idea of his own."""
    return _tell_next(draft, "idea", "ask_advice", "ask_advice_more")


def credit_idea(draft: Draft, slots: Slots) -> Answer:
    """Build on an idea of his; without one heard it is empty praise."""
    heard = any(draft.setting.case.facts[fact].kind == "idea" for fact in draft.revealed)
    if heard:
        return Answer("credit_idea")
    return Answer("credit_none", 0.0, reasons=["no_idea_heard"])


def summarise(draft: Draft, slots: Slots) -> Answer:
    """Say back what was heard; needs something heard."""
    heard = sum(need.stage >= IMPLIED for need in draft.needs.values()) + len(draft.revealed)
    if heard < 1:
        return Answer("summarise_empty", 0.0, reasons=["nothing_to_summarise"])
    news = len(draft.revealed) - draft.uses.get("heard@summary", 0)
    draft.uses["heard@summary"] = len(draft.revealed)
    return Answer("summarise", 1.0 if news > 0 else 0.3)


def empathise(draft: Draft, slots: Slots) -> Answer:
    """Acknowledge the trouble; lands when there is any to acknowledge."""
    troubled = any(need.stage >= IMPLIED for need in draft.needs.values()) or bool(draft.unsettled())
    return Answer("empathise", 1.0 if troubled else 0.3)


def silence(draft: Draft, slots: Slots) -> Answer:
    """Wait; he may fill the pause with something he had not been asked."""
    if draft.before.uses and draft.luck("silence") < draft.meters["openness"]:
        return _tell_next(draft, "interest", "silence_told", "silence")
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
