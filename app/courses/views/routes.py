"""All routes of the room, for the factory."""

from app.courses.views import pages, preview, reading, upgrade
from app.courses.views.base import bp

__all__ = ["bp", "pages", "preview", "reading", "upgrade"]
