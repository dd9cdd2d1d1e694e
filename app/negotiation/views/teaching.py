"""Pages of the teacher: what a class was set, how it stands, comments, marks; starting what was set."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import to_utc

from app.kernel.errors import ConflictError, InvalidError
from app.negotiation import queries
from app.negotiation.engine.classroom import STEPS, matrix
from app.negotiation.engine.names import OUTCOMES_SHORT, PARTS
from app.negotiation.forms import AdjustForm, AssignForm, CommentForm
from app.negotiation.models import DONE, Run
from app.negotiation.services import teaching
from app.negotiation.services.runs import WRONG_STAGE
from app.negotiation.views.blueprint import bp
from app.negotiation.views.debrief import debrief_page
from app.organisations import queries as organisations
from app.organisations.models import Cohort, Enrolment
from app.organisations.policies import Permission
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, pick


@bp.get("/classes")
@requires(Permission.COHORT_READ)
def classes() -> ResponseReturnValue:
    """List the classes of the house."""
    return render_template(
        "negotiation/classes.html", cohorts=organisations.cohorts_visible_to(current_actor())
    )


def _assign_form(cohort: Cohort) -> AssignForm:
    form = AssignForm()
    moves = queries.moves(cohort.release_id)[1]
    form.case.choices = [choice(row.id, pick(row.title)) for row in queries.cases(cohort.release_id)]
    drawn = choice("", _("Drawn by lot"))
    form.archetype.choices = [drawn, *(choice(s, pick(label)) for s, label in moves.archetypes.items())]
    return form


def _class_page(cohort_id: int, form: AssignForm | None = None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    people = {row.user_id: row for row in organisations.roster(cohort.id)}
    runs = queries.runs_of(actor, people)
    page = render_template(
        "negotiation/class.html",
        cohort=cohort,
        form=form or _assign_form(cohort),
        assignments=queries.assignments(actor, cohort.id),
        cases={row.id: row for row in queries.cases(cohort.release_id)},
        moves=queries.moves(cohort.release_id)[1],
        people=people,
        runs=runs,
        rows=matrix((run.archetype_id, run.parts or {}, float(run.score or 0)) for run in runs),
        steps=STEPS,
        parts=PARTS,
        short=OUTCOMES_SHORT,
    )
    return page, status


@bp.get("/classes/<int:cohort_id>")
@requires(Permission.COHORT_READ)
def classroom(cohort_id: int) -> ResponseReturnValue:
    """Show what a class was set and how it stands, by customer type and step."""
    return _class_page(cohort_id)


@bp.post("/classes/<int:cohort_id>")
@requires(Permission.COHORT_MANAGE)
def assign(cohort_id: int) -> ResponseReturnValue:
    """Set a case to a class."""
    form = _assign_form(organisations.cohort_visible_to(current_actor(), cohort_id))
    if not form.validate():
        return _class_page(cohort_id, form, 422)
    wish = teaching.Wish(
        case_id=form.case.data,
        archetype_id=form.archetype.data or None,
        shown=bool(form.shown.data),
        mode=form.mode.data,
        same=bool(form.same.data),
        attempts=form.attempts.data or 1,
        opens_at=to_utc(form.opens_at.data) if form.opens_at.data else None,
        due_at=to_utc(form.due_at.data) if form.due_at.data else None,
    )
    try:
        teaching.assign(actor=current_actor(), cohort_id=cohort_id, wish=wish)
    except InvalidError as error:
        form.case.errors = [explain(error)]
        return _class_page(cohort_id, form, 422)
    flash(_("The case is set."), "good")
    return redirect(url_for("negotiation.classroom", cohort_id=cohort_id))


def _export(runs: Sequence[Run], people: dict[int, Enrolment]) -> str:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        ["number", "name", "case", "type", "mode", "outcome", "mark", *(name for name, _of in STEPS)]
    )
    for run in runs:
        person, parts = people[run.user_id], run.parts or {}
        row: list[Any] = [
            person.number,
            person.user.name,
            run.case_id,
            run.archetype_id,
            run.mode,
            run.outcome,
        ]
        row += [float(run.score or 0), *(parts.get(name, "") for name, _of in STEPS)]
        table.writerow([f"'{cell}" if str(cell)[:1] in "=+-@" else cell for cell in row])
    return out.getvalue()


@bp.get("/classes/<int:cohort_id>/runs.csv")
@requires(Permission.COHORT_READ)
def export(cohort_id: int) -> ResponseReturnValue:
    """Hand the class's debriefed runs out as a table for a spreadsheet."""
    actor = current_actor()
    cohort = organisations.cohort_visible_to(actor, cohort_id)
    people = {row.user_id: row for row in organisations.roster(cohort.id)}
    text = "\ufeff" + _export(queries.runs_of(actor, people), people)
    name = f"negotiation-{cohort.id}.csv"
    return Response(
        text, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@bp.post("/runs/<int:run_id>/comment")
@requires(Permission.MARK)
def comment(run_id: int) -> ResponseReturnValue:
    """Write to one move of a debriefed run."""
    found, form = _marked_run(run_id), CommentForm()
    if not form.validate():
        return debrief_page(found, comment=form), 422
    teaching.comment(
        actor=current_actor(), run_id=run_id, turn=form.turn.data or 0, body=form.body.data or ""
    )
    flash(_("Your comment is kept."), "good")
    return redirect(url_for("negotiation.debrief", run_id=run_id, _anchor="teacher"))


def _marked_run(run_id: int) -> Run:
    """Return a run a teacher may write to; ConflictError while it is still under way."""
    found = queries.run_visible_to(current_actor(), run_id)
    if found.stage != DONE:
        raise ConflictError(WRONG_STAGE)
    return found


@bp.post("/runs/<int:run_id>/adjust")
@requires(Permission.MARK)
def adjust(run_id: int) -> ResponseReturnValue:
    """Change a mark with a reason."""
    found, form = _marked_run(run_id), AdjustForm()
    if not form.validate() or form.mark.data is None:
        return debrief_page(found, adjust=form), 422
    teaching.adjust(actor=current_actor(), run_id=run_id, mark=form.mark.data, reason=form.reason.data or "")
    flash(_("The mark is changed."), "good")
    return redirect(url_for("negotiation.debrief", run_id=run_id, _anchor="teacher"))


@bp.post("/assignments/<int:assignment_id>")
@requires(Permission.PRACTISE)
def begin(assignment_id: int) -> ResponseReturnValue:
    """Begin an attempt at what one's class was set."""
    run = teaching.begin(actor=current_actor(), assignment_id=assignment_id)
    return redirect(url_for("negotiation.run", run_id=run.id))
