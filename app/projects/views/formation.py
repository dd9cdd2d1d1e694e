"""Teams from a list, and teams that the class chooses by itself."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.kernel.errors import ConflictError, InvalidError
from app.organisations import queries as organisations
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.projects.forms import whole
from app.projects.queries import inside, reach
from app.projects.services import formation as services
from app.projects.views.blueprint import bp, frame


def _form_page(project_id: int, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    html = render_template(
        "projects/formation.html",
        frame=frame(actor, project, "manage"),
        teams=inside.teams([project.id]),
        members=inside.members([project.id]),
        is_draft=project.state == "draft",
        typed=request.form,
        error=error,
    )
    return html, status


@bp.get("/<int:project_id>/formation")
@requires(Permission.PROJECT_MANAGE)
def formation(project_id: int) -> ResponseReturnValue:
    """Show the two other ways to form teams: a list, and sign-up."""
    return _form_page(project_id)


@bp.post("/<int:project_id>/formation")
@requires(Permission.PROJECT_MANAGE)
def form_teams(project_id: int) -> ResponseReturnValue:
    """Take in a list of people and teams, or open or end the sign-up."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    try:
        if "list" in request.form:
            roster = organisations.roster(project.cohort_id)
            people = {row.user.name: row.user_id for row in roster} | {
                row.number: row.user_id for row in roster if row.number
            }
            text = request.form.get("list", "")
            count = services.bring(actor=actor, project=project, text=text, people=people)
            flash(ngettext("One person has a team.", "%(num)s people have a team.", count), "good")
        else:
            is_open = request.form.get("signup") == "1"
            wanted = whole(request.form.get("count") or "0") if is_open else 0
            first = len(inside.teams([project.id])) + 1
            names = [_("Team %(number)s", number=first + place) for place in range(min(wanted, 40))]
            services.open_signup(actor=actor, project=project, names=names, is_open=is_open)
            flash(_("The class can choose its teams now.") if is_open else _("Sign-up is closed."), "good")
    except InvalidError as error:
        release()
        return _form_page(project_id, explain(error), 422)
    return redirect(url_for("projects.formation", project_id=project_id))


@bp.get("/sign-up")
@requires(Permission.TEAM_WORK)
def sign_up() -> ResponseReturnValue:
    """Show the teams I may choose from."""
    return _sign_up_page()


def _sign_up_page(error: str = "", status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    projects = reach.signups_open_to(actor)
    ids = [project.id for project in projects]
    teams = inside.teams(ids)
    html = render_template(
        "projects/signup.html",
        projects=projects,
        books={project.id: reach.book(project) for project in projects},
        teams={each: [team for team in teams if team.project_id == each] for each in ids},
        members=inside.members(ids),
        me=actor.user_id,
        error=error,
    )
    return html, status


@bp.post("/sign-up/<int:team_id>")
@requires(Permission.TEAM_WORK)
def join_team(team_id: int) -> ResponseReturnValue:
    """Sit down in a team, or change over to it."""
    try:
        team = services.join(actor=current_actor(), team_id=team_id)
    except ConflictError as error:
        release()
        return _sign_up_page(explain(error), 409)
    flash(_("You are in %(team)s.", team=team.name), "good")
    return redirect(url_for("projects.sign_up"))
