"""Integrity and closing: clean refusals, breaches, paper, next steps, the order, leaving."""

from app.negotiation.engine.deal import aspiration, complete, worth
from app.negotiation.engine.draft import Answer, Draft, Slots
from app.negotiation.engine.state import ORDER

ORDER_READINESS = 0.7


def refuse_alt(draft: Draft, slots: Slots) -> Answer:
    """Decline a favour and name the official way; strange where nobody hinted at one."""
    return Answer("refuse_alt", 0.4)


def accept_kickback(draft: Draft, slots: Slots) -> Answer:
    """Agree to a private benefit: a breach, whatever happens afterwards."""
    draft.breach = True
    return Answer("accept_kickback", reasons=["breach"])


def moralise(draft: Draft, slots: Slots) -> Answer:
    """Preach."""
    return Answer("moralise")


def put_in_writing(draft: Draft, slots: Slots) -> Answer:
    """Offer paper; there must be something to put on it."""
    if not draft.revealed and not draft.terms:
        return Answer("writing_early", 0.25, reasons=["nothing_to_write"])
    settled = draft.settle("risk")
    return Answer("put_in_writing", reasons=["objection_settled"] if settled else [])


def ask_advance(draft: Draft, slots: Slots) -> Answer:
    """Ask for a concrete step; granted when he is ready enough for that step."""
    advances = draft.setting.case.advances
    wanted = advances[slots.advance or next(iter(advances))]
    if wanted.id in draft.advances:
        return Answer("again", 0.0, reasons=["asked_before"])
    if draft.before.readiness() < wanted.readiness:
        draft.change("patience", -0.05)
        return Answer("advance_no", 0.0, reasons=["not_ready_for_step"])
    draft.advances.append(wanted.id)
    return Answer("advance_yes", reasons=["step_agreed" if wanted.value > 0 else "step_empty"])


def ask_order(draft: Draft, slots: Slots) -> Answer:
    """Ask to sign; he signs when he is ready and the terms on the table suit him."""
    if "price" not in draft.terms:
        draft.object("early", "ask_order")
        return Answer("order_no_terms", 0.0, objection="early", reasons=["nothing_on_table"])
    state = draft.before
    customer = worth(draft.setting.case, complete(draft.setting.case, draft.terms))[1]
    ready = state.readiness() >= ORDER_READINESS
    if ready and customer >= aspiration(state):
        draft.outcome, draft.ended = ORDER, True
        draft.settle("price", "need", "proof", "risk", "early", also_open=True)
        return Answer("order_yes", reasons=["order"])
    draft.change("patience", -0.08)
    if not ready:
        draft.object("early", "ask_order")
        return Answer("order_no", 0.0, objection="early", reasons=["not_ready_to_sign"])
    return Answer("order_terms", 0.0, reasons=["package_near"])


def exit_polite(draft: Draft, slots: Slots) -> Answer:
    """Take leave; the talk is over."""
    draft.ended = True
    cold = draft.meters["trust"] < 0.38 or draft.meters["patience"] < 0.3
    return Answer("exit_cold" if cold else "exit_polite")


HANDLERS = {
    "refuse_alt": refuse_alt,
    "accept_kickback": accept_kickback,
    "moralise": moralise,
    "put_in_writing": put_in_writing,
    "ask_advance": ask_advance,
    "ask_order": ask_order,
    "exit_polite": exit_polite,
}
