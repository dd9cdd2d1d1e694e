"""Publishing: the files become a release of immutable blobs."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.content.canonical import content_hash, normalise
from app.content.exchange import as_files, put
from app.content.findings import Report
from app.content.lint.run import lint_tree
from app.content.pause import collector_paused
from app.content.reader import read_tree
from app.content.tree import files_under
from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.kernel.messages import N_
from app.library import queries
from app.library.engine import bundle
from app.library.engine.blanks import BLANKS
from app.library.engine.blobs import Blob
from app.library.engine.changes import Change, compare, weigh
from app.library.engine.frozen import freeze
from app.library.models import ContentBlob, ContentDraft, Release, ReleaseItem
from app.platform.clock import now, today
from app.platform.database import db

Objects = Mapping[tuple[str, str], dict[str, Any]]
RACED = N_("Somebody else published at the same moment. Look at the new release, then publish again.")

BAD_ID = N_("An id is made of small Latin letters, digits and hyphens, such as “first-visit”.")
TAKEN_ID = N_("The id “%(id)s” is in use. Open that one, or choose another id.")
DRAFT_OVER = N_("This draft is over. Begin a new one.")
NOT_OPEN = N_("The draft waits for review already.")
NOT_SENT = N_("The draft is not waiting for review.")
SECOND_PERSON = N_("You wrote this last, so somebody else has to review it.")
SAY_WHY = N_("Say what has to be changed; the author reads it.")
NOTHING_APPROVED = N_("No draft is approved yet. Send one for review, and ask a second person to approve it.")
MOVED_ON = N_("“%(id)s” was published in another version since this draft was begun. Begin the draft anew.")
UNREADABLE_FILE = N_("%(place)s cannot be read: %(what)s Nothing was taken in.")
_BUNDLE = {
    "unreadable": N_("This is not a zip file that can be read. Nothing was taken in."),
    "large": N_(
        "The zip holds too much. Content is at most 30 MB, a file at most 2 MB. Nothing was taken in."
    ),
    "empty": N_("The zip holds no files below courses/ or scenarios/. Nothing was taken in."),
}
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")


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


def newest_objects() -> dict[tuple[str, str], dict[str, Any]]:
    """Return every object of the newest release, as ordinary documents."""
    newest = queries.current_release()
    if newest is None:
        return {}
    names = queries.hashes(newest.id)
    blobs = queries.blobs(names.values())
    return {key: deepcopy(blobs[name].doc) for key, name in names.items()}


def begin_draft(*, actor: Actor, kind: str, object_id: str) -> ContentDraft:
    """Return the draft of a published object, a new one from the newest release if nobody has one."""
    newest = queries.current_release()
    blob = queries.find_document(newest.id, kind, object_id) if newest is not None else None
    if blob is None:
        raise NotFoundError
    return _draft(actor, kind, object_id, deepcopy(blob.doc), blob.hash)


def new_object(*, actor: Actor, kind: str, object_id: str, module: str = "") -> ContentDraft:
    """Begin something new; a lesson is also listed in its module, in a draft of that module."""
    object_id = object_id.strip().lower()
    if not _ID.fullmatch(object_id):
        raise InvalidError(BAD_ID)
    if (kind, object_id) in newest_objects() or queries.live_draft(actor, kind, object_id) is not None:
        raise ConflictError(TAKEN_ID, id=object_id)
    doc = deepcopy(BLANKS[kind]) | {"id": object_id}
    if kind == "lesson":
        listing = begin_draft(actor=actor, kind="module", object_id=module)
        items = [
            *listing.doc.get("items", []),
            {"lesson": object_id, "minutes": 15, "done": {"read_to_end": True}},
        ]
        save_draft(actor=actor, draft=listing, doc={**listing.doc, "items": items})
        doc["module"] = module
    return _draft(actor, kind, object_id, doc, "")


def _draft(actor: Actor, kind: str, object_id: str, doc: dict[str, Any], base: str) -> ContentDraft:
    row = queries.live_draft(actor, kind, object_id)
    if row is None:
        row = ContentDraft(
            organisation_id=actor.organisation_id,
            kind=kind,
            object_id=object_id,
            doc=doc,
            base_hash=base,
            state="open",
            author_id=actor.user_id,
            created_at=now(),
            updated_at=now(),
        )
        db.session.add(row)
        db.session.flush()
    return row


def save_draft(*, actor: Actor, draft: ContentDraft, doc: dict[str, Any]) -> ContentDraft:
    """Keep what was written; a draft that was sent or approved has to be looked at again."""
    if draft.state in ("published", "dropped"):
        raise GoneError(DRAFT_OVER)
    kept = normalise(doc)
    if "id" in draft.doc:
        kept["id"] = draft.object_id
    draft.doc, draft.updated_at = kept, now()
    draft.state, draft.reviewer_id, draft.author_id = "open", None, actor.user_id
    db.session.flush()
    return draft


def send_draft(*, draft: ContentDraft) -> ContentDraft:
    """Ask a second person to look at a draft."""
    if draft.state != "open":
        raise ConflictError(NOT_OPEN)
    draft.state = "sent"
    db.session.flush()
    return draft


def review_draft(*, actor: Actor, draft: ContentDraft, approve: bool, remark: str = "") -> ContentDraft:
    """Approve a draft, or give it back with a remark; nobody reviews what they wrote last."""
    if draft.state != "sent":
        raise ConflictError(NOT_SENT)
    if draft.author_id == actor.user_id:
        raise NotAllowedError(SECOND_PERSON)
    if not approve and not remark.strip():
        raise InvalidError(SAY_WHY)
    draft.state, draft.reviewer_id = ("approved" if approve else "open"), actor.user_id
    draft.remark = remark.strip()
    db.session.flush()
    return draft


def drop_draft(*, draft: ContentDraft) -> None:
    """Throw a draft away; what is published stays as it is."""
    if draft.state in ("published", "dropped"):
        raise GoneError(DRAFT_OVER)
    draft.state = "dropped"
    db.session.flush()


def with_drafts(drafts: Iterable[ContentDraft]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the objects of the newest release with *drafts* in place of theirs."""
    return newest_objects() | {(draft.kind, draft.object_id): draft.doc for draft in drafts}


