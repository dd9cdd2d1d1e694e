"""Marking an essay by its rubric."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.quizzes.kinds.essay.kind import letters
from app.quizzes.services import essays
from app.quizzes.views.blueprint import bp


def _page(actor: Actor, attempt_id: int, position: int, error: str = "") -> str:
    attempt, sheet = essays.sheet_of(actor=actor, attempt_id=attempt_id, position=position)
    text = str((sheet.item.answer or {}).get("text", ""))
    given = sheet.item.marking or {}
    return render_template(
        "quizzes/essay.html",
        attempt=attempt,
        sheet=sheet,
        text=text,
        size=letters(text),
        levels={**given.get("levels", {}), **{k: int(v) for k, v in request.form.items() if v.isdecimal()}},
        remark=request.form.get("remark", given.get("remark", "")),
        error=error,
    )


@bp.get("/essay/<int:attempt_id>/<int:position>")
@requires(Permission.MARK)
def essay(attempt_id: int, position: int) -> ResponseReturnValue:
    """Show an essay without its writer's name, beside the criteria."""
    return _page(current_actor(), attempt_id, position)


@bp.post("/essay/<int:attempt_id>/<int:position>")
@requires(Permission.MARK)
def mark_essay(attempt_id: int, position: int) -> ResponseReturnValue:
    """Give every criterion its level, then go on to the next essay that waits."""
    actor = current_actor()
    try:
        essays.mark(
            actor=actor,
            attempt_id=attempt_id,
            position=position,
            chosen=request.form.to_dict(),
            remark=request.form.get("remark", ""),
        )
    except InvalidError as error:
        return _page(actor, attempt_id, position, explain(error)), 422
    flash(_("Marked. The person is told."), "good")
    left = essays.waiting(actor=actor)
    if left:
        return redirect(url_for("quizzes.essay", attempt_id=left[0].attempt_id, position=left[0].position))
    return redirect(url_for("quizzes.rooms_index"))
