"""Checks that every kind of question shares: required keys, both languages, points, options."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from app.content.faults import Fault

LEVELS = ("recall", "understand", "apply", "analyse")
COMMON_KEYS = frozenset(
    {
        "id",
        "type",
        "points",
        "level",
        "objectives",
        "source",
        "stem",
        "explain",
        "pool",
        "difficulty",
        "module",
        "cluster",
        "figure",
    }
)
Path = tuple[str | int, ...]


def is_number(value: object) -> bool:
    """Return whether *value* is a number (true and false are not)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def both_languages(value: object, path: Path, what: str) -> list[Fault]:
    """Return the faults of a ``{zh, en}`` text found at *path*; *what* names it in the message."""
    if not isinstance(value, Mapping):
        return [Fault(path, "KM003", f"{what} is missing", "write it as {zh: …, en: …}")]
    return [
        Fault((*path, side), "KM101", f"{what} has no {side} text", "say the same thing in both languages")
        for side in ("zh", "en")
        if not str(value.get(side) or "").strip()
    ]


def unknown_keys(value: Mapping[str, Any], known: Iterable[str], path: Path = ()) -> list[Fault]:
    """Return one fault for every key of *value* that nobody reads, with the nearest known key as hint."""
    names = sorted(known)
    faults = []
    for key in value:
        if key not in names:
            near = get_close_matches(str(key), names, 1)
            hint = f'did you mean "{near[0]}"?' if near else "known keys: " + ", ".join(names)
            faults.append(Fault((*path, str(key)), "KM006", f'unknown key "{key}"', hint))
    return faults


def common_problems(question: Mapping[str, Any], own_keys: Iterable[str]) -> list[Fault]:
    """Return what is wrong with the part of *question* that does not depend on its kind."""
    faults = unknown_keys(question, COMMON_KEYS | set(own_keys))
    if not str(question.get("id") or "").strip():
        faults.append(Fault(("id",), "KM003", "the question has no id", "give it a short, lasting id"))
    faults += both_languages(question.get("stem"), ("stem",), "the stem")
    if "explain" in question:
        faults += both_languages(question["explain"], ("explain",), "the explanation")
    points = question.get("points", 1)
    if not is_number(points) or points <= 0:
        faults.append(Fault(("points",), "KM004", "points must be a number above 0"))
    if question.get("level", LEVELS[0]) not in LEVELS:
        faults.append(Fault(("level",), "KM004", f"unknown level {question['level']!r}", ", ".join(LEVELS)))
    return faults


def option_problems(question: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong with the list of options, whatever their number of keys."""
    options = question.get("options")
    if not isinstance(options, list) or not 2 <= len(options) <= 10:
        return [Fault(("options",), "KM303", "a choice needs 2 to 10 options")]
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, option in enumerate(options):
        path: Path = ("options", place)
        if not isinstance(option, Mapping):
            faults.append(Fault(path, "KM004", "an option is written as {id, zh, en, why}"))
            continue
        faults += unknown_keys(option, ("id", "correct", "zh", "en", "why"), path)
        faults += both_languages(option, path, "the option")
        faults += _why(option, path)
        ident = str(option.get("id") or "")
        if not ident or ident in seen:
            faults.append(Fault((*path, "id"), "KM302", "every option needs an id of its own"))
        seen.add(ident)
    return faults


def key_count(question: Mapping[str, Any]) -> int:
    """Return how many options are marked as correct."""
    options = question.get("options")
    rows = options if isinstance(options, list) else []
    return sum(1 for row in rows if isinstance(row, Mapping) and row.get("correct") is True)


def _why(option: Mapping[str, Any], path: Path) -> list[Fault]:
    if "why" not in option:
        return [Fault(path, "KM310", "the option does not say why it is right or wrong", "add why: {zh, en}")]
    return both_languages(option["why"], (*path, "why"), "the reason")


def reason_problems(spec: Mapping[str, Any], path: Path = ()) -> list[Fault]:
    """Return what is wrong with the reason ``why: {zh, en}`` of *spec*, which stands at *path*."""
    if "why" not in spec:
        return [Fault(path, "KM310", "no reason is given", "add why: {zh, en}")]
    return both_languages(spec["why"], (*path, "why"), "the reason")


def entry_problems(
    question: Mapping[str, Any], key: str, sizes: tuple[int, int], own_keys: Iterable[str] = ()
) -> list[Fault]:
    """Return what is wrong with a list of ``{id, zh, en}`` entries called *key*; *sizes* are its bounds."""
    entries = question.get(key)
    if not isinstance(entries, list) or not sizes[0] <= len(entries) <= sizes[1]:
        return [Fault((key,), "KM303", f"{key} needs {sizes[0]} to {sizes[1]} entries")]
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        path: Path = (key, place)
        if not isinstance(entry, Mapping):
            faults.append(Fault(path, "KM004", "an entry is written as {id, zh, en}"))
            continue
        faults += unknown_keys(entry, ("id", "zh", "en", *own_keys), path)
        faults += both_languages(entry, path, "the entry")
        if "why" in own_keys:
            faults += reason_problems(entry, path)
        ident = str(entry.get("id") or "")
        if not ident or ident in seen:
            faults.append(Fault((*path, "id"), "KM302", "every entry needs an id of its own"))
        seen.add(ident)
    return faults
