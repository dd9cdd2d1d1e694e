"""What quizzes announce."""

from dataclasses import dataclass
from fractions import Fraction

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class AttemptSubmitted(Event):
    """Somebody has submitted an attempt at an exam, and it is marked. Score and maximum are exact points."""

    organisation_id: int
    user_id: int
    exam_id: str
    attempt_id: int
    score: Fraction
    maximum: Fraction
    passed: bool
