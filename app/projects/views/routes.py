"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.projects.views import manage, marking, results, stage, teams
from app.projects.views.blueprint import bp

PAGES = (teams, marking, stage, manage, results)
__all__ = ["PAGES", "bp"]
