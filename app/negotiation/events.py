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
