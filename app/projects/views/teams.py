"""Pages of members: the list, the task book, the team's board, handing in, delegates, contribution."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.errors import ConflictError, InvalidError, TooLargeError
from app.organisations.policies import Permission
from app.platform import files
from app.platform.database import release
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language
from app.projects import policies
from app.projects.engine import gates, task
from app.projects.forms import DelegateForm, HandInForm, numbered, plan_rows, whole
from app.projects.models.project import Team
from app.projects.queries import boards, inside, outcomes, reach, waiting
from app.projects.services import marking as marking_services
from app.projects.services import teamwork
from app.projects.views.blueprint import bp, client_key, frame, own_team
from app.rubrics import queries as rubrics


@bp.get("/")
@requires(Permission.TEAM_WORK, Permission.PROJECT_MANAGE)
def index() -> ResponseReturnValue:
    """List the actor's team tasks with what to do next."""
    actor = current_actor()
    projects = reach.projects_visible_to(actor)
    steps = waiting.next_steps(actor)
    return render_template(
        "projects/index.html",
        projects=projects,
        books={project.task_hash: reach.book(project) for project in projects},
        steps={row.id: [step for step in steps if step.project_id == row.id] for row in projects},
        manages=policies.may_manage(actor),
        signups=reach.signups_open_to(actor),
    )


@bp.get("/<int:project_id>")
@requires(Permission.TEAM_WORK, Permission.PROJECT_MANAGE)
def book(project_id: int) -> ResponseReturnValue:
    """Show the task book, and let a member accept it."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.board([project.id])[project.id]
    team = own_team(actor, states)
    return render_template(
        "projects/book.html",
        frame=frame(actor, project, "book", team.id if team else None),
        team=team,
        accepted=team is not None and actor.user_id in team.accepted,
        may_accept=team is not None and policies.accepting_is_open(project.state),
        rubric=rubrics.rubric(project.rubric_version),
    )


@bp.post("/<int:project_id>/accept")
@requires(Permission.TEAM_WORK)
def accept(project_id: int) -> ResponseReturnValue:
    """Accept the task book."""
    actor = current_actor()
    teamwork.accept(actor=actor, project=reach.project_visible_to(actor, project_id))
    flash(_("You have accepted the task book."), "good")
    return redirect(url_for("projects.book", project_id=project_id))


@dataclass
class Typed:
    """What a refused form brought, to be shown again: the plan's fields, the other forms, the sentence."""

    plan: dict[str, str] | None = None
    hand_in: HandInForm | None = None
    delegate: DelegateForm | None = None
    error: str = ""


