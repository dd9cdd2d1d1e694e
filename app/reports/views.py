"""The progress report of an organisation, on the page and as CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import User
from app.courses import queries as courses
from app.gradebook import queries as gradebook
from app.kernel.numbers import half_up
from app.library import queries as library
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.organisations.policies import Permission, Role
from app.platform.clock import now
from app.platform.database import db
from app.platform.guards import current_actor, requires
from app.platform.paging import Page, cut

bp = Blueprint("reports", __name__, template_folder="templates", url_prefix="/report")


@dataclass(frozen=True, slots=True)
class Row:
    """One learner: course items done, and the average of the marks so far (of 100), exact."""

    name: str
    email: str
    done: int
    of: int
    marks: int
    average: Fraction | None


def _learners() -> Sequence[User]:
    return organisations.with_role(current_actor().organisation_id, Role.LEARNER)


def _rows(people: Sequence[User]) -> list[Row]:
    """Return one row a learner, in a number of statements that does not grow with learners."""
    actor, newest = current_actor(), library.current_release()
    numbers, own = [person.id for person in people], organisations.releases_of(actor.organisation_id)
    releases = {number: own.get(number, newest) for number in numbers}
    studied = {number: release for number, release in releases.items() if release is not None}
    progress = courses.progress_of(actor.organisation_id, studied)
    cells = gradebook.cells_of(actor, numbers)
    rows = []
    for person in people:
        marks = [cell.percent for cell in cells.get(person.id, {}).values()]
        mean = sum(marks, Fraction(0)) / len(marks) if marks else None
        part = progress.get(person.id)
        done, of = (part.done, part.total) if part else (0, 0)
        rows.append(Row(person.name, person.email, done, of, len(marks), mean))
    return rows


@bp.get("/")
@requires(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    """Show who has got how far, fifty people at a time."""
    home = db.session.get_one(Organisation, current_actor().organisation_id)
    people = cut(_learners(), number=request.args.get("page", 1, type=int))
    pages = Page(_rows(people.rows), people.number, people.size, people.total)
    return render_template("reports/index.html", pages=pages, home=home, moment=now())


@bp.get("/progress.csv")
@requires(Permission.REPORT_READ)
def export() -> ResponseReturnValue:
    """Give the report as CSV (UTF-8 with BOM, so that spreadsheets read Chinese)."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(
        [_("Name"), _("E-mail address"), _("Items done"), _("of"), _("Marks"), _("Average of 100")]
    )
    for row in _rows(_learners()):
        name = f"'{row.name}" if row.name[:1] in {"=", "+", "-", "@"} else row.name
        mean = str(half_up(row.average, 1)) if row.average is not None else ""
        writer.writerow([name, row.email, row.done, row.of, row.marks, mean])
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=progress.csv"
    return answer
