"""What every answer carries: request id, strict content policy, caching rules; and safe redirects."""

import hashlib
import logging
import secrets
import time
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup

from app.platform.sessions import Sessions

csrf = CSRFProtect()
log = logging.getLogger("kampus.request")

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def csrf_field() -> Markup:
    """Return the hidden field that every POST form carries (Jinja global ``csrf``)."""
    return Markup('<input type="hidden" name="csrf_token" value="%s">') % str(generate_csrf())


def nonce() -> str:
    """Return this answer's script nonce."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


@lru_cache(maxsize=512)
def _fingerprint(path: str, _stamp: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """Return the address of ``room/file``, with a fingerprint so that browsers may keep it for ever.

    Files do not change under a running server, so an address is worked out once; with ``--debug`` always.
    """
    known: dict[str, str] = current_app.extensions.setdefault("kampus_assets", {})
    if name not in known or current_app.debug:
        room, _, rest = name.partition("/")
        path = Path(current_app.root_path) / room / "static" / room / rest
        known[name] = url_for("static", filename=name, v=_fingerprint(str(path), path.stat().st_mtime))
    return known[name]


def safe_next(target: str | None, fallback: str) -> str:
    """Return *target* if it is a path of our own, else *fallback*."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc else target


def register_security(app: Flask) -> None:
    """Switch on CSRF protection, request ids and the security headers."""
    app.session_interface = Sessions()
    csrf.init_app(app)
    app.jinja_env.globals.update(csrf=csrf_field, csrf_token=generate_csrf, nonce=nonce, asset=asset)

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(6)
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers.extend(HEADERS)
        if "Content-Security-Policy" not in response.headers:
            response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce())
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        elif request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        took = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
        log.info(
            "%s %s %s %s %.0f ms",
            g.get("request_id"),
            request.method,
            request.path,
            response.status_code,
            took,
        )
        return response
