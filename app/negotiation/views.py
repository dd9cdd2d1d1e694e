"""The negotiation over HTTP: cases, the four steps of a run, the debrief."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import InvalidError
from app.negotiation import queries, services
from app.negotiation.engine.amounts import parse_terms
from app.negotiation.engine.cues import first_sign
from app.negotiation.engine.debrief import table
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.names import BEHAVIOURS, METERS, OUTCOMES, OUTCOMES_SHORT, PARTS, STAGES
from app.negotiation.engine.reasons import in_words
from app.negotiation.engine.review import OwnReview
from app.negotiation.engine.state import Setting
from app.negotiation.engine.transcript import curve, exchange
from app.negotiation.forms import CorrectForm, JudgeForm, PlanForm, ReviewForm, SayForm, StartForm
from app.negotiation.models import DONE, JUDGE, PLAN, PRACTICE, REVIEW, TALK, Run
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language, pick

bp = Blueprint("negotiation", __name__, template_folder="templates", url_prefix="/negotiation")
GUESS_AGAIN = (3, 8)
CURVE_WIDTH, CURVE_HEIGHT = 560, 120
PROBLEM_AT = {services.NO_TOPIC: "topic", services.NO_TERMS: "terms", services.NO_STEP: "advance"}


@bp.get("/")
@requires(Permission.PRACTISE)
def index() -> ResponseReturnValue:
    """List the cases and one's own newest runs."""
    actor = current_actor()
    best = queries.best_scores(actor.organisation_id, [actor.user_id]).get(actor.user_id, {})
    cases = {row.id: row for row in queries.cases(queries.release_id(actor))}
    runs = queries.runs(actor)
    return render_template("negotiation/index.html", cases=cases, best=best, runs=runs, stages=STAGES)


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
    run = services.start(
        actor=current_actor(),
        case_id=case_id,
        mode=form.mode.data,
        archetype=None if graded else form.archetype.data or None,
        client_key=form.client_key.data or None,
    )
    return redirect(url_for("negotiation.run", run_id=run.id))


def _mask(run: Run) -> str:
    """Return the mask the learner sees: the plain one until the debrief, unless the type was chosen."""
    return run.archetype_id if run.open_type or run.stage == DONE else "plain"


def _first_sign(place: Setting) -> str:
    return first_sign(place).stage.get(language())


def _frame(run: Run) -> dict[str, Any]:
    """Return what every step's page shows: the run, the case, the mask."""
    place = queries.setting(run)
    return {
        "run": run,
        "place": place,
        "case": place.case,
        "moves": place.archetype.moves,
        "mask_slug": _mask(run),
        "first_sign": _first_sign(place),
    }


def _judge_form(kind: type[JudgeForm], place: Setting) -> Any:
    form = kind()
    moves = place.archetype.moves
    form.archetype.choices = [choice(slug, pick(label)) for slug, label in moves.archetypes.items()]
    form.cues.choices = [choice(slug, pick(label)) for slug, label in moves.cues.items()]
    return form


def _judge_page(run: Run, form: JudgeForm | None = None, status: int = 200) -> ResponseReturnValue:
    frame = _frame(run)
    form = form or _judge_form(JudgeForm, frame["place"])
    return render_template("negotiation/judge.html", form=form, **frame), status


def _plan_form(place: Setting) -> PlanForm:
    form, moves = PlanForm(), place.archetype.moves
    for field, kind in ((form.counter, "counter"), (form.backup, "backup")):
        field.choices = [
            choice(slug, pick(label)) for slug, label in moves.cards.items() if moves.card_kinds[slug] == kind
        ]
    form.trigger.choices = [choice(slug, pick(label)) for slug, label in moves.triggers.items()]
    return form


def _plan_page(run: Run, form: PlanForm | None = None, status: int = 200) -> ResponseReturnValue:
    frame = _frame(run)
    return render_template("negotiation/plan.html", form=form or _plan_form(frame["place"]), **frame), status


def _say_form(place: Setting) -> SayForm:
    form = SayForm()
    nothing = choice("", _("(choose)"))
    form.topic.choices = [nothing, *(choice(row.id, pick(row.title)) for row in place.case.topics.values())]
    form.advance.choices = [
        nothing,
        *(choice(row.id, pick(row.label)) for row in place.case.advances.values()),
    ]
    return form


