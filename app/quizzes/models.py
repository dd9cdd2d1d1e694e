"""What the database remembers of attempts: what was asked, every answer that arrived, what it earned."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.database import Base
from app.platform.triggers import append_only, refuse


class Attempt(Base):
    """One try of one person at one exam. The exam's version, seed and deadline are fixed at the start."""

    __tablename__ = "attempts"
    __table_args__ = (
        # A second click on "start", or a second device, resumes the open attempt; it never opens another.
        Index(
            "uq_attempts_open",
            "organisation_id",
            "user_id",
            "exam_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        # Best results of many people at once.
        Index("ix_attempts_results", "organisation_id", "user_id", "exam_id", "tenths"),
        CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name="marked_when_submitted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    exam_id: Mapped[str]
    exam_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    seed: Mapped[str]
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    score: Mapped[str | None]
    maximum: Mapped[str | None]
    tenths: Mapped[int | None]
    passed: Mapped[bool | None]
    items: Mapped[list["AttemptItem"]] = relationship(
        lazy="raise_on_sql", order_by="AttemptItem.position", back_populates="attempt"
    )

    @property
    def points(self) -> Fraction:
        """Return the points earned, exactly (0 before submission)."""
        return Fraction(self.score or 0)

    @property
    def possible(self) -> Fraction:
        """Return the points that could be earned (0 before submission)."""
        return Fraction(self.maximum or 0)


class AttemptItem(Base):
    """One question of an attempt: the version asked, the order of its options, the answer kept last.

    *seq* numbers answers by the moment they were given (milliseconds); the higher one wins.
    """

    __tablename__ = "attempt_items"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    question_id: Mapped[str]
    question_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    option_order: Mapped[list[Any]]
    points: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    saved_at: Mapped[datetime | None]
    share: Mapped[str | None]
    attempt: Mapped[Attempt] = relationship(lazy="raise_on_sql", back_populates="items")


class AnswerEvent(Base):
    """One answer as it arrived, with the receipt that was given for it."""

    __tablename__ = "answer_events"
    # The same operation sent again (a retry after a lost reply) is the same event.
    __table_args__ = (UniqueConstraint("attempt_id", "client_op"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    client_op: Mapped[str]
    seq: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[dict[str, Any] | None]
    kept: Mapped[bool]
    receipt: Mapped[str]
    received_at: Mapped[datetime]


class InlineAnswer(Base):
    """One answer to a self-check inside a lesson. It carries no mark."""

    __tablename__ = "inline_answers"
    __table_args__ = (Index("ix_inline_answers_person", "organisation_id", "user_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    question_id: Mapped[str]
    question_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    answer: Mapped[dict[str, Any] | None]
    share: Mapped[str]
    answered_at: Mapped[datetime]


append_only(AnswerEvent)
append_only(InlineAnswer)
refuse(
    Attempt,
    name="attempts_stay_submitted",
    verb="UPDATE",
    when="OLD.submitted_at IS NOT NULL",
    message="a submitted attempt does not change",
)
refuse(
    AttemptItem,
    name="attempt_items_stay_asked",
    verb="UPDATE",
    when="NEW.question_hash <> OLD.question_hash OR NEW.points <> OLD.points OR NEW.position <> OLD.position",
    message="what was asked does not change",
)
