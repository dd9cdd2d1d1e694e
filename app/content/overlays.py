"""Overlays: what an organisation lays over our content, in ``overlays/<name>/`` with the same folders.

An object of ours is replaced by one with the same kind and id; new ids are added; a ``course.yaml`` or
``module.yaml`` is laid over key by key, and a module may add ``more_items``. Ours is never edited.
"""

import re
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from app.content.documents import child_of
from app.content.reader import read_tree
from app.content.sources import Mount, Source
from app.content.tree import Document, Tree

FOLDER = "overlays"
_PARTIAL = ("course", "module")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def names(root: FilePath) -> list[str]:
    """Return the names of the overlays below *root*."""
    folder = root / FOLDER
    found = (path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()
    return sorted(name for name in found if _NAME.match(name))


def read_merged(root: FilePath, overlay: str = "") -> Tree:
    """Return the tree below *root* with *overlay* laid over it (ours alone without a name)."""
    tree = read_tree(root)
    if not overlay:
        return tree
    if overlay not in names(root):
        raise FileNotFoundError(f"{FOLDER}/{overlay}")
    over = read_tree(root, below=f"{FOLDER}/{overlay}", home=tree)
    return _merged(tree, over)


def _merged(tree: Tree, over: Tree) -> Tree:
    places = {(document.kind, document.id): n for n, document in reversed(list(enumerate(tree.documents)))}
    for document in over.documents:
        place = places.get((document.kind, document.id))
        if place is None:
            tree.documents.append(document)
            continue
        original = tree.documents[place]
        tree.replaced.append(original)
        tree.documents[place] = _laid_over(original, document) if document.kind in _PARTIAL else document
    tree.files += over.files
    tree.faults += over.faults
    tree.asides += over.asides
    tree.broken |= over.broken
    return tree


def _laid_over(original: Document, over: Document) -> Document:
    """Return *original* with the keys of *over*, and its items with ``more_items`` behind them."""
    mount = over.source.mounts[0]
    mounts = [*original.source.mounts]
    doc: dict[str, Any] = {**original.doc}
    for key, value in over.doc.items():
        if key != "more_items":
            doc[key] = value
            mounts.append(Mount((key,), mount.file, child_of(mount.node, (key,))))
    more = over.doc.get("more_items")
    if isinstance(more, list):
        kept = doc.get("items")
        items = list(kept) if isinstance(kept, list) else []
        for number, _ in enumerate(more):
            node = child_of(mount.node, ("more_items", number))
            mounts.append(Mount(("items", len(items) + number), mount.file, node))
        doc["items"] = [*items, *more]
    return replace(original, doc=doc, source=Source(mounts))
