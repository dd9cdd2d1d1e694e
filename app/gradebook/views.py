"""My marks, the gradebook of a class, and the history behind every single cell."""

import csv
import io
from collections.abc import Mapping
from fractions import Fraction

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses import queries as courses
from app.gradebook import queries
from app.gradebook.engine.totals import Total, counted_so_far
from app.gradebook.models import KINDS, GradeCell
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.kernel.numbers import half_up
from app.library import queries as library
from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import pick

bp = Blueprint("gradebook", __name__, template_folder="templates", url_prefix="/gradebook")
Item = tuple[str, str]
Titles = dict[Item, Mapping[str, str]]
ORIGINS = {
    "exam": ("quizzes.result", "attempt_id"),
    "scenario": ("negotiation.debrief", "run_id"),
    "crm": ("crm.sandbox", "sandbox_id"),
    "task": ("projects.result", "project_id"),
}


def _columns(release_id: int | None) -> Titles:
    titles = courses.item_titles(release_id) if release_id else {}
    return {item: title for item, title in titles.items() if item[0] in KINDS}


def _release_of(actor: Actor) -> int | None:
    """Return the release the actor's class works on, or the newest one."""
    enrolment = organisations.enrolment_of(actor)
    if enrolment is not None:
        return enrolment.cohort.release_id
    release = library.current_release()
    return release.id if release else None


def _total(release_id: int | None, cells: dict[Item, GradeCell]) -> Total | None:
    """Return what is counted so far, by the weights of the course."""
    if release_id is None:
        return None
    components = library.document(release_id, "course", "kas").doc["grading"]["components"]
    weights = {str(row["id"]): Fraction(str(row["weight"])) for row in components}
    kinds = {str(row["id"]): str(row["kind"]) for row in components}
    marks = {
        name: (Fraction(half_up(cell.percent, 1)), Fraction(100))
        for name, kind in kinds.items()
        if (cell := cells.get((kind, name))) is not None
    }
    return counted_so_far(weights, marks)


@bp.get("/mine")
@requires(Permission.OWN_MARKS_READ)
def own() -> ResponseReturnValue:
    """Show my marks and what each of them counts."""
    actor = current_actor()
    release_id = _release_of(actor)
    cells = queries.own_cells(actor)
    total = _total(release_id, cells) if actor.organisation_kind == "college" else None
    return render_template(
        "gradebook/own.html", columns=_columns(release_id), cells=cells, total=total, origins=ORIGINS
    )


@bp.get("/")
@requires(Permission.GRADEBOOK_READ)
def cohorts() -> ResponseReturnValue:
    """List the classes whose gradebook I may open."""
    actor = current_actor()
    rows = organisations.cohorts_visible_to(actor)
    return render_template("gradebook/cohorts.html", cohorts=rows, sizes=organisations.cohort_sizes(actor))


def _table(cohort: Cohort) -> tuple[list[tuple[int, str, str]], Titles, queries.Cells]:
    """Return (people, columns, cells) of a class, in a number of statements that does not grow with it."""
    rows = organisations.roster(cohort.id)
    people = [(row.user_id, row.user.name, row.number) for row in rows]
    return (
        people,
        _columns(cohort.release_id),
        queries.cells_of(current_actor(), [row.user_id for row in rows]),
    )


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.GRADEBOOK_READ)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show the gradebook of a class."""
    found = organisations.cohort_visible_to(current_actor(), cohort_id)
    people, columns, cells = _table(found)
    return render_template("gradebook/cohort.html", cohort=found, people=people, columns=columns, cells=cells)


def _safe(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@bp.get("/cohorts/<int:cohort_id>.csv")
@requires(Permission.GRADEBOOK_READ)
def export(cohort_id: int) -> ResponseReturnValue:
    """Give the gradebook of a class as CSV (UTF-8 with BOM, so that spreadsheets read Chinese)."""
    found = organisations.cohort_visible_to(current_actor(), cohort_id)
    people, columns, cells = _table(found)
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([_("Number"), _("Name"), *map(pick, columns.values())])
    for user_id, name, number in people:
        row = cells.get(user_id, {})
        marks = [str(half_up(row[item].percent, 1)) if item in row else "" for item in columns]
        writer.writerow([_safe(number), _safe(name), *marks])
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=gradebook-{cohort_id}.csv"
    return answer


@bp.get("/history/<int:user_id>/<item_kind>/<item_id>")
@requires(Permission.GRADEBOOK_READ, Permission.OWN_MARKS_READ)
def history(user_id: int, item_kind: str, item_id: str) -> ResponseReturnValue:
    """Show every result behind one cell, and which of them counts."""
    actor = current_actor()
    mine = user_id == current_user.id
    if not mine and not (
        actor.may(Permission.GRADEBOOK_READ) and queries.is_in_a_cohort_here(actor, user_id)
    ):
        raise NotFoundError
    events = queries.history(actor, user_id, (item_kind, item_id))
    if not events:
        raise NotFoundError
    titles = _columns(_release_of(actor))
    title = titles.get((item_kind, item_id), {"zh": item_id, "en": item_id})
    origin = ORIGINS[item_kind] if mine or item_kind == "task" else None
    return render_template(
        "gradebook/history.html", events=events, title=title, kind=item_kind, origin=origin, mine=mine
    )
