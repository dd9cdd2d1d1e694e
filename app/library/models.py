"""What the database remembers of published content. Nothing here is ever changed, only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base
from app.platform.triggers import append_only


class ContentBlob(Base):
    """One version of one object, found by the SHA-256 of its kind and canonical JSON; kept once."""

    __tablename__ = "content_blobs"

    hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    doc: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class Release(Base):
    """One published state of the whole tree (courses and scenarios); cohorts pin one."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    tree_hash: Mapped[str]
    notes: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]


class ReleaseItem(Base):
    """Which version of an object a release holds."""

    __tablename__ = "release_items"
    # Pages ask for "all of a kind in this release".
    __table_args__ = (Index("ix_release_items_kind", "release_id", "kind"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(ForeignKey("content_blobs.hash"))


class ContentDraft(Base):
    """What somebody writes in the browser: one object that is not published yet.

    *base_hash* is the version it was taken from (empty for something new), *author_id* whoever wrote last.
    States: ``open`` (being written), ``sent`` (waits for a second person), ``approved``, ``published``,
    ``dropped``.
    """

    __tablename__ = "content_drafts"
    __table_args__ = (
        # Two people who open the same thing work on one draft.
        Index(
            "uq_content_drafts_live",
            "organisation_id",
            "kind",
            "object_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'sent', 'approved')"),
            postgresql_where=text("state IN ('open', 'sent', 'approved')"),
        ),
        CheckConstraint("state IN ('open', 'sent', 'approved', 'published', 'dropped')", name="state_known"),
        CheckConstraint("reviewer_id IS NULL OR reviewer_id <> author_id", name="second_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str]
    object_id: Mapped[str]
    doc: Mapped[dict[str, Any]]
    base_hash: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    remark: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    release_id: Mapped[int | None] = mapped_column(ForeignKey("releases.id"), index=True)


for model in (ContentBlob, Release, ReleaseItem):
    append_only(model)
