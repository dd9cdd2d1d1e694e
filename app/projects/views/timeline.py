"""The team's timetable: a Gantt picture with its table, milestones, roles."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import InvalidError
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language
from app.projects import policies
from app.projects.engine import gantt
from app.projects.forms import numbered, whole
from app.projects.models.project import Team
from app.projects.queries import inside, reach
from app.projects.services import timeline as services
from app.projects.views.blueprint import bp, frame


def _page(team: Team, error: str = "", status: int = 200) -> ResponseReturnValue:
    actor, project = current_actor(), team.project
    people = inside.members([project.id]).get(team.id, [])
    is_member = any(row.user_id == actor.user_id for row in people)
    page = frame(actor, project, "team" if is_member else "manage", team.id if is_member else None)
    titles = {plan.id: plan.title.get(language()) for plan in page.book.packages}
    packages = inside.packages([project.id]).get(team.id, [])
    milestones = inside.milestones(team.id)
    spans = [
        gantt.Span(titles[row.key], row.owner.name if row.owner else "–", row.first_week, row.last_week)
        for row in packages
        if row.first_week is not None and row.last_week is not None
    ]
    points = [gantt.Point(row.title, row.week, row.reached_at is not None) for row in milestones]
    html = render_template(
        "projects/timeline.html",
        frame=page,
        team=team,
        titles=titles,
        packages=packages,
        milestones=milestones,
        chart=gantt.draw(page.book.weeks, spans, points),
        people=people,
        me=actor.user_id,
        is_open=is_member and policies.choosing_is_open(project.state),
        typed=request.form,
        error=error,
    )
    return html, status


@bp.get("/teams/<int:team_id>/timeline")
@requires(Permission.TEAM_WORK, Permission.PROJECT_MANAGE)
def timeline(team_id: int) -> ResponseReturnValue:
    """Show who works on what in which week, and what is to be reached when."""
    return _page(reach.team_visible_to(current_actor(), team_id))


@bp.post("/teams/<int:team_id>/timeline")
@requires(Permission.TEAM_WORK)
def save_timeline(team_id: int) -> ResponseReturnValue:
    """Save the weeks, add or mark a milestone, or take a role; the button says which."""
    actor = current_actor()
    team = reach.team_visible_to(actor, team_id)
    form = request.form
    try:
        if "weeks" in form:
            services.set_weeks(actor=actor, team=team, weeks=_weeks())
        elif "title" in form:
            week = whole(form.get("week"))
            services.add_milestone(actor=actor, team=team, title=form.get("title", ""), week=week)
        elif "milestone" in form:
            number, word = whole(form.get("milestone")), form.get("word", "")
            services.mark_milestone(actor=actor, team=team, milestone_id=number, word=word)
        else:
            services.choose_role(actor=actor, team=team, role=form.get("role", ""))
    except InvalidError as error:
        release()
        return _page(reach.team_visible_to(actor, team_id), explain(error), 422)
    flash(_("The timetable is saved."), "good")
    return redirect(url_for("projects.timeline", team_id=team_id))


def _weeks() -> dict[int, tuple[int | None, int | None]]:
    begins, ends = numbered(request.form, "first"), numbered(request.form, "last")
    return {
        package_id: (
            whole(text) if text.strip() else None,
            whole(ends[package_id]) if ends.get(package_id, "").strip() else None,
        )
        for package_id, text in begins.items()
    }
