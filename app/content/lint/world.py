"""What the rules may look at: the tree, today's date, and answers worth working out only once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from app.content.faults import Path
from app.content.lint.checkers import Checkers
from app.content.outline import Mark, Outline, outline
from app.content.tree import Document, Tree
from app.content.vocabulary import LANGUAGES

_SUSPECT = re.compile(r"@|//|\bwww\.|\d[\d -]{9}")


def bodies(document: Document) -> dict[str, str]:
    """Return the text of a lesson or guide by language; what is no text counts as missing."""
    body = document.doc.get("body")
    held = body if isinstance(body, dict) else {}
    return {side: held[side] for side in LANGUAGES if isinstance(held.get(side), str)}


@dataclass(frozen=True, slots=True)
class Said:
    """One text in a document: where it stands, in which language (or “”), and what it says."""

    path: Path
    side: str
    text: str


@dataclass
class World:
    """One tree under one linting run: *today* decides which facts are stale, *rooms* are their own checks."""

    tree: Tree
    today: date
    rooms: Checkers
    _texts: dict[int, list[Said]] = field(default_factory=dict)
    _docs: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    _suspects: dict[int, list[Said]] = field(default_factory=dict)
    _outlines: dict[int, dict[str, Outline]] = field(default_factory=dict)

    @cached_property
    def index(self) -> dict[tuple[str, str], Document]:
        """Return the documents by (kind, id)."""
        return self.tree.index()

    def ids(self, kind: str) -> list[str]:
        """Return the ids of all documents of *kind*."""
        return [document.id for document in self.tree.of(kind)]

    def docs(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the documents of *kind* by id."""
        if kind not in self._docs:
            self._docs[kind] = {document.id: document.doc for document in self.tree.of(kind)}
        return self._docs[kind]

    def lacks(self, kind: str, name: str) -> bool:
        """Return whether no document of *kind* is called *name* (false while one could not be read)."""
        return (kind, name) not in self.index and kind not in self.tree.broken

    def parts(self, kind: str, key: str) -> dict[str, dict[str, Any]]:
        """Return the entries of the list *key* in all documents of *kind*, by their id."""
        lists = (document.doc.get(key) for document in self.tree.of(kind))
        entries = (entry for found in lists if isinstance(found, list) for entry in found)
        return {str(entry["id"]): entry for entry in entries if isinstance(entry, dict) and "id" in entry}

    @cached_property
    def coming(self) -> set[str]:
        """Return the ids of the modules that a course announces as coming: they may still have gaps."""
        entries = self.parts("course", "modules")
        return {name for name, entry in entries.items() if entry.get("status") == "coming"}

    def is_coming(self, module: Any, folder: str = "") -> bool:
        """Return whether *module* (or the one that will live in *folder*: 02-… is the second) is coming."""
        if module:
            return str(module) in self.coming
        modules = list(self.parts("course", "modules"))
        place = int(folder.partition("-")[0] or 0) if folder[:1].isdecimal() else 0
        return 0 < place <= len(modules) and modules[place - 1] in self.coming

    @cached_property
    def objectives(self) -> set[str]:
        """Return the ids of all objectives and transversal abilities."""
        return {*self.parts("objectives", "objectives"), *self.parts("objectives", "transversal")}

    @cached_property
    def facts(self) -> set[str]:
        """Return the ids of all facts."""
        return set(self.parts("facts", "facts"))

    @cached_property
    def terms(self) -> set[str]:
        """Return the ids of all glossary terms."""
        return set(self.parts("glossary", "terms"))

    @cached_property
    def inline_questions(self) -> dict[str, tuple[Document, Path]]:
        """Return the questions that stand inside lessons, with the first lesson and place."""
        found: dict[str, tuple[Document, Path]] = {}
        for lesson in self.tree.of("lesson"):
            for side, mark in self.marks(lesson, "inserts"):
                if mark.kind == "q":
                    found.setdefault(mark.text, (lesson, ("body", side, mark.line, mark.column)))
        return found

    def outlines(self, lesson: Document) -> dict[str, Outline]:
        """Return the outlines of the sides that *lesson* has."""
        key = id(lesson)
        if key not in self._outlines:
            self._outlines[key] = {side: outline(body) for side, body in bodies(lesson).items()}
        return self._outlines[key]

    def marks(self, lesson: Document, part: str) -> Iterator[tuple[str, Mark]]:
        """Yield (side, mark) for every mark of one *part* (``links``, ``inserts``, …) of both sides."""
        for side, found in self.outlines(lesson).items():
            for mark in getattr(found, part):
                yield side, mark

    def texts(self, document: Document) -> list[Said]:
        """Return every text in *document*."""
        key = id(document)
        if key not in self._texts:
            self._texts[key] = list(_walk(document.doc, (), ""))
        return self._texts[key]

    def suspects(self, document: Document) -> list[Said]:
        """Return the texts that could hold a number, an address or a link; nearly all texts cannot."""
        key = id(document)
        if key not in self._suspects:
            self._suspects[key] = [said for said in self.texts(document) if _SUSPECT.search(said.text)]
        return self._suspects[key]


def _walk(value: Any, path: Path, side: str) -> Iterator[Said]:
    if isinstance(value, str):
        yield Said(path, side, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key), key if key in LANGUAGES else side)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk(item, (*path, number), side)


def words(value: Any) -> Iterator[tuple[int, str]]:
    """Yield the texts in the list *value* with their positions; anything else is left out."""
    for number, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, str):
            yield number, entry


def below(document: Document, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the mappings in the list *key* of *document* with their paths; anything else is left out."""
    found = document.doc.get(key)
    for number, entry in enumerate(found if isinstance(found, list) else []):
        if isinstance(entry, dict):
            yield (key, number), entry
