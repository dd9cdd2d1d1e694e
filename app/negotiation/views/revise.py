"""Another judgement in the middle of the talk, on a page of its own so that the talk stays light."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.negotiation import queries
from app.negotiation.forms import CorrectForm
from app.negotiation.models import TALK, Run
from app.negotiation.services import runs
from app.negotiation.views.blueprint import bp, frame
from app.negotiation.views.steps import judge_form, judgement
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires


def _page(run: Run, form: CorrectForm, status: int = 200) -> ResponseReturnValue:
    shown = frame(run)
    guesses = queries.guesses(run.id)
    return render_template("negotiation/revise.html", form=form, guesses=guesses, **shown), status


@bp.get("/runs/<int:run_id>/revise")
@requires(Permission.PRACTISE)
def revise(run_id: int) -> ResponseReturnValue:
    """Ask for the judgement as it stands now."""
    found = queries.own_run(current_actor(), run_id)
    if found.stage != TALK:
        return redirect(url_for("negotiation.run", run_id=run_id))
    return _page(found, judge_form(CorrectForm, queries.setting(found)))


@bp.post("/runs/<int:run_id>/correct")
@requires(Permission.PRACTISE)
def correct(run_id: int) -> ResponseReturnValue:
    """Take a revised judgement."""
    found = queries.own_run(current_actor(), run_id)
    form = judge_form(CorrectForm, queries.setting(found))
    if not form.validate():
        return _page(found, form, 422)
    runs.correct(
        actor=current_actor(), run_id=run_id, judgement=judgement(form), switched=bool(form.switched.data)
    )
    flash(_("Your judgement is noted."), "good")
    return redirect(url_for("negotiation.run", run_id=run_id, _anchor="say"))
