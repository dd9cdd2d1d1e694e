"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.negotiation.views import debrief, drills, revise, steps, talk, teaching
from app.negotiation.views.blueprint import bp

PAGES = (steps, talk, revise, debrief, teaching, drills)
__all__ = ["PAGES", "bp"]
