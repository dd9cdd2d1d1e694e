"""What team projects announce."""

from dataclasses import dataclass
from fractions import Fraction

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ResultReleased(Event):
    """A team task's marks are visible from now on; *rows* hold (user_id, score, maximum) of each member."""

    organisation_id: int
    project_id: int
    task_id: str
    rows: tuple[tuple[int, Fraction, Fraction], ...]
