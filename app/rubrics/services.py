"""What may be done with rubrics and sheets. Nothing here commits; points are only ever added."""

from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library.engine.blobs import Blob
from app.platform.clock import now
from app.platform.database import db
from app.rubrics import queries
from app.rubrics.engine import sheet as sheets
from app.rubrics.engine.rubric import Rubric
from app.rubrics.models import NO_SIDE, CommentSnippet, Recusal, RubricVersion, ScoreEvent, ScoreSheet

LONGEST_COMMENT = 2000
LONGEST_SNIPPET = 300
EMPTY_SNIPPET = N_("A remark to keep has from 1 to %(most)s characters.")
STALE = N_("Somebody changed this criterion since you opened it. Both versions are shown; choose one.")
SHEET_STALE = N_("This sheet has changed since you opened it. Look at it again, then repeat what you did.")
NOT_DRAFT = N_("This sheet has been handed in. Reopen it before you change points.")
INCOMPLETE = N_("%(count)s criteria have no points yet. Give points to each, then hand the sheet in.")
TOO_LONG = N_("A remark can have at most %(most)s characters; yours has %(count)s.")
NO_KEY = N_("We could not read what your browser sent. Reload the page and try again.")


class StaleScoreError(ConflictError):
    """The criterion was changed by somebody else; *saved* is what stands, *entry* what was sent."""

    code = "stale-score"

    def __init__(self, saved: ScoreEvent, entry: "Entry") -> None:
        super().__init__(STALE)
        self.saved = saved
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Entry:
    """What a marker sends for one criterion; *expected* is the version the marker was looking at."""

    criterion: str
    points: int | None
    comment: str
    expected: int
    client_key: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet belongs: (kind, id) of its context and of what is marked."""

    context: tuple[str, int]
    subject: tuple[str, int]


def freeze(*, rubric_id: str, blob: Blob) -> RubricVersion:
    """Return the frozen version of a published rubric, made on first use."""
    found = queries.version_of(blob.hash)
    if found is None:
        found = RubricVersion(rubric_id=rubric_id, blob_hash=blob.hash, frozen_at=now())
        db.session.add(found)
        db.session.flush()
    return found


def open_sheet(
    *, actor: Actor, version_id: int, place: Place, role: str, side_id: int = NO_SIDE
) -> ScoreSheet:
    """Return the side's sheet for the subject, made on first use; the database refuses recused raters."""
    found = queries.sheet_of(*place.subject, role, side_id)
    if found is not None:
        return found
    row = ScoreSheet(
        organisation_id=actor.organisation_id,
        rubric_version_id=version_id,
        context_kind=place.context[0],
        context_id=place.context[1],
        subject_kind=place.subject[0],
        subject_id=place.subject[1],
        role=role,
        side_id=side_id,
        rater_id=actor.user_id,
        state="draft",
        version=0,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def score(*, actor: Actor, sheet: ScoreSheet, rubric: Rubric, entry: Entry) -> ScoreEvent:
    """Write down points and remark for one criterion and return the event that stands.

    A retry with the same client key, and an entry that changes nothing, return what is there already.
    StaleScoreError when somebody else's different values came first: both stay, nothing is overwritten.
    """
    if not entry.client_key:
        raise InvalidError(NO_KEY)
    done = queries.by_key(sheet.id, actor.user_id, entry.client_key)
    if done is not None:
        return done
    if sheet.state != "draft":
        raise ConflictError(NOT_DRAFT)
    _check(rubric, entry)
    standing = queries.states([sheet.id])[sheet.id].get(entry.criterion)
    if standing is not None and (standing.points, standing.comment) == (entry.points, entry.comment):
        return standing
    version = standing.version if standing else 0
    if standing is not None and version != entry.expected:
        raise StaleScoreError(standing, entry)
    event = ScoreEvent(
        sheet_id=sheet.id,
        criterion=entry.criterion,
        points=entry.points,
        comment=entry.comment,
        version=version + 1,
        client_key=entry.client_key,
        by_id=actor.user_id,
        at=now(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def _check(rubric: Rubric, entry: Entry) -> None:
    criterion = rubric.criterion(entry.criterion)
    if entry.points is not None:
        criterion.band_of(entry.points)
    if len(entry.comment) > LONGEST_COMMENT:
        raise InvalidError(TOO_LONG, most=LONGEST_COMMENT, count=len(entry.comment))


def submit(*, sheet: ScoreSheet, rubric: Rubric, expected: int) -> ScoreSheet:
    """Hand a complete sheet in; InvalidError names how many criteria are missing."""
    if sheet.state == "submitted":
        return sheet
    _same_version(sheet, expected)
    missing = sheets.missing(rubric, queries.points(queries.states([sheet.id])[sheet.id]))
    if missing:
        raise InvalidError(INCOMPLETE, count=len(missing))
    sheet.state, sheet.submitted_at = "submitted", now()
    sheet.version += 1
    db.session.flush()
    return sheet


def reopen(*, sheet: ScoreSheet, expected: int) -> ScoreSheet:
    """Make a handed-in sheet a draft again; its points stay."""
    if sheet.state == "draft":
        return sheet
    _same_version(sheet, expected)
    sheet.state, sheet.submitted_at = "draft", None
    sheet.version += 1
    db.session.flush()
    return sheet


def _same_version(sheet: ScoreSheet, expected: int) -> None:
    if sheet.version != expected:
        raise ConflictError(SHEET_STALE)


def recuse(*, actor: Actor, rater_id: int, subject: tuple[str, int], kind: str, reason: str) -> Recusal:
    """Have *rater_id* stand aside from marking *subject*; asked twice, the first one stays."""
    found = queries.recusals(rater_id, subject[0], [subject[1]]).get(subject[1])
    if found is not None:
        return found
    row = Recusal(
        organisation_id=actor.organisation_id,
        rater_id=rater_id,
        subject_kind=subject[0],
        subject_id=subject[1],
        kind=kind,
        reason=reason,
        by_id=actor.user_id,
        at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def keep_snippet(*, actor: Actor, text: str, shared: bool) -> CommentSnippet:
    """Keep a remark for another time; the same words again stay one remark."""
    clean = " ".join(text.split())
    if not 1 <= len(clean) <= LONGEST_SNIPPET:
        raise InvalidError(EMPTY_SNIPPET, most=LONGEST_SNIPPET)
    for row in queries.snippets(actor):
        if row.text == clean and row.owner_id == actor.user_id:
            return row
    made = CommentSnippet(
        organisation_id=actor.organisation_id, owner_id=actor.user_id, text=clean, shared=shared
    )
    db.session.add(made)
    db.session.flush()
    return made


def drop_snippet(*, actor: Actor, snippet_id: int) -> None:
    """Take one's own kept remark off the list."""
    row = next((each for each in queries.snippets(actor) if each.id == snippet_id), None)
    if row is None or row.owner_id != actor.user_id:
        raise NotFoundError
    row.dropped_at = now()
    db.session.flush()
