"""What this room announces."""

from dataclasses import dataclass
from fractions import Fraction

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class RunDebriefed(Event):
    """A run was reviewed and marked, out of *maximum*."""

    organisation_id: int
    user_id: int
    case_id: str
    run_id: int
    score: Fraction
    maximum: Fraction
    mode: str


@dataclass(frozen=True, slots=True)
class RunAdjusted(Event):
    """A mark was changed by hand; *best_run_id* is the learner's best run of the case in this mode now."""

    organisation_id: int
    user_id: int
    case_id: str
    mode: str
    best_run_id: int
    best_score: Fraction
    maximum: Fraction
