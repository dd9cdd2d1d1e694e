"""What may be asked about people: each function is one statement."""

from datetime import timedelta

from sqlalchemy import func, select

from app.accounts.models import AccessToken, SignInTry, User
from app.platform.clock import now
from app.platform.database import db

WINDOW = timedelta(minutes=15)


def by_email(email: str) -> User | None:
    """Return the person with this address, in whatever case it was typed."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def session_of(session_id: str) -> tuple[int, int] | None:
    """Return (person, version of their password) out of a session's id, or None for anything else."""
    number, _, version = session_id.partition(":")
    return (int(number), int(version)) if number.isdecimal() and version.isdecimal() else None


def failures(key: str) -> int:
    """Return how often signing in failed for *key* within the last quarter of an hour."""
    since = now() - WINDOW
    counted = select(func.count()).select_from(SignInTry).where(SignInTry.key == key, SignInTry.at > since)
    return db.session.scalar(counted) or 0


def open_token(token_hash: str, purpose: str) -> AccessToken | None:
    """Return the token if it is of this purpose, unused and not expired."""
    return db.session.scalar(
        select(AccessToken).where(
            AccessToken.token_hash == token_hash,
            AccessToken.purpose == purpose,
            AccessToken.used_at.is_(None),
            AccessToken.expires_at > now(),
        )
    )


def own_data(user_id: int) -> dict[str, object]:
    """Return what this room keeps about one person, for the person's own export."""
    user = db.session.get_one(User, user_id)
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "created_at": user.created_at.isoformat(),
    }
