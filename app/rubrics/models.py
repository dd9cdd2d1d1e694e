"""What the database remembers about rubrics: frozen versions, sheets, every point ever given, recusals."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only, refuse

TEACHER = "teacher"
DELEGATE = "delegate"
NO_SIDE = 0
"""The side of somebody who belongs to none of the marked sides: a teacher."""


class RubricVersion(Base):
    """One rubric as it was when somebody began to mark with it: a content blob that never changes."""

    __tablename__ = "rubric_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_id: Mapped[str]
    blob_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"), unique=True)
    frozen_at: Mapped[datetime]


class Recusal(Base):
    """One person who stands aside from marking one subject (避开原则), and why."""

    __tablename__ = "recusals"
    __table_args__ = (
        UniqueConstraint("rater_id", "subject_kind", "subject_id"),
        CheckConstraint("kind IN ('declared', 'teacher')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    kind: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ScoreSheet(Base):
    """One side's sheet for one subject; the points stand in its events.

    *side_id* is the rater's own team (0 for a teacher): the sheet belongs to the side, so an alternate
    who steps in goes on with it. *version* counts changes of the sheet's state.
    """

    __tablename__ = "score_sheets"
    __table_args__ = (
        # One sheet for each side and subject: a second click cannot open a second sheet.
        UniqueConstraint("subject_kind", "subject_id", "role", "side_id"),
        CheckConstraint("state IN ('draft', 'submitted', 'voided')", name="state_known"),
        CheckConstraint(
            "(role = 'teacher' AND side_id = 0) OR (role = 'delegate' AND side_id > 0)", name="side_fits_role"
        ),
        # The recusal rule in its plainest form; triggers below and in projects cover the person.
        CheckConstraint("role = 'teacher' OR side_id <> subject_id", name="own_side_is_recused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_versions.id"))
    context_kind: Mapped[str]
    context_id: Mapped[int] = mapped_column(index=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    role: Mapped[str]
    side_id: Mapped[int] = mapped_column(default=NO_SIDE)
    rater_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]


class ScoreEvent(Base):
    """Points and remark given to one criterion at one moment; the newest version counts."""

    __tablename__ = "score_events"
    __table_args__ = (
        # Two hands at once: the second one finds its version taken, whatever the program believed.
        UniqueConstraint("sheet_id", "criterion", "version"),
        UniqueConstraint("sheet_id", "by_id", "client_key"),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheets.id"))
    criterion: Mapped[str]
    points: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")
    version: Mapped[int]
    client_key: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class CalibrationTry(Base):
    """What somebody gave a sample work before the first real marking; compared with the reference at once."""

    __tablename__ = "calibration_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_versions.id"))
    context_id: Mapped[int] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    points: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class CommentSnippet(Base):
    """A remark kept for another time: one's own, or shared with the other markers of the organisation."""

    __tablename__ = "comment_snippets"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)
    dropped_at: Mapped[datetime | None]


for model in (RubricVersion, Recusal, ScoreEvent, CalibrationTry):
    append_only(model)

STANDS_ASIDE = (
    "EXISTS (SELECT 1 FROM recusals r WHERE r.rater_id = NEW.rater_id "
    "AND r.subject_kind = NEW.subject_kind AND r.subject_id = NEW.subject_id)"
)
for verb in ("INSERT", "UPDATE"):
    refuse(
        ScoreSheet,
        name=f"score_sheets_recused_{verb.lower()}",
        verb=verb,
        when=STANDS_ASIDE,
        message="recusal: this person stands aside from marking this subject",
    )
refuse(
    ScoreSheet,
    name="score_sheets_keep_identity",
    verb="UPDATE",
    when=(
        "NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR NEW.role <> OLD.role "
        "OR NEW.side_id <> OLD.side_id OR NEW.rubric_version_id <> OLD.rubric_version_id"
    ),
    message="a sheet stays with its subject, side and rubric",
)
refuse(
    ScoreSheet, name="score_sheets_no_delete", verb="DELETE", when="1 = 1", message="sheets are never deleted"
)
refuse(
    ScoreEvent,
    name="score_events_recused",
    verb="INSERT",
    when=(
        "EXISTS (SELECT 1 FROM score_sheets s JOIN recusals r ON r.subject_kind = s.subject_kind "
        "AND r.subject_id = s.subject_id WHERE s.id = NEW.sheet_id AND r.rater_id = NEW.by_id)"
    ),
    message="recusal: this person stands aside from marking this subject",
)
refuse(
    ScoreEvent,
    name="score_events_draft_only",
    verb="INSERT",
    when="EXISTS (SELECT 1 FROM score_sheets s WHERE s.id = NEW.sheet_id AND s.state <> 'draft')",
    message="points can be given only while the sheet is a draft",
)
