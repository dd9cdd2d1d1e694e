"""A document as a form, and the form back as a document: for people who do not write YAML.

A form is a tree of parts: pairs of languages, words, numbers, yes/no, lists of short words (one a line)
and lists of entries that can be added, moved and taken away. The document decides which parts there are;
what is typed only fills them, so a form can never make anything the document did not have.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from app.content.documents import scalar

SIDES = ("zh", "en")
_LONG = 60
_HIDDEN = ("id", "module", "cluster", "schema")
_NUMBER = re.compile(r"(\d+)\Z")
# Parts that a question, an exam or an entry may have and that can be added with an empty text.
_MORE = {
    "question": ("explain", "why"),
    "exam": ("intro",),
    "checklist": ("intro",),
    "lesson": (),
}
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form: its *path* (“options/0/zh”), its *name*, what *form* it has and what it holds."""

    path: str
    name: str
    form: str
    value: Any = ""
    long: bool = False
    parts: tuple["Part", ...] = field(default=())


def parts_of(doc: Mapping[str, Any], path: str = "", hidden: tuple[str, ...] = _HIDDEN) -> tuple[Part, ...]:
    """Return the parts of *doc* in its own order; *hidden* keys stay as they are."""
    found = []
    if doc.keys() & set(SIDES) and all(isinstance(doc.get(side, ""), str) for side in SIDES):
        long = any(len(doc.get(side, "")) > _LONG or "\n" in doc.get(side, "") for side in SIDES)
        texts = tuple(Part(f"{path}/{side}".strip("/"), side, "text", doc.get(side, "")) for side in SIDES)
        found.append(Part(path, "", "pair", long=long, parts=texts))
        hidden = (*hidden, *SIDES)
    found += [_part(f"{path}/{key}".strip("/"), key, doc[key]) for key in doc if key not in hidden]
    return tuple(found)


def prepared(doc: Mapping[str, Any]) -> dict[str, Any]:
    """Return *doc* with a yes or no at every option: in files only the right ones say so."""
    options = doc.get("options")
    if not isinstance(options, list):
        return dict(doc)
    asked = [{"correct": False, **option} if isinstance(option, Mapping) else option for option in options]
    return {**doc, "options": asked}


def cleaned(doc: Mapping[str, Any]) -> dict[str, Any]:
    """Return *doc* as it is written in files: options that are not right say nothing."""
    options = doc.get("options")
    if not isinstance(options, list):
        return dict(doc)
    kept = [
        {key: item for key, item in option.items() if (key, item) != ("correct", False)}
        if isinstance(option, Mapping)
        else option
        for option in options
    ]
    return {**doc, "options": kept}


def _part(path: str, name: str, value: Any) -> Part:
    if isinstance(value, Mapping):
        inner = parts_of(value, path, ())
        if len(inner) == 1 and inner[0].form == "pair":
            return Part(path, name, "pair", long=inner[0].long, parts=inner[0].parts)
        return Part(path, name, "group", parts=inner)
    if isinstance(value, list):
        if all(isinstance(item, str | int | float | bool) for item in value):
            return Part(path, name, "words", "\n".join(str(item) for item in value))
        entries = tuple(_entry(f"{path}/{n}", item) for n, item in enumerate(value))
        return Part(path, name, "entries", parts=entries)
    if isinstance(value, bool):
        return Part(path, name, "flag", value)
    return Part(path, name, "text" if isinstance(value, str) else "number", "" if value is None else value)


def _entry(path: str, item: Any) -> Part:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    return Part(path, name, "entry", parts=parts_of(item, path, ()) if isinstance(item, Mapping) else ())


def filled(doc: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """Return *doc* with what was typed (*values* by path); paths that are not there change nothing."""
    typed = {path: text.replace("\r\n", "\n") for path, text in values.items()}
    return {key: _filled(item, key, typed) for key, item in doc.items()}


def _filled(value: Any, path: str, typed: Values) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item, f"{path}/{key}", typed) for key, item in value.items()}
    if isinstance(value, list) and not all(isinstance(item, str | int | float | bool) for item in value):
        return [_filled(item, f"{path}/{n}", typed) for n, item in enumerate(value)]
    if path not in typed:
        return value
    text = typed[path]
    if isinstance(value, list):
        plain = all(isinstance(item, str) for item in value)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        return lines if plain else [scalar(line) for line in lines]
    if isinstance(value, bool):
        return text == "true"
    return text.rstrip("\n") if isinstance(value, str) else scalar(text.strip())


def acted(doc: dict[str, Any], action: str, kind: str) -> dict[str, Any]:
    """Return *doc* after one button: ``add:path``, ``remove:path/2``, ``up:path/2`` or ``more:key``."""
    verb, _, path = action.partition(":")
    changed = deepcopy(doc)
    if verb == "more":
        if path in _MORE.get(kind, ()) and path not in changed:
            changed[path] = {"zh": "", "en": ""}
        return changed
    steps = path.split("/")
    holder = _at(changed, steps if verb == "add" else steps[:-1])
    if not isinstance(holder, list) or not holder:
        return changed
    if verb == "add":
        holder.append(_blank(holder))
        return changed
    place = int(steps[-1]) if steps[-1].isdecimal() else -1
    if verb == "remove" and 0 <= place < len(holder):
        del holder[place]
    elif verb == "up" and 0 < place < len(holder):
        holder[place - 1], holder[place] = holder[place], holder[place - 1]
    return changed


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _blank(holder: list[Any]) -> Any:
    """Return an entry in the shape of the last one, empty, with an id nobody has."""
    entry = _emptied(deepcopy(holder[-1]))
    if isinstance(entry, dict) and "id" in holder[-1]:
        entry["id"] = _next_id([str(item.get("id", "")) for item in holder if isinstance(item, dict)])
    return entry


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _emptied(item) for key, item in value.items() if key != "correct"}
    if isinstance(value, list):
        return [_emptied(item) for item in value[:1]] if value and isinstance(value[0], dict) else []
    return "" if isinstance(value, str) else value


def _next_id(names: list[str]) -> str:
    last = names[-1] if names else ""
    if len(last) == 1 and "a" <= last < "z":
        return next(
            (letter for letter in map(chr, range(ord(last) + 1, ord("z") + 1)) if letter not in names),
            last + "2",
        )
    number = _NUMBER.search(last)
    stem, start = (last[: number.start()], int(number[1])) if number else (last + "-", 1)
    return next(name for n in range(start + 1, start + 1000) if (name := f"{stem}{n}") not in names)


def more_of(doc: Mapping[str, Any], kind: str) -> list[str]:
    """Return the parts that could still be added to a document of *kind*."""
    return [key for key in _MORE.get(kind, ()) if key not in doc]
