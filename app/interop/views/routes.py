"""All pages of this room; importing this module registers them."""

from app.interop.views import exchange, own_data
from app.interop.views.blueprint import bp

__all__ = ["bp", "exchange", "own_data"]
