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
    # Which parallel paper (A, B, …); which sitting it belongs to; how the deadline came about.
    form: Mapped[str] = mapped_column(default="")
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sittings.id"), index=True)
    allowance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The one browser that may answer (where the exam allows only one), and a break called by the room.
    session_key: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[datetime | None]
    # Handed in by the clock; answers that still wait for a person's mark; the newest change of the mark.
    expired: Mapped[bool] = mapped_column(default=False)
    pending: Mapped[int] = mapped_column(default=0)
    change_id: Mapped[int | None]
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
    # The case it stands under; what a person gave it (essays); left out of the sum by a regrade.
    cluster_hash: Mapped[str | None] = mapped_column(ForeignKey("content_blobs.hash"))
    marking: Mapped[dict[str, Any] | None]
    dropped: Mapped[bool] = mapped_column(default=False)
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


class Sitting(Base):
    """One exam held for one cohort: when it is open, its passcode, and whether answers are released."""

    __tablename__ = "sittings"
    __table_args__ = (Index("ix_sittings_cohort", "organisation_id", "cohort_id", "exam_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    exam_id: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    passcode: Mapped[str] = mapped_column(default="")
    released_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Accommodation(Base):
    """More time for one person in every timed exam: minutes x *factor* + *minutes*, and why."""

    __tablename__ = "accommodations"
    __table_args__ = (UniqueConstraint("organisation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    factor: Mapped[str]
    minutes: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str]
    granted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime]


class Incident(Base):
    """One line of a sitting's log: what the room or the clock did, or what the invigilator noted."""

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_sitting", "sitting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempts.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Regrade(Base):
    """One regrade of one question: by which policy, why, by whom; undone or not."""

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    exam_id: Mapped[str]
    question_id: Mapped[str]
    question_hash: Mapped[str | None] = mapped_column(ForeignKey("content_blobs.hash"))
    policy: Mapped[str]
    reason: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class GradeChange(Base):
    """One state of an attempt's mark: at submission, when marked by hand, regraded, or undone.

    *shares* holds every question's share by position, *dropped* the positions left out of the sum.
    """

    __tablename__ = "attempt_grade_changes"
    __table_args__ = (Index("ix_attempt_grade_changes_attempt", "attempt_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    regrade_id: Mapped[int | None] = mapped_column(ForeignKey("regrades.id"))
    kind: Mapped[str]
    score: Mapped[str]
    maximum: Mapped[str]
    shares: Mapped[dict[str, Any]]
    dropped: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class PracticeCard(Base):
    """What spaced repetition knows of one person and one practice question."""

    __tablename__ = "practice_cards"
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "question_id"),
        Index("ix_practice_cards_due", "organisation_id", "user_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    question_id: Mapped[str]
    card: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]


class PracticeReview(Base):
    """One answer in practice: what was asked, what it earned, when."""

    __tablename__ = "practice_reviews"
    __table_args__ = (Index("ix_practice_reviews_person", "organisation_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    question_id: Mapped[str]
    question_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    answer: Mapped[dict[str, Any] | None]
    option_order: Mapped[list[Any]]
    share: Mapped[str]
    rating: Mapped[int]
    at: Mapped[datetime]


append_only(AnswerEvent)
append_only(InlineAnswer)
append_only(Incident)
append_only(GradeChange)
append_only(PracticeReview)
# A mark changes only together with a grade event that says why.
refuse(
    Attempt,
    name="attempts_stay_submitted",
    verb="UPDATE",
    when=(
        "OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NULL OR NEW.submitted_at <> OLD.submitted_at"
        " OR NEW.exam_hash <> OLD.exam_hash OR NEW.user_id <> OLD.user_id OR NEW.started_at <> OLD.started_at"
        " OR ((NEW.score <> OLD.score OR NEW.tenths <> OLD.tenths OR NEW.maximum <> OLD.maximum)"
        " AND COALESCE(NEW.change_id, 0) = COALESCE(OLD.change_id, 0)))"
    ),
    message="a submitted attempt changes only with a grade event",
)
refuse(
    AttemptItem,
    name="attempt_items_stay_asked",
    verb="UPDATE",
    when="NEW.question_hash <> OLD.question_hash OR NEW.points <> OLD.points OR NEW.position <> OLD.position",
    message="what was asked does not change",
)
