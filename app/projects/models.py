"""What the database remembers about team projects, and the rules it keeps by itself."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
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


class WorkPackage(Base):
    """A part of a team's work with one owner; *weight* is per cent of the team's work."""

    __tablename__ = "work_packages"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight_is_per_cent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    key: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    weight: Mapped[int]
    owner: Mapped[User | None] = relationship(lazy="raise_on_sql")
    team: Mapped[Team] = relationship(lazy="raise_on_sql")


class PackageMark(Base):
    """The teacher's mark (0..100) for the evidence of one work package; the newest counts."""

    __tablename__ = "package_marks"
    __table_args__ = (CheckConstraint("mark BETWEEN 0 AND 100", name="mark_0_to_100"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    package_id: Mapped[int] = mapped_column(ForeignKey("work_packages.id"), index=True)
    mark: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class SubmissionVersion(Base):
    """One version of a deliverable or of a package's evidence: a file (by content) or a link."""

    __tablename__ = "submission_versions"
    __table_args__ = (
        UniqueConstraint("team_id", "target", "number"),
        UniqueConstraint("team_id", "by_id", "client_key"),
        CheckConstraint("(sha256 IS NULL) <> (url IS NULL)", name="file_or_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    target: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    mime: Mapped[str | None]
    url: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    client_key: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    by: Mapped[User] = relationship(lazy="raise_on_sql")
    team: Mapped[Team] = relationship(lazy="raise_on_sql")


class Delegation(Base):
    """Who marks the other teams for a team, and who steps in; the newest choice counts."""

    __tablename__ = "delegations"
    __table_args__ = (CheckConstraint("delegate_id <> alternate_id", name="two_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    alternate_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ContributionAnswer(Base):
    """What one member gave one teammate (100 = a fair share); the newest round of a rater counts."""

    __tablename__ = "contribution_answers"
    __table_args__ = (
        UniqueConstraint("team_id", "rater_id", "round", "member_id"),
        CheckConstraint("points BETWEEN 0 AND 200", name="points_0_to_200"),
        CheckConstraint("rater_id <> member_id", name="not_about_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    rater_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    points: Mapped[int]
    round: Mapped[int]
    at: Mapped[datetime]


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


for model in (
    Acceptance,
    PackageMark,
    SubmissionVersion,
    Delegation,
    ContributionAnswer,
    ResultVersion,
    ResultRelease,
    ReleasedMark,
):
    append_only(model)

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
refuse(
    Delegation,
    name="delegations_members_only",
    verb="INSERT",
    when=(
        "2 <> (SELECT COUNT(DISTINCT m.user_id) FROM team_members m WHERE m.team_id = NEW.team_id "
        "AND m.valid_to IS NULL AND m.user_id IN (NEW.delegate_id, NEW.alternate_id))"
    ),
    message="delegate and alternate must be members of the team",
)
