"""What the database remembers about organisations, classes and membership."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.library.models import Release
from app.platform.database import Base


class Organisation(Base):
    """A college that teaches the course, or a company that onboards with it."""

    __tablename__ = "organisations"
    __table_args__ = (CheckConstraint("kind IN ('college', 'company')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def name(self) -> dict[str, str]:
        """Return the name in both languages."""
        return {"zh": self.name_zh, "en": self.name_en}


class Membership(Base):
    """One person holding one role in one organisation."""

    __tablename__ = "memberships"
    # The same role twice would mean nothing; leaving is a date, so that marks keep their owner.
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "role"),
        CheckConstraint("role IN ('learner', 'instructor', 'manager', 'admin', 'author')", name="role_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str]
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Cohort(Base):
    """A class (班级) or an intake: people who do the same release of the course together."""

    __tablename__ = "cohorts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    course: Mapped[str] = mapped_column(default="kas")
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    starts_on: Mapped[date]
    created_at: Mapped[datetime]
    release: Mapped[Release] = relationship(lazy="raise_on_sql")

    @property
    def title(self) -> dict[str, str]:
        """Return the title in both languages."""
        return {"zh": self.title_zh, "en": self.title_en}


class Enrolment(Base):
    """One learner in one cohort; in a company also the day of hire and who signs."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("cohort_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    number: Mapped[str] = mapped_column(default="")
    hired_on: Mapped[date | None]
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    cohort: Mapped[Cohort] = relationship(lazy="raise_on_sql")
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
