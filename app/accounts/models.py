"""What the database remembers about people and their ways in."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base


class User(UserMixin, Base):  # type: ignore[misc]
    """A person. What they may do stands in their memberships, never here."""

    __tablename__ = "users"
    # E-mail addresses are compared in lower case; storing them so makes "unique" mean it.
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("language IN ('zh', 'en')", name="language_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="zh")
    time_zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    auth_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        """Return whether this person may sign in at all."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Return the session's id: it changes with the password, so old sessions end."""
        return f"{self.id}:{self.auth_version}"


class AccessToken(Base):
    """A link that was mailed to one person; only the hash of it is kept."""

    __tablename__ = "access_tokens"
    __table_args__ = (CheckConstraint("purpose IN ('invitation', 'reset')", name="purpose_known"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInTry(Base):
    """One failed try to sign in; too many within a quarter of an hour close the door for a while."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]
