"""The debrief: the mask is lifted, every point explained; try again from any turn, beside another run."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.negotiation import queries
from app.negotiation.engine.debrief import table
from app.negotiation.engine.names import BEHAVIOURS, METERS, OUTCOMES, OUTCOMES_SHORT, PARTS
from app.negotiation.engine.reasons import in_words
from app.negotiation.engine.transcript import curve, exchange
from app.negotiation.models import DONE, Run
from app.negotiation.services import marking
from app.negotiation.views.blueprint import bp, frame
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import language

CURVE_WIDTH, CURVE_HEIGHT = 560, 120


def _told(run: Run) -> dict[str, Any]:
    """Return what the debrief shows, from the record of a run that is done."""
    rows, guesses = queries.turns(run.id), queries.guesses(run.id)
    told, place = marking.debriefing(run, rows, guesses), queries.setting(run)
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
    return render_template("negotiation/debrief.html", **frame(found), **_told(found))
