"""The debrief: the mask is lifted, every point explained; beside another run; the page after a breach."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.negotiation import queries
from app.negotiation.engine.debrief import Debrief, Learner, table
from app.negotiation.engine.debrief import debrief as debriefed
from app.negotiation.engine.names import BEHAVIOURS, CURVES, OUTCOMES, OUTCOMES_SHORT, PARTS
from app.negotiation.engine.plane import plane
from app.negotiation.engine.reasons import in_words
from app.negotiation.engine.selfplay import script
from app.negotiation.engine.transcript import Exchange, curve, exchange
from app.negotiation.forms import AdjustForm, CommentForm
from app.negotiation.models import DONE, Run
from app.negotiation.services import marking
from app.negotiation.views.blueprint import bp, frame
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import language

CURVE_WIDTH, CURVE_HEIGHT = 560, 120
EXEMPLAR = "exemplar"
WORDS = {
    "parts": PARTS,
    "outcomes": OUTCOMES,
    "short": OUTCOMES_SHORT,
    "behaviours": BEHAVIOURS,
    "curves": CURVES,
}


def _curves(told: Debrief) -> list[Any]:
    _turns, *rows = zip(*told.curve, strict=True)
    return [curve(name, row, CURVE_WIDTH, CURVE_HEIGHT) for name, row in zip(CURVES, rows, strict=True)]


def _share(exchanges: Sequence[Exchange]) -> int | None:
    """Return how much of all that was said the learner said, in per cent; None when no words were typed."""
    mine = sum(len(row.words) for row in exchanges)
    his = sum(len(piece.text) for row in exchanges for piece in row.pieces)
    return round(100 * mine / (mine + his)) if mine else None


def _told(run: Run) -> dict[str, Any]:
    """Return what the debrief shows, from the record of a run that is done."""
    rows, guesses = queries.turns(run.id), queries.guesses(run.id)
    told, place = marking.debriefing(run, rows, guesses), queries.setting(run)
    exchanges = [exchange(place, row, language()) for row in rows]
    return {
        "told": told,
        "guesses": guesses,
        "exchanges": exchanges,
        "share": _share(exchanges),
        "reasons": [in_words(turn.reasons, turn.changes) for turn in told.turns],
        "curves": _curves(told),
        "table": table(told.state),
        "plane": plane(told.state, told.ladder) if told.ladder else None,
        "words": WORDS,
    }


def _teacher(run: Run, comment: CommentForm | None, adjust: AdjustForm | None) -> dict[str, Any]:
    """Return what was written to the run, and the teacher's forms (as sent, if so) for whoever may mark."""
    actor = current_actor()
    marks = actor.may(Permission.MARK) and run.user_id != actor.user_id
    return {
        "comments": queries.comments(run.id),
        "adjustments": queries.adjustments(run.id),
        "comment_form": comment or CommentForm(formdata=None) if marks else None,
        "adjust_form": adjust or AdjustForm(formdata=None) if marks else None,
        "mine": run.user_id == actor.user_id,
        "others": queries.comparable(run) if run.user_id == actor.user_id else (),
    }


@bp.get("/runs/<int:run_id>/debrief")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def debrief(run_id: int) -> ResponseReturnValue:
    """Lift the mask: mark, turning points, transcript, curves; a teacher of the organisation may look too."""
    found = queries.run_visible_to(current_actor(), run_id)
    if found.stage != DONE:
        return redirect(url_for("negotiation.run", run_id=run_id))
    return debrief_page(found)


def debrief_page(run: Run, comment: CommentForm | None = None, adjust: AdjustForm | None = None) -> str:
    """Return the debrief of a run that is done, with the teacher's form that could not be kept."""
    written = _teacher(run, comment, adjust)
    return render_template("negotiation/debrief.html", **frame(run), **_told(run), **written)


def _column(run: Run) -> dict[str, Any]:
    told = marking.debriefing(run, queries.turns(run.id), queries.guesses(run.id))
    place = queries.setting(run)
    return {"run": run, "told": told, "curves": _curves(told), "type": place.archetype.label}


def _exemplar(run: Run) -> dict[str, Any]:
    """Return the type's own way, played against the very same customer."""
    place = queries.setting(run)
    acts = script(place.case, place.archetype.scripts["matched"])
    told = debriefed(place, acts, Learner(), ())
    return {"run": None, "told": told, "curves": _curves(told), "type": place.archetype.label}


@bp.get("/runs/<int:run_id>/compare")
@requires(Permission.PRACTISE)
def compare(run_id: int) -> ResponseReturnValue:
    """Lay a run beside another one of the learner's, or beside the exemplar with the same customer."""
    found = queries.own_run(current_actor(), run_id)
    if found.stage != DONE:
        return redirect(url_for("negotiation.run", run_id=run_id))
    wanted = request.args.get("with", EXEMPLAR)
    other = _exemplar(found) if not wanted.isdecimal() else _beside(int(wanted))
    return render_template(
        "negotiation/compare.html", columns=[_column(found), other], words=WORDS, **frame(found)
    )


def _beside(run_id: int) -> dict[str, Any]:
    other = queries.own_run(current_actor(), run_id)
    return _column(other) if other.stage == DONE else _exemplar(other)


@bp.get("/runs/<int:run_id>/integrity")
@requires(Permission.PRACTISE)
def integrity(run_id: int) -> ResponseReturnValue:
    """Say after a breach what it means and what one says instead."""
    found = queries.own_run(current_actor(), run_id)
    if found.stage != DONE:
        return redirect(url_for("negotiation.run", run_id=run_id))
    return render_template("negotiation/integrity.html", **frame(found))