def _talk_values(
    run: Run, say: SayForm | None = None, correct: CorrectForm | None = None, **more: Any
) -> dict[str, Any]:
    frame = _frame(run)
    place = frame["place"]
    if say is None:
        say = _say_form(place)
        say.number.data, say.client_key.data = str(run.turns + 1), secrets.token_hex(8)
        say.act.data, say.words.data, say.topic.data, say.advance.data = "", "", "", ""
    rows = queries.turns(run.id)
    shown = METERS if run.mode == PRACTICE else ()
    return {
        **frame,
        "say": say,
        "correct": correct or _judge_form(CorrectForm, place),
        "exchanges": [exchange(place, row, language()) for row in rows],
        "guesses": queries.guesses(run.id),
        "guess_again": run.turns in GUESS_AGAIN,
        "curves": [curve(name, [row.meters[name] for row in rows], 100, 20) for name in shown],
        "meter_names": METERS,
        "terms": {},
        "unfit": (),
        "confirm": False,
        "problem": "",
        "problem_at": "",
        **more,
    }


def _talk_page(run: Run, status: int = 200, **values: Any) -> ResponseReturnValue:
    return render_template("negotiation/talk.html", **_talk_values(run, **values)), status


def _review_page(run: Run, form: ReviewForm | None = None, status: int = 200) -> ResponseReturnValue:
    frame = _frame(run)
    exchanges = [exchange(frame["place"], row, language()) for row in queries.turns(run.id)]
    form = form or ReviewForm()
    turns = [(row.number, f"{row.number} · {pick(row.label)}") for row in exchanges]
    form.turn.choices = [choice("0", _("None of them")), *(choice(str(n), text) for n, text in turns)]
    moves = [choice(row.id, pick(row.label)) for row in frame["moves"].by_id.values()]
    form.better.choices = [choice("", _("(nothing else)")), *moves]
    page = render_template(
        "negotiation/review.html", form=form, exchanges=exchanges, outcomes=OUTCOMES, **frame
    )
    return page, status


