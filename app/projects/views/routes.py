"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.projects.views import manage, marking, moderation, results, snippets, stage, teams
from app.projects.views.blueprint import bp

PAGES = (teams, marking, stage, snippets, manage, moderation, results)
__all__ = ["PAGES", "bp"]
