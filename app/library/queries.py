"""What may be asked of published content: each function is at most one statement."""

from sqlalchemy import select

from app.library.models import Release
from app.platform.database import db


def current_release() -> Release | None:
    """Return the newest release, or None before content was first loaded."""
    return db.session.scalar(select(Release).order_by(Release.number.desc()).limit(1))