PAGES: dict[str, Callable[[Run], ResponseReturnValue]] = {
    JUDGE: _judge_page,
    PLAN: _plan_page,
    TALK: _talk_page,
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


def _judgement(form: JudgeForm) -> services.Judgement:
    return services.Judgement(form.archetype.data, int(form.percent.data), tuple(form.cues.data or ()))


@bp.post("/runs/<int:run_id>/judge")
@requires(Permission.PRACTISE)
def judge(run_id: int) -> ResponseReturnValue:
    """Take the first judgement."""
    found = queries.own_run(current_actor(), run_id)
    form = _judge_form(JudgeForm, queries.setting(found))
    if not form.validate():
        return _judge_page(found, form, 422)
    services.judge(actor=current_actor(), run_id=run_id, judgement=_judgement(form))
    return redirect(url_for("negotiation.run", run_id=run_id))


@bp.post("/runs/<int:run_id>/plan")
@requires(Permission.PRACTISE)
def plan(run_id: int) -> ResponseReturnValue:
    """Take the plan."""
    found = queries.own_run(current_actor(), run_id)
    form = _plan_form(queries.setting(found))
    if not form.validate():
        return _plan_page(found, form, 422)
    intent = services.Intent(
        tuple(form.counter.data or ()), (form.backup.data,), (form.trigger.data,), form.words.data or ""
    )
    services.plan(actor=current_actor(), run_id=run_id, intent=intent)
    return redirect(url_for("negotiation.run", run_id=run_id))


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _chosen_terms(place: Setting) -> dict[str, str]:
    rows = {name: request.form.get(f"term-{name}", "") for name in place.case.issues}
    return {name: option for name, option in rows.items() if option}


def _talk_answer(run: Run, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Answer with the whole page, or to the script with the part of it that changed."""
    if request.headers.get("X-Fragment") != "talk":
        return _talk_page(run, status, **values)
    return jsonify(html=render_template("negotiation/_talk.html", **_talk_values(run, **values))), status


def _read_out(place: Setting, form: SayForm) -> dict[str, Any] | None:
    """Return terms read out of the learner's words, to be confirmed, when none were chosen from the lists."""
    move = place.archetype.moves.by_id.get(form.act.data or "")
    if move is None or "terms" not in move.slots:
        return None
    parsed = parse_terms(place.case, form.words.data or "")
    if not parsed.terms and not parsed.unfit:
        return None
    unfit = [(place.case.issues[name].title, piece) for name, piece in parsed.unfit]
    return {"terms": dict(parsed.terms), "unfit": unfit, "confirm": True}


@bp.post("/runs/<int:run_id>/say")
@requires(Permission.PRACTISE)
def say(run_id: int) -> ResponseReturnValue:
    """Play one move; terms written in words are first shown as they were understood."""
    found = queries.own_run(current_actor(), run_id)
    place = queries.setting(found)
    form, terms = _say_form(place), _chosen_terms(place)
    if not terms and found.stage == TALK and (read := _read_out(place, form)):
        return _talk_answer(found, say=form, **read)
    saying = services.Saying(
        act=form.act.data or "",
        slots=Slots(form.topic.data or "", tuple(sorted(terms.items())), form.advance.data or ""),
        number=_whole(form.number.data or ""),
        client_key=(form.client_key.data or secrets.token_hex(8))[:64],
        words=form.words.data or "",
    )
    try:
        services.say(actor=current_actor(), run_id=run_id, saying=saying)
    except InvalidError as error:
        at = PROBLEM_AT.get(error.message, "")
        return _talk_answer(found, 422, say=form, terms=terms, problem=explain(error), problem_at=at)
    if request.headers.get("X-Fragment") == "talk":
        return _talk_answer(found)
    return redirect(url_for("negotiation.run", run_id=run_id, _anchor="latest"))


@bp.post("/runs/<int:run_id>/correct")
@requires(Permission.PRACTISE)
def correct(run_id: int) -> ResponseReturnValue:
    """Take a revised judgement."""
    found = queries.own_run(current_actor(), run_id)
    form = _judge_form(CorrectForm, queries.setting(found))
    if not form.validate():
        return _talk_page(found, 422, correct=form)
    services.correct(
        actor=current_actor(), run_id=run_id, judgement=_judgement(form), switched=bool(form.switched.data)
    )
    flash(_("Your judgement is noted."), "good")
    return redirect(url_for("negotiation.run", run_id=run_id, _anchor="say"))


@bp.post("/runs/<int:run_id>/finish")
@requires(Permission.PRACTISE)
def finish(run_id: int) -> ResponseReturnValue:
    """Take polite leave."""
    services.finish(actor=current_actor(), run_id=run_id)
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
        place, log = queries.setting(found), services.entries(queries.turns(run_id))
        release()
        findings = services.find_regrets(place, log)
        services.review(actor=current_actor(), run_id=run_id, own=own, found=findings)
    else:
        services.review(actor=current_actor(), run_id=run_id, own=own)
    return redirect(url_for("negotiation.debrief", run_id=run_id))


def _told(run: Run) -> dict[str, Any]:
    """Return what the debrief shows, from the record of a run that is done."""
    rows, guesses = queries.turns(run.id), queries.guesses(run.id)
    told, place = services.debriefing(run, rows, guesses), queries.setting(run)
    _turns, trust, patience = zip(*told.curve, strict=True)
    return {
        "told": told,
        "guesses": guesses,
        "exchanges": [exchange(place, row, language()) for row in rows],
        "reasons": [in_words(turn.reasons, turn.changes) for turn in told.turns],
        "curves": [
            curve("trust", trust, CURVE_WIDTH, CURVE_HEIGHT),
            curve("patience", patience, CURVE_WIDTH, CURVE_HEIGHT),
        ],
        "table": table(told.state),
        "words": {
            "parts": PARTS,
            "outcomes": OUTCOMES,
            "short": OUTCOMES_SHORT,
            "behaviours": BEHAVIOURS,
            "meters": METERS,
        },
    }


@bp.get("/runs/<int:run_id>/debrief")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def debrief(run_id: int) -> ResponseReturnValue:
    """Lift the mask: mark, turning points, transcript, curves; a teacher of the organisation may look too."""
    found = queries.run_visible_to(current_actor(), run_id)
    if found.stage != DONE:
        return redirect(url_for("negotiation.run", run_id=run_id))
    return render_template("negotiation/debrief.html", **_frame(found), **_told(found))
