"""Practice by weak objectives, with spaced repetition."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError
from app.library.engine.blobs import Blob
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.quizzes.kind import UnreadableError
from app.quizzes.queries import practice as cards
from app.quizzes.services import practice as service
from app.quizzes.services.sheets import kind_of
from app.quizzes.views.blueprint import bp


def _page(actor: Actor, blob: Blob | None = None, error: InvalidError | None = None) -> str:
    desk = service.desk(actor=actor)
    asked = blob or desk.question
    face = None
    if asked is not None:
        face = kind_of(asked.doc).face(asked.doc, service.order_for(actor=actor, blob=asked))
    unread = error if isinstance(error, UnreadableError) else None
    return render_template(
        "quizzes/practice.html",
        desk=desk,
        question=asked.doc if asked else None,
        hint=kind_of(asked.doc).hint if asked else "",
        face=face,
        answer=unread.draft if unread else None,
        typed=unread.typed if unread else None,
        error=explain(error) if error else "",
    )


@bp.get("/practice")
@requires(Permission.PRACTISE)
def practice() -> ResponseReturnValue:
    """Show how firm one is in each objective, and the question to answer now."""
    return _page(current_actor())


@bp.post("/practice/<question_id>")
@requires(Permission.PRACTISE)
def practise(question_id: str) -> ResponseReturnValue:
    """Mark one practice answer and go to its reasons."""
    actor = current_actor()
    blob = service.question(actor=actor, question_id=question_id)
    try:
        value = kind_of(blob.doc).read(blob.doc, request.form, "p")
        row = service.answer(actor=actor, blob=blob, value=value)
    except InvalidError as error:
        return _page(actor, blob, error), 422
    return redirect(url_for("quizzes.practised", review_id=row.id))


@bp.get("/practice/answers/<int:review_id>")
@requires(Permission.PRACTISE)
def practised(review_id: int) -> ResponseReturnValue:
    """Show a practice answer with its reasons, and when the question comes back."""
    actor = current_actor()
    row = cards.own_review(actor, review_id)
    card = cards.card(actor, row.question_id)
    return render_template(
        "quizzes/practised.html",
        feedback=service.feedback(row=row),
        back_at=card.due_at if card else None,
        row=row,
    )
