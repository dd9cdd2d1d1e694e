"""Results, their release, and what is decided about marks: all of it only ever added to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only


class ResultVersion(Base):
    """One computed result: canonical JSON of inputs and outputs, chained by SHA-256 to the one before.

    Students cannot reach it; what they see are released versions through ``visible_results``.
    """

    __tablename__ = "result_versions"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    number: Mapped[int]
    formula: Mapped[str]
    inputs: Mapped[str] = mapped_column(Text)
    outputs: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str]
    previous_sha256: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ResultRelease(Base):
    """One result version made visible to the class; the newest release counts."""

    __tablename__ = "result_releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    result_version_id: Mapped[int] = mapped_column(ForeignKey("result_versions.id"), unique=True)
    waiver: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ReleasedMark(Base):
    """One member's published mark, written in the same transaction as its release and never before."""

    __tablename__ = "released_marks"
    __table_args__ = (
        UniqueConstraint("release_id", "user_id"),
        Index("ix_released_marks_reader", "organisation_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("result_releases.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    task_id: Mapped[str]
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    mark: Mapped[str]


class ModerationDecision(Base):
    """A teacher leaves one delegate's sheet out of the result, or takes it in again, with a reason."""

    __tablename__ = "moderation_decisions"
    __table_args__ = (CheckConstraint("verdict IN ('void', 'restore')", name="verdict_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    side_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Appeal(Base):
    """A student asks to have one component of a released mark looked at again; once for each component."""

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("project_id", "user_id", "component"),
        CheckConstraint(
            "component IN ('teacher', 'students', 'own', 'contribution')", name="component_known"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("result_releases.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    component: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AppealEvent(Base):
    """What happened to an appeal: taken up, upheld or changed, with the words for the student."""

    __tablename__ = "appeal_events"
    __table_args__ = (CheckConstraint("kind IN ('taken', 'upheld', 'changed')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeals.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    result_version_id: Mapped[int | None] = mapped_column(ForeignKey("result_versions.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


for model in (ResultVersion, ResultRelease, ReleasedMark, ModerationDecision, Appeal, AppealEvent):
    append_only(model)
