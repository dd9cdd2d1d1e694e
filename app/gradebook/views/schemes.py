"""The scheme of a class: presets, editing with before and after, all versions."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.gradebook import queries, services
from app.gradebook.engine import scheme as schemes
from app.gradebook.engine.scheme import Scheme, name_of
from app.gradebook.forms import ROWS, fields_of, scheme_from
from app.gradebook.views.blueprint import Table, bp, columns_of, scheme_of, table_of
from app.kernel.errors import ConflictError, InvalidError
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.errors import status_of
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain

PRESETS = ("process", "exam", "certificate")


@dataclass
class Typed:
    """The fields to show, the sentence that refused them, and the class as it would be."""

    fields: dict[str, str]
    error: str = ""
    trial: Table | None = None
    version: int | None = field(default=None)


def _page(cohort_id: int, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    used, number = scheme_of(cohort_id)
    columns = columns_of(cohort.release_id, used)
    chosen = request.args.get("preset", "")
    if typed is None:
        start = schemes.preset(chosen, columns) if chosen in PRESETS else used
        typed = Typed(fields_of(start or schemes.preset("process", columns)))
    for name in [name for name in typed.fields if name.startswith("in-")]:
        item = schemes.item_of(name.removeprefix("in-"))
        columns.setdefault(item, {"zh": item[1], "en": item[1]})
    html = render_template(
        "gradebook/scheme.html",
        cohort=cohort,
        columns=columns,
        name_of=name_of,
        rows=ROWS,
        typed=typed,
        version=number if typed.version is None else typed.version,
        number=number,
        before=table_of(actor, cohort) if typed.trial else None,
        versions=queries.scheme_versions(cohort_id),
        presets=PRESETS,
        chosen=chosen,
    )
    return html, status


@bp.get("/cohorts/<int:cohort_id>/scheme")
@requires(Permission.COHORT_MANAGE)
def scheme(cohort_id: int) -> ResponseReturnValue:
    """Show the scheme to edit, or one of the presets to begin with."""
    return _page(cohort_id)


@bp.post("/cohorts/<int:cohort_id>/scheme")
@requires(Permission.COHORT_MANAGE)
def save_scheme(cohort_id: int) -> ResponseReturnValue:
    """Show what a scheme would change, or keep it as the next version."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    typed = Typed(request.form.to_dict())
    try:
        wanted = _wanted()
        if "preview" in request.form:
            return _page(cohort_id, _tried(cohort_id, typed, wanted))
        services.save_scheme(
            actor=actor,
            cohort=cohort,
            wanted=wanted,
            expected=int(request.form.get("version", "0") or 0),
            reason=request.form.get("reason", ""),
        )
    except (InvalidError, ConflictError) as error:
        release()
        typed.error = explain(error)
        return _page(cohort_id, typed, status_of(error))
    flash(_("The scheme is saved as a new version; the earlier ones are kept."), "good")
    return redirect(url_for("gradebook.cohort", cohort_id=cohort_id))


def _wanted() -> Scheme:
    """Return the scheme that was typed; InvalidError names the first problem."""
    wanted = scheme_from(request.form)
    found = schemes.problems(wanted)
    if found:
        raise InvalidError(found[0].message, **found[0].params)
    return wanted


def _tried(cohort_id: int, typed: Typed, wanted: Scheme) -> Typed:
    """Return the typed scheme with the class as it would be under it."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    text = request.form.get("version", "0")
    version = int(text) if text.isdecimal() else 0
    return Typed(typed.fields, trial=table_of(actor, cohort, wanted), version=version)
