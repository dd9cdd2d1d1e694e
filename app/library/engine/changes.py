"""What changed between two releases, and how much each change matters to people half-way through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_KEY_PARTS = (
    "correct",
    "answer",
    "tolerance",
    "tolerance_percent",
    "points",
    "partial",
    "mistakes",
    "accept_units",
)


@dataclass(frozen=True, slots=True)
class Change:
    """One object that was ``added``, ``changed`` or ``removed``.

    *weight* says what a change does to a question: ``cosmetic`` (text only), ``scoring`` (key, points or
    tolerance) or ``breaking`` (type or option ids: it needs a new id). It is empty for everything else.
    """

    kind: str
    id: str
    what: str
    weight: str = ""


def compare(
    before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]
) -> list[tuple[str, str, str]]:
    """Return (kind, id, what) for every object whose hash differs, sorted by kind and id."""
    found = [(*key, "added") for key in after.keys() - before.keys()]
    found += [(*key, "removed") for key in before.keys() - after.keys()]
    found += [(*key, "changed") for key in before.keys() & after.keys() if before[key] != after[key]]
    return sorted(found)


def _options(question: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = question.get("options")
    return [option for option in listed if isinstance(option, Mapping)] if isinstance(listed, list) else []


def _key(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of *question* that decides what an answer earns, without its texts."""
    key = {name: question.get(name) for name in _KEY_PARTS}
    slips = question.get("mistakes")
    if isinstance(slips, list):
        key["mistakes"] = [{k: v for k, v in slip.items() if k != "why"} for slip in slips]
    key["points"] = question.get("points", 1)
    key["right"] = {str(option.get("id")): option.get("correct") is True for option in _options(question)}
    return key


def weigh(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return how much the change of a question matters: cosmetic, scoring or breaking."""
    ids = [{str(option.get("id")) for option in _options(side)} for side in (before, after)]
    if before.get("type") != after.get("type") or ids[0] != ids[1]:
        return "breaking"
    return "scoring" if _key(before) != _key(after) else "cosmetic"
