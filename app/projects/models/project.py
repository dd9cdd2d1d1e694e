"""A project, its teams and who is in them; nobody marks a team they were ever part of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.organisations.models import Cohort
from app.platform.database import Base
from app.platform.triggers import append_only, refuse
from app.rubrics.models import RubricVersion, ScoreEvent, ScoreSheet

TEAM = "team"
PROJECT = "project"
PRESENT = text("valid_to IS NULL")


class Project(Base):
    """One task book worked on by one cohort; what marking depends on is frozen when it is published."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("teacher_share + student_share = 100", name="shares_sum_100"),
        CheckConstraint("teacher_share >= 0 AND student_share >= 0", name="shares_not_negative"),
        CheckConstraint("team_weight + own_weight = 100", name="weights_sum_100"),
        CheckConstraint("team_weight >= 0 AND own_weight >= 0", name="weights_not_negative"),
        CheckConstraint(
            "aggregator IN ('mean', 'round_robin', 'trimmed', 'median') "
            "OR (aggregator = 'auto' AND state = 'draft')",
            name="aggregator_known",
        ),
        CheckConstraint("level_anchor IN ('none', 'teacher')", name="level_anchor_known"),
        CheckConstraint(
            "state IN ('draft', 'published', 'planning', 'executing', 'reporting', 'moderating', 'released')",
            name="state_known",
        ),
        # A cohort does each task once; a second run would make "the mark of task 1" ambiguous.
        UniqueConstraint("cohort_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    task_id: Mapped[str]
    task_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_versions.id"))
    state: Mapped[str] = mapped_column(default="draft")
    teacher_share: Mapped[int]
    student_share: Mapped[int]
    aggregator: Mapped[str]
    level_anchor: Mapped[str] = mapped_column(default="none")
    team_weight: Mapped[int]
    own_weight: Mapped[int]
    ask_contribution: Mapped[bool] = mapped_column(default=False)
    self_signup: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    state_at: Mapped[datetime]
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    rubric_version: Mapped[RubricVersion] = relationship(lazy="raise_on_sql")


class Team(Base):
    """A team of one project; its plan is closed once, by its members."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    name: Mapped[str]
    created_at: Mapped[datetime]
    plan_closed_at: Mapped[datetime | None]
    plan_version: Mapped[int] = mapped_column(default=0)
    project: Mapped[Project] = relationship(lazy="raise_on_sql")


class TeamMember(Base):
    """One person in one team for a time; leaving is a date, never a deletion."""

    __tablename__ = "team_members"
    __table_args__ = (
        # Nobody is in two teams of a project at the same time.
        Index(
            "ix_team_members_one_at_a_time",
            "project_id",
            "user_id",
            unique=True,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    user: Mapped[User] = relationship(lazy="raise_on_sql")
    team: Mapped[Team] = relationship(lazy="raise_on_sql")


class Acceptance(Base):
    """One person's acceptance of one version of the task book."""

    __tablename__ = "acceptances"
    __table_args__ = (UniqueConstraint("project_id", "user_id", "task_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    task_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    at: Mapped[datetime]


append_only(Acceptance)
refuse(
    Project,
    name="projects_frozen",
    verb="UPDATE",
    when=(
        "OLD.state <> 'draft' AND (NEW.task_hash <> OLD.task_hash "
        "OR NEW.rubric_version_id <> OLD.rubric_version_id OR NEW.teacher_share <> OLD.teacher_share "
        "OR NEW.aggregator <> OLD.aggregator OR NEW.level_anchor <> OLD.level_anchor "
        "OR NEW.team_weight <> OLD.team_weight OR NEW.ask_contribution <> OLD.ask_contribution)"
    ),
    message="task book, rubric and shares are frozen since the project was published",
)
refuse(
    TeamMember,
    name="team_members_no_delete",
    verb="DELETE",
    when="1 = 1",
    message="members leave by date, they are never deleted",
)
# Whoever was in the team for any time stays recused; a seat changed while teams were formed does not count.
OWN_TEAM = (
    "EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = NEW.subject_id AND m.user_id = NEW.rater_id "
    "AND (m.valid_to IS NULL OR m.valid_to > m.valid_from))"
)
for verb in ("INSERT", "UPDATE"):
    refuse(
        ScoreSheet,
        name=f"score_sheets_own_team_{verb.lower()}",
        verb=verb,
        when=f"NEW.subject_kind = 'team' AND {OWN_TEAM}",
        message="recusal: nobody marks a team they belong to",
    )
refuse(
    ScoreEvent,
    name="score_events_own_team",
    verb="INSERT",
    when=(
        "EXISTS (SELECT 1 FROM score_sheets s JOIN team_members m ON m.team_id = s.subject_id "
        "WHERE s.id = NEW.sheet_id AND s.subject_kind = 'team' AND m.user_id = NEW.by_id "
        "AND (m.valid_to IS NULL OR m.valid_to > m.valid_from))"
    ),
    message="recusal: nobody marks a team they belong to",
)
