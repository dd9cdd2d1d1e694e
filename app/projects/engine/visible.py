"""A released result cut to what its reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Visible:
    """A released result cut to what its reader may see: one team and one person, or all for a teacher."""

    number: int
    released_at: datetime
    teams: tuple[Mapping[str, Any], ...]
    panel: Mapping[str, Any]


def cut(team: Mapping[str, Any], user_id: int) -> dict[str, Any]:
    """Return a team's result with one person's own lines only; without members if that is another team."""
    return {**team, "members": [member for member in team["members"] if member["id"] == user_id]}
