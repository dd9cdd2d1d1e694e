"""Showing and handling objections: features, advantages, benefits, proof, pilots; clarify, reframe, rebut.

Features draw concern about price, advantages draw objections, benefits win approval (Rackham): most
objections are brought about by showing too early.
"""

from app.negotiation.engine.draft import Answer, Draft, Slots
from app.negotiation.engine.state import CLARIFIED, EXPLICIT, OPEN


def _felt(draft: Draft) -> float:
    topics = draft.setting.case.topics
    return sum(topics[name].weight * need.worth for name, need in draft.needs.items())


def _provoke(draft: Draft, act: str, kind: str, chance: float) -> Answer | None:
    if _felt(draft) >= 0.2 or draft.luck("objects") >= chance:
        return None
    if not draft.object(kind, act):
        return None
    return Answer(f"objection_{kind}", objection=kind, reasons=["shown_too_early"])


def feature(draft: Draft, slots: Slots) -> Answer:
    """State a fact of ours; before a need is explicit it invites talk about price."""
    return _provoke(draft, "feature", "price", 0.6) or Answer("feature")


def advantage(draft: Draft, slots: Slots) -> Answer:
    """Say what it is good for in general; before a need is explicit it invites objections."""
    return _provoke(draft, "advantage", "need", 0.7) or Answer("advantage")


def benefit(draft: Draft, slots: Slots) -> Answer:
    """Meet a need he has said in so many words; otherwise it is only an advantage."""
    topic = slots.topic or next(iter(draft.needs))
    need = draft.needs[topic]
    if need.stage < EXPLICIT:
        draft.object("need", "benefit")
        return Answer("benefit_miss", 0.0, objection="need", reasons=["no_explicit_need"])
    if need.met:
        return Answer("again", 0.0, reasons=["asked_before"])
    draft.set_need(topic, met=True)
    settled = draft.settle("need", "price", also_open=True)
    return Answer("benefit", reasons=["need_met", *(["objection_settled"] if settled else [])])


def proof(draft: Draft, slots: Slots) -> Answer:
    """Show that it worked elsewhere; welcome where proof is asked for."""
    settled = draft.settle("proof", also_open=True) + draft.settle("risk")
    if settled:
        if draft.meters["verified"] < 0.9:
            draft.change("verified", 0.06)
        return Answer("proof_settles", reasons=["objection_settled"])
    return Answer("proof")


def teach_private(draft: Draft, slots: Slots) -> Answer:
    """Pass on knowledge and save his face."""
    return Answer("teach_private")


def pilot(draft: Draft, slots: Slots) -> Answer:
    """Propose a small, reversible trial; before any need it means nothing to him."""
    if _felt(draft) < 0.05:
        return Answer("pilot_early", 0.25, reasons=["shown_too_early"])
    settled = draft.settle("risk", "early")
    return Answer("pilot", reasons=["objection_settled"] if settled else [])


def obj_clarify(draft: Draft, slots: Slots) -> Answer:
    """Ask what exactly worries him."""
    for place in draft.unsettled():
        row = draft.objections[place]
        if row.state == OPEN:
            draft.mark(place, CLARIFIED)
            return Answer("obj_clarify", objection=row.kind, reasons=["objection_clarified"])
    return Answer("object_none", 0.0, reasons=["no_objection"])


def obj_reframe(draft: Draft, slots: Slots) -> Answer:
    """Change the measure; lands on an objection that is understood."""
    if draft.settle("price", "need", "early"):
        return Answer("obj_reframe", reasons=["objection_settled"])
    if draft.unsettled():
        return Answer("obj_reframe_no", 0.3, reasons=["not_clarified"])
    return Answer("object_none", 0.0, reasons=["no_objection"])


def obj_rebut(draft: Draft, slots: Slots) -> Answer:
    """Contradict; the objection only hardens."""
    for place in draft.unsettled():
        draft.mark(place, OPEN)
    return Answer("obj_rebut", reasons=["objection_hardened"] if draft.unsettled() else [])


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
