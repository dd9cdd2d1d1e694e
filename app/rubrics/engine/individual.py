"""From the team mark to each member's: impartial contribution factor and work-package marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.rubrics.engine.composite import clamp

Ratings = Sequence[Sequence[Fraction] | None]

DEAD_ZONE = Fraction(1, 20)
LOWEST = Fraction(1, 2)
HIGHEST = Fraction(6, 5)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a member's mark is made: per cent of team and own work, penalty in points for silence."""

    team_weight: int = 60
    own_weight: int = 40
    silence_penalty: int = 2


def contribution(ratings: Ratings, member: int) -> Fraction:
    """Return the mean, over answering teammates, of points to *member* ÷ that teammate's mean.

    ``ratings[i]`` is what member i gave to each member (None: did not answer). The member's own answers
    are never looked at and nothing is rescaled afterwards, so no answer can change the own factor.
    Without a teammate's answer, and in a team of two, it is 1.
    """
    shares = []
    for rater, row in enumerate(ratings):
        if rater == member or row is None:
            continue
        others = [points for j, points in enumerate(row) if j != rater]
        level = sum(others, Fraction(0)) / len(others)
        shares.append(Fraction(row[member]) / level if level else Fraction(1))
    return sum(shares, Fraction(0)) / len(shares) if shares else Fraction(1)


def factor(share: Fraction) -> Fraction:
    """Return 1 for a share within ±0.05 of 1, else 1 plus what lies beyond, kept within 0.5..1.2."""
    beyond = share - 1
    softened = max(abs(beyond) - DEAD_ZONE, Fraction(0)) * (1 if beyond > 0 else -1)
    return max(LOWEST, min(HIGHEST, 1 + softened))


def own_work(marks: Sequence[tuple[Fraction, int]]) -> Fraction | None:
    """Return the mean of a member's work-package marks, weighted by planned weight; None of nothing."""
    weight = sum(each for _, each in marks)
    return sum((mark * each for mark, each in marks), Fraction(0)) / weight if weight else None


def before_limits(team: Fraction, own: Fraction | None, share: Fraction, policy: Policy) -> Fraction:
    """Return team% · G · f + own% · I, or G · f alone where own work has no mark (*own* is None)."""
    led = team * factor(share)
    return led if own is None else (policy.team_weight * led + policy.own_weight * own) / 100


def task_mark(
    team: Fraction, own: Fraction | None, *, share: Fraction, answered: bool, policy: Policy
) -> Fraction:
    """Return min(100, ``before_limits``) - penalty for silence, kept within 0..100."""
    mark = clamp(before_limits(team, own, share, policy))
    return clamp(mark - (0 if answered else policy.silence_penalty))
