"""All pages of this room; importing this module registers them."""

from app.quizzes.views import attempts, essays, practice, regrades, room, statistics
from app.quizzes.views.blueprint import bp

__all__ = ["attempts", "bp", "essays", "practice", "regrades", "room", "statistics"]
