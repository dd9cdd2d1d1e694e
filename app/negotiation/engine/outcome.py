"""How a talk ended, and what became of it three months later.

An order is worth what sticks of it: one taken without opening the customer's lock turns hollow
(the design's key finding: without this, pleasing everyone paid).
"""

from app.negotiation.engine.state import ADVANCE, CLEAN, CONTINUATION, NO_SALE, ORDER, State

STICK_LOCK = 0.9
STICK_NEED = 0.75
NO_SALE_TRUST = 0.14


def final_outcome(state: State) -> str:
    """Return order, advance, continuation, no_sale or clean (left a crooked deal) for a talk that is over."""
    if state.breach:
        return NO_SALE
    if state.outcome:
        return state.outcome
    if state.meters["trust"] < NO_SALE_TRUST:
        return NO_SALE
    return ADVANCE if advance_value(state) > 0 else CONTINUATION


def advance_value(state: State) -> float:
    """Return what the best agreed step is worth, 0 to 1; a step that moves nobody is worth nothing."""
    return max((state.setting.case.advances[name].value for name in state.advances), default=0.0)


def stick(state: State) -> float:
    """Return the share of what was agreed that is still there three months later.

    It takes an open lock, needs the customer has said himself (implied needs carry only small sales),
    and what this customer's word is worth nothing without: his *gates*.
    """
    share = 0.55 + 0.45 * min(1.0, state.need() / STICK_NEED)
    for act, kept in state.setting.temper.gates:
        if act not in state.landed:
            share *= kept
    return min(1.0, 0.15 + 0.85 * state.lock() / STICK_LOCK) * share


def missing_gates(state: State) -> tuple[str, ...]:
    """Return the acts without which this customer's word is worth less, as far as they never landed."""
    return tuple(act for act, _ in state.setting.temper.gates if act not in state.landed)


def three_months_later(state: State) -> str:
    """Return the key of the case's text for what happened afterwards."""
    if state.breach:
        return "breach"
    outcome = final_outcome(state)
    if outcome == CLEAN:
        return "clean"
    held = stick(state)
    if outcome == ORDER:
        return "firm" if held >= 0.9 else "shaky" if held >= 0.65 else "hollow"
    if outcome == ADVANCE:
        return "advance" if held >= 0.6 else "faded"
    return "nothing" if outcome == NO_SALE else "faded"
