"""What may be done to accounts. Nothing here commits."""

import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update

from app.accounts import queries
from app.accounts.models import AccessToken, SignInTry, User
from app.kernel.errors import GoneError, InvalidError, ThrottledError
from app.kernel.messages import N_
from app.platform.clock import now
from app.platform.database import db, keep_despite_error, release
from app.platform.settings import settings

MOST_FAILURES = 5
MOST_FAILURES_FROM_ONE_ADDRESS = 50
LIFETIMES = {"invitation": timedelta(days=14), "reset": timedelta(hours=2)}
SHORTEST = 10
COMMON = frozenset(("password123", "1234567890", "qwertyuiop", "0123456789", "1q2w3e4r5t", "woaini1314"))

WRONG = N_("This e-mail address and password do not belong together. Check both, or set a new password.")
SLOW = N_("Too many wrong passwords. Please wait %(minutes)s minutes, or set a new password.")
SHORT = N_("The password needs at least %(n)s characters. A short sentence is easy to remember and safe.")
EASY = N_("This password is on every list of common passwords. Choose one of your own.")
SAME = N_("The password must not be your e-mail address or your name.")
OLD_WRONG = N_("The present password is not right.")
LINK_GONE = N_("This link has been used or has expired. Ask for a new one.")
TAKEN = N_("There is already an account with the address %(email)s.")


def _hasher() -> PasswordHasher:
    cost = settings().argon2
    return PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)


def _matches(hashed: str | None, password: str) -> bool:
    """Compare in the same time whether or not there is a hash, so that nobody can probe for addresses."""
    hasher = _hasher()
    try:
        hasher.verify(hashed or hasher.hash("nobody"), password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def hash_password(password: str, *, email: str = "", name: str = "") -> str:
    """Return the hash of an acceptable password; InvalidError says what is wrong with another."""
    if len(password) < SHORTEST:
        raise InvalidError(SHORT, n=SHORTEST)
    if password.lower() in COMMON or len(set(password)) < 4:
        raise InvalidError(EASY)
    if password.lower() in {email.lower(), name.lower()}:
        raise InvalidError(SAME)
    return _hasher().hash(password)


def create_person(*, email: str, name: str, language: str = "zh", password: str | None = None) -> User:
    """Add a person; without a password they come in by invitation. InvalidError if the address is taken."""
    if queries.by_email(email) is not None:
        raise InvalidError(TAKEN, email=email)
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        language=language,
        password_hash=hash_password(password, email=email, name=name) if password else None,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def sign_in(*, email: str, password: str, address: str) -> User:
    """Return the person; InvalidError if the pair is wrong, ThrottledError after too many tries.

    A wrong try is counted in the database, so restarts and second workers forget nothing.
    """
    key, place = f"email:{email.strip().lower()}", f"address:{address}"
    blocked = queries.failures(key) >= MOST_FAILURES
    if blocked or queries.failures(place) >= MOST_FAILURES_FROM_ONE_ADDRESS:
        raise ThrottledError(SLOW, minutes=int(queries.WINDOW.total_seconds() // 60))
    user = queries.by_email(email)
    number = user.id if user else None
    hashed = user.password_hash if user and user.is_active else None
    release()  # hashing takes 35 ms; nobody else shall wait for the write lock that long
    if number is not None and _matches(hashed, password):
        db.session.execute(delete(SignInTry).where(SignInTry.key == key))
        return db.session.get_one(User, number)
    if number is None:
        _matches(None, password)
    db.session.add_all([SignInTry(key=key, at=now()), SignInTry(key=place, at=now())])
    keep_despite_error()
    raise InvalidError(WRONG)


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(*, user: User, purpose: str) -> str:
    """Return a fresh secret for a link; earlier links of the same purpose stop working."""
    moment = now()
    db.session.execute(
        update(AccessToken)
        .where(AccessToken.user_id == user.id, AccessToken.purpose == purpose, AccessToken.used_at.is_(None))
        .values(used_at=moment)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        AccessToken(
            token_hash=_token_hash(token),
            user_id=user.id,
            purpose=purpose,
            created_at=moment,
            expires_at=moment + LIFETIMES[purpose],
        )
    )
    db.session.flush()
    return token


def holder_of(*, token: str, purpose: str) -> User:
    """Return whose link this is; GoneError when it was used or has expired."""
    row = queries.open_token(_token_hash(token), purpose)
    if row is None:
        raise GoneError(LINK_GONE)
    return db.session.get_one(User, row.user_id)


def enter_by_link(*, token: str, purpose: str, password: str, language: str | None = None) -> User:
    """Set the password by a mailed link, use the link up, end all other sessions; return the person."""
    user = holder_of(token=token, purpose=purpose)
    user.password_hash = hash_password(password, email=user.email, name=user.name)
    user.auth_version += 1
    if language in {"zh", "en"}:
        user.language = str(language)
    row = queries.open_token(_token_hash(token), purpose)
    if row is not None:
        row.used_at = now()
    db.session.execute(delete(SignInTry).where(SignInTry.key == f"email:{user.email}"))
    db.session.flush()
    return user


def change_password(*, user: User, old: str, new: str) -> None:
    """Change the password and end all other sessions; InvalidError if the old one is wrong."""
    if not _matches(user.password_hash, old):
        raise InvalidError(OLD_WRONG)
    user.password_hash = hash_password(new, email=user.email, name=user.name)
    user.auth_version += 1
    db.session.flush()


def update_profile(*, user: User, name: str, language: str, time_zone: str) -> None:
    """Change what a person may change about themselves."""
    user.name, user.language, user.time_zone = name.strip(), language, time_zone
    db.session.flush()
