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


@dataclass(frozen=True, slots=True)
class AttemptRegraded(Event):
    """The mark of a submitted attempt has changed: marked by hand, regraded, or a regrade taken back.

    *best_attempt_id*, *best_score* and *best_maximum* are the person's best attempt at the exam now.
    """

    organisation_id: int
    user_id: int
    exam_id: str
    attempt_id: int
    score: Fraction
    maximum: Fraction
    passed: bool
    best_attempt_id: int
    best_score: Fraction
    best_maximum: Fraction
