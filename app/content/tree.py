"""The whole of courses/ and scenarios/ read into documents, with every problem of every file noted.

The table ``FORMS`` says which file is which kind; a file that fits no row is an orphan.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from app.content.faults import Fault
from app.content.sources import Place, Source

TOPS = ("courses", "scenarios")
_COURSE = r"courses/(?P<course>[^/]+)"
_OVER = re.compile(r"overlays/[^/]+/")
_SIDE = r"\.(?P<side>zh|en)\.md"

# File pattern -> (form, kind). The group ``stem`` is the id when the file does not say one.
FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), form, kind)
    for pattern, form, kind in (
        (_COURSE + r"/course\.yaml", "file", "course"),
        (_COURSE + r"/(?P<stem>objectives|glossary|facts)\.yaml", "part", ""),
        (_COURSE + r"/(?P<stem>\d+-[^/]+)/module\.yaml", "file", "module"),
        (_COURSE + r"/(?P<folder>\d+-[^/]+)/(?P<number>\d+)-(?P<stem>[^/]+)" + _SIDE, "lesson", "lesson"),
        (_COURSE + r"/\d+-[^/]+/img/[^/]+\.(?:png|jpg|jpeg|webp|svg)", "picture", ""),
        (_COURSE + r"/guides/(?P<stem>[^/]+)" + _SIDE, "guide", "guide"),
        (_COURSE + r"/bank/(?P<stem>[^/]+)\.yaml", "bank", "question"),
        (_COURSE + r"/exams/(?P<stem>[^/]+)\.yaml", "file", "exam"),
        (_COURSE + r"/tasks/(?P<stem>[^/]+)/task\.yaml", "file", "task"),
        (_COURSE + r"/rubrics/(?P<stem>[^/]+)\.yaml", "file", "rubric"),
        (_COURSE + r"/checklists/(?P<stem>[^/]+)\.yaml", "file", "checklist"),
        (r"courses/(?P<stem>[^/]+)/track\.yaml", "file", "track"),
        (r"scenarios/(?P<stem>moves)\.yaml", "file", "moves"),
        (r"scenarios/archetypes/(?P<stem>[^/]+)/archetype\.yaml", "file", "archetype"),
        (r"scenarios/archetypes/(?P<stem>[^/]+)/lines\.yaml", "file", "lines"),
        (r"scenarios/cases/(?P<stem>[^/]+)/case\.yaml", "file", "case"),
        (r"scenarios/dossiers/(?P<stem>[^/]+)/exercise\.yaml", "dossier", "dossier"),
        (r"scenarios/dossiers/(?P<stem>[^/]+)/documents/(?P<name>[^/]+)" + _SIDE, "paper", "dossier"),
        (_COURSE + r"/(?P<stem>seeds)\.yaml", "aside", "seeds"),
        (r"courses/(?P<stem>ids)\.lock", "aside", "lock"),
        (r"(?P<stem>base)\.lock", "aside", "base"),
        (_COURSE + r"/figures/(?P<stem>[^/]+)\.yaml", "file", "figure"),
        (r"(?:.*/)?README[^/]*\.md", "ignored", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Document:
    """One object of the content: its *kind*, *id*, plain value *doc* and where it was read from."""

    kind: str
    id: str
    doc: dict[str, Any]
    source: Source

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Return the file, line and column of *path* inside this document."""
        return self.source.place(path)


@dataclass(frozen=True, slots=True)
class File:
    """One file of the tree and what its name says: *form* of reading, *kind*, and named *parts*."""

    name: str
    form: str
    kind: str
    parts: dict[str, str]


@dataclass(slots=True)
class Tree:
    """Everything found under one root. *broken* are the kinds of which a file could not be read.

    *asides* are files that the linter reads and no release holds: the map of the sources (``seeds``), the
    ledger of ids (``lock``) and what an overlay was written against (``base``). *replaced* are the
    documents of ours that an overlay lies over.
    """

    root: FilePath
    files: list[File] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    asides: list[Document] = field(default_factory=list)
    replaced: list[Document] = field(default_factory=list)
    faults: list[tuple[Place, Fault]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def of(self, kind: str) -> list[Document]:
        """Return the documents of *kind* in the order of their files."""
        return [document for document in self.documents if document.kind == kind]

    def index(self) -> dict[tuple[str, str], Document]:
        """Return the documents by (kind, id); of two with the same id the first one stands."""
        found: dict[tuple[str, str], Document] = {}
        for document in self.documents:
            found.setdefault((document.kind, document.id), document)
        return found


def classify(name: str) -> File:
    """Return what the file called *name* (relative, with slashes) is; form ``orphan`` fits no row."""
    plain = _OVER.sub("", name)
    for pattern, form, kind in FORMS:
        match = pattern.fullmatch(plain)
        if match:
            parts = {key: value for key, value in match.groupdict().items() if value}
            return File(name, form, kind or (parts.get("stem", "") if form == "part" else ""), parts)
    return File(name, "orphan", "", {})


def aside_of(tree: Tree, kind: str) -> list[Document]:
    """Return the asides of *kind*."""
    return [aside for aside in tree.asides if aside.kind == kind]


def files_under(root: FilePath, below: str = "") -> Iterator[File]:
    """Yield every file of the content folders below *root* (in its folder *below*), sorted, none hidden."""
    if (root / below / "base.lock").is_file():
        yield classify(f"{below}/base.lock")
    for top in TOPS:
        for folder, folders, names in os.walk(root / below / top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inside = FilePath(folder).relative_to(root).as_posix()
            for name in sorted(names):
                if not name.startswith("."):
                    yield classify(f"{inside}/{name}")
