"""What the database remembers of studying. An edit of the content never takes any of it back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.courses.engine.reading import Place
from app.platform.database import Base
from app.platform.triggers import refuse


class Progress(Base):
    """Where one person is in one lesson: heading, furthest percent, seconds, end reached, completed.

    It hangs on the lesson's id, not on a version; *lesson_hash* is the version that the reader has seen.
    """

    __tablename__ = "progress"
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "lesson_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),
        CheckConstraint("seconds >= 0", name="seconds_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    lesson_id: Mapped[str]
    lesson_hash: Mapped[str] = mapped_column(default="")
    anchor: Mapped[str] = mapped_column(default="")
    percent: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)
    visit: Mapped[str] = mapped_column(default="")
    visit_seconds: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    reached_end_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]

    @property
    def place(self) -> Place:
        """Return the reading place as the pure rules know it."""
        return Place(
            self.anchor,
            self.percent,
            self.seconds,
            self.reached_end_at is not None,
            self.visit,
            self.visit_seconds,
        )


class LessonNote(Base):
    """What one person wrote beside a lesson, or only marked: *quote* is the passage, *text* the note.

    A note hangs on the lesson's id and a heading, so it survives every edit of the lesson.
    """

    __tablename__ = "lesson_notes"
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "client_key"),
        CheckConstraint("quote <> '' OR text <> ''", name="says_something"),
        Index("ix_lesson_notes_person", "organisation_id", "user_id", "lesson_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lesson_id: Mapped[str]
    anchor: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    client_key: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


refuse(
    Progress,
    name="progress_stays_completed",
    verb="UPDATE",
    when="OLD.completed_at IS NOT NULL AND NEW.completed_at IS NULL",
    message="a completion is never taken back",
)
