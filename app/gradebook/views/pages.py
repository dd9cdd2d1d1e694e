"""My marks with what-if, the gradebook of a class, and the history behind every single cell."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.gradebook import queries, services
from app.gradebook.engine import spread
from app.gradebook.engine.evaluate import Cell, Result, evaluate
from app.gradebook.engine.scheme import Item, item_of, name_of
from app.gradebook.engine.totals import Total, counted_so_far
from app.gradebook.models import GradeCell
from app.gradebook.views.blueprint import MANUAL, bp, columns_of, facts, scheme_of, table_of
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.kernel.numbers import half_up
from app.library import queries as library
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.paging import cut

ORIGINS = {
    "exam": ("quizzes.result", "attempt_id"),
    "scenario": ("negotiation.debrief", "run_id"),
    "crm": ("crm.sandbox", "sandbox_id"),
    "task": ("projects.result", "project_id"),
}


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
    """Show my marks, what each of them counts, and what a total would be if."""
    actor = current_actor()
    enrolment = organisations.enrolment_of(actor)
    release_id = _release_of(actor)
    used = scheme_of(enrolment.cohort_id)[0] if enrolment else None
    is_open = enrolment is not None and used is not None and queries.gate_is_open(enrolment.cohort_id)
    cells = queries.own_cells(actor)
    if not is_open:
        cells = {item: cell for item, cell in cells.items() if item[0] != MANUAL}
    total = _total(release_id, cells) if actor.organisation_kind == "college" and used is None else None
    words = queries.standings(actor, [actor.user_id]).get(actor.user_id, {})
    due = queries.extensions(enrolment.cohort_id).get(actor.user_id, {}) if enrolment and used else {}
    known = facts(cells, words, due)
    supposed = _supposed()
    return render_template(
        "gradebook/own.html",
        columns=columns_of(release_id, used),
        cells=cells,
        total=total,
        origins=ORIGINS,
        scheme=used,
        is_open=is_open,
        standings=words,
        due=due,
        result=evaluate(used, known) if used else None,
        supposed=supposed,
        what_if=_what_if(used, known, supposed) if used else None,
        name_of=name_of,
    )


def _supposed() -> dict[Item, str]:
    """Return the marks that the learner tries out, as typed, by item."""
    return {
        item_of(name.removeprefix("if-")): text.strip()[:6]
        for name, text in request.args.items()
        if name.startswith("if-") and text.strip()
    }


def _what_if(used: object, known: Mapping[Item, Cell], supposed: Mapping[Item, str]) -> Result | None:
    """Return the result as it would be with the supposed marks; what is no mark is left out."""
    tried = dict(known)
    for item, text in supposed.items():
        try:
            mark = Decimal(text)
        except InvalidOperation:
            continue
        if mark.is_finite() and 0 <= mark <= 100:
            tried[item] = Cell(percent=Fraction(mark))
    return evaluate(used, tried) if tried != dict(known) else None  # type: ignore[arg-type]


@bp.get("/")
@requires(Permission.GRADEBOOK_READ)
def cohorts() -> ResponseReturnValue:
    """List the classes whose gradebook I may open."""
    actor = current_actor()
    rows = organisations.cohorts_visible_to(actor)
    return render_template("gradebook/cohorts.html", cohorts=rows, sizes=organisations.cohort_sizes(actor))


@bp.get("/cohorts/<int:cohort_id>")
@requires(Permission.GRADEBOOK_READ)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Show the gradebook of a class: marks, components, totals and how they are spread."""
    actor = current_actor()
    found = organisations.cohort_visible_to(actor, cohort_id)
    table = table_of(actor, found)
    totals = table.totals()
    return render_template(
        "gradebook/cohort.html",
        cohort=found,
        table=table,
        people=table.people,
        pages=cut(table.people, number=request.args.get("page", 1, type=int)),
        columns=table.columns,
        cells=table.cells,
        bars=spread.bars(totals),
        middle=spread.middle(totals),
        count=len(totals),
        is_open=queries.gate_is_open(cohort_id),
        may_edit=actor.may(Permission.COHORT_MANAGE),
    )


@bp.post("/cohorts/<int:cohort_id>/gate")
@requires(Permission.COHORT_MANAGE)
def gate(cohort_id: int) -> ResponseReturnValue:
    """Show the totals to the class, or hide them."""
    actor = current_actor()
    found = organisations.cohort_visible_to(actor, cohort_id)
    services.set_gate(actor=actor, cohort=found, is_open=request.form.get("open") == "1")
    flash(
        _("The class sees its totals.") if request.form.get("open") == "1" else _("The totals are hidden."),
        "good",
    )
    return redirect(url_for("gradebook.cohort", cohort_id=cohort_id))


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
    item = (item_kind, item_id)
    hidden = mine and item_kind == MANUAL and not actor.may(Permission.GRADEBOOK_READ) and not _shown(actor)
    events = [] if hidden else queries.history(actor, user_id, item)
    words = queries.standing_history(actor, user_id, item)
    if not events and not words:
        raise NotFoundError
    enrolment = organisations.enrolment_of(actor)
    used = scheme_of(enrolment.cohort_id)[0] if enrolment else None
    title = columns_of(_release_of(actor), used).get(item, {"zh": item_id, "en": item_id})
    origin = ORIGINS.get(item_kind) if mine or item_kind == "task" else None
    return render_template(
        "gradebook/history.html",
        events=events,
        words=words,
        title=title,
        kind=item_kind,
        origin=origin,
        mine=mine,
    )


def _shown(actor: Actor) -> bool:
    """Return whether the actor's class sees hand-entered marks."""
    enrolment = organisations.enrolment_of(actor)
    return enrolment is not None and queries.gate_is_open(enrolment.cohort_id)
