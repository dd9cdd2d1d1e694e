"""Integrity and closing: clean refusals, breaches, paper, next steps, the order, leaving."""

from app.negotiation.engine.deal import aspiration, stand
from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.state import CLEAN, ORDER, State

# Whoever refuses a favour nobody offered has called the other a taker.
INSULT = (
    ("trust", -0.08),
    ("openness", -0.08),
    ("ego", -0.1),
    ("respect", -0.08),
    ("doubt", 0.1),
    ("focus", -0.06),
)


def refuse_alt(state: State, slots: Slots) -> Answer:
    """Decline a favour and name the official way; strange where nobody hinted at one."""
    if not state.hint:
        for meter, by in INSULT:
            state.change(meter, by)
        return Answer("refuse_none", 0.0, reasons=["no_hint"])
    return Answer("refuse_alt", reasons=["hint_refused"])


def accept_kickback(state: State, slots: Slots) -> Answer:
    """Agree to a private benefit: a breach, whatever happens afterwards."""
    state.breach = True
    return Answer("accept_kickback", reasons=["breach"])


def moralise(state: State, slots: Slots) -> Answer:
    """Preach."""
    return Answer("moralise")


def put_in_writing(state: State, slots: Slots) -> Answer:
    """Offer paper; there must be something to put on it."""
    if not state.revealed and not state.terms:
        return Answer("writing_early", 0.25, reasons=["nothing_to_write"])
    settled = state.settle("risk")
    return Answer("put_in_writing", reasons=["objection_settled"] if settled else [])


def ask_advance(state: State, slots: Slots) -> Answer:
    """Ask for a concrete step; granted when he is ready enough for that step."""
    advances = state.setting.case.advances
    wanted = advances[slots.advance or next(iter(advances))]
    if wanted.id in state.advances:
        return Answer("again", 0.0, reasons=["asked_before"])
    if state.readiness() < wanted.readiness:
        state.change("patience", -0.05)
        return Answer("advance_no", 0.0, reasons=["not_ready_for_step"])
    state.advances.append(wanted.id)
    return Answer("advance_yes", reasons=["step_agreed" if wanted.value > 0 else "step_empty"])


def ask_order(state: State, slots: Slots) -> Answer:
    """Ask to sign; he signs when he is ready and the terms on the table suit him."""
    if "price" not in state.terms:
        state.object("early", "ask_order")
        return Answer("order_no_terms", 0.0, objection="early", reasons=["nothing_on_table"])
    customer = stand(state.setting.case, state.terms)[1]
    ready = state.readiness() >= state.setting.temper.order_at
    if ready and customer >= aspiration(state):
        state.outcome, state.ended = ORDER, True
        state.settle("price", "need", "proof", "risk", "early", also_open=True)
        return Answer("order_yes", reasons=["order"])
    state.change("patience", -0.08)
    if not ready:
        state.object("early", "ask_order")
        return Answer("order_no", 0.0, objection="early", reasons=["not_ready_to_sign"])
    return Answer("order_terms", 0.0, reasons=["package_near"])


def left_clean(state: State) -> bool:
    """Return whether the favour was refused, the refusal put on paper and no order taken."""
    return bool(state.hint) and {"refuse_alt", "put_in_writing"} <= set(state.landed) and not state.breach


def exit_polite(state: State, slots: Slots) -> Answer:
    """Take leave; the talk is over. Away from a crooked deal, with the refusal on record, it is a success."""
    state.ended = True
    if left_clean(state):
        state.outcome = CLEAN
        return Answer("exit_cold", reasons=["clean_exit"])
    cold = state.meters["trust"] < 0.38 or state.meters["patience"] < 0.3
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
