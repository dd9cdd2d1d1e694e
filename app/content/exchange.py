"""Objects as the files they would be: for handing out, taking in, and saying in which line a fault stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.content.canonical import content_hash
from app.content.findings import Finding, Report
from app.content.lint.run import lint_tree
from app.content.reader import read_tree
from app.content.tree import Document, Tree
from app.content.writer import write

Objects = Mapping[tuple[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Files:
    """A tree as files: their bytes by path, and the file and first line of every object."""

    data: dict[str, bytes]
    tree: Tree
    report: Report


def as_files(objects: Objects, root: Path, today: date) -> Files:
    """Write *objects* as files and check them; a file below *root* that says the same is kept as it is.

    Pictures, the map of the sources and the ledger of ids come from *root*.
    """
    there = read_tree(root)
    known = {(d.kind, d.id): d.source.file for d in there.documents}
    data = {name: text.encode() for name, text in write(objects, known).items()}
    same: dict[str, bool] = {}
    for document in there.documents:
        doc = objects.get((document.kind, document.id))
        fresh = doc is not None and content_hash(doc) == content_hash(document.doc)
        for mount in document.source.mounts:
            same[mount.file] = same.get(mount.file, True) and fresh
    for file in there.files:
        kept = file.form in ("picture", "aside", "ignored") or (same.get(file.name) and file.name in data)
        if kept:
            data[file.name] = (root / file.name).read_bytes()
    with TemporaryDirectory() as folder:
        tree = put(data, Path(folder))
        return Files(data, tree, lint_tree(tree, today=today))


def put(data: Mapping[str, bytes], folder: Path) -> Tree:
    """Write *data* into the empty *folder* and read it as a tree."""
    for name, content in data.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return read_tree(folder)


def findings_of(files: Files, kind: str, ident: str) -> list[tuple[Finding, str]]:
    """Return what the check says of one object, each with the line of the file it speaks of."""
    document = files.tree.index().get((kind, ident))
    if document is None:
        return []
    names = {mount.file for mount in document.source.mounts}
    start, end = _span(files.tree, document)
    shown = []
    for finding in files.report.findings:
        place = finding.place
        if place.file in names and (kind != "question" or start <= place.line < end):
            lines = files.data[place.file].decode(errors="replace").split("\n")
            shown.append((finding, lines[place.line - 1].strip() if place.line <= len(lines) else ""))
    return shown


def _span(tree: Tree, document: Document) -> tuple[int, int]:
    """Return the first line of a document and the first line of the next one in its file."""
    home = document.place(())
    others = [found.place(()) for found in tree.documents]
    after = [place.line for place in others if place.file == home.file and place.line > home.line]
    return home.line, min(after, default=10**9)
