"""What the customer lets show: in some turns a sign of his type, which other types may show as well.

How likely a sign is depends on the move (probing draws signs out, pitching hides them) and on how long
the two have talked; which sign, on the type. Signs never change what happens.
"""

from app.negotiation.engine.draws import u01, weighted
from app.negotiation.engine.lines import Line
from app.negotiation.engine.state import Setting, State
from app.negotiation.engine.temper import Pairs, Temper

_PROBING = """
ask_advice q_interest q_authority q_process summarise empathise silence credit_idea hold_firm call_bluff
obj_clarify put_in_writing
"""
_PITCHING = (
    "feature advantage benefit proof offer concede deadline teach_private pilot obj_rebut ask_order flatter"
)
PROBING, PITCHING = frozenset(_PROBING.split()), frozenset(_PITCHING.split())
RATES = (0.9, 0.5, 0.34)
WARM_UP = (0.26, 0.45, 0.7, 0.85)
# Cells in which he says yes: a sign of doubt or scorn in the same breath would contradict him.
_YES = """
open_purpose benefit offer_ok trade_ok proof proof_settles obj_reframe credit_idea advance_yes
summarise pilot put_in_writing concede hold_firm
"""
YES = frozenset(_YES.split())
# Cells that are said without a sign: the last word of a talk.
LAST = frozenset(("walkout", "order_yes", "exit_polite", "exit_cold"))


def rate(act: str, turn: int) -> float:
    """Return the chance that a sign shows in *turn* in answer to *act*."""
    base = RATES[0] if act in PROBING else RATES[2] if act in PITCHING else RATES[1]
    return base * (WARM_UP[turn - 1] if turn <= len(WARM_UP) else 1.0)


def signs(temper: Temper, contrary: frozenset[str], cell: str) -> Pairs:
    """Return the signs a temper can show with *cell*, with their weights."""
    if cell in YES:
        return tuple(row for row in temper.cues if row[0] not in contrary)
    return temper.cues


def choose_cue(state: State, act: str, cell: str) -> str:
    """Return the sign shown this turn, or an empty string."""
    seed = state.setting.seed
    if cell in LAST or u01(seed, state.turn, "cue") >= rate(act, state.turn):
        return ""
    fresh = signs(state.setting.temper, state.setting.archetype.moves.contrary, cell)
    return weighted(fresh, seed, state.turn, "which cue") if fresh else ""


def first_sign(setting: Setting) -> Line:
    """Return what the customer does as one comes in: a gesture that any type could make."""
    rows = [line for line in setting.archetype.lines.at("opener.cold") if line.stage.zh and not line.text.zh]
    return rows[int(u01(setting.seed, "first sign") * len(rows))]
