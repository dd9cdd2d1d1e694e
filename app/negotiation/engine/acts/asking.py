"""Questions: situation, problem, implication, pay-off (SPIN), interest, authority, process.

A need grows in this order only: known, implied, severe, explicit. Explicit needs predict large sales;
implied ones only small sales (Rackham), so a pay-off asked too early is worth little.
"""

from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.draws import u01
from app.negotiation.engine.state import EXPLICIT, IMPLIED, KNOWN, State

PATIENT_SITUATIONS = 4
SEVERE = 0.55


def _topic(state: State, slots: Slots) -> str:
    return slots.topic or next(iter(state.needs))


def _evade(reason: str, landed: float = 0.0) -> Answer:
    return Answer("evade", landed, reasons=[reason])


def q_situation(state: State, slots: Slots) -> Answer:
    """Ask a plain fact; from the fifth on they weary."""
    topic = _topic(state, slots)
    asked = state.uses.get("q_situation", 0)
    if asked >= PATIENT_SITUATIONS:
        state.change("patience", -0.06)
    need = state.needs[topic]
    if need.stage < KNOWN:
        state.set_need(topic, KNOWN, 0.0, 0.0)
    if state.reveal(state.setting.case.topics[topic].situation):
        return Answer("q_situation", facts=[state.revealed[-1]])
    return Answer("again", 0.0, reasons=["asked_before"])


def _severity(state: State, topic: str) -> float:
    low, high = state.setting.case.topics[topic].severity
    return low + (high - low) * u01(state.setting.seed, "severity", topic)


def q_problem(state: State, slots: Slots) -> Answer:
    """Ask where it hurts; he tells if he is open enough, sooner when the ground is laid."""
    topic = _topic(state, slots)
    need = state.needs[topic]
    if need.stage >= IMPLIED:
        return Answer("again", 0.0, reasons=["asked_before"])
    ready = state.meters["openness"] + 0.5 * state.meters["trust"] + 0.1 * (need.stage == KNOWN)
    if ready < 0.26 + 0.12 * state.luck("problem"):
        return _evade("not_open_enough")
    state.set_need(topic, IMPLIED, _severity(state, topic), 0.0)
    fact = state.setting.case.topics[topic].problem
    news = [fact] if state.reveal(fact) else []
    return Answer("q_problem" if news else "deepen", facts=news, reasons=["need_implied"])


def _deepen(state: State, topic: str, by: float) -> None:
    need = state.needs[topic]
    state.set_need(topic, need.stage, min(1.0, need.severity + by), need.worth, met=need.met)


def q_implication(state: State, slots: Slots) -> Answer:
    """Ask what the problem leads to; the problem must have been told."""
    topic = _topic(state, slots)
    need = state.needs[topic]
    if need.stage < IMPLIED:
        return _evade("no_problem_yet")
    grow = 0.26 * (0.65 + 0.5 * state.meters["openness"])
    for fact in state.setting.case.topics[topic].implications:
        if state.reveal(fact):
            _deepen(state, topic, grow)
            return Answer("q_implication", facts=[fact], reasons=["need_severe"])
    _deepen(state, topic, 0.25 * grow)
    return Answer("deepen", 0.3)


def q_payoff(state: State, slots: Slots) -> Answer:
    """Ask what a cure would be worth; he can only say it of something that hurts."""
    topic = _topic(state, slots)
    need = state.needs[topic]
    if need.stage < IMPLIED:
        return _evade("no_problem_yet")
    worth = need.severity if need.severity >= SEVERE else 0.55 * need.severity
    if worth <= need.worth + 0.01:
        return Answer("again", 0.0, reasons=["asked_before"])
    state.set_need(topic, EXPLICIT, need.severity, worth, met=need.met)
    fact = state.setting.case.topics[topic].payoff
    told = [fact] if state.reveal(fact) else []
    reason = "need_explicit" if worth == need.severity else "need_shallow"
    return Answer("q_payoff" if told else "deepen", facts=told, reasons=[reason])


def _told(state: State, kind: str, cell: str) -> Answer:
    for fact in state.setting.case.facts_of(kind):
        if state.reveal(fact):
            return Answer(cell, facts=[fact])
    return Answer("again", 0.0, reasons=["asked_before"])


def q_interest(state: State, slots: Slots) -> Answer:
    """Ask why it matters; told only with some trust."""
    if state.meters["trust"] + state.meters["openness"] < 0.62:
        return _evade("not_open_enough", 0.4)
    return _told(state, "interest", "q_interest")


def q_authority(state: State, slots: Slots) -> Answer:
    """Ask who decides."""
    return _told(state, "authority", "q_authority")


def q_process(state: State, slots: Slots) -> Answer:
    """Ask about steps, dates and budget."""
    return _told(state, "process", "q_process")


HANDLERS = {
    "q_situation": q_situation,
    "q_problem": q_problem,
    "q_implication": q_implication,
    "q_payoff": q_payoff,
    "q_interest": q_interest,
    "q_authority": q_authority,
    "q_process": q_process,
}
