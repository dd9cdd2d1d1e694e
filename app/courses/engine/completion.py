"""When a step counts as done, and what is still missing if it does not."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.courses.engine.outline import Item
from app.courses.engine.reasons import Reason, Target
from app.kernel.messages import N_


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about one person and one step.

    *completed* is a completion recorded earlier: it stays, whatever the rule says today, because an
    edit never takes back what somebody has done.
    """

    completed: bool = False
    reached_end: bool = False
    seconds: int = 0
    best_score: Decimal | None = None
    submitted: bool = False


NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the step is done, whether it was begun, and what is missing."""

    done: bool
    begun: bool
    missing: tuple[Reason, ...] = ()


def judge(item: Item, evidence: Evidence = NOTHING) -> Verdict:
    """Return the verdict on *item* from *evidence*."""
    begun = evidence != NOTHING
    if evidence.completed:
        return Verdict(done=True, begun=True)
    missing = tuple(_missing(item, evidence))
    return Verdict(done=not missing and begun, begun=begun, missing=missing)


@lru_cache(maxsize=4096)
def untouched(item: Item) -> Verdict:
    """Return the verdict on *item* of everybody who has not begun it, worked out once."""
    return judge(item)


def _missing(item: Item, evidence: Evidence) -> list[Reason]:
    target, rule = Target(item.kind, item.id), item.done
    missing = []
    if rule.read_to_end and not evidence.reached_end:
        missing.append(Reason(N_("Read to the end."), target=target))
    if evidence.seconds < rule.min_seconds:
        left = rule.min_seconds - evidence.seconds
        missing.append(Reason(N_("Take another %(seconds)s seconds to read."), {"seconds": left}, target))
    if rule.score is not None and (evidence.best_score is None or evidence.best_score < rule.score):
        missing.append(_score_reason(rule.score, evidence.best_score, target))
    if rule.submitted and not evidence.submitted:
        missing.append(Reason(N_("Hand it in."), target=target))
    return missing


def _score_reason(needed: int, best: Decimal | None, target: Target) -> Reason:
    if best is None:
        return Reason(N_("Reach %(needed)s points out of 100."), {"needed": needed}, target)
    message = N_("Reach %(needed)s points out of 100; your best so far is %(best)s.")
    return Reason(message, {"needed": needed, "best": best}, target)
