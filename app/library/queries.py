"""What may be asked of published content: each function is at most one statement.

Documents are parsed once for each process and kept by their hash; a blob never changes, so this is
right over any number of workers. They are frozen; ``copy.deepcopy(blob.doc)`` gives an ordinary copy.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Row, Text, bindparam, cast, func, select

from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library.engine.blobs import Blob, BlobCache
from app.library.engine.changes import Change, compare, weigh
from app.library.engine.frozen import freeze
from app.library.models import ContentBlob, ContentDraft, Release, ReleaseItem
from app.platform.database import db

CACHE = BlobCache(4096)
LIVE = ("open", "sent", "approved")
# The text of a document: parsing is what costs, and a cached blob is not parsed again.
_TEXT = cast(ContentBlob.doc, Text)
# Built once: SQLAlchemy keeps what it compiled on the statement, and most pages ask these.
_RELEASE = select(Release).where(Release.id == bindparam("release_id"))
_NEWEST = select(Release).order_by(Release.number.desc()).limit(1)
_DOCUMENTS = (
    select(ReleaseItem.object_id, ReleaseItem.hash, _TEXT)
    .join(ContentBlob, ContentBlob.hash == ReleaseItem.hash)
    .where(ReleaseItem.release_id == bindparam("release_id"), ReleaseItem.kind == bindparam("kind"))
    .order_by(ReleaseItem.object_id)
)
_DOCUMENT = _DOCUMENTS.where(ReleaseItem.object_id == bindparam("object_id"))
_BLOBS = select(ContentBlob.hash, ContentBlob.kind, _TEXT).where(
    ContentBlob.hash.in_(bindparam("hashes", expanding=True))
)


def current_release() -> Release | None:
    """Return the newest release, or None before content was first loaded."""
    return db.session.scalar(_NEWEST)


def release(release_id: int) -> Release:
    """Return the release with this id; NotFoundError when there is none."""
    row = db.session.scalar(_RELEASE, {"release_id": release_id})
    if row is None:
        raise NotFoundError
    return row


def release_numbered(number: int) -> Release | None:
    """Return the release with this number, or None."""
    return db.session.scalar(select(Release).where(Release.number == number))


def differing(before: int, after: int) -> list[tuple[Change, Blob | None, Blob | None]]:
    """Return what differs between two releases, each with both versions (two statements and the blobs)."""
    held = (hashes(before), hashes(after))
    found = compare(*held)
    names = [side[key] for kind, ident, _ in found for side in held if (key := (kind, ident)) in side]
    kept = blobs(names)
    changes = []
    for kind, ident, what in found:
        sides = [kept[side[kind, ident]] if (kind, ident) in side else None for side in held]
        old, new = sides
        asked = kind == "question" and old is not None and new is not None
        weight = weigh(old.doc, new.doc) if asked and old and new else ""
        changes.append((Change(kind, ident, what, weight), old, new))
    return changes


def releases() -> list[tuple[Release, int]]:
    """Return all releases, newest first, each with the number of its objects."""
    count = select(func.count()).where(ReleaseItem.release_id == Release.id).scalar_subquery()
    return [
        (row, size)
        for row, size in db.session.execute(select(Release, count).order_by(Release.number.desc()))
    ]


def _blob(name: str, kind: str, text: str) -> Blob:
    return CACHE.get(name) or CACHE.put(Blob(name, kind, freeze(json.loads(text))))


def document(release_id: int, kind: str, object_id: str) -> Blob:
    """Return one object as it is in this release; NotFoundError when the release does not hold it."""
    found = find_document(release_id, kind, object_id)
    if found is None:
        raise NotFoundError
    return found


def find_document(release_id: int, kind: str, object_id: str) -> Blob | None:
    """Return one object as it is in this release, or None."""
    place = {"release_id": release_id, "kind": kind, "object_id": object_id}
    row = db.session.execute(_DOCUMENT, place).first()
    return _blob(row[1], kind, row[2]) if row is not None else None


def documents(release_id: int, kind: str) -> dict[str, Blob]:
    """Return all objects of *kind* in this release by their id, in the order of their ids."""
    rows = db.session.execute(_DOCUMENTS, {"release_id": release_id, "kind": kind})
    return {object_id: _blob(name, kind, text) for object_id, name, text in rows}


def blob(name: str) -> Blob:
    """Return the blob with the hash *name*, whether or not any release still holds it."""
    return blobs([name])[name]


def blobs(names: Iterable[str]) -> dict[str, Blob]:
    """Return the blobs with these hashes; NotFoundError when one does not exist."""
    wanted = list(dict.fromkeys(names))
    found = {name: kept for name in wanted if (kept := CACHE.get(name)) is not None}
    missing = [name for name in wanted if name not in found]
    if missing:
        rows: Iterable[Row[str, str, str]] = db.session.execute(_BLOBS, {"hashes": missing})
        found |= {name: _blob(name, kind, text) for name, kind, text in rows}
    if len(found) < len(wanted):
        raise NotFoundError
    return {name: found[name] for name in wanted}


def hashes(release_id: int) -> dict[tuple[str, str], str]:
    """Return the hash of every object of a release by (kind, id)."""
    rows = db.session.execute(
        select(ReleaseItem.kind, ReleaseItem.object_id, ReleaseItem.hash).where(
            ReleaseItem.release_id == release_id
        )
    )
    return {(kind, object_id): name for kind, object_id, name in rows}


def live_drafts(actor: Actor) -> list[ContentDraft]:
    """Return the drafts of the actor's organisation that are neither published nor dropped, newest first."""
    statement = select(ContentDraft).where(
        ContentDraft.organisation_id == actor.organisation_id, ContentDraft.state.in_(LIVE)
    )
    return list(
        db.session.scalars(statement.order_by(ContentDraft.updated_at.desc(), ContentDraft.id.desc()))
    )


def live_draft(actor: Actor, kind: str, object_id: str) -> ContentDraft | None:
    """Return the draft of one object in the actor's organisation, if somebody works on it."""
    return db.session.scalar(
        select(ContentDraft).where(
            ContentDraft.organisation_id == actor.organisation_id,
            ContentDraft.kind == kind,
            ContentDraft.object_id == object_id,
            ContentDraft.state.in_(LIVE),
        )
    )


def draft(actor: Actor, draft_id: int) -> ContentDraft:
    """Return a draft of the actor's organisation; NotFoundError for any other."""
    row = db.session.scalar(
        select(ContentDraft).where(
            ContentDraft.id == draft_id, ContentDraft.organisation_id == actor.organisation_id
        )
    )
    if row is None:
        raise NotFoundError
    return row
