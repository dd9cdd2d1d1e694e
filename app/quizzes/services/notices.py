"""Telling people that a mark has changed: an event for other rooms, a mail for the person."""

from fractions import Fraction

from flask_babel import gettext as _

from app.accounts.models import User
from app.kernel.events import publish
from app.library import queries as library
from app.platform import mail
from app.platform.database import db
from app.platform.i18n import language, show_score, speak
from app.quizzes.events import AttemptRegraded
from app.quizzes.models import Attempt
from app.quizzes.queries import attempts as queries


def changed(*, attempt: Attempt, reason: str) -> None:
    """Announce the changed mark of *attempt*, and write to its owner in the owner's language."""
    best = queries.best_attempt(attempt.organisation_id, attempt.user_id, attempt.exam_id) or attempt
    publish(
        AttemptRegraded(
            organisation_id=attempt.organisation_id,
            user_id=attempt.user_id,
            exam_id=attempt.exam_id,
            attempt_id=attempt.id,
            score=attempt.points,
            maximum=attempt.possible,
            passed=bool(attempt.passed),
            best_attempt_id=best.id,
            best_score=best.points,
            best_maximum=best.possible,
        )
    )
    owner = db.session.get_one(User, attempt.user_id)
    title = library.blob(attempt.exam_hash).doc["title"][owner.language]
    before = language()
    speak(owner.language)
    try:
        _write(attempt, owner, str(title), reason)
    finally:
        speak(before)


def _write(attempt: Attempt, owner: User, title: str, reason: str) -> None:
    mail.send(
        recipient=owner.email,
        subject=_("Your mark changed: %(title)s", title=title),
        body=_(
            "%(name)s, your result in “%(title)s” is now %(percent)s out of 100.\n\nWhy: %(reason)s\n\n"
            "You find the whole story of the mark on the page of your result.",
            name=owner.name,
            title=title,
            percent=show_score(Fraction(attempt.tenths or 0, 10)),
            reason=reason or "–",
        ),
        organisation_id=attempt.organisation_id,
    )
