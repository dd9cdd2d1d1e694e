"""Shapes: what a value must look like. Each shape names, in sentences, everything that does not fit.

A schema is a nest of shapes; ``faults`` walks a value and reports with the codes KM003–KM006, KM012,
KM101, KM102 and KM402. The same walk serves every kind of document.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, Protocol

from app.content.documents import Key
from app.content.faults import Fault, Path
from app.content.vocabulary import LANGUAGES

_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\Z")


class Shape(Protocol):
    """Anything that can say what is wrong with a value."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield what does not fit in *value*, which stands at *path*."""
        ...


def meant(word: str, known: Mapping[str, Any] | list[str] | tuple[str, ...]) -> str:
    """Return “did you mean “x”?” for the nearest of *known*, or the list when it is short, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    return "Known: " + ", ".join(known) + "." if 0 < len(known) <= 12 else ""


def _wrong(path: Path, wanted: str, value: Any) -> Fault:
    names = {
        str: "text",
        bool: "true/false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a mapping",
    }
    got = names.get(type(value), "nothing")
    return Fault(path, "KM004", f"{wanted} is wanted here, but this is {got}.", "")


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is not empty."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for anything but text."""
        if not isinstance(value, str) or not value.strip():
            yield _wrong(path, "Text", value)


@dataclass(frozen=True, slots=True)
class Id:
    """An id: small letters, digits, hyphens, dots and underscores."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM402 for an id that would not survive as an address."""
        if not isinstance(value, str) or not _ID.match(value):
            message = f"“{value}” cannot be an id."
            yield Fault(
                path,
                "KM402",
                message,
                "Use small letters, digits, hyphens, dots and underscores, such as m1-ka-001.",
            )


@dataclass(frozen=True, slots=True)
class Number:
    """A number between *least* and *most*; *whole* allows no fraction."""

    least: float | None = None
    most: float | None = None
    whole: bool = False

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for what is no number, KM012 for one out of range."""
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            yield _wrong(path, "A whole number" if self.whole else "A number", value)
        elif (self.least is not None and value < self.least) or (self.most is not None and value > self.most):
            bounds = [f"at least {self.least:g}" if self.least is not None else ""]
            bounds.append(f"at most {self.most:g}" if self.most is not None else "")
            limits = " and ".join(bound for bound in bounds if bound)
            yield Fault(path, "KM012", f"{value:g} is out of range.", f"It must be {limits}.")


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number, or the text of a decimal number ("0.1386")."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for anything that is not read as a number."""
        text = isinstance(value, str) and re.fullmatch(r"[-+]?\d+(?:\.\d+)?(?:/\d+)?", value)
        if not text and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield _wrong(path, "A number", value)


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for anything but true and false."""
        if not isinstance(value, bool):
            yield Fault(
                path, "KM004", "true or false is wanted here.", "“yes” and “no” are text in YAML 1.2."
            )


@dataclass(frozen=True, slots=True)
class Day:
    """A date written 2026-11-21."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for what is not a day of the calendar."""
        try:
            date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            yield Fault(path, "KM004", f"“{value}” is not a date.", "Write it as 2026-11-21.")


@dataclass(frozen=True, slots=True)
class Word:
    """One of a fixed set of words."""

    words: tuple[str, ...]

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM005 for any other word."""
        if value not in self.words:
            yield Fault(path, "KM005", f"“{value}” is not known here.", meant(str(value), self.words))


@dataclass(frozen=True, slots=True)
class Sides:
    """The same thing in both languages: {zh: …, en: …}; *also* are further keys beside the two."""

    also: Mapping[str, Shape] = field(default_factory=dict)

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield a missing (KM101) or empty (KM102) side and unknown keys."""
        if not isinstance(value, dict):
            wrong = _wrong(path, "A pair {zh: …, en: …}", value)
            yield Fault(path, "KM004", wrong.message, "Write {zh: …, en: …}.")
            return
        yield from _unknown(value, (*LANGUAGES, *self.also), path)
        yield from sides_of(value, path)
        if "id" in self.also and "id" not in value:
            yield Fault(path, "KM006", "The key “id” is missing.", "Add “id: …”.")
        for key, shape in self.also.items():
            if key in value:
                yield from shape.faults(value[key], (*path, key))


