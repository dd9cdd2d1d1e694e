"""What the customer lets show: one cue of his type in most turns, now and then a neighbour's.

A neighbour's cue (``neighbours`` in the archetype) is the same behaviour in another type, so that no
single sign gives the type away.
"""

from app.negotiation.engine.draft import Draft
from app.negotiation.engine.draws import weighted
from app.negotiation.engine.state import Setting

# Cells in which he says yes: a sign of doubt or scorn in the same breath would contradict him.
_YES = """
open_purpose benefit offer_ok trade_ok proof proof_settles obj_reframe credit_idea advance_yes
summarise pilot put_in_writing concede hold_firm
"""
YES = frozenset(_YES.split())


def choose_cue(draft: Draft, cell: str, landed: float) -> str:
    """Return the cue shown this turn, or an empty string; what went wrong draws it out."""
    archetype = draft.setting.archetype
    rate = archetype.cue_rate + (0.2 if landed <= 0 else 0.0) - 0.25 * (draft.before.lock() > 0.75)
    if draft.luck("cue") >= rate:
        return ""
    last = draft.before.spoken[-1] if draft.before.spoken else ""
    barred = archetype.moves.contrary if cell in YES else frozenset()
    fresh = [
        (name, weight * (0.35 if f"cue.{name}." in last else 1.0))
        for name, weight in archetype.cues
        if name not in barred
    ]
    return weighted(fresh, draft.setting.seed, draft.turn, "which cue") if fresh else ""


def first_sign(setting: Setting) -> tuple[str, str]:
    """Return the cue he shows as one comes in, and the key of the line that shows it without a word."""
    lines, seed = setting.archetype.lines, setting.seed
    silent = [
        (cue, line.key, weight)
        for cue, weight in setting.archetype.cues
        for line in lines.at(f"cue.{cue}")
        if line.stage.zh and not line.text.zh
    ]
    return weighted([((cue, key), weight) for cue, key, weight in silent], seed, "first sign")
