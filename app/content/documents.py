"""One YAML file read with the place of every value kept.

The C parser of libyaml composes nodes, we turn the nodes into plain values: YAML 1.2 scalars only
(``no``, ``on``, ``1:30`` and ``0123`` stay text), keys are always text, no tags, no anchors.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.content.faults import Fault, Path

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?(?:[eE][-+]?[0-9]{1,2})?\Z")
_DEEPEST = 40
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TAGS: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_PLAIN_TAGS = set(_TAGS.values())

Spot = tuple[int, int]


class Key(str):
    """A last step of a path that means the key itself, not what stands behind it."""

    __slots__ = ()


class _Loader(yaml.CSafeLoader):
    """The C loader without YAML 1.1's guesses: every plain scalar arrives as text."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """Return the plain tag of the node; guessing (and its cost, a third of all reading) is left out."""
        del value, implicit
        return _TAGS[kind]

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Do nothing: no tag depends on a path."""

    def ascend_resolver(self) -> None:
        """Do nothing: no tag depends on a path."""


@dataclass(slots=True)
class Reading:
    """What one YAML text holds: its *value*, the *spots* of its parts, and what was wrong with it.

    A spot is (line, column), both counted from 1. Faults carry their spot in ``fault_spots`` because
    a text that does not parse has no paths.
    """

    value: Any = None
    node: yaml.Node | None = None
    faults: list[tuple[Spot, Fault]] = field(default_factory=list)

    def spot(self, path: Path) -> Spot:
        """Return where *path* is, or where its nearest existing ancestor is."""
        return spot_of(self.node, path)


def spot_of(node: yaml.Node | None, path: Path) -> Spot:
    """Return line and column of *path* below *node*; a missing step ends the walk at its parent."""
    if node is None:
        return (1, 1)
    spot = _start(node)
    for step in path:
        found = _child(node, step)
        if found is None:
            # In a block text (“|”) a line number leads on to that line.
            inside = isinstance(node, yaml.ScalarNode) and node.style == "|" and isinstance(step, int)
            return (node.start_mark.line + 1 + int(step), 1) if inside else spot
        key, node = found
        points_at_key = key is not None and (isinstance(step, Key) or not isinstance(node, yaml.ScalarNode))
        spot = _start(key if points_at_key and key is not None else node)
    return spot


def child_of(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    """Return the node at *path* below *node*, or None."""
    for step in path:
        found = _child(node, step) if node is not None else None
        if found is None:
            return None
        node = found[1]
    return node


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        pairs = ((k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode) and k.value == step)
        return next(pairs, None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return (None, node.value[step])
    return None


def _start(node: yaml.Node) -> Spot:
    return (node.start_mark.line + 1, node.start_mark.column + 1)


def scalar(text: str) -> str | int | float | bool | None:
    """Return the YAML 1.2 value of the plain scalar *text*; whatever is not null, bool or number is text."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text


def parse(text: str) -> Reading:
    """Read one YAML *text* completely; whatever is wrong stands in ``faults``, the rest is readable."""
    reading = Reading()
    loader = None
    try:
        loader = _Loader(text)
        reading.node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        reading.faults.append(_syntax(error))
        return reading
    except yaml.reader.ReaderError as error:
        reading.faults.append(_unreadable(text, error))
        return reading
    finally:
        if loader is not None:
            loader.dispose()
    if reading.node is not None:
        reading.value = _Builder(reading).value(reading.node, ())
    return reading


def _syntax(error: yaml.MarkedYAMLError) -> tuple[Spot, Fault]:
    mark = error.problem_mark or error.context_mark
    spot = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = f"This is not valid YAML: {error.problem}."
    opening = error.context_mark
    if error.context and opening is not None:
        where = f"line {opening.line + 1}, column {opening.column + 1}"
        message += f" It happened {error.context} that begins at {where}."
    return spot, Fault(
        (), "KM001", message, "Check indentation, quotes and brackets; put text with “: ” in quotes."
    )


def _unreadable(text: str, error: yaml.reader.ReaderError) -> tuple[Spot, Fault]:
    # The C reader reports a byte offset and no line; the first forbidden character is easy to find again.
    bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: bad.start()] if bad else ""
    spot = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    return spot, Fault(
        (), "KM001", f"This is not valid YAML: {error.reason}.", "Delete the invisible character."
    )


class _Builder:
    """Turns nodes into values and notes duplicate keys, aliases and tags on the way."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._seen: dict[int, Any] = {}

    def value(self, node: yaml.Node, path: Path) -> Any:
        """Return the plain value of *node*."""
        if id(node) in self._seen:
            self._fault(
                node, path, "KM008", "An alias (“*name”) repeats another part of the file.", "Write it out."
            )
            return self._seen[id(node)]
        self._seen[id(node)] = None
        if len(path) > _DEEPEST:
            message = f"This is nested more than {_DEEPEST} levels deep."
            self._fault(node, path, "KM004", message, "Flatten it; no kind of document needs that.")
            return None
        if node.tag not in _PLAIN_TAGS:
            self._fault(
                node, path, "KM008", f"The tag “{node.tag}” is not allowed in content.", "Leave the tag out."
            )
        built = self._build(node, path)
        self._seen[id(node)] = built
        return built

    def _build(self, node: yaml.Node, path: Path) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.style else scalar(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return dict(self._pairs(node, path))

    def _pairs(self, node: yaml.Node, path: Path) -> Iterator[tuple[str, Any]]:
        first: dict[str, yaml.Node] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(
                    key, path, "KM004", "A key must be text, not a list or a mapping.", "Write a plain word."
                )
            elif key.value in first:
                line = _start(first[key.value])[0]
                message = f"The key “{key.value}” stands here a second time; the first is in line {line}."
                self._fault(key, path, "KM002", message, "Keep one of the two.")
            else:
                first[key.value] = key
                yield key.value, self.value(item, (*path, key.value))

    def _fault(self, node: yaml.Node, path: Path, code: str, message: str, hint: str) -> None:
        self._reading.faults.append((_start(node), Fault(path, code, message, hint)))
