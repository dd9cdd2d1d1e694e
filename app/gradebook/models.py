"""What the database remembers about marks: every change for ever, and the present value of each cell."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only

KINDS = ("exam", "scenario", "crm", "task")
_KIND_KNOWN = "item_kind IN ('exam', 'scenario', 'crm', 'task')"


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
    at: Mapped[datetime]

    @property
    def percent(self) -> Fraction:
        """Return the result on the scale 0 to 100, exact."""
        return 100 * Fraction(self.score) / Fraction(self.maximum)


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
        return 100 * self.value / self.out_of


append_only(GradeEvent)
