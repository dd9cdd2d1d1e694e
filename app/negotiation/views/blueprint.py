"""The blueprint of the negotiation's pages, and the frame several of them stand in."""

from typing import Any

from flask import Blueprint

from app.negotiation import queries
from app.negotiation.engine.cues import first_sign
from app.negotiation.engine.state import Setting
from app.negotiation.models import DONE, Run
from app.platform.i18n import language

bp = Blueprint("negotiation", __name__, template_folder="../templates", url_prefix="/negotiation")


def mask_of(run: Run) -> str:
    """Return the mask the learner sees: the plain one until the debrief, unless the type was chosen."""
    return run.archetype_id if run.open_type or run.stage == DONE else "plain"


def _sign(place: Setting) -> str:
    return first_sign(place).stage.get(language())


def frame(run: Run) -> dict[str, Any]:
    """Return what every step's page shows: the run, the case, the mask."""
    place = queries.setting(run)
    return {
        "run": run,
        "place": place,
        "case": place.case,
        "moves": place.archetype.moves,
        "mask_slug": mask_of(run),
        "first_sign": _sign(place),
    }
