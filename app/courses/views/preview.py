"""Drafts as readers will see them, in both languages side by side."""

import re
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.content.vocabulary import KIND_NAMES
from app.courses import queries
from app.courses.engine.dates import Anchors
from app.courses.engine.rendering import Piece, render
from app.courses.queries import Study
from app.courses.views.base import address, bp
from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.library.engine.changes import as_text
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires

SIDES = ("zh", "en")
_IDS = re.compile(r' (?:id|popovertarget|aria-labelledby|href)="#?[^"]*"')
# Kinds with a page of their own; the rest is shown as its words.
SHOWN = ("lesson", "question", "exam", "checklist")


@bp.get("/preview/<int:draft_id>")
@requires(Permission.CONTENT_AUTHOR)
def preview(draft_id: int) -> ResponseReturnValue:
    """Show a draft; with ``part=1`` only what the author's desk puts beside the form."""
    row = library.draft(current_actor(), draft_id)
    newest = library.current_release()
    if newest is None:
        raise NotFoundError(queries.NOT_PUBLISHED)
    study = Study(newest, queries.content_of(newest), Anchors())
    part = request.args.get("part") == "1"
    return render_template(
        "courses/_preview.html" if part else "courses/preview.html",
        row=row,
        doc=row.doc,
        kind=row.kind if row.kind in SHOWN else "other",
        kind_name=KIND_NAMES[row.kind],
        sides=SIDES,
        pages=_pages(study, row.doc) if row.kind == "lesson" else {},
        texts={side: as_text(row.doc, side).split("\n") for side in SIDES},
        asked=_asked(study, row.doc) if row.kind == "exam" else [],
    )


def _pages(study: Study, doc: Mapping[str, Any]) -> dict[str, list[Markup]]:
    """Render both sides without ids: they would stand twice on the page."""
    inserts = queries.inserts_of(study)
    bodies = {side: render(str(doc["body"].get(side, "")), side, inserts, address) for side in SIDES}
    return {side: [_plain(piece) for piece in page.pieces] for side, page in bodies.items()}


def _plain(piece: Piece) -> Markup:
    if piece.kind == "html":
        return Markup(_IDS.sub("", piece.text))  # noqa: S704 - our own rendering, some attributes less
    return Markup('<p class="quiet">[%s]</p>') % piece.text


def _asked(study: Study, doc: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any] | None]]:
    """Return the questions of an exam by id; None for one the newest release does not hold."""
    names = [str(name) for name in doc.get("questions", [])]
    found = {name: queries.find(study, "question", name) for name in names}
    return [(name, blob.doc if (blob := found[name]) else None) for name in names]
