"""The gradebook as a table to take away; tables of marks that come back are shown before they are written."""

import csv
import io
import json
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from openpyxl import Workbook

from app.gradebook import services
from app.gradebook.engine.exchange import MANUAL, Person, Plan
from app.gradebook.engine.scheme import Item
from app.gradebook.forms import rows_of
from app.gradebook.views.blueprint import Table, bp, columns_of, scheme_of, table_of
from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.kernel.numbers import half_up
from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, pick

NO_FILE = N_("Choose the table you have edited.")
UNKNOWN = N_("Choose for which examination the marks are.")
MOST_BYTES = 2 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _safe(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _rows(table: Table) -> list[list[str]]:
    """Return the whole gradebook as rows of texts, the head first."""
    parts = [part.component for result in list(table.results.values())[:1] for part in result.parts]
    head = [_("Number"), _("Name"), *map(pick, table.columns.values()), *(pick(each.title) for each in parts)]
    rows = [[*head, _("Total")] if table.scheme else head]
    for user_id, name, number in table.people:
        cells, words = table.cells.get(user_id, {}), table.standings.get(user_id, {})
        marks = [_cell(cells, words, item) for item in table.columns]
        row = [_safe(number), _safe(name), *marks]
        if user_id in table.results:
            result = table.results[user_id]
            row += ["" if part.mark is None else str(part.mark) for part in result.parts]
            row.append("" if result.total is None else str(result.total))
        rows.append(row)
    return rows


def _cell(cells: Any, words: Any, item: Item) -> str:
    word = words.get(item, "none")
    if word != "none":
        return str({"excused": _("excused"), "missing": _("not handed in")}[word])
    return str(half_up(cells[item].percent, 1)) if item in cells else ""


@bp.get("/cohorts/<int:cohort_id>.csv")
@requires(Permission.GRADEBOOK_READ)
def export(cohort_id: int) -> ResponseReturnValue:
    """Give the gradebook of a class as CSV (UTF-8 with BOM, so that spreadsheets read Chinese)."""
    actor = current_actor()
    rows = _rows(table_of(actor, organisations.cohort_visible_to(actor, cohort_id)))
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    answer = Response("\ufeff" + sheet.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=gradebook-{cohort_id}.csv"
    return answer


@bp.get("/cohorts/<int:cohort_id>.xlsx")
@requires(Permission.GRADEBOOK_READ)
def export_xlsx(cohort_id: int) -> ResponseReturnValue:
    """Give the gradebook of a class as a spreadsheet whose marks are numbers."""
    actor = current_actor()
    rows = _rows(table_of(actor, organisations.cohort_visible_to(actor, cohort_id)))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("gradebook")
    sheet.append(rows[0])
    for row in rows[1:]:
        sheet.append([*row[:2], *(float(cell) if cell[:1].isdecimal() else cell for cell in row[2:])])
    made = io.BytesIO()
    book.save(made)
    answer = Response(made.getvalue(), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename=gradebook-{cohort_id}.xlsx"
    return answer


def _page(
    cohort: Cohort, plan: Plan | None = None, rows: str = "", error: str = "", status: int = 200
) -> ResponseReturnValue:
    used, _number = scheme_of(cohort.id)
    columns = columns_of(cohort.release_id, used)
    manual = {item[1]: title for item, title in columns.items() if item[0] == MANUAL}
    html = render_template(
        "gradebook/import.html",
        cohort=cohort,
        items=manual,
        plan=plan,
        rows=rows,
        error=error,
        chosen=request.form.get("item", ""),
    )
    return html, status


@bp.get("/cohorts/<int:cohort_id>/import")
@requires(Permission.COHORT_MANAGE)
def bring(cohort_id: int) -> ResponseReturnValue:
    """Ask for a table of marks."""
    return _page(organisations.cohort_visible_to(current_actor(), cohort_id))


@bp.post("/cohorts/<int:cohort_id>/import")
@requires(Permission.COHORT_MANAGE)
def import_marks(cohort_id: int) -> ResponseReturnValue:
    """Show what a table would change; with ``rows`` that were shown before, write them."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    people = [Person(row.user_id, row.user.name, row.number) for row in organisations.roster(cohort_id)]
    item_id, kept = request.form.get("item", ""), request.form.get("rows", "")
    try:
        _known(cohort, item_id)
        rows = _kept(kept) if kept else _uploaded()
        if not kept:
            plan = services.plan_import(actor=actor, item_id=item_id, rows=rows, people=people)
            return _page(cohort, plan, json.dumps(rows, ensure_ascii=False))
        plan = services.import_marks(actor=actor, cohort=cohort, item_id=item_id, rows=rows, people=people)
    except InvalidError as error:
        release()
        return _page(organisations.cohort_visible_to(actor, cohort_id), error=explain(error), status=422)
    flash(ngettext("One mark is in.", "%(num)s marks are in.", len(plan.changes)), "good")
    return redirect(url_for("gradebook.cohort", cohort_id=cohort_id))


def _known(cohort: Cohort, item_id: str) -> None:
    if (MANUAL, item_id) not in columns_of(cohort.release_id, scheme_of(cohort.id)[0]):
        raise InvalidError(UNKNOWN)


def _uploaded() -> list[list[str]]:
    sent = request.files.get("table")
    if sent is None or not sent.filename:
        raise InvalidError(NO_FILE)
    return rows_of(sent.stream.read(MOST_BYTES), sent.filename)


def _kept(text: str) -> list[list[str]]:
    """Return the rows that were shown in the preview; InvalidError when they are not what we wrote."""
    try:
        rows = json.loads(text)
        return [[str(cell) for cell in row] for row in rows]
    except (ValueError, TypeError) as error:
        raise InvalidError(NO_FILE) from error
