"""One person's exceptions on one screen: excused, missing, more time; each with its reason."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.gradebook import queries, services
from app.gradebook.engine.scheme import item_of, name_of
from app.gradebook.forms import end_of_day
from app.gradebook.views.blueprint import bp, table_of
from app.kernel.errors import InvalidError, NotFoundError
from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain

SCHOOL = ZoneInfo("Asia/Shanghai")


@dataclass
class Typed:
    """What a refused form brought."""

    fields: dict[str, str] = field(default_factory=dict)
    error: str = ""


def _page(cohort_id: int, user_id: int, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    table = table_of(actor, cohort)
    person = next((row for row in table.people if row[0] == user_id), None)
    if person is None:
        raise NotFoundError
    due = queries.extensions(cohort_id).get(user_id, {})
    html = render_template(
        "gradebook/person.html",
        cohort=cohort,
        person=person,
        table=table,
        result=table.results.get(user_id),
        cells=table.cells.get(user_id, {}),
        standings=table.standings.get(user_id, {}),
        due={item: moment.astimezone(SCHOOL).date().isoformat() for item, moment in due.items()},
        name_of=name_of,
        typed=typed or Typed(),
    )
    return html, status


@bp.get("/cohorts/<int:cohort_id>/people/<int:user_id>")
@requires(Permission.COHORT_MANAGE)
def person(cohort_id: int, user_id: int) -> ResponseReturnValue:
    """Show one learner's marks with everything that is an exception."""
    return _page(cohort_id, user_id)


@bp.post("/cohorts/<int:cohort_id>/people/<int:user_id>")
@requires(Permission.COHORT_MANAGE)
def save_person(cohort_id: int, user_id: int) -> ResponseReturnValue:
    """Keep what changed: standings and days, all of it or nothing."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    if user_id not in {row.user_id for row in organisations.roster(cohort_id)}:
        raise NotFoundError
    fields = request.form.to_dict()
    try:
        for name, text in fields.items():
            _keep(cohort, user_id, name, text)
    except InvalidError as error:
        release()
        return _page(cohort_id, user_id, Typed(fields, explain(error)), 422)
    flash(_("Saved."), "good")
    return redirect(url_for("gradebook.person", cohort_id=cohort_id, user_id=user_id))


def _keep(cohort: Cohort, user_id: int, name: str, text: str) -> None:
    """Keep one field of the form: ``standing-<item>`` or ``due-<item>``; other fields are left alone."""
    actor, reason = current_actor(), request.form.get("reason", "")
    kind, _sep, rest = name.partition("-")
    where = {"actor": actor, "cohort": cohort, "user_id": user_id, "item": item_of(rest), "reason": reason}
    if kind == "standing":
        services.set_standing(standing=text, **where)  # type: ignore[arg-type]
    elif kind == "due" and text.strip():
        services.extend(due_at=end_of_day(text), **where)  # type: ignore[arg-type]
