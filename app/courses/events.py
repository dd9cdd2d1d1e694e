"""What courses announce."""

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True, slots=True)
class LessonCompleted(Event):
    """Somebody has completed a lesson for the first time."""

    organisation_id: int
    user_id: int
    lesson_id: str
