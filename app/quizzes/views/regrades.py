"""Marking a question anew: choose, see who goes up and down, decide, take back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotFoundError
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.quizzes.engine.regrading import Line
from app.quizzes.forms import RegradeForm
from app.quizzes.queries import staff
from app.quizzes.services import regrades, sources
from app.quizzes.views.blueprint import bp


def _page(
    actor: Actor,
    exam_id: str,
    question_id: str,
    form: RegradeForm,
    lines: list[Line] | None = None,
    error: str = "",
) -> str:
    attempts = staff.submitted_attempts(actor, exam_id)
    asked = [one for one in attempts if any(item.question_id == question_id for item in one.items)]
    if not asked:
        raise NotFoundError
    return render_template(
        "quizzes/regrade.html",
        exam_id=exam_id,
        question_id=question_id,
        count=len(asked),
        form=form,
        lines=lines,
        names={person.id: person.name for person, _roles in organisations.people(actor)},
        history=staff.regrades_of(actor, exam_id, question_id),
        place=sources.locate(question_ids=[question_id]).get(question_id, ""),
        error=error,
    )


@bp.get("/regrade/<exam_id>/<question_id>")
@requires(Permission.MARK)
def regrade(exam_id: str, question_id: str) -> ResponseReturnValue:
    """Show the question's regrades and the choice of what to do."""
    return _page(current_actor(), exam_id, question_id, RegradeForm())


@bp.post("/regrade/<exam_id>/<question_id>")
@requires(Permission.MARK)
def do_regrade(exam_id: str, question_id: str) -> ResponseReturnValue:
    """Show the dry run, or do it once it has been seen."""
    actor, form = current_actor(), RegradeForm()
    sure = request.form.get("sure") == "yes"
    try:
        plan = regrades.plan(exam_id=exam_id, question_id=question_id, policy=form.policy.data)
        if not sure:
            lines = regrades.dry_run(actor=actor, plan=plan)
            return _page(actor, exam_id, question_id, form, lines)
        _row, lines = regrades.apply(actor=actor, plan=plan, reason=form.reason.data or "")
    except InvalidError as error:
        return _page(actor, exam_id, question_id, form, error=explain(error)), 422
    moved = sum(1 for line in lines if line.way != "same")
    flash(ngettext("Done. %(num)s result changed.", "Done. %(num)s results changed.", moved), "good")
    return redirect(url_for("quizzes.regrade", exam_id=exam_id, question_id=question_id))


@bp.post("/regrade/<int:regrade_id>/undo")
@requires(Permission.MARK)
def undo_regrade(regrade_id: int) -> ResponseReturnValue:
    """Take a regrade back."""
    actor = current_actor()
    row = staff.regrade_visible_to(actor, regrade_id)
    regrades.undo(actor=actor, regrade_id=regrade_id)
    flash(_("The regrade is taken back; every mark is as it was before."), "good")
    return redirect(url_for("quizzes.regrade", exam_id=row.exam_id, question_id=row.question_id))
