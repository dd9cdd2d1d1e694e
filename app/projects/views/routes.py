"""All pages of the room on one blueprint; the factory takes ``bp`` from here."""

from app.projects.views import (
    formation,
    manage,
    marking,
    moderation,
    results,
    snippets,
    stage,
    teams,
    timeline,
)
from app.projects.views.blueprint import bp

PAGES = (teams, timeline, marking, stage, snippets, manage, formation, moderation, results)
__all__ = ["PAGES", "bp"]
