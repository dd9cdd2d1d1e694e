"""The talk: the page, one move after another, the learner's notes, another judgement, leaving."""

import secrets
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import InvalidError
from app.negotiation import queries
from app.negotiation.engine.amounts import parse_terms
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.hints import hint
from app.negotiation.engine.names import METERS
from app.negotiation.engine.state import Setting, restore
from app.negotiation.engine.transcript import curve, exchange
from app.negotiation.forms import NotesForm, SayForm
from app.negotiation.models import PRACTICE, TALK, Run
from app.negotiation.services import rewinding, runs
from app.negotiation.views.blueprint import bp, frame
from app.organisations.policies import Permission
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language, pick

GUESS_AGAIN = (3, 8)
PROBLEM_AT = {runs.NO_TOPIC: "topic", runs.NO_TERMS: "terms", runs.NO_STEP: "advance"}


def _say_form(place: Setting) -> SayForm:
    form = SayForm()
    nothing = choice("", _("(choose)"))
    form.topic.choices = [nothing, *(choice(row.id, pick(row.title)) for row in place.case.topics.values())]
    form.advance.choices = [
        nothing,
        *(choice(row.id, pick(row.label)) for row in place.case.advances.values()),
    ]
    return form


def notes_form(run: Run) -> NotesForm:
    """Return the form of a run's notes."""
    form = NotesForm()
    if not form.is_submitted():
        form.notes.data = run.notes
    return form


def _talk_values(run: Run, say: SayForm | None = None, **more: Any) -> dict[str, Any]:
    shown = frame(run)
    place = shown["place"]
    if say is None:
        say = _say_form(place)
        say.number.data, say.client_key.data = str(run.turns + 1), secrets.token_hex(8)
        say.act.data, say.words.data, say.topic.data, say.advance.data = "", "", "", ""
    rows = queries.turns(run.id)
    meters = METERS if run.mode == PRACTICE else ()
    return {
        **shown,
        "say": say,
        "notes": notes_form(run),
        "hint": None,
        "exchanges": [exchange(place, row, language()) for row in rows],
        "guesses": queries.guesses(run.id),
        "guess_again": run.turns in GUESS_AGAIN,
        "curves": [curve(name, [row.meters[name] for row in rows], 100, 20) for name in meters],
        "meter_names": METERS,
        "terms": {},
        "unfit": (),
        "confirm": False,
        "problem": "",
        "problem_at": "",
        **more,
    }


def talk_page(run: Run, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Return the page of a talk."""
    return render_template("negotiation/talk.html", **_talk_values(run, **values)), status


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _chosen_terms(place: Setting) -> dict[str, str]:
    rows = {name: request.form.get(f"term-{name}", "") for name in place.case.issues}
    return {name: option for name, option in rows.items() if option}


def _talk_answer(run: Run, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Answer with the whole page, or to the script with the part of it that changed."""
    if request.headers.get("X-Fragment") != "talk":
        return talk_page(run, status, **values)
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
    saying = runs.Saying(
        act=form.act.data or "",
        slots=Slots(form.topic.data or "", tuple(sorted(terms.items())), form.advance.data or ""),
        number=_whole(form.number.data or ""),
        client_key=(form.client_key.data or secrets.token_hex(8))[:64],
        words=form.words.data or "",
    )
    try:
        runs.say(actor=current_actor(), run_id=run_id, saying=saying)
    except InvalidError as error:
        at = PROBLEM_AT.get(error.message, "")
        return _talk_answer(found, 422, say=form, terms=terms, problem=explain(error), problem_at=at)
    if request.headers.get("X-Fragment") == "talk":
        return _talk_answer(found)
    return redirect(url_for("negotiation.run", run_id=run_id, _anchor="latest"))


@bp.post("/runs/<int:run_id>/finish")
@requires(Permission.PRACTISE)
def finish(run_id: int) -> ResponseReturnValue:
    """Take polite leave."""
    runs.finish(actor=current_actor(), run_id=run_id)
    return redirect(url_for("negotiation.run", run_id=run_id))


@bp.get("/runs/<int:run_id>/hint")
@requires(Permission.PRACTISE)
def hinted(run_id: int) -> ResponseReturnValue:
    """Show the talk with a hint for the next move; in practice only."""
    found = queries.own_run(current_actor(), run_id)
    if found.mode != PRACTICE or found.stage != TALK:
        return redirect(url_for("negotiation.run", run_id=run_id))
    place = queries.setting(found)
    tip = hint(restore(place, found.state))
    texts = place.archetype.moves.by_id
    words = {
        "move": texts[tip.act] if tip else None,
        "topic": place.case.topics.get(tip.topic) if tip else None,
    }
    return talk_page(found, hint=words)


@bp.post("/runs/<int:run_id>/notes")
@requires(Permission.PRACTISE)
def notes(run_id: int) -> ResponseReturnValue:
    """Keep the learner's notes."""
    found = queries.own_run(current_actor(), run_id)
    form = NotesForm()
    if not form.validate():
        return talk_page(found, 422, notes=form)
    runs.take_notes(actor=current_actor(), run_id=run_id, notes=form.notes.data or "")
    flash(_("Your notes are saved."), "good")
    return redirect(url_for("negotiation.run", run_id=run_id, _anchor="notes"))


@bp.post("/runs/<int:run_id>/again")
@requires(Permission.PRACTISE)
def again(run_id: int) -> ResponseReturnValue:
    """Go back: a practice run with the first moves of this one."""
    turn = _whole(request.form.get("turn", ""))
    run = rewinding.branch(actor=current_actor(), run_id=run_id, turn=turn)
    flash(_("A new try with the same customer; your first talk is kept."), "good")
    return redirect(url_for("negotiation.run", run_id=run.id, _anchor="say"))
