"""All pages of this room; importing this module registers them."""

from app.quizzes.views import attempts
from app.quizzes.views.blueprint import bp

__all__ = ["attempts", "bp"]
