"""What the views of this room share: the blueprint, addresses and sentences."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.courses.engine.reasons import Reason
from app.courses.engine.syllabus import DOORS
from app.kernel.errors import DomainError
from app.platform.i18n import pick, show_date, show_score

bp = Blueprint("courses", __name__, template_folder="../templates", url_prefix="/learn")


def address(kind: str, ident: str) -> str:
    """Return where a step of the course is done."""
    if kind == "module":
        return url_for("courses.module", module_id=ident)
    endpoint, argument = DOORS[kind]
    values: dict[str, Any] = {argument: ident} if argument else {}
    return url_for(endpoint, **values)


def sentence(reason: Reason) -> str:
    """Return a reason in the reader's language, with its titles, dates and scores in the reader's manner."""
    values = {name: _spoken(name, value) for name, value in reason.params.items()}
    return str(_(reason.message, **values))


def sentence_of(error: DomainError) -> str:
    """Return what an error says, in the reader's language."""
    return str(_(error.message, **error.params))


def _spoken(name: str, value: object) -> object:
    if name == "title":
        return pick(value) if isinstance(value, Mapping) else str(value)
    if name == "date":
        return show_date(value)  # type: ignore[arg-type]
    return show_score(value) if name in ("best", "needed") else value  # type: ignore[arg-type]


@bp.app_context_processor
def tools() -> dict[str, object]:
    """Give the templates the words and addresses of this room."""
    return {"course_reason": sentence, "course_address": address}
