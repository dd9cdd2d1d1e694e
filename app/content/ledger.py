"""The ledger of ids (``courses/ids.lock``): what an id was once given to stays known for ever.

Attempts, completions and notes hang on ids. The ledger lists every id that was ever used, by kind, with
the type of each question; whoever deletes an object moves its line below ``retired`` and says why. An
overlay keeps a ``base.lock`` of the same form: the hash of each original it was laid over.
"""

from collections.abc import Mapping
from typing import Any

from app.content.canonical import content_hash
from app.content.tree import Tree, aside_of

LEDGER = "courses/ids.lock"
BASE = "base.lock"
_HEAD = (
    "# Every id in use. Written by “kampus content lint --lock”. To delete an object, move its line\n"
    "# below “retired” and write the day and the reason behind it: attempts and notes hang on ids.\n"
)
_BASE_HEAD = (
    "# The originals this overlay was laid over, as they were then. Written by “content lint --lock”.\n"
)
Entries = Mapping[str, Mapping[str, Any]]


def entries(doc: Mapping[str, Any], key: str) -> dict[str, dict[str, Any]]:
    """Return the part *key* (``ids`` or ``retired``) of a ledger as kind → id → what stands behind it."""
    part = doc.get(key)
    kinds = part if isinstance(part, dict) else {}
    return {kind: dict(found) for kind, found in kinds.items() if isinstance(found, dict)}


def mark_of(kind: str, doc: Mapping[str, Any]) -> str | None:
    """Return what the ledger notes beside an id: the type of a question, nothing for all else."""
    said = doc.get("type")
    return said if kind == "question" and isinstance(said, str) else None


def brought_up_to_date(tree: Tree) -> str:
    """Return the text of the ledger with every id of *tree* added; what it holds already is kept."""
    known: dict[str, dict[str, Any]] = {}
    retired: dict[str, dict[str, Any]] = {}
    for ledger in aside_of(tree, "lock"):
        known, retired = entries(ledger.doc, "ids"), entries(ledger.doc, "retired")
    for document in tree.documents:
        if document.id not in retired.get(document.kind, {}):
            known.setdefault(document.kind, {}).setdefault(document.id, mark_of(document.kind, document.doc))
    for kind, names in retired.items():
        for name in names:
            known.get(kind, {}).pop(name, None)
    return _HEAD + _written("ids", known) + (_written("retired", retired) if retired else "")


def base_of(tree: Tree) -> str:
    """Return the text of ``base.lock`` for the overlay in *tree*."""
    found: dict[str, dict[str, Any]] = {}
    for original in tree.replaced:
        found.setdefault(original.kind, {})[original.id] = content_hash(original.doc)
    return _BASE_HEAD + _written("ids", found)


def _written(name: str, kinds: Entries) -> str:
    lines = [f"{name}:"]
    for kind in sorted(kinds):
        if kinds[kind]:
            lines.append(f"  {kind}:")
            lines += [f"    {ident}:{_behind(kinds[kind][ident])}" for ident in sorted(kinds[kind])]
    return "\n".join(lines) + "\n"


def _behind(value: Any) -> str:
    if value is None:
        return ""
    text = str(value)
    return " " + (text if text.replace("_", "").isalnum() else '"' + text.replace('"', "'") + '"')
