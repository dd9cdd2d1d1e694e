"""The learner's own review first: which turn, what instead; marked against the engine's turning points."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.negotiation.engine.regret import Regret, turning_points
from app.negotiation.engine.score import Part

ENOUGH_WORDS = 20


@dataclass(frozen=True, slots=True)
class OwnReview:
    """What the learner said: the turn that lost most (0: none), the better act, a resolution."""

    turn: int
    better: str
    words: str


def reviewing(rows: Sequence[Regret], own: OwnReview | None) -> list[Part]:
    """Mark the review: a turning point found 10, the better move 6, a resolution in own words 4."""
    if own is None:
        return [Part("turning_point", 0.0, 10.0), Part("better_move", 0.0, 6.0), Part("resolution", 0.0, 4.0)]
    worst = turning_points(rows)
    found = own.turn in {row.turn for row in worst} if worst else own.turn == 0
    row = next((row for row in rows if row.turn == own.turn), None)
    better = found and (row is None or own.better in row.close)
    fluent = min(1.0, len(own.words.strip()) / ENOUGH_WORDS)
    return [
        Part("turning_point", 10.0 if found else 0.0, 10.0),
        Part("better_move", 6.0 if better else 0.0, 6.0),
        Part("resolution", round(4.0 * fluent, 2), 4.0),
    ]
