"""What a team plans, hands in and answers, and who marks for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.platform.database import Base
from app.platform.triggers import append_only, refuse
from app.projects.models.project import Team


class WorkPackage(Base):
    """A part of a team's work with one owner; *weight* is per cent of the team's work."""

    __tablename__ = "work_packages"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight_is_per_cent"),
        CheckConstraint("first_week BETWEEN 1 AND last_week", name="weeks_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    key: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    weight: Mapped[int]
    first_week: Mapped[int | None]
    last_week: Mapped[int | None]
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


class Milestone(Base):
    """A day by which a team wants to have reached something; *dropped_at* takes it off the plan."""

    __tablename__ = "milestones"
    __table_args__ = (CheckConstraint("week BETWEEN 1 AND 52", name="week_of_a_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    title: Mapped[str]
    week: Mapped[int]
    reached_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


for model in (PackageMark, SubmissionVersion, Delegation, ContributionAnswer):
    append_only(model)
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
