"""The person's own data, from every room, in one ZIP of readable JSON."""

import io
import json
import zipfile
from collections.abc import Callable

from flask import Response
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.courses import queries as courses
from app.crm import queries as crm
from app.gradebook import queries as gradebook
from app.interop.views.blueprint import bp
from app.kernel.actor import Actor
from app.negotiation import queries as negotiation
from app.onboarding import queries as onboarding
from app.organisations import queries as organisations
from app.platform.clock import now
from app.platform.guards import current_actor, signed_in
from app.projects.queries import outcomes
from app.quizzes.queries import attempts as quizzes


def _account(actor: Actor) -> dict[str, object]:
    return accounts.own_data(actor.user_id)


ROOMS: dict[str, Callable[[Actor], object]] = {
    "account": _account,
    "organisations": organisations.own_data,
    "courses": courses.own_data,
    "quizzes": quizzes.own_data,
    "negotiation": negotiation.own_data,
    "crm": crm.own_data,
    "projects": outcomes.own_data,
    "gradebook": gradebook.own_data,
    "onboarding": onboarding.own_data,
}


@bp.get("/profile/data.zip")
@signed_in
def own_data() -> ResponseReturnValue:
    """Give the signed-in person everything kept about them in the present organisation."""
    actor, moment, file = current_actor(), now(), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for room, collect in ROOMS.items():
            text = json.dumps(collect(actor), ensure_ascii=False, indent=2, default=str)
            archive.writestr(f"{room}.json", text)
    answer = Response(file.getvalue(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename=kampus-{moment:%Y-%m-%d}.zip"
    return answer
