"""What the database remembers about tracks and signatures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.platform.database import Base
from app.platform.triggers import append_only


class Assignment(Base):
    """One person on one track: which version of it, from which day, and who signs."""

    __tablename__ = "track_assignments"
    # The same track twice for one person would give two sets of dates.
    __table_args__ = (UniqueConstraint("organisation_id", "user_id", "track_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    track_id: Mapped[str]
    track_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    hired_on: Mapped[date]
    manager_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    assigned_at: Mapped[datetime]
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    manager: Mapped[User] = relationship(foreign_keys=[manager_id], lazy="raise_on_sql")


class Signature(Base):
    """A manager's word on one gate: the checklist, a remark, signed or sent back. Never edited."""

    __tablename__ = "gate_signatures"
    # Nobody signs their own gate, whatever the page says; the newest word on a stage counts.
    __table_args__ = (
        CheckConstraint("signed_by <> user_id", name="not_one_s_own"),
        CheckConstraint("verdict IN ('signed', 'returned')", name="verdict_known"),
        Index("ix_gate_signatures_stage", "assignment_id", "stage_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("track_assignments.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stage_id: Mapped[str]
    checklist_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    answers: Mapped[dict[str, Any]]
    remark: Mapped[str]
    verdict: Mapped[str]
    signed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    client_key: Mapped[str] = mapped_column(unique=True)
    signer: Mapped[User] = relationship(foreign_keys=[signed_by], lazy="raise_on_sql")


append_only(Signature)
