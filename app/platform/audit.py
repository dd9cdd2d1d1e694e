"""Who changed what, when, from what, to what, and why: an append-only record."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.actor import Actor
from app.platform.clock import now
from app.platform.database import Base, db
from app.platform.triggers import append_only


class AuditEvent(Base):
    """One thing that somebody did to something."""

    __tablename__ = "audit_events"
    # Answers "what happened to this thing?" without reading the whole record.
    __table_args__ = (Index("ix_audit_events_object", "organisation_id", "object_kind", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(default="")


append_only(AuditEvent)


def record(  # noqa: PLR0913 - who, what, to what, from, to, why: an audit line has no fewer words
    actor: Actor | None,
    *,
    action: str,
    object_kind: str,
    object_id: object,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write down that *actor* (None: the system) did *action* (past tense) to an object."""
    db.session.add(
        AuditEvent(
            at=now(),
            organisation_id=actor.organisation_id if actor else None,
            actor_id=actor.user_id if actor else None,
            action=action,
            object_kind=object_kind,
            object_id=str(object_id),
            before=before,
            after=after,
            reason=reason,
        )
    )