def _team_page(team: Team, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    actor, project, typed = current_actor(), team.project, typed or Typed()
    states = boards.board([project.id])[project.id]
    state = next(each for each in states if each.id == team.id)
    mine = own_team(actor, states)
    is_member = mine is not None and mine.id == team.id
    packages = inside.packages([project.id]).get(team.id, [])
    page = frame(actor, project, "team" if is_member else "manage", mine.id if mine else None)
    marks = outcomes.package_marks(project.id) if policies.may_mark_as_teacher(actor) else {}
    html = render_template(
        "projects/team.html",
        frame=page,
        team=team,
        state=state,
        is_member=is_member,
        packages=packages,
        plans={plan.id: plan for plan in page.book.packages},
        submissions=inside.submissions(team.id),
        obstacles=gates.plan_obstacles(state),
        typed=typed,
        marks=marks,
        may_plan=is_member and policies.planning_is_open(project.state) and not state.plan_closed,
        may_hand_in=is_member and policies.handing_in_is_open(project.state),
        may_choose=is_member and policies.choosing_is_open(project.state),
        may_answer=is_member and project.ask_contribution and policies.contribution_is_open(project.state),
        may_mark=policies.may_mark_as_teacher(actor) and policies.teacher_may_mark(project.state),
        hand_in=typed.hand_in or _hand_in_form(page.book, state, actor.user_id),
        delegate=typed.delegate or _delegate_form(state),
    )
    return html, status


def _hand_in_form(book: task.TaskBook, state: gates.TeamState, user_id: int) -> HandInForm:
    form = HandInForm()
    own = state.keys.get(user_id, frozenset())
    form.target.choices = [
        *(choice(item.id, item.title.get(language())) for item in book.deliverables),
        *(choice(plan.id, plan.title.get(language())) for plan in book.packages if plan.id in own),
    ]
    if not form.client_key.data:
        form.client_key.data = client_key()
    return form


def _delegate_form(state: gates.TeamState) -> DelegateForm:
    first, second = [*state.members, None, None][:2]
    chosen = {"delegate": state.delegate or first, "alternate": state.alternate or second}
    form = DelegateForm(data=chosen)
    people = [choice(str(user_id), name) for user_id, name in state.members.items()]
    form.delegate.choices = form.alternate.choices = people
    return form


@bp.get("/teams/<int:team_id>")
@requires(Permission.TEAM_WORK, Permission.PROJECT_MANAGE)
def team(team_id: int) -> ResponseReturnValue:
    """Show a team: members, work packages, what was handed in, its delegate."""
    return _team_page(reach.team_visible_to(current_actor(), team_id))


@bp.post("/teams/<int:team_id>/plan")
@requires(Permission.TEAM_WORK)
def plan(team_id: int) -> ResponseReturnValue:
    """Save owners and weights; with ``close`` also close the plan."""
    actor = current_actor()
    row = reach.team_visible_to(actor, team_id)
    try:
        expected = whole(request.form.get("version"))
        teamwork.save_plan(actor=actor, team=row, rows=plan_rows(request.form), expected=expected)
        if "close" in request.form:
            teamwork.close_plan(actor=actor, team=row, expected=row.plan_version)
            flash(_("The plan is closed. Now everybody works on their own packages."), "good")
        else:
            flash(_("The plan is saved."), "good")
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        release()
        again = reach.team_visible_to(actor, team_id)
        return _team_page(again, Typed(plan=request.form.to_dict(), error=explain(error)), status)
    return redirect(url_for("projects.team", team_id=team_id))


@bp.post("/teams/<int:team_id>/submissions")
@requires(Permission.TEAM_WORK)
def hand_in(team_id: int) -> ResponseReturnValue:
    """Take in one file or link as a new version."""
    actor = current_actor()
    row = reach.team_visible_to(actor, team_id)
    state = next(each for each in boards.board([row.project_id])[row.project_id] if each.id == team_id)
    form = _hand_in_form(reach.book(row.project), state, actor.user_id)
    if not form.validate():
        return _team_page(row, Typed(hand_in=form), 422)
    try:
        work = _work(row, form)
    except (InvalidError, TooLargeError) as error:
        form.file.errors = [explain(error)]
        status = 413 if isinstance(error, TooLargeError) else 422
        return _team_page(reach.team_visible_to(actor, team_id), Typed(hand_in=form), status)
    version = teamwork.hand_in(actor=actor, team=reach.team_visible_to(actor, team_id), work=work)
    flash(_("Version %(number)s of “%(name)s” is in.", number=version.number, name=version.name), "good")
    return redirect(url_for("projects.team", team_id=team_id))


def _work(team: Team, form: HandInForm) -> teamwork.Work:
    """Return what the form brings; the file is written to disk without holding the database's lock."""
    actor, target = current_actor(), form.target.data or ""
    url, note, key = (form.url.data or "").strip(), form.note.data or "", form.client_key.data or ""
    teamwork.check_target(actor=actor, team=team, target=target)
    if not form.file.data:
        work = teamwork.Work(target=target, client_key=key, url=url, note=note)
    elif url:
        raise InvalidError(teamwork.NOTHING)
    else:
        release()
        stored = files.keep(form.file.data.stream, form.file.data.filename or "")
        work = teamwork.Work(target=target, client_key=key, file=stored, note=note)
    teamwork.check_work(work)
    return work


@bp.get("/submissions/<int:submission_id>")
@requires(Permission.TEAM_WORK, Permission.PROJECT_MANAGE)
def download(submission_id: int) -> ResponseReturnValue:
    """Give a handed-in file back, or go to the link."""
    row = reach.submission_visible_to(current_actor(), submission_id)
    if row.sha256 is None:
        return redirect(row.url or "")
    stored = files.StoredFile(row.name, row.sha256, row.size or 0, row.mime or "")
    return files.give_back(stored)


@bp.post("/teams/<int:team_id>/delegate")
@requires(Permission.TEAM_WORK)
def choose_delegate(team_id: int) -> ResponseReturnValue:
    """Choose delegate and alternate."""
    actor = current_actor()
    row = reach.team_visible_to(actor, team_id)
    state = next(each for each in boards.board([row.project_id])[row.project_id] if each.id == team_id)
    form = _delegate_form(state)
    try:
        if not form.validate():
            return _team_page(row, Typed(delegate=form), 422)
        teamwork.choose_delegate(
            actor=actor, team=row, delegate_id=form.delegate.data, alternate_id=form.alternate.data
        )
    except InvalidError as error:
        form.alternate.errors = [explain(error)]
        return _team_page(row, Typed(delegate=form), 422)
    flash(_("Delegate and alternate are chosen."), "good")
    return redirect(url_for("projects.team", team_id=team_id))


@bp.get("/teams/<int:team_id>/contribution")
@requires(Permission.TEAM_WORK)
def contribution(team_id: int) -> ResponseReturnValue:
    """Ask how each teammate contributed."""
    return _contribution_page(team_id)


def _contribution_page(
    team_id: int, typed: dict[int, str] | None = None, error: str = "", status: int = 200
) -> ResponseReturnValue:
    actor = current_actor()
    row = reach.team_visible_to(actor, team_id)
    state = next(each for each in boards.board([row.project_id])[row.project_id] if each.id == team_id)
    given = outcomes.contributions([row.project_id]).get(team_id, {}).get(actor.user_id, {})
    html = render_template(
        "projects/contribution.html",
        frame=frame(actor, row.project, "team", team_id),
        team=row,
        mates={user_id: name for user_id, name in state.members.items() if user_id != actor.user_id},
        values=typed or {user_id: str(points) for user_id, points in given.items()},
        answered=bool(given),
        error=error,
        is_open=row.project.ask_contribution and policies.contribution_is_open(row.project.state),
    )
    return html, status


@bp.post("/teams/<int:team_id>/contribution")
@requires(Permission.TEAM_WORK)
def contribute(team_id: int) -> ResponseReturnValue:
    """Write the answers about contribution down."""
    actor = current_actor()
    typed = numbered(request.form, "points")
    try:
        points = {user_id: whole(text) for user_id, text in typed.items()}
        teamwork.contribute(actor=actor, team=reach.team_visible_to(actor, team_id), points=points)
    except InvalidError as error:
        return _contribution_page(team_id, typed, explain(error), 422)
    flash(_("Your answers are in. You can change them until marking closes."), "good")
    return redirect(url_for("projects.team", team_id=team_id))


@bp.post("/teams/<int:team_id>/package-marks")
@requires(Permission.MARK)
def mark_packages(team_id: int) -> ResponseReturnValue:
    """Write the teacher's marks for the evidence of work packages down."""
    actor = current_actor()
    row = reach.team_visible_to(actor, team_id)
    remarks = numbered(request.form, "remark")
    try:
        marks = {
            each: (whole(text), remarks.get(each, "").strip())
            for each, text in numbered(request.form, "mark").items()
            if text.strip()
        }
        marking_services.mark_packages(actor=actor, team=row, marks=marks)
    except InvalidError as error:
        release()
        again = reach.team_visible_to(actor, team_id)
        return _team_page(again, Typed(plan=request.form.to_dict(), error=explain(error)), 422)
    flash(_("The marks for the work packages are saved."), "good")
    return redirect(url_for("projects.team", team_id=team_id))
