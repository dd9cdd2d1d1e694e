"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.projects.views import manage, marking, moderation, results, snippets, stage, teams, timeline
from app.projects.views.blueprint import bp

PAGES = (teams, timeline, marking, stage, snippets, manage, moderation, results)
__all__ = ["PAGES", "bp"]
