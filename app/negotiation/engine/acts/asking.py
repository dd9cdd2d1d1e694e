"""Questions: situation, problem, implication, pay-off (SPIN), interest, authority, process.

A need grows in this order only: known, implied, severe, explicit. Explicit needs predict large sales;
implied ones only small sales (Rackham), so a pay-off asked too early is worth little.
"""

from app.negotiation.engine.draft import Answer, Draft, Slots
from app.negotiation.engine.draws import between
from app.negotiation.engine.state import EXPLICIT, IMPLIED, KNOWN

PATIENT_SITUATIONS = 4
SEVERE = 0.55


def _topic(draft: Draft, slots: Slots) -> str:
    return slots.topic or next(iter(draft.needs))


def _evade(reason: str, landed: float = 0.0) -> Answer:
    return Answer("evade", landed, reasons=[reason])


def q_situation(draft: Draft, slots: Slots) -> Answer:
    """Ask a plain fact; from the fifth on they weary."""
    topic = _topic(draft, slots)
    asked = draft.uses.get("q_situation", 0)
    if asked >= PATIENT_SITUATIONS:
        draft.change("patience", -0.06)
    need = draft.needs[topic]
    if need.stage < KNOWN:
        draft.set_need(topic, stage=KNOWN)
    if draft.reveal(draft.setting.case.topics[topic].situation):
        return Answer("q_situation", facts=[draft.revealed[-1]])
    return Answer("again", 0.0, reasons=["asked_before"])


def _severity(draft: Draft, topic: str) -> float:
    low, high = draft.setting.case.topics[topic].severity
    return between(low, high, draft.setting.seed, "severity", topic)


def q_problem(draft: Draft, slots: Slots) -> Answer:
    """Ask where it hurts; he tells if he is open enough, sooner when the ground is laid."""
    topic = _topic(draft, slots)
    need = draft.needs[topic]
    if need.stage >= IMPLIED:
        return Answer("again", 0.0, reasons=["asked_before"])
    ready = draft.meters["openness"] + 0.5 * draft.meters["trust"] + 0.1 * (need.stage == KNOWN)
    if ready < 0.26 + 0.12 * draft.luck("problem"):
        return _evade("not_open_enough")
    draft.set_need(topic, stage=IMPLIED, severity=_severity(draft, topic))
    fact = draft.setting.case.topics[topic].problem
    return Answer("q_problem", facts=[fact] if draft.reveal(fact) else [], reasons=["need_implied"])


def q_implication(draft: Draft, slots: Slots) -> Answer:
    """Ask what the problem leads to; the problem must have been told."""
    topic = _topic(draft, slots)
    need = draft.needs[topic]
    if need.stage < IMPLIED:
        return _evade("no_problem_yet")
    grow = 0.26 * (0.65 + 0.5 * draft.meters["openness"])
    for fact in draft.setting.case.topics[topic].implications:
        if draft.reveal(fact):
            draft.set_need(topic, severity=min(1.0, need.severity + grow))
            return Answer("q_implication", facts=[fact], reasons=["need_severe"])
    draft.set_need(topic, severity=min(1.0, need.severity + 0.25 * grow))
    return Answer("deepen", 0.3)


def q_payoff(draft: Draft, slots: Slots) -> Answer:
    """Ask what a cure would be worth; he can only say it of something that hurts."""
    topic = _topic(draft, slots)
    need = draft.needs[topic]
    if need.stage < IMPLIED:
        return _evade("no_problem_yet")
    worth = need.severity if need.severity >= SEVERE else 0.55 * need.severity
    if worth <= need.worth + 0.01:
        return Answer("again", 0.0, reasons=["asked_before"])
    draft.set_need(topic, stage=EXPLICIT, worth=worth)
    fact = draft.setting.case.topics[topic].payoff
    told = [fact] if draft.reveal(fact) else []
    return Answer(
        "q_payoff", facts=told, reasons=["need_explicit" if worth == need.severity else "need_shallow"]
    )


def _told(draft: Draft, kind: str, cell: str) -> Answer:
    for fact in draft.setting.case.facts_of(kind):
        if draft.reveal(fact):
            return Answer(cell, facts=[fact])
    return Answer("again", 0.0, reasons=["asked_before"])


def q_interest(draft: Draft, slots: Slots) -> Answer:
    """Ask why it matters; told only with some trust."""
    if draft.meters["trust"] + draft.meters["openness"] < 0.62:
        return _evade("not_open_enough", 0.4)
    return _told(draft, "interest", "q_interest")


def q_authority(draft: Draft, slots: Slots) -> Answer:
    """Ask who decides."""
    return _told(draft, "authority", "q_authority")


def q_process(draft: Draft, slots: Slots) -> Answer:
    """Ask about steps, dates and budget."""
    return _told(draft, "process", "q_process")


HANDLERS = {
    "q_situation": q_situation,
    "q_problem": q_problem,
    "q_implication": q_implication,
    "q_payoff": q_payoff,
    "q_interest": q_interest,
    "q_authority": q_authority,
    "q_process": q_process,
}
