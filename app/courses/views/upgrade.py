"""Moving a class to another release: what would change for whom, the difference of each thing, the move."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.content.differences import compare
from app.content.vocabulary import KIND_NAMES
from app.courses import services
from app.courses.views.base import bp, sentence_of
from app.kernel.errors import InvalidError, NotFoundError
from app.library import queries as library
from app.library.engine.changes import GRADES, as_text
from app.library.models import Release
from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import language

MOST = 120


def _chosen(cohort: Cohort, rows: list[tuple[Release, int]], number: int | None) -> Release:
    """Return the release to compare with: the one asked for, else the newest."""
    if number is None:
        return rows[0][0]
    found = next((row for row, _size in rows if row.number == number), None)
    if found is None:
        raise NotFoundError
    return found


def _page(cohort: Cohort, number: int | None, reason: str = "", error: str = "") -> ResponseReturnValue:
    rows = library.releases()
    chosen = _chosen(cohort, rows, number)
    felt = services.what_moves(cohort=cohort, release_id=chosen.id)
    counts = Counter(one.grade for one in felt)
    tries = (sum(one.opened for one in felt), sum(one.finished for one in felt))
    page = render_template(
        "courses/upgrade.html",
        cohort=cohort,
        releases=[row for row, _size in rows],
        pinned=library.release(cohort.release_id),
        chosen=chosen,
        felt=felt[:MOST],
        more=max(0, len(felt) - MOST),
        counts=[(grade, counts[grade]) for grade in GRADES],
        tries=tries,
        kinds=KIND_NAMES,
        reason=reason,
        error=error,
    )
    return page, 422 if error else 200


@bp.get("/classes/<int:cohort_id>/release")
@requires(Permission.COHORT_MANAGE)
def upgrade(cohort_id: int) -> ResponseReturnValue:
    """Show what would change for a class on another release."""
    cohort = organisations.cohort_visible_to(current_actor(), cohort_id)
    return _page(cohort, request.args.get("to", type=int))


@bp.post("/classes/<int:cohort_id>/release")
@requires(Permission.COHORT_MANAGE)
def move(cohort_id: int) -> ResponseReturnValue:
    """Move a class to another release."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    number, reason = request.form.get("to", 0, type=int), request.form.get("reason", "")
    release = library.release_numbered(number)
    if release is None:
        raise NotFoundError
    try:
        services.move_cohort(actor=actor, cohort=cohort, release_id=release.id, reason=reason)
    except InvalidError as error:
        return _page(cohort, number, reason, sentence_of(error))
    flash(_("The class works on release %(number)s now.", number=number), "good")
    return redirect(url_for("courses.upgrade", cohort_id=cohort.id))


@bp.get("/classes/<int:cohort_id>/release/<int:number>/<kind>/<path:object_id>")
@requires(Permission.COHORT_MANAGE)
def difference(cohort_id: int, number: int, kind: str, object_id: str) -> ResponseReturnValue:
    """Show how one thing differs between the release of a class and another."""
    cohort = organisations.cohort_visible_to(current_actor(), cohort_id)
    release = library.release_numbered(number)
    if release is None or kind not in KIND_NAMES:
        raise NotFoundError
    sides = [library.find_document(each, kind, object_id) for each in (cohort.release_id, release.id)]
    if sides == [None, None]:
        raise NotFoundError
    before, after = (as_text(side.doc, language()) if side else "" for side in sides)
    return render_template(
        "courses/upgrade_difference.html",
        cohort=cohort,
        release=release,
        kind=KIND_NAMES[kind],
        object_id=object_id,
        lines=compare(before, after),
    )
