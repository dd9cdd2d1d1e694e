"""Kept remarks, and one's own marks side by side."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import InvalidError
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.projects import policies
from app.projects.models.project import PROJECT
from app.projects.queries import boards, reach
from app.projects.services import marking
from app.projects.views.blueprint import bp, frame, own_team, queue
from app.rubrics import queries as rubrics
from app.rubrics import services


def _back() -> ResponseReturnValue:
    """Return to the sheet the remark was kept on; anything that is no page of ours leads to the list."""
    asked = request.form.get("next", "")
    inside = asked.startswith("/projects/") and "//" not in asked and "\\" not in asked
    return redirect(asked if inside else url_for("projects.index"))


@bp.post("/snippets")
@requires(Permission.TEAM_WORK, Permission.MARK)
def keep_snippet() -> ResponseReturnValue:
    """Keep a remark for another time; only teachers share theirs."""
    actor = current_actor()
    shared = bool(request.form.get("shared")) and policies.may_mark_as_teacher(actor)
    try:
        services.keep_snippet(actor=actor, text=request.form.get("text", ""), shared=shared)
    except InvalidError as error:
        flash(explain(error), "warn")
        return _back()
    flash(_("The remark is kept."), "good")
    return _back()


@bp.post("/snippets/<int:snippet_id>/drop")
@requires(Permission.TEAM_WORK, Permission.MARK)
def drop_snippet(snippet_id: int) -> ResponseReturnValue:
    """Take a kept remark off the list."""
    services.drop_snippet(actor=current_actor(), snippet_id=snippet_id)
    flash(_("The remark is off the list."), "good")
    return _back()


@bp.get("/<int:project_id>/marking/compare")
@requires(Permission.TEAM_WORK, Permission.MARK)
def compare(project_id: int) -> ResponseReturnValue:
    """Show the actor's own marks, one criterion across all teams."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.panel(project.id)
    side, mine = marking.side_of(actor, states), own_team(actor, states)
    sheets = rubrics.side_sheets(PROJECT, project.id, side.role, side.team_id)
    events = rubrics.states(sheet.id for sheet in sheets.values())
    return render_template(
        "projects/compare.html",
        frame=frame(actor, project, "marking", mine.id if mine else None),
        rubric=rubrics.rubric(project.rubric_version),
        queue=queue(actor, project, states, sheets),
        events={team_id: events[sheet.id] for team_id, sheet in sheets.items()},
    )
