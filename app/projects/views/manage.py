"""Pages of the teacher: opening a task, forming teams, moving on, computing, releasing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError
from app.library import queries as library
from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.organisations.policies import Permission
from app.platform.database import release as let_go
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language, pick
from app.projects import policies
from app.projects.engine import gates, task
from app.projects.forms import DealForm, ProjectForm, seats, whole
from app.projects.models.outcome import ResultVersion
from app.projects.models.project import PROJECT, Project
from app.projects.queries import boards, inside, outcomes, reach
from app.projects.services import formation, results, setup
from app.projects.views.blueprint import bp, frame, say
from app.rubrics import queries as rubrics
from app.rubrics.engine import explain as explanation


def _project_form(cohorts: Sequence[Cohort]) -> ProjectForm:
    releases = {cohort.release_id for cohort in cohorts}
    found = {key: blob for each in sorted(releases) for key, blob in library.documents(each, "task").items()}
    books = {key: task.read(blob.doc) for key, blob in found.items()}
    first = next(iter(books.values()), None)
    shares = (first.teacher_share, first.own_weight) if first else (60, 40)
    form = ProjectForm(data={"teacher_share": shares[0], "own_weight": shares[1], "ask_contribution": True})
    form.cohort.choices = [choice(str(row.id), pick(row.title)) for row in cohorts]
    form.task.choices = [choice(key, book.title.get(language())) for key, book in books.items()]
    return form


@bp.get("/new")
@requires(Permission.PROJECT_MANAGE)
def new() -> ResponseReturnValue:
    """Ask for which class, with which task book and with which shares."""
    form = _project_form(organisations.cohorts_visible_to(current_actor()))
    return render_template("projects/new.html", form=form)


@bp.post("/new")
@requires(Permission.PROJECT_MANAGE)
def create() -> ResponseReturnValue:
    """Open a team task as a draft."""
    actor = current_actor()
    form = _project_form(organisations.cohorts_visible_to(actor))
    if not form.validate():
        return render_template("projects/new.html", form=form), 422
    options = setup.Options(
        teacher_share=form.teacher_share.data,
        own_weight=form.own_weight.data,
        aggregator=form.aggregator.data,
        level_anchor=form.level_anchor.data,
        ask_contribution=form.ask_contribution.data,
    )
    try:
        cohort = organisations.cohort_visible_to(actor, int(form.cohort.data))
        project = setup.create_project(actor=actor, cohort=cohort, task_id=form.task.data, options=options)
    except (InvalidError, ConflictError) as error:
        form.task.errors = [explain(error)]
        status = 409 if isinstance(error, ConflictError) else 422
        return render_template("projects/new.html", form=form), status
    flash(_("The task is open as a draft. Form the teams next."), "good")
    return redirect(url_for("projects.manage", project_id=project.id))


@dataclass
class Typed:
    """What a refused form brought, and the sentence that says why."""

    fields: dict[str, str]
    error: str
    deal: DealForm | None = None


def _reach(project_id: int) -> tuple[Actor, Project]:
    actor = current_actor()
    if not policies.may_manage(actor):
        raise NotAllowedError
    return actor, reach.project_visible_to(actor, project_id)


def _manage_page(project_id: int, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    actor, project = _reach(project_id)
    states = boards.board([project.id])[project.id]
    target = gates.after(project.state)
    moderates = policies.preview_is_open(project.state)
    html = render_template(
        "projects/manage.html",
        frame=frame(actor, project, "manage"),
        teams=states,
        target=target,
        states=gates.STATES,
        obstacles=gates.obstacles(target, states) if target else [],
        roster=organisations.roster(project.cohort_id),
        places={user: team.id for team in states for user in team.members},
        handed_in=inside.handed_in([project.id]),
        sheets=rubrics.sheets(PROJECT, project.id),
        marked=_marked(project),
        version=_outputs(outcomes.latest_result(project.id)) if moderates else None,
        absences=results.absences(project) if project.state == gates.MODERATING else None,
        typed=typed or Typed({}, ""),
        deal=(typed.deal if typed else None) or DealForm(formdata=None, data={"count": 3, "how": "order"}),
        names={user_id: name for state in states for user_id, name in state.members.items()},
        say=say,
        read=explanation.read,
    )
    return html, status


def _marked(project: Project) -> dict[int, int]:
    """Return how many work packages of each team have a mark."""
    marks = outcomes.package_marks(project.id)
    packages = inside.packages([project.id])
    return {team_id: sum(row.id in marks for row in rows) for team_id, rows in packages.items()}


def _outputs(version: ResultVersion | None) -> dict[str, object] | None:
    if version is None:
        return None
    return {
        "number": version.number,
        "at": version.at,
        "sha256": version.sha256,
        **json.loads(version.outputs),
    }


@bp.get("/<int:project_id>/manage")
@requires(Permission.PROJECT_MANAGE)
def manage(project_id: int) -> ResponseReturnValue:
    """Show who has accepted, planned, handed in and marked, and what can be done now."""
    return _manage_page(project_id)


@bp.post("/<int:project_id>/deal")
@requires(Permission.PROJECT_MANAGE)
def deal(project_id: int) -> ResponseReturnValue:
    """Deal everybody who has no team yet into new teams."""
    actor, project = _reach(project_id)
    form = DealForm()
    if not form.validate():
        return _manage_page(project_id, Typed({}, "", form), 422)
    seated = {row.user_id for rows in inside.members([project.id]).values() for row in rows}
    people = [row.user_id for row in organisations.roster(project.cohort_id) if row.user_id not in seated]
    first = len(inside.teams([project.id])) + 1
    names = [_("Team %(number)s", number=first + place) for place in range(form.count.data or 0)]
    try:
        how = form.how.data or "order"
        formation.deal(actor=actor, project=project, user_ids=people, names=names, how=how)
    except InvalidError as error:
        form.count.errors = [explain(error)]
        let_go()
        return _manage_page(project_id, Typed({}, "", form), 422)
    flash(ngettext("One team is dealt.", "%(num)s teams are dealt.", len(names)), "good")
    return redirect(url_for("projects.manage", project_id=project_id))


@bp.post("/<int:project_id>/seats")
@requires(Permission.PROJECT_MANAGE)
def seat(project_id: int) -> ResponseReturnValue:
    """Change who sits in which team."""
    actor, project = _reach(project_id)
    try:
        chosen = seats(request.form)
        known = {row.user_id for row in organisations.roster(project.cohort_id)}
        kept = {user_id: team_id for user_id, team_id in chosen.items() if user_id in known}
        setup.seat(actor=actor, project=project, seats=kept, reason=request.form.get("reason", ""))
    except InvalidError as error:
        let_go()
        return _manage_page(project_id, Typed(request.form.to_dict(), explain(error)), 422)
    flash(_("The teams are saved."), "good")
    return redirect(url_for("projects.manage", project_id=project_id))


@bp.post("/<int:project_id>/move")
@requires(Permission.PROJECT_MANAGE)
def move(project_id: int) -> ResponseReturnValue:
    """Move the task one step on, or back with a reason."""
    actor, project = _reach(project_id)
    fields = request.form.to_dict()
    try:
        setup.move(
            actor=actor,
            project=project,
            target=fields.get("target", ""),
            expected=fields.get("state", ""),
            reason=fields.get("reason", ""),
        )
    except (InvalidError, ConflictError) as error:
        let_go()
        status = 409 if isinstance(error, ConflictError) else 422
        return _manage_page(project_id, Typed(fields, explain(error)), status)
    flash(_("The task has moved on."), "good")
    return redirect(url_for("projects.manage", project_id=project_id))


@bp.post("/<int:project_id>/compute")
@requires(Permission.PROJECT_MANAGE)
def compute(project_id: int) -> ResponseReturnValue:
    """Compute the results for the teacher's eyes."""
    actor, project = _reach(project_id)
    version = results.compute(actor=actor, project=project)
    flash(_("Result version %(number)s is computed. Nobody but you sees it.", number=version.number), "good")
    return redirect(url_for("projects.manage", project_id=project_id))


@bp.post("/<int:project_id>/release")
@requires(Permission.PROJECT_MANAGE)
def release(project_id: int) -> ResponseReturnValue:
    """Release one result version to the class."""
    actor, project = _reach(project_id)
    fields = request.form.to_dict()
    try:
        number = whole(fields.get("number"))
        results.release(actor=actor, project=project, number=number, waiver=fields.get("waiver", ""))
    except (InvalidError, ConflictError) as error:
        let_go()
        status = 409 if isinstance(error, ConflictError) else 422
        return _manage_page(project_id, Typed(fields, explain(error)), status)
    flash(_("The marks are released. Everybody sees their own and how it came about."), "good")
    return redirect(url_for("projects.result", project_id=project_id))
