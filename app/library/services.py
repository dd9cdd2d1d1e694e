"""Publishing: the files become a release of immutable blobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.content.canonical import content_hash, normalise
from app.content.findings import Report
from app.content.lint.run import lint_tree
from app.content.pause import collector_paused
from app.content.reader import read_tree
from app.content.tree import files_under
from app.kernel.errors import ConflictError, InvalidError
from app.kernel.messages import N_
from app.library import queries
from app.library.engine.blobs import Blob
from app.library.engine.changes import Change, compare, weigh
from app.library.engine.frozen import freeze
from app.library.models import ContentBlob, Release, ReleaseItem
from app.platform.clock import now, today
from app.platform.database import db

Objects = Mapping[tuple[str, str], dict[str, Any]]
RACED = N_("Somebody else published at the same moment. Look at the new release, then publish again.")


class FaultyContentError(InvalidError):
    """The files have errors, so nothing was published; *report* says which."""

    code = "faulty-content"
    default = N_("The content has errors, so nothing was published. Mend them and publish again.")

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@dataclass(frozen=True, slots=True)
class Checked:
    """The files as they are now: what they hold, what is wrong, how they differ from the newest release."""

    objects: Objects
    report: Report
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the release that is newest now, whether it is a new one, and what changed."""

    release: Release
    created: bool
    changes: list[Change]
    report: Report


def read(*, root: Path) -> tuple[Objects, Report]:
    """Read and check everything below *root*; the database is not touched, so do it before writing."""
    with collector_paused():
        tree = read_tree(root)
        return {(d.kind, d.id): d.doc for d in tree.documents}, lint_tree(tree, today=today())


def last_change(*, root: Path) -> datetime | None:
    """Return when a content file below *root* was last written, or None when there is none."""
    moments = [(root / file.name).stat().st_mtime for file in files_under(root)]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def check(*, root: Path) -> Checked:
    """Say what a release made of *root* now would hold and change; nothing is written."""
    objects, report = read(root=root)
    newest = queries.current_release()
    before = queries.hashes(newest.id) if newest is not None else {}
    after = {key: _hash(key, doc) for key, doc in objects.items()}
    for key, name in after.items():
        if key[0] == "question" and before.get(key, name) != name:
            queries.CACHE.put(Blob(name, key[0], freeze(normalise(objects[key]))))
    return Checked(objects, report, changes_between(before=before, after=after))


def publish(*, root: Path, notes: str = "", author_id: int | None = None) -> Published:
    """Make a release of the files below *root*; FaultyContentError when they have errors.

    Publishing what is published already returns the newest release and writes nothing.
    """
    objects, report = read(root=root)
    if report.errors:
        raise FaultyContentError(report)
    newest = queries.current_release()
    before = queries.hashes(newest.id) if newest is not None else {}
    row = release_objects(objects=objects, notes=notes, author_id=author_id)
    created = newest is None or row.id != newest.id
    changes = changes_between(before=before, after=queries.hashes(row.id)) if created else []
    return Published(row, created, changes, report)


def _hash(key: tuple[str, str], doc: dict[str, Any]) -> str:
    """Return the name of a blob: the hash of its kind and document."""
    return content_hash([key[0], doc])


def release_objects(*, objects: Objects, notes: str = "", author_id: int | None = None) -> Release:
    """Make a release of *objects*, documents by (kind, id), and return it.

    When nothing differs from the newest release, that one is returned and nothing is written. The
    objects are not checked; ``publish`` does that.
    """
    hashes = {key: _hash(key, doc) for key, doc in objects.items()}
    tree_hash = content_hash([[*key, name] for key, name in sorted(hashes.items())])
    newest = queries.current_release()
    if newest is not None and newest.tree_hash == tree_hash:
        return newest
    number = newest.number + 1 if newest is not None else 1
    row = Release(number=number, tree_hash=tree_hash, notes=notes, author_id=author_id, created_at=now())
    try:
        with db.session.begin_nested():
            _keep_blobs({hashes[key]: (key[0], doc) for key, doc in objects.items()})
            db.session.add(row)
            db.session.flush()
            _keep_items(row.id, hashes)
    except IntegrityError as error:  # PostgreSQL only: SQLite lets one writer in at a time
        raise ConflictError(RACED) from error
    return row


def _keep_items(release_id: int, hashes: Mapping[tuple[str, str], str]) -> None:
    items = [
        {"release_id": release_id, "kind": kind, "object_id": object_id, "hash": name}
        for (kind, object_id), name in sorted(hashes.items())
    ]
    if items:
        db.session.execute(insert(ReleaseItem), items)


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
    found = compare(before, after)
    asked = [(kind, name) for kind, name, what in found if kind == "question" and what == "changed"]
    blobs = queries.blobs([side[key] for key in asked for side in (before, after)])
    weights = {key: weigh(blobs[before[key]].doc, blobs[after[key]].doc) for key in asked}
    return [Change(kind, name, what, weights.get((kind, name), "")) for kind, name, what in found]
