"""Showing and handling objections: features, advantages, benefits, proof, pilots; clarify, reframe, rebut.

Features draw concern about price, advantages draw objections, benefits win approval (Rackham): most
objections are brought about by showing too early.
"""

from app.negotiation.engine.draft import Answer, Slots
from app.negotiation.engine.state import CLARIFIED, EXPLICIT, OPEN, State


def _provoke(state: State, act: str, kind: str, chance: float) -> Answer | None:
    if state.felt() >= 0.2 or state.luck("objects") >= chance:
        return None
    if not state.object(kind, act):
        return None
    return Answer(f"objection_{kind}", objection=kind, reasons=["shown_too_early"])


def feature(state: State, slots: Slots) -> Answer:
    """State a fact of ours; before a need is explicit it invites talk about price."""
    return _provoke(state, "feature", "price", 0.6) or Answer("feature")


def advantage(state: State, slots: Slots) -> Answer:
    """Say what it is good for in general; before a need is explicit it invites objections."""
    return _provoke(state, "advantage", "need", 0.7) or Answer("advantage")


def benefit(state: State, slots: Slots) -> Answer:
    """Meet a need he has said in so many words; otherwise it is only an advantage."""
    topic = slots.topic or next(iter(state.needs))
    need = state.needs[topic]
    if need.stage < EXPLICIT:
        state.object("need", "benefit")
        return Answer("benefit_miss", 0.0, objection="need", reasons=["no_explicit_need"])
    if need.met:
        return Answer("again", 0.0, reasons=["asked_before"])
    state.set_need(topic, need.stage, need.severity, need.worth, met=True)
    settled = state.settle("need", "price", also_open=True)
    return Answer("benefit", reasons=["need_met", *(["objection_settled"] if settled else [])])


def proof(state: State, slots: Slots) -> Answer:
    """Show that it worked elsewhere; welcome where proof is asked for."""
    settled = state.settle("proof", also_open=True) + state.settle("risk")
    if settled:
        if state.meters["verified"] < 0.9:
            state.change("verified", 0.06)
        return Answer("proof_settles", reasons=["objection_settled"])
    return Answer("proof")


def teach_private(state: State, slots: Slots) -> Answer:
    """Pass on knowledge and save his face."""
    return Answer("teach_private")


def pilot(state: State, slots: Slots) -> Answer:
    """Propose a small, reversible trial; before any need it means nothing to him."""
    if state.felt() < 0.05:
        return Answer("pilot_early", 0.25, reasons=["shown_too_early"])
    settled = state.settle("risk", "early")
    return Answer("pilot", reasons=["objection_settled"] if settled else [])


def obj_clarify(state: State, slots: Slots) -> Answer:
    """Ask what exactly worries him."""
    for place in state.unsettled():
        row = state.objections[place]
        if row.state == OPEN:
            state.mark(place, CLARIFIED)
            return Answer("obj_clarify", objection=row.kind, reasons=["objection_clarified"])
    return Answer("object_none", 0.0, reasons=["no_objection"])


def obj_reframe(state: State, slots: Slots) -> Answer:
    """Change the measure; lands on an objection that is understood."""
    if state.settle("price", "need", "early"):
        return Answer("obj_reframe", reasons=["objection_settled"])
    if state.unsettled():
        return Answer("obj_reframe_no", 0.3, reasons=["not_clarified"])
    return Answer("object_none", 0.0, reasons=["no_objection"])


def obj_rebut(state: State, slots: Slots) -> Answer:
    """Contradict; the objection only hardens."""
    for place in state.unsettled():
        state.mark(place, OPEN)
    return Answer("obj_rebut", reasons=["objection_hardened"] if state.unsettled() else [])


HANDLERS = {
    "feature": feature,
    "advantage": advantage,
    "benefit": benefit,
    "proof": proof,
    "teach_private": teach_private,
    "pilot": pilot,
    "obj_clarify": obj_clarify,
    "obj_reframe": obj_reframe,
    "obj_rebut": obj_rebut,
}
