"""The room, a case, and the steps before and after the talk: judge, plan, review."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.negotiation import queries
from app.negotiation.engine.names import OUTCOMES, STAGES
from app.negotiation.engine.review import OwnReview
from app.negotiation.engine.state import Setting
from app.negotiation.engine.transcript import exchange
from app.negotiation.forms import JudgeForm, PlanForm, ReviewForm, StartForm
from app.negotiation.models import DONE, JUDGE, PLAN, PRACTICE, REVIEW, TALK, Run
from app.negotiation.services import marking, runs
from app.negotiation.views.blueprint import bp, frame
from app.negotiation.views.talk import talk_page
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import language, pick


@bp.get("/")
@requires(Permission.PRACTISE)
def index() -> ResponseReturnValue:
    """List the cases and one's own newest runs."""
    actor = current_actor()
    best = queries.best_scores(actor.organisation_id, [actor.user_id]).get(actor.user_id, {})
    cases = {row.id: row for row in queries.cases(queries.release_id(actor))}
    runs = queries.runs(actor)
    enrolment = organisations.enrolment_of(actor)
    return render_template(
        "negotiation/index.html",
        cases=cases,
        best=best,
        runs=runs,
        stages=STAGES,
        classes=actor.may(Permission.COHORT_READ),
        assigned=queries.assignments(actor, enrolment.cohort_id) if enrolment else (),
        attempts=queries.attempts_by_assignment(actor),
    )


def _start_form(case: Any, moves: Any) -> StartForm:
    form = StartForm()
    drawn = choice("", _("Whoever comes (drawn by lot)"))
    form.archetype.choices = [
        drawn,
        *(choice(slug, pick(moves.archetypes[slug])) for slug in case.archetypes),
    ]
    return form


