"""What may be asked about sheets: each function is one statement. Callers have checked who asks."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import bindparam, func, or_, select

from app.kernel.actor import Actor
from app.library import queries as library
from app.platform.database import db
from app.rubrics.engine.rubric import Rubric, read
from app.rubrics.models import CommentSnippet, Recusal, RubricVersion, ScoreEvent, ScoreSheet

State = Mapping[str, ScoreEvent]
"""The newest event of each criterion of one sheet."""
# Asked on the home page: built once, a statement costs a quarter of one built for each request.
_HANDED_IN = (
    select(ScoreSheet.context_id, ScoreSheet.role, ScoreSheet.side_id, func.count())
    .where(
        ScoreSheet.context_kind == bindparam("context_kind"),
        ScoreSheet.context_id.in_(bindparam("context_ids", expanding=True)),
        ScoreSheet.state == "submitted",
    )
    .group_by(ScoreSheet.context_id, ScoreSheet.role, ScoreSheet.side_id)
)


@lru_cache(256)
def _parsed(blob_hash: str) -> Rubric:
    return read(library.blob(blob_hash).doc)


def rubric(version: RubricVersion) -> Rubric:
    """Return the frozen rubric of *version*; blobs never change, so each is parsed once in a process."""
    return _parsed(version.blob_hash)


def version_of(blob_hash: str) -> RubricVersion | None:
    """Return the frozen version made from this blob."""
    return db.session.scalar(select(RubricVersion).where(RubricVersion.blob_hash == blob_hash))


def sheets(context_kind: str, context_id: int) -> Sequence[ScoreSheet]:
    """Return all sheets of one context (a project), in the order of subject, role and side."""
    return db.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.context_kind == context_kind, ScoreSheet.context_id == context_id)
        .order_by(ScoreSheet.subject_id, ScoreSheet.role, ScoreSheet.side_id)
    ).all()


def side_sheets(context_kind: str, context_id: int, role: str, side_id: int) -> dict[int, ScoreSheet]:
    """Return one side's sheets of a context by subject id."""
    rows = db.session.scalars(
        select(ScoreSheet).where(
            ScoreSheet.context_kind == context_kind,
            ScoreSheet.context_id == context_id,
            ScoreSheet.role == role,
            ScoreSheet.side_id == side_id,
        )
    )
    return {row.subject_id: row for row in rows}


def sheet_of(subject_kind: str, subject_id: int, role: str, side_id: int) -> ScoreSheet | None:
    """Return one side's sheet for one subject, None before its first point."""
    return db.session.scalar(
        select(ScoreSheet).where(
            ScoreSheet.subject_kind == subject_kind,
            ScoreSheet.subject_id == subject_id,
            ScoreSheet.role == role,
            ScoreSheet.side_id == side_id,
        )
    )


def states(sheet_ids: Iterable[int]) -> dict[int, dict[str, ScoreEvent]]:
    """Return the newest event of every criterion, by sheet."""
    wanted = list(sheet_ids)
    found: dict[int, dict[str, ScoreEvent]] = {sheet_id: {} for sheet_id in wanted}
    rows = db.session.scalars(
        select(ScoreEvent).where(ScoreEvent.sheet_id.in_(wanted)).order_by(ScoreEvent.version)
    )
    for row in rows:
        found[row.sheet_id][row.criterion] = row
    return found


def handed_in_sheets(context_kind: str, context_ids: Iterable[int]) -> dict[int, dict[tuple[str, int], int]]:
    """Return how many sheets are handed in, by context and then by (role, side)."""
    names = {"context_kind": context_kind, "context_ids": list(context_ids)}
    rows = db.session.execute(_HANDED_IN, names)
    found: dict[int, dict[tuple[str, int], int]] = {}
    for context_id, role, side_id, count in rows:
        found.setdefault(context_id, {})[role, side_id] = count
    return found


def by_key(sheet_id: int, by_id: int, client_key: str) -> ScoreEvent | None:
    """Return the event that this person's retry already made on this sheet."""
    return db.session.scalar(
        select(ScoreEvent).where(
            ScoreEvent.sheet_id == sheet_id,
            ScoreEvent.by_id == by_id,
            ScoreEvent.client_key == client_key,
        )
    )


def recusals(rater_id: int, subject_kind: str, subject_ids: Iterable[int]) -> dict[int, Recusal]:
    """Return this person's declared recusals by subject id."""
    rows = db.session.scalars(
        select(Recusal).where(
            Recusal.rater_id == rater_id,
            Recusal.subject_kind == subject_kind,
            Recusal.subject_id.in_(list(subject_ids)),
        )
    )
    return {row.subject_id: row for row in rows}


def snippets(actor: Actor) -> Sequence[CommentSnippet]:
    """Return the remarks the actor keeps and those that colleagues share, newest first."""
    return db.session.scalars(
        select(CommentSnippet)
        .where(
            CommentSnippet.organisation_id == actor.organisation_id,
            CommentSnippet.dropped_at.is_(None),
            or_(CommentSnippet.owner_id == actor.user_id, CommentSnippet.shared),
        )
        .order_by(CommentSnippet.id.desc())
        .limit(100)
    ).all()


def points(state: State) -> dict[str, int]:
    """Return the points of a sheet's state by criterion (no statement)."""
    return {criterion: row.points for criterion, row in state.items() if row.points is not None}


def comments(state: State) -> dict[str, str]:
    """Return the remarks of a sheet's state by criterion (no statement)."""
    return {criterion: row.comment for criterion, row in state.items() if row.comment}
