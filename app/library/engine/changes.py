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


# What an edit of a kind changes when more than its wording changed.
_EFFECT = {"question": "scoring", "exam": "scoring", "rubric": "scoring", "cluster": "scoring"}
GRADES = ("structural", "scoring", "cosmetic")


def skeleton(value: Any) -> Any:
    """Return *value* without its wording: every pair of languages becomes one and the same mark."""
    if isinstance(value, Mapping):
        if value.keys() & {"zh", "en"}:
            rest = {key: skeleton(item) for key, item in value.items() if key not in ("zh", "en")}
            return ["words", rest]
        return {key: skeleton(item) for key, item in value.items()}
    return [skeleton(item) for item in value] if isinstance(value, list) else value


def grade(change: Change, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """Return what a class feels of *change*: ``cosmetic``, ``scoring`` or ``structural``.

    Computed, never declared: the same skeleton is cosmetic; another key, rubric or paper is scoring; what
    comes, goes or opens differently is structural.
    """
    if before is None or after is None or change.weight == "breaking":
        return "structural"
    if skeleton(before) == skeleton(after):
        return change.weight if change.weight == "scoring" else "cosmetic"
    return _EFFECT.get(change.kind, "structural")


def as_text(value: Any, language: str, name: str = "") -> str:
    """Return a document as lines of text in *language*, for comparing two versions by eye."""
    return "\n".join(_lines(value, language, name))


def _lines(value: Any, language: str, name: str) -> list[str]:
    if isinstance(value, Mapping):
        found: list[str] = []
        if language in value and isinstance(value[language], str):
            found += [f"{name}: {line}" for line in value[language].split("\n") if line.strip()]
        for key in sorted(value):
            if key not in ("zh", "en"):
                found += _lines(value[key], language, f"{name}.{key}" if name else str(key))
            elif key == language and not isinstance(value[key], str):
                found += _lines(value[key], language, name)
        return found
    if isinstance(value, list):
        return [
            line
            for n, item in enumerate(value, 1)
            for line in _lines(item, language, f"{name}[{_name(item, n)}]")
        ]
    return [f"{name}: {value}"]


def _name(item: Any, number: int) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else str(number)
