"""From errors to pages that help: what is wrong, what to do, and a number to quote."""

import logging

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from app.kernel.errors import (
    ConflictError,
    DomainError,
    GoneError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
    ThrottledError,
    TooLargeError,
)
from app.kernel.messages import N_
from app.platform.database import forbid_writing
from app.platform.i18n import explain
from app.platform.settings import settings, template_text

log = logging.getLogger("kampus.error")

STATUS: dict[type[DomainError], int] = {
    InvalidError: 422,
    NotFoundError: 404,
    NotAllowedError: 403,
    ConflictError: 409,
    GoneError: 410,
    TooLargeError: 413,
    ThrottledError: 429,
}
SENTENCES = {
    400: N_("We could not read what your browser sent. Go back, reload the page and try again."),
    401: N_("Please sign in first."),
    403: NotAllowedError.default,
    404: NotFoundError.default,
    405: N_("This address cannot be used that way. Go back and use the buttons on the page."),
    413: TooLargeError.default,
    415: N_("This kind of content cannot be sent here."),
    429: ThrottledError.default,
    500: N_("Something broke on our side. Nothing of yours was half saved. Please try again."),
    503: N_("We are very busy right now. Nothing was changed; please try again in a moment."),
}
STALE_FORM = N_("This page had been open for too long, so it was not sent. Reload it and send it again.")
RACE = N_("The same thing was saved twice at the same moment; one of the two was kept. Reload to see it.")


def wants_json() -> bool:
    """Return whether the asker is one of our own scripts rather than a page load."""
    best = request.accept_mimetypes.best_match(("text/html", "application/json"))
    return best == "application/json"


def status_of(error: DomainError) -> int:
    """Return the HTTP status for *error* (the nearest known parent's)."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def plain_page(status: int, number: str) -> str:
    """Return the error page that needs no database, no language and no navigation."""
    return template_text("web/error_plain.html", status=status, request_id=number)


def answer(status: int, code: str, message: str) -> ResponseReturnValue:
    """Return the error page, or its JSON twin for scripts."""
    number = g.get("request_id", "")
    forbid_writing()  # the failed unit of work must not stand in the way of the page that explains it
    if wants_json():
        return jsonify(code=code, message=message, request_id=number), status
    try:
        page = render_template("web/error.html", status=status, code=code, message=message)
    except Exception:
        log.exception("%s: the error page itself failed", number)
        page = plain_page(status, number)
    return page, status


def _domain(error: DomainError) -> ResponseReturnValue:
    return answer(status_of(error), error.code, explain(error))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return answer(400, "stale-form", _(STALE_FORM))


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    usual = SENTENCES[400 if status < 500 else 500]
    return answer(status, f"http-{status}", _(SENTENCES.get(status, usual)))


def _race(error: IntegrityError) -> ResponseReturnValue:
    log.warning("%s: %s", g.get("request_id"), error.orig)
    forbid_writing()
    return answer(409, "conflict", _(RACE))


def _busy(error: OperationalError) -> ResponseReturnValue:
    if "readonly database" in str(error.orig):
        return _broken(error)  # a page that only shows things tried to write: our mistake, not a busy moment
    log.error("%s: database", g.get("request_id"), exc_info=error)
    forbid_writing()
    return answer(503, "busy", _(SENTENCES[503]))


def _broken(error: Exception) -> ResponseReturnValue:
    if settings().testing:
        raise error
    log.error("%s: unexpected", g.get("request_id"), exc_info=error)
    return answer(500, "broken", _(SENTENCES[500]))


def register_errors(app: Flask) -> None:
    """Answer every error with the page that suits it."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _race)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _broken)
