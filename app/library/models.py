"""What the database remembers of published content. Nothing here is ever changed, only added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
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


for model in (ContentBlob, Release, ReleaseItem):
    append_only(model)
