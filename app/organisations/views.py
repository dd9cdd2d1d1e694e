"""People, classes, the outbox, and switching between organisations."""

import zipfile
from typing import IO

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.kernel.errors import InvalidError, NotFoundError
from app.kernel.messages import N_
from app.library import queries as library
from app.organisations import queries, services
from app.organisations.engine import roster
from app.organisations.forms import ROLE_NAMES, CohortForm, InviteForm, RosterForm
from app.organisations.policies import Permission, Role, grantable_by
from app.platform.forms import choice
from app.platform.guards import current_actor, requires, signed_in
from app.platform.i18n import explain
from app.platform.security import safe_next

bp = Blueprint("organisations", __name__, template_folder="templates")
NOT_A_SHEET = N_("This is not an XLSX sheet that we can read. Save it as .xlsx, or paste the list instead.")
NOBODY = N_("There is nobody on this list yet. Paste one person a line, or choose a sheet.")


@bp.post("/organisation")
@signed_in
def switch() -> ResponseReturnValue:
    """Act in another organisation from now on."""
    wanted = request.form.get("organisation", type=int)
    if wanted not in {home.organisation.id for home in queries.belongings(current_user.id)}:
        raise NotFoundError
    session["organisation"] = wanted
    return redirect(safe_next(request.form.get("next"), url_for("web.home")))


def _invite_form() -> InviteForm:
    form = InviteForm()
    allowed = grantable_by(current_actor().roles)
    form.role.choices = [choice(str(role), ROLE_NAMES[role]) for role in Role if role in allowed]
    return form


def _people_page(form: InviteForm, status: int = 200) -> ResponseReturnValue:
    rows = queries.people(current_actor())
    return render_template("organisations/people.html", people=rows, form=form, role_names=ROLE_NAMES), status


@bp.get("/people")
@requires(Permission.PEOPLE_MANAGE)
def people() -> ResponseReturnValue:
    """List everybody in the organisation."""
    return _people_page(_invite_form())


@bp.post("/people")
@requires(Permission.PEOPLE_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite one person."""
    form = _invite_form()
    if not form.validate():
        return _people_page(form, 422)
    name = form.name.data or ""
    try:
        services.invite(
            actor=current_actor(), email=form.email.data or "", name=name, role=Role(form.role.data)
        )
    except InvalidError as error:
        form.email.errors = [explain(error)]
        return _people_page(form, 422)
    flash(_("%(name)s is invited; the mail is on its way.", name=name))
    return redirect(url_for("organisations.people"))


def _cohorts_page(form: CohortForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    cohorts, sizes = queries.cohorts_visible_to(actor), queries.cohort_sizes(actor)
    return render_template("organisations/cohorts.html", cohorts=cohorts, sizes=sizes, form=form), status


@bp.get("/cohorts")
@requires(Permission.COHORT_READ)
def cohorts() -> ResponseReturnValue:
    """List the classes."""
    return _cohorts_page(CohortForm())


@bp.post("/cohorts")
@requires(Permission.COHORT_MANAGE)
def create_cohort() -> ResponseReturnValue:
    """Add a class on the newest release."""
    form = CohortForm()
    release = library.current_release()
    if not form.validate() or form.starts_on.data is None:
        return _cohorts_page(form, 422)
    if release is None:
        raise NotFoundError
    cohort = services.create_cohort(
        organisation_id=current_actor().organisation_id,
        title_zh=form.title_zh.data or "",
        title_en=form.title_en.data or "",
        release_id=release.id,
        starts_on=form.starts_on.data,
    )
    flash(_("The class is open. Put people into it next."))
    return redirect(url_for("organisations.cohort", cohort_id=cohort.id))


def _cohort_page(
    cohort_id: int, form: RosterForm, reading: roster.Reading | None = None, status: int = 200
) -> ResponseReturnValue:
    cohort = queries.cohort_visible_to(current_actor(), cohort_id)
    rows = queries.roster(cohort.id)
    page = render_template(
        "organisations/cohort.html", cohort=cohort, roster=rows, form=form, reading=reading
    )
    return page, status


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.COHORT_READ)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show who is in a class."""
    return _cohort_page(cohort_id, RosterForm())


def _sheet_rows(stream: IO[bytes]) -> list[list[str]]:
    try:
        sheet = load_workbook(stream, read_only=True, data_only=True).active
        rows = list(sheet.iter_rows(values_only=True, max_row=2000)) if sheet else []
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise InvalidError(NOT_A_SHEET) from error
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [[cell.removesuffix(" 00:00:00") for cell in row] for row in cells]


def _listed(form: RosterForm) -> list[list[str]]:
    if form.sheet.data:
        rows = _sheet_rows(form.sheet.data.stream)
        form.people.data = "\n".join("\t".join(row) for row in rows)
    else:
        rows = roster.split(form.people.data or "")
    if not any(map(any, rows)):
        raise InvalidError(NOBODY)
    return rows


@bp.post("/cohorts/<int:cohort_id>/roster")
@requires(Permission.COHORT_MANAGE)
def import_roster(cohort_id: int) -> ResponseReturnValue:
    """Show what a list would do (dry run), then do it when it is confirmed and every row is right."""
    cohort = queries.cohort_visible_to(current_actor(), cohort_id)
    form = RosterForm()
    try:
        reading = roster.read(_listed(form))
    except InvalidError as error:
        form.people.errors = [explain(error)]
        return _cohort_page(cohort_id, form, status=422)
    if reading.problems or "confirm" not in request.form:
        return _cohort_page(cohort_id, form, reading, status=422 if reading.problems else 200)
    services.import_roster(actor=current_actor(), cohort=cohort, lines=list(reading.lines))
    n = len(reading.lines)
    flash(ngettext("One person is in the class.", "%(num)s people are in the class.", n))
    return redirect(url_for("organisations.cohort", cohort_id=cohort_id))


@bp.get("/outbox")
@requires(Permission.OUTBOX_READ)
def outbox() -> ResponseReturnValue:
    """Show mail that has been written to people of this organisation."""
    return render_template("organisations/outbox.html", mails=queries.outbox(current_actor())), 200
