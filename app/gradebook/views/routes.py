"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.gradebook.views import exchange, pages, people, schemes
from app.gradebook.views.blueprint import bp

PAGES = (pages, schemes, people, exchange)
__all__ = ["PAGES", "bp"]