def _case_page(case_id: str, form: StartForm | None = None, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    number = queries.release_id(actor)
    case, moves = queries.case(number, case_id)[1], queries.moves(number)[1]
    if form is None:
        form = _start_form(case, moves)
        form.client_key.data = secrets.token_hex(8)
    runs = queries.runs(actor, case_id)
    page = render_template("negotiation/case.html", case=case, form=form, runs=runs, stages=STAGES)
    return page, status


@bp.get("/cases/<case_id>")
@requires(Permission.PRACTISE)
def case(case_id: str) -> ResponseReturnValue:
    """Show a case's public side and start from it."""
    return _case_page(case_id)


@bp.post("/cases/<case_id>")
@requires(Permission.PRACTISE)
def start(case_id: str) -> ResponseReturnValue:
    """Begin a run."""
    number = queries.release_id(current_actor())
    form = _start_form(queries.case(number, case_id)[1], queries.moves(number)[1])
    if not form.validate():
        return _case_page(case_id, form, 422)
    graded = form.mode.data != PRACTICE
    run = runs.start(
        actor=current_actor(),
        case_id=case_id,
        mode=form.mode.data,
        archetype=None if graded else form.archetype.data or None,
        client_key=form.client_key.data or None,
    )
    return redirect(url_for("negotiation.run", run_id=run.id))


def judge_form(kind: type[JudgeForm], place: Setting) -> Any:
    """Return a judgement form with this run's types and signs."""
    form = kind()
    moves = place.archetype.moves
    form.archetype.choices = [choice(slug, pick(label)) for slug, label in moves.archetypes.items()]
    form.cues.choices = [choice(slug, pick(label)) for slug, label in moves.cues.items()]
    return form


def judgement(form: JudgeForm) -> runs.Judgement:
    """Return what a valid form says: one type and how surely, or shares for any of the eight."""
    cues = tuple(form.cues.data or ())
    typed = {name[2:]: value.strip() for name, value in request.form.items() if name.startswith("p-")}
    spread = {slug: int(value) for slug, value in typed.items() if value.isdecimal() and int(value) > 0}
    if not spread:
        return runs.Judgement(form.archetype.data, int(form.percent.data), cues)
    best = max(spread, key=lambda slug: (spread[slug], slug == form.archetype.data))
    return runs.Judgement(best, round(100 * spread[best] / sum(spread.values())), cues, spread)


def _judge_page(run: Run, form: JudgeForm | None = None, status: int = 200) -> ResponseReturnValue:
    shown = frame(run)
    form = form or judge_form(JudgeForm, shown["place"])
    return render_template("negotiation/judge.html", form=form, **shown), status


def _plan_form(place: Setting) -> PlanForm:
    form, moves = PlanForm(), place.archetype.moves
    for field, kind in ((form.counter, "counter"), (form.backup, "backup")):
        field.choices = [
            choice(slug, pick(label)) for slug, label in moves.cards.items() if moves.card_kinds[slug] == kind
        ]
    form.trigger.choices = [choice(slug, pick(label)) for slug, label in moves.triggers.items()]
    return form


def _plan_page(run: Run, form: PlanForm | None = None, status: int = 200) -> ResponseReturnValue:
    shown = frame(run)
    return render_template("negotiation/plan.html", form=form or _plan_form(shown["place"]), **shown), status


def _review_page(run: Run, form: ReviewForm | None = None, status: int = 200) -> ResponseReturnValue:
    shown = frame(run)
    exchanges = [exchange(shown["place"], row, language()) for row in queries.turns(run.id)]
    form = form or ReviewForm()
    turns = [(row.number, f"{row.number} · {pick(row.label)}") for row in exchanges]
    form.turn.choices = [choice("0", _("None of them")), *(choice(str(n), text) for n, text in turns)]
    moves = [choice(row.id, pick(row.label)) for row in shown["moves"].by_id.values()]
    form.better.choices = [choice("", _("(nothing else)")), *moves]
    page = render_template(
        "negotiation/review.html", form=form, exchanges=exchanges, outcomes=OUTCOMES, **shown
    )
    return page, status


PAGES: dict[str, Callable[[Run], ResponseReturnValue]] = {
    JUDGE: _judge_page,
    PLAN: _plan_page,
    TALK: talk_page,
    REVIEW: _review_page,
}


@bp.get("/runs/<int:run_id>")
@requires(Permission.PRACTISE)
def run(run_id: int) -> ResponseReturnValue:
    """Show the step a run stands at."""
    found = queries.own_run(current_actor(), run_id)
    if found.stage == DONE:
        return redirect(url_for("negotiation.debrief", run_id=run_id))
    return PAGES[found.stage](found)


@bp.post("/runs/<int:run_id>/judge")
@requires(Permission.PRACTISE)
def judge(run_id: int) -> ResponseReturnValue:
    """Take the first judgement."""
    found = queries.own_run(current_actor(), run_id)
    form = judge_form(JudgeForm, queries.setting(found))
    if not form.validate():
        return _judge_page(found, form, 422)
    runs.judge(actor=current_actor(), run_id=run_id, judgement=judgement(form))
    return redirect(url_for("negotiation.run", run_id=run_id))


@bp.post("/runs/<int:run_id>/plan")
@requires(Permission.PRACTISE)
def plan(run_id: int) -> ResponseReturnValue:
    """Take the plan."""
    found = queries.own_run(current_actor(), run_id)
    form = _plan_form(queries.setting(found))
    if not form.validate():
        return _plan_page(found, form, 422)
    intent = runs.Intent(
        counter=tuple(form.counter.data or ()),
        backup=(form.backup.data,),
        trigger=(form.trigger.data,),
        words=form.words.data or "",
        target=form.target.data or "",
        walkaway=form.walkaway.data or "",
        questions=form.questions.data or "",
    )
    runs.plan(actor=current_actor(), run_id=run_id, intent=intent)
    return redirect(url_for("negotiation.run", run_id=run_id))


@bp.post("/runs/<int:run_id>/review")
@requires(Permission.PRACTISE)
def review(run_id: int) -> ResponseReturnValue:
    """Take the learner's own review and mark the run; the slow part runs before the write lock is taken."""
    found = queries.own_run(current_actor(), run_id)
    form = ReviewForm()
    if not form.validate():
        return _review_page(found, form, 422)
    own = OwnReview(form.turn.data or 0, form.better.data or "", form.words.data or "")
    if found.stage == REVIEW:
        place, log = queries.setting(found), marking.entries(queries.turns(run_id))
        release()
        findings = marking.find_regrets(place, log)
        marking.review(actor=current_actor(), run_id=run_id, own=own, found=findings)
    else:
        marking.review(actor=current_actor(), run_id=run_id, own=own)
    return redirect(url_for("negotiation.debrief", run_id=run_id))
