"""The blueprint of all pages of this room; the kinds draw their questions with templates of their own."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

from flask import Blueprint
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from app.content.markdown.render import Html
from app.platform.i18n import language
from app.quizzes.engine.cases import case_html

bp = Blueprint("quizzes", __name__, template_folder="../templates", url_prefix="/quizzes")
_pages = FileSystemLoader(str(files("app.quizzes") / "templates"))
_kinds = FileSystemLoader(str(files("app.quizzes") / "kinds"))
bp.jinja_loader = ChoiceLoader([_pages, PrefixLoader({"kinds": _kinds})])


def _case(body: Mapping[str, str]) -> Html:
    """Return the text of a case in the reader's language."""
    return case_html(str(body[language()]), language())


@bp.app_context_processor
def _tools() -> dict[str, Callable[..., Any]]:
    return {"case_html": _case}
