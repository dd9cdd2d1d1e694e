"""Publishing: the files become a release of immutable blobs."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert, select

from app.content.canonical import content_hash, normalise
from app.library import queries
from app.library.engine.blobs import Blob
from app.library.engine.changes import Change, compare, weigh
from app.library.engine.frozen import freeze
from app.library.models import ContentBlob, Release, ReleaseItem
from app.platform.clock import now
from app.platform.database import db

Objects = Mapping[tuple[str, str], dict[str, Any]]


def release_objects(*, objects: Objects, notes: str = "", author_id: int | None = None) -> Release:
    """Make a release of *objects*, documents by (kind, id), and return it.

    When nothing differs from the newest release, that one is returned and nothing is written. The
    objects are not checked; ``publish`` does that.
    """
    hashes = {key: content_hash([key[0], doc]) for key, doc in objects.items()}
    tree_hash = content_hash([[*key, name] for key, name in sorted(hashes.items())])
    newest = queries.current_release()
    if newest is not None and newest.tree_hash == tree_hash:
        return newest
    _keep_blobs({hashes[key]: (key[0], doc) for key, doc in objects.items()})
    number = newest.number + 1 if newest is not None else 1
    row = Release(number=number, tree_hash=tree_hash, notes=notes, author_id=author_id, created_at=now())
    db.session.add(row)
    db.session.flush()
    if hashes:
        items = [
            {"release_id": row.id, "kind": kind, "object_id": object_id, "hash": name}
            for (kind, object_id), name in sorted(hashes.items())
        ]
        db.session.execute(insert(ReleaseItem), items)
    return row


def _keep_blobs(documents: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Write the blobs that are not there yet; the same content is kept once."""
    there = set(db.session.scalars(select(ContentBlob.hash)))
    at = now()
    rows = []
    for name, (kind, doc) in documents.items():
        plain = normalise(doc)
        queries.CACHE.put(Blob(name, kind, freeze(plain)))
        if name not in there:
            rows.append({"hash": name, "kind": kind, "doc": plain, "created_at": at})
    if rows:
        db.session.execute(insert(ContentBlob), rows)


def changes_between(
    *, before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]
) -> list[Change]:
    """Return what differs between two sets of hashes by (kind, id); questions say how much it matters."""
    found: Iterable[tuple[str, str, str]] = compare(before, after)
    changes = []
    for kind, object_id, what in found:
        weight = ""
        if kind == "question" and what == "changed":
            pair = queries.blobs([before[kind, object_id], after[kind, object_id]])
            weight = weigh(pair[before[kind, object_id]].doc, pair[after[kind, object_id]].doc)
        changes.append(Change(kind, object_id, what, weight))
    return changes
