"""Leaving a sheet out of the result, and appeals: asked by members, decided by teachers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import ConflictError, GoneError, InvalidError
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.errors import status_of
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.projects.forms import whole
from app.projects.queries import appeals as appeal_queries
from app.projects.queries import boards, outcomes, reach
from app.projects.services import moderation as services
from app.projects.views.blueprint import bp, frame


def _decisions_page(project_id: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.panel(project.id)
    html = render_template(
        "projects/decisions.html",
        frame=frame(actor, project, "manage"),
        teams={team.id: team.name for team in states},
        pairs=sorted(outcomes.delegate_pairs(project.id)),
        decisions=outcomes.decisions(project.id),
        is_open=project.state == "moderating",
        typed=request.form,
        error=error,
    )
    return html, status


@bp.get("/<int:project_id>/decisions")
@requires(Permission.PROJECT_MANAGE)
def decisions(project_id: int) -> ResponseReturnValue:
    """List the delegates' sheets and which of them are left out of the result."""
    return _decisions_page(project_id)


@bp.post("/<int:project_id>/decisions")
@requires(Permission.PROJECT_MANAGE)
def decide(project_id: int) -> ResponseReturnValue:
    """Leave one sheet out, or take it in again, with a reason."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    side, _sep, team = request.form.get("pair", "").partition("-")
    try:
        services.decide(
            actor=actor,
            project=project,
            pair=(whole(side), whole(team)),
            verdict=request.form.get("verdict", ""),
            reason=request.form.get("reason", ""),
        )
    except (InvalidError, GoneError) as error:
        release()
        return _decisions_page(project_id, explain(error), status_of(error))
    flash(_("The decision is kept. Compute the results again to see what it changes."), "good")
    return redirect(url_for("projects.decisions", project_id=project_id))


def _appeals_page(project_id: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.board([project.id])[project.id]
    found = appeal_queries.of(project.id)
    events = appeal_queries.events(row.id for row in found)
    html = render_template(
        "projects/appeals.html",
        frame=frame(actor, project, "manage"),
        appeals=found,
        events={row.id: [each for each in events if each.appeal_id == row.id] for row in found},
        names={user_id: name for team in states for user_id, name in team.members.items()},
        teams={team.id: team.name for team in states},
        typed=request.form,
        error=error,
    )
    return html, status


@bp.get("/<int:project_id>/appeals")
@requires(Permission.PROJECT_MANAGE)
def appeals(project_id: int) -> ResponseReturnValue:
    """List what was asked about released marks."""
    return _appeals_page(project_id)


@bp.post("/<int:project_id>/appeals/<int:appeal_id>")
@requires(Permission.PROJECT_MANAGE)
def answer_appeal(project_id: int, appeal_id: int) -> ResponseReturnValue:
    """Take an appeal up, or decide it."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    verdict = request.form.get("verdict", "")
    try:
        if verdict == "taken":
            services.take(actor=actor, project=project, appeal_id=appeal_id)
        else:
            text = request.form.get("text", "")
            services.settle(actor=actor, project=project, appeal_id=appeal_id, verdict=verdict, text=text)
    except (InvalidError, ConflictError) as error:
        release()
        return _appeals_page(project_id, explain(error), status_of(error))
    flash(_("The appeal is kept up to date; its author sees it on the result page."), "good")
    return redirect(url_for("projects.appeals", project_id=project_id))


@bp.get("/<int:project_id>/appeal")
@requires(Permission.TEAM_WORK)
def ask_again(project_id: int) -> ResponseReturnValue:
    """Show what I asked about my mark and what came of it, and let me ask."""
    return _own_page(project_id)


def _own_page(project_id: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.panel(project.id)
    mine = next((team for team in states if actor.user_id in team.members), None)
    found = appeal_queries.own(project.id, actor.user_id)
    events = appeal_queries.events(row.id for row in found)
    html = render_template(
        "projects/appeal.html",
        frame=frame(actor, project, "result", mine.id if mine else None),
        appeals=found,
        events={row.id: [each for each in events if each.appeal_id == row.id] for row in found},
        released=appeal_queries.released_mark(project.id, actor.user_id),
        components=services.COMPONENTS,
        days=services.DAYS,
        typed=request.form,
        error=error,
    )
    return html, status


@bp.post("/<int:project_id>/appeal")
@requires(Permission.TEAM_WORK)
def appeal(project_id: int) -> ResponseReturnValue:
    """Ask to have one part of my released mark looked at again."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    try:
        services.appeal(
            actor=actor,
            project=project,
            component=request.form.get("component", ""),
            text=request.form.get("text", ""),
        )
    except (InvalidError, GoneError, ConflictError) as error:
        release()
        return _own_page(project_id, explain(error), status_of(error))
    flash(_("Your question is in. You see here who takes it up and what is decided."), "good")
    return redirect(url_for("projects.ask_again", project_id=project_id))
