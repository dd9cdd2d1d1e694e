"""A presentation session: which team is on stage while the others mark on their phones."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base


class PresentationSession(Base):
    """The live session of one project; *code* is what the class types or scans."""

    __tablename__ = "presentation_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PresentationSlot(Base):
    """One team's turn: it waits, presents, is marked, and closes."""

    __tablename__ = "presentation_slots"
    __table_args__ = (
        UniqueConstraint("session_id", "team_id"),
        UniqueConstraint("session_id", "place"),
        CheckConstraint("state IN ('waiting', 'presenting', 'scoring', 'closed')", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("presentation_sessions.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    place: Mapped[int]
    state: Mapped[str] = mapped_column(default="waiting")
    since: Mapped[datetime]
