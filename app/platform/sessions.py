"""The signed cookie that says whose session this is: read on every request, written when it must be."""

from datetime import timedelta

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.platform.clock import now

RENEW = timedelta(days=1)


class AgingSession(SecureCookieSession):
    """A session that knows whether its cookie was signed more than a day ago."""

    old = False


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, signed anew only when they changed or once a day, by a signer made once.

    So a sign-in still lasts from the last visit on, give or take a day.
    """

    session_class = AgingSession

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the signer of this application."""
        if "kampus_signer" not in app.extensions:
            app.extensions["kampus_signer"] = super().get_signing_serializer(app)
        signer: URLSafeTimedSerializer | None = app.extensions["kampus_signer"]
        return signer

    def open_session(self, app: Flask, request: Request) -> AgingSession | None:
        """Return what the cookie holds; an empty session for none, a forged or an expired one."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            return None
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        longest = int(app.permanent_session_lifetime.total_seconds())
        try:
            values, signed = signer.loads(cookie, max_age=longest, return_timestamp=True)
        except BadSignature:
            return AgingSession()
        session = AgingSession(values)
        session.old = now() - signed > RENEW
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether the answer has to carry the cookie."""
        return session.modified or (session.permanent and getattr(session, "old", False))
