"""What the database remembers of sandboxes: one ledger of assertions, and what follows from it."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.crm.engine.archive import Filing, Record
from app.platform.database import Base
from app.platform.triggers import append_only

OPEN, CLOSED, LEFT = "open", "closed", "left"


class Sandbox(Base):
    """One attempt of one person at one dossier; its version is fixed at the start.

    ``open`` can be worked on; ``closed`` shows the model archive; ``left`` was given up for a new start.
    """

    __tablename__ = "crm_sandboxes"
    __table_args__ = (
        # A second click on "start", or a second device, goes on with the open attempt.
        Index(
            "uq_crm_sandboxes_open",
            "organisation_id",
            "user_id",
            "dossier_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        # Best results of many people at once.
        Index("ix_crm_sandboxes_results", "organisation_id", "user_id", "dossier_id"),
        CheckConstraint("state IN ('open', 'closed', 'left')", name="known_state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    dossier_id: Mapped[str]
    dossier_hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))
    seed: Mapped[str]
    state: Mapped[str] = mapped_column(default=OPEN)
    sim_now: Mapped[date]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("crm_sandboxes.id"))
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    checks_made: Mapped[int] = mapped_column(default=0)
    # Whoever has seen the model archive can copy it: attempts after that are practice without a mark.
    counts: Mapped[bool] = mapped_column(default=True)
    best: Mapped[str | None]
    passed: Mapped[bool] = mapped_column(default=False)

    @property
    def best_score(self) -> Fraction | None:
        """Return the best total so far, exactly, out of 100."""
        return Fraction(self.best) if self.best is not None else None


class Account(Base):
    """One account of an archive. ``entries`` is a cache: the newest assertion of each field."""

    __tablename__ = "crm_accounts"
    __table_args__ = (
        UniqueConstraint("sandbox_id", "id"),  # what a contact points at: only within its own sandbox
        UniqueConstraint("sandbox_id", "code"),
    )
    kind = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    sandbox_id: Mapped[int] = mapped_column(ForeignKey("crm_sandboxes.id"))
    code: Mapped[str]
    entries: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    def record(self) -> Record:
        """Return the account as the judge sees it."""
        return Record(self.id, self.kind, filings(self.entries))


class Contact(Base):
    """One person of an account. ``entries`` is a cache: the newest assertion of each field."""

    __tablename__ = "crm_contacts"
    __table_args__ = (
        ForeignKeyConstraint(["sandbox_id", "account_id"], ["crm_accounts.sandbox_id", "crm_accounts.id"]),
        Index("ix_crm_contacts_sandbox_id", "sandbox_id"),
    )
    kind = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    sandbox_id: Mapped[int] = mapped_column(ForeignKey("crm_sandboxes.id"))
    account_id: Mapped[int]
    entries: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    def record(self) -> Record:
        """Return the person as the judge sees them."""
        return Record(self.id, self.kind, filings(self.entries))


class Assertion(Base):
    """One line of the ledger: somebody filed this value of this field, from this place, at this time.

    Nothing is ever changed or removed: a correction, an undo, a value taken out (``withdrawn``) is a new
    line that supersedes the old one. Source, history and undo all come from here.
    """

    __tablename__ = "crm_assertions"
    __table_args__ = (
        # The same form sent twice is the same entry.
        UniqueConstraint("sandbox_id", "client_key"),
        Index("ix_crm_assertions_field", "sandbox_id", "entity", "entity_id", "field"),
        CheckConstraint(
            "status IN ('confirmed', 'assumed', 'hearsay', 'unknown', 'withdrawn')", name="known_status"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sandbox_id: Mapped[int] = mapped_column(ForeignKey("crm_sandboxes.id"))
    entity: Mapped[str]
    entity_id: Mapped[int]
    field: Mapped[str]
    value_raw: Mapped[str]
    value_norm: Mapped[dict[str, Any] | None]
    status: Mapped[str]
    doc_id: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    sim_at: Mapped[date]
    wall_at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    via: Mapped[str] = mapped_column(default="form")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("crm_assertions.id"))
    client_key: Mapped[str | None]


class Check(Base):
    """One check of an archive: its number, its exact marks (``n/d``) and everything it told."""

    __tablename__ = "crm_checks"
    __table_args__ = (
        UniqueConstraint("sandbox_id", "number"),
        # The same click sent twice is the same check.
        UniqueConstraint("sandbox_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sandbox_id: Mapped[int] = mapped_column(ForeignKey("crm_sandboxes.id"))
    number: Mapped[int]
    total: Mapped[str]
    passed: Mapped[bool]
    verdict: Mapped[dict[str, Any]]
    sim_at: Mapped[date]
    wall_at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    client_key: Mapped[str | None]

    @property
    def score(self) -> Fraction:
        """Return the total, exactly, out of 100."""
        return Fraction(self.total)


def filings(entries: Mapping[str, Any]) -> dict[str, Filing]:
    """Return cached entries as filings, by field."""
    return {
        key: Filing(key, row["raw"], row["norm"], row["status"], row["doc"], row["quote"])
        for key, row in entries.items()
    }


append_only(Assertion)
append_only(Check)