def publish_drafts(*, actor: Actor, notes: str, root: Path) -> Published:
    """Make a release of the newest one with all approved drafts of the actor's organisation in it."""
    drafts = [draft for draft in queries.live_drafts(actor) if draft.state == "approved"]
    if not drafts:
        raise InvalidError(NOTHING_APPROVED)
    newest = queries.current_release()
    before = queries.hashes(newest.id) if newest is not None else {}
    for draft in drafts:
        if before.get((draft.kind, draft.object_id), "") != draft.base_hash:
            raise ConflictError(MOVED_ON, id=draft.object_id)
    objects = with_drafts(drafts)
    files = as_files(objects, root, today())
    if files.report.errors:
        raise FaultyContentError(files.report)
    row = release_objects(objects=objects, notes=notes, author_id=actor.user_id)
    for draft in drafts:
        draft.state, draft.release_id = "published", row.id
    db.session.flush()
    changes = changes_between(before=before, after=queries.hashes(row.id))
    return Published(row, newest is None or row.id != newest.id, changes, files.report)


def take_in(*, actor: Actor, data: bytes) -> list[ContentDraft]:
    """Make drafts of everything in a zip of content files that differs from the newest release."""
    try:
        files = bundle.unpacked(data)
    except bundle.BundleError as error:
        raise InvalidError(_BUNDLE[str(error)]) from error
    with TemporaryDirectory() as folder:
        tree = put(files, Path(folder))
    if tree.faults:
        place, fault = tree.faults[0]
        raise InvalidError(UNREADABLE_FILE, place=f"{place.file}:{place.line}", what=fault.message)
    newest = queries.current_release()
    held = queries.hashes(newest.id) if newest is not None else {}
    drafts = []
    for document in tree.documents:
        key = (document.kind, document.id)
        if held.get(key) != _hash(key, document.doc):
            row = _draft(actor, *key, document.doc, held.get(key, ""))
            drafts.append(save_draft(actor=actor, draft=row, doc=document.doc))
    return drafts
