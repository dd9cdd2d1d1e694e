"""All routes of the room, for the factory."""

from app.courses.views import pages, reading, upgrade
from app.courses.views.base import bp

__all__ = ["bp", "pages", "reading", "upgrade"]
