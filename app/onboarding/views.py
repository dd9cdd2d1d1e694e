"""The new key-account manager's track, the manager's page with its gates, the training admin's overview."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries as courses
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.library import queries as library
from app.onboarding import policies, queries, services
from app.onboarding.engine.track import Item, StageState
from app.onboarding.forms import AssignForm, GateForm, person_choices
from app.onboarding.models import Assignment
from app.organisations import queries as organisations
from app.organisations.policies import Permission, Role
from app.platform.errors import status_of
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain

bp = Blueprint("onboarding", __name__, template_folder="templates", url_prefix="/track")


def _titles(assignments: Sequence[Assignment]) -> dict[Item, Mapping[str, str]]:
    """Return what the stages' items are called, whole modules included."""
    if not assignments:
        return {}
    release_id = assignments[0].release_id
    modules = library.documents(release_id, "module")
    whole: dict[Item, Mapping[str, str]] = {
        ("module", key): blob.doc["title"] for key, blob in modules.items()
    }
    return whole | courses.item_titles(release_id)


@bp.get("/")
@requires(Permission.TRACK_OWN)
def own() -> ResponseReturnValue:
    """Show my track: what is next, when it is due, and who signs."""
    mine = queries.own(current_actor())
    rows = [mine] if mine else []
    standing = next(iter(queries.standings(rows)), None)
    return render_template("onboarding/own.html", standing=standing, titles=_titles(rows))


@bp.get("/people")
@requires(Permission.TRACK_SIGN)
def people() -> ResponseReturnValue:
    """Show the people whose gates I sign."""
    rows = queries.managed_by(current_actor())
    return render_template("onboarding/people.html", standings=queries.standings(rows), titles=_titles(rows))


def _gate(assignment_id: int, stage_id: str) -> tuple[queries.Standing, StageState]:
    assignment = queries.assignment_visible_to(current_actor(), assignment_id)
    standing = queries.standings([assignment])[0]
    state = next((state for state in standing.stages if state.stage.id == stage_id), None)
    if state is None:
        raise NotFoundError
    return standing, state


def _gate_page(
    standing: queries.Standing, state: StageState, form: GateForm, *, problem: str = "", status: int = 200
) -> ResponseReturnValue:
    assignment = standing.assignment
    checklist = library.document(assignment.release_id, "checklist", state.stage.checklist).doc
    page = render_template(
        "onboarding/gate.html",
        standing=standing,
        state=state,
        checklist=checklist,
        form=form,
        problem=problem,
        answers=request.form,
        may_sign=policies.may_sign(current_actor(), assignment),
        titles=_titles([assignment]),
    )
    return page, status


@bp.get("/<int:assignment_id>/<stage_id>")
@requires(Permission.TRACK_SIGN, Permission.TRACK_OWN, Permission.TRACK_MANAGE)
def gate(assignment_id: int, stage_id: str) -> ResponseReturnValue:
    """Show one gate: what was done, the checklist, and what was signed before."""
    standing, state = _gate(assignment_id, stage_id)
    form = GateForm(formdata=None, client_key=secrets.token_hex(8))
    return _gate_page(standing, state, form)


@bp.post("/<int:assignment_id>/<stage_id>")
@requires(Permission.TRACK_SIGN)
def sign(assignment_id: int, stage_id: str) -> ResponseReturnValue:
    """Sign one gate, or send it back with a remark."""
    standing, state = _gate(assignment_id, stage_id)
    form = GateForm()
    words = {key[5:]: value for key, value in request.form.items() if key.startswith("item-")}
    answers = {key: value == "yes" for key, value in words.items() if value in {"yes", "no"}}
    try:
        row = services.sign(
            actor=current_actor(),
            assignment=standing.assignment,
            state=state,
            answers=answers,
            remark=form.remark.data or "",
            client_key=form.client_key.data or secrets.token_hex(8),
        )
    except (InvalidError, ConflictError) as error:
        return _gate_page(standing, state, form, problem=explain(error), status=status_of(error))
    flash(_("Signed.") if row.verdict == "signed" else _("Sent back, with your remark."))
    return redirect(url_for("onboarding.people"))


def _overview_page(form: AssignForm, status: int = 200, problem: str = "") -> ResponseReturnValue:
    rows = queries.everybody(current_actor())
    page = render_template(
        "onboarding/overview.html",
        standings=queries.standings(rows),
        titles=_titles(rows),
        form=form,
        problem=problem,
    )
    return page, status


def _assign_form() -> AssignForm | None:
    release, actor = library.current_release(), current_actor()
    if release is None:
        return None
    form = AssignForm()
    form.person.choices = person_choices(organisations.with_role(actor.organisation_id, Role.LEARNER))
    form.manager.choices = person_choices(organisations.with_role(actor.organisation_id, Role.MANAGER))
    return form


@bp.get("/overview")
@requires(Permission.TRACK_MANAGE)
def overview() -> ResponseReturnValue:
    """Show everybody's track: who is due when, and whom it waits for."""
    form = _assign_form()
    if form is None:
        raise NotFoundError
    return _overview_page(form)


@bp.post("/overview")
@requires(Permission.TRACK_MANAGE)
def assign() -> ResponseReturnValue:
    """Put somebody on the track."""
    form, release = _assign_form(), library.current_release()
    if form is None or release is None:
        raise NotFoundError
    if not form.validate():
        return _overview_page(form, 422)
    try:
        services.assign(
            actor=current_actor(),
            user_id=int(form.person.data),
            track_id="kam-90",
            release_id=release.id,
            hired_on=form.hired_on.data or date.min,
            manager_id=int(form.manager.data),
        )
    except InvalidError as error:
        return _overview_page(form, 422, explain(error))
    flash(_("The track is assigned; the dates count from the day of hire."))
    return redirect(url_for("onboarding.overview"))
