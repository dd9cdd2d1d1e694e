"""What the database remembers about marks: every change for ever, and the present value of each cell."""

from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only

KINDS = ("exam", "scenario", "crm", "task", "manual")
_KIND_KNOWN = "item_kind IN ('exam', 'scenario', 'crm', 'task', 'manual')"


@lru_cache(8192)
def per_cent(score: str, maximum: str) -> Fraction:
    """Return *score* of *maximum* on the scale 0 to 100, exact; a class has the same few pairs many times."""
    return 100 * Fraction(score) / Fraction(maximum)


class GradeEvent(Base):
    """A mark was given or changed: what, by what source, when and why. Never edited."""

    __tablename__ = "grade_events"
    # A cell opens its own history.
    __table_args__ = (
        CheckConstraint(_KIND_KNOWN, name="kind_known"),
        Index("ix_grade_events_cell", "organisation_id", "user_id", "item_kind", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item_kind: Mapped[str]
    item_id: Mapped[str]
    score: Mapped[str]
    maximum: Mapped[str]
    source_id: Mapped[int]
    counted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    @property
    def percent(self) -> Fraction:
        """Return the result on the scale 0 to 100, exact."""
        return per_cent(self.score, self.maximum)


class GradeCell(Base):
    """The mark that counts now for one person and one item (a copy of the newest counted event)."""

    __tablename__ = "grade_cells"
    # One cell per person and item: two results at the same moment cannot both become "the" mark.
    __table_args__ = (
        UniqueConstraint("organisation_id", "user_id", "item_kind", "item_id"),
        CheckConstraint(_KIND_KNOWN, name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item_kind: Mapped[str]
    item_id: Mapped[str]
    score: Mapped[str]
    maximum: Mapped[str]
    source_id: Mapped[int]
    tries: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]

    @property
    def value(self) -> Fraction:
        """Return the mark, exact, in points of ``out_of``."""
        return Fraction(self.score)

    @property
    def out_of(self) -> Fraction:
        """Return the most points there are."""
        return Fraction(self.maximum)

    @property
    def percent(self) -> Fraction:
        """Return the mark on the scale 0 to 100, exact."""
        return per_cent(self.score, self.maximum)


class GradeScheme(Base):
    """One version of how the marks of a class become a total (``engine.scheme`` reads *doc*)."""

    __tablename__ = "grade_schemes"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    number: Mapped[int]
    doc: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class GradeStanding(Base):
    """Somebody is excused from an item, or it is missing; the newest counts, and neither is a mark of 0."""

    __tablename__ = "grade_standings"
    __table_args__ = (
        CheckConstraint(_KIND_KNOWN, name="kind_known"),
        CheckConstraint("standing IN ('excused', 'missing', 'none')", name="standing_known"),
        Index("ix_grade_standings_cell", "organisation_id", "user_id", "item_kind", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item_kind: Mapped[str]
    item_id: Mapped[str]
    standing: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class GradeExtension(Base):
    """Somebody has more time for an item: *due_at* replaces the day of the scheme; the newest counts."""

    __tablename__ = "grade_extensions"
    __table_args__ = (Index("ix_grade_extensions_cohort", "cohort_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item_kind: Mapped[str]
    item_id: Mapped[str]
    due_at: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class GradeGate(Base):
    """The total of a class is shown to its students, or hidden again; the newest counts."""

    __tablename__ = "grade_gates"

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    is_open: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


for model in (GradeEvent, GradeScheme, GradeStanding, GradeExtension, GradeGate):
    append_only(model)
