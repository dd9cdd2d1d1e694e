"""How the learner behaved, counted, beside the published figures of skilled and average negotiators.

Benchmarks: Rackham and Carlisle, 49 skilled negotiators in 102 negotiations (shares of all behaviour);
SPIN: explicit needs, not implied ones, predict large sales (Rackham). Shares are 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

QUESTIONS = (
    "q_situation",
    "q_problem",
    "q_implication",
    "q_payoff",
    "q_interest",
    "q_authority",
    "q_process",
)
ASKING = frozenset((*QUESTIONS, "ask_advice", "obj_clarify", "call_bluff"))
BENCHMARKS = (
    ("questions", ASKING, 0.213, 0.096),
    ("testing", frozenset(("summarise",)), 0.172, 0.083),
    ("feelings", frozenset(("empathise",)), 0.121, 0.078),
    ("attack", frozenset(("obj_rebut", "expose", "moralise", "bypass")), 0.019, 0.063),
)
SPIN = ("q_situation", "q_problem", "q_implication", "q_payoff")


@dataclass(frozen=True, slots=True)
class Share:
    """One kind of behaviour: the learner's share, that of skilled and of average negotiators."""

    name: str
    own: float
    skilled: float
    average: float


def behaviour(acts: Sequence[str]) -> list[Share]:
    """Return the learner's shares beside the benchmarks."""
    total = max(1, len(acts))
    return [
        Share(name, sum(act in kinds for act in acts) / total, skilled, average)
        for name, kinds, skilled, average in BENCHMARKS
    ]


def spin(acts: Sequence[str]) -> dict[str, int]:
    """Return how often each SPIN question was asked."""
    return {name: sum(act == name for act in acts) for name in SPIN}