def sides_of(value: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    """Yield the language sides that *value* lacks (KM101) or leaves empty (KM102)."""
    names = {"zh": "Chinese", "en": "English"}
    for side in LANGUAGES:
        if side not in value:
            yield Fault(path, "KM101", f"The {names[side]} side is missing.", f"Add “{side}: …”.")
        elif value[side] is None or (isinstance(value[side], str) and not value[side].strip()):
            yield Fault((*path, side), "KM102", f"The {names[side]} side is empty.", "Write it.")
        elif not isinstance(value[side], str):
            wrong = _wrong((*path, side), "Text", value[side])
            yield Fault(wrong.path, wrong.code, wrong.message, "Put it in quotes.")


@dataclass(frozen=True, slots=True)
class Many:
    """A list of at least *least* values of one shape."""

    of: Shape
    least: int = 0

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM004 for what is no list, KM012 for a list too short, and the faults of the items."""
        if not isinstance(value, list):
            yield _wrong(path, "A list", value)
            return
        if len(value) < self.least:
            hint = f"At least {self.least} are needed."
            yield Fault(path, "KM012", f"The list has {len(value)} entries.", hint)
        for number, item in enumerate(value):
            yield from self.of.faults(item, (*path, number))


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping with *must* keys, *may* keys and no others (unless *open*)."""

    must: Mapping[str, Shape] = field(default_factory=dict)
    may: Mapping[str, Shape] = field(default_factory=dict)
    open: bool = False

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield KM003 for unknown keys, KM006 for missing ones, and the faults behind the keys."""
        if not isinstance(value, dict):
            yield _wrong(path, "A mapping of keys", value)
            return
        if not self.open:
            yield from _unknown(value, (*self.must, *self.may), path)
        for key in self.must:
            if key not in value:
                yield Fault(path, "KM006", f"The key “{key}” is missing.", f"Add “{key}: …”.")
        for key, shape in (*self.must.items(), *self.may.items()):
            if key in value:
                yield from shape.faults(value[key], (*path, key))


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose keys are free and whose values all have one shape."""

    of: Shape

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield the faults of the values."""
        if not isinstance(value, dict):
            yield _wrong(path, "A mapping of keys", value)
            return
        for key, item in value.items():
            yield from self.of.faults(item, (*path, key))


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes; the faults of the nearest one are reported."""

    shapes: tuple[Shape, ...]

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield nothing when any shape fits, else the shortest list of faults."""
        tries = [list(shape.faults(value, path)) for shape in self.shapes]
        yield from min(tries, key=lambda found: (_depth(found, path), len(found)))


@dataclass(frozen=True, slots=True)
class Anything:
    """No demand."""

    def faults(self, value: Any, path: Path) -> Iterator[Fault]:
        """Yield nothing."""
        del value, path
        yield from ()


def _depth(found: list[Fault], path: Path) -> int:
    """Rank a failed try: nothing wrong, wrong inside (the kind of thing was right), wrong outright."""
    if not found:
        return 0
    return (
        2 if any(fault.path == path and fault.code in ("KM004", "KM005", "KM402") for fault in found) else 1
    )


def _unknown(value: Mapping[str, Any], known: tuple[str, ...], path: Path) -> Iterator[Fault]:
    for key, item in value.items():
        if key not in known:
            # {en: one, two} makes “two” a key without a value: the commonest slip of all.
            comma = "A comma inside {…} begins a new key: put the text in quotes."
            hint = comma if item is None else meant(key, known)
            yield Fault((*path, Key(key)), "KM003", f"The key “{key}” is not known here.", hint)
