"""The marking list and the rubric sheet: as a plain form, and one criterion at a time for scripts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.organisations.policies import Permission
from app.platform.database import release
from app.platform.errors import status_of, wants_json
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, pick, show_moment
from app.projects import policies
from app.projects.engine import gates
from app.projects.forms import RecusalForm, entry, whole
from app.projects.models.project import PROJECT, TEAM, Project
from app.projects.queries import boards, inside, reach, stages
from app.projects.services import marking as services
from app.projects.views.blueprint import bp, client_key, frame, own_team, queue
from app.rubrics import queries as rubrics
from app.rubrics.engine.rubric import Rubric
from app.rubrics.models import TEACHER, ScoreEvent
from app.rubrics.services import Entry, StaleScoreError


@bp.get("/<int:project_id>/marking")
@requires(Permission.TEAM_WORK, Permission.MARK)
def marking(project_id: int) -> ResponseReturnValue:
    """List the teams to mark; the own team says why it cannot be opened."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.panel(project.id)
    mine = own_team(actor, states)
    try:
        side = services.side_of(actor, states)
    except NotAllowedError:
        side = None
    sheets = rubrics.side_sheets(PROJECT, project.id, side.role, side.team_id) if side else {}
    return render_template(
        "projects/marking.html",
        frame=frame(actor, project, "marking", mine.id if mine else None),
        teams=states,
        mine=mine,
        side=side,
        sheets=sheets,
        points=rubrics.states(sheet.id for sheet in sheets.values()),
        rubric=rubrics.rubric(project.rubric_version),
        recused=rubrics.recusals(actor.user_id, TEAM, [team.id for team in states]),
        is_open=side is not None and _is_open(project, side),
        stage=stages.stage(project.id) is not None,
    )


def _is_open(project: Project, side: services.Side) -> bool:
    if side.role == TEACHER:
        return policies.teacher_may_mark(project.state)
    return policies.delegates_may_mark(project.state)


@dataclass
class Typed:
    """What a refused sheet brought: the fields, the conflicts by criterion, the sentences."""

    fields: Mapping[str, str] = field(default_factory=dict)
    conflicts: dict[str, ScoreEvent] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    recusal: RecusalForm | None = None


def _sheet_page(
    project_id: int, team_id: int, typed: Typed | None = None, status: int = 200
) -> ResponseReturnValue:
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    side = services.admit(actor=actor, project=project, team_id=team_id, writing=False)
    states = boards.panel(project.id)
    mine = own_team(actor, states)
    sheet = rubrics.sheet_of(TEAM, team_id, side.role, side.team_id)
    events = rubrics.states([sheet.id])[sheet.id] if sheet else {}
    page = frame(actor, project, "marking", mine.id if mine else None)
    html = render_template(
        "projects/sheet.html",
        **_neighbours(actor, project, states, side, team_id),
        frame=page,
        team=next(team for team in states if team.id == team_id),
        rubric=rubrics.rubric(project.rubric_version),
        sheet=sheet,
        events=events,
        total=sum(rubrics.points(events).values()),
        submissions=inside.submissions(team_id),
        names=page.book.titles(),
        is_open=_is_open(project, side) and (sheet is None or sheet.state == "draft"),
        may_reopen=_is_open(project, side) and sheet is not None and sheet.state == "submitted",
        is_delegate=side.role != TEACHER,
        typed=typed or Typed(),
        recusal=(typed.recusal if typed else None) or RecusalForm(formdata=None),
        client_key=client_key(),
    )
    return html, status


def _neighbours(
    actor: Actor, project: Project, states: list[gates.TeamState], side: services.Side, team_id: int
) -> dict[str, object]:
    """Return what stands around a sheet: the queue, the teams before and after, kept remarks."""
    waiting = queue(actor, project, states, rubrics.side_sheets(PROJECT, project.id, side.role, side.team_id))
    places = [None, *(each.id for each in waiting), None]
    place = places.index(team_id)
    return {
        "queue": waiting,
        "before": places[place - 1],
        "next": places[place + 1],
        "snippets": rubrics.snippets(actor),
        "me": actor.user_id,
    }


@bp.get("/<int:project_id>/marking/<int:team_id>")
@requires(Permission.TEAM_WORK, Permission.MARK)
def sheet(project_id: int, team_id: int) -> ResponseReturnValue:
    """Show the actor's own rubric sheet for one team."""
    return _sheet_page(project_id, team_id)


def _entries(project: Project, events: Mapping[str, ScoreEvent], only: str | None = None) -> list[Entry]:
    rubric = rubrics.rubric(project.rubric_version)
    found = []
    for criterion in rubric.criteria:
        if only in {None, criterion.id}:
            standing = events.get(criterion.id)
            found.append(entry(request.form, rubric, criterion.id, standing.points if standing else None))
    # A criterion that nobody has touched yet needs no event.
    return [each for each in found if each and (each.points is not None or each.comment or each.expected)]


def _events(actor: Actor, project: Project, team_id: int) -> dict[str, ScoreEvent]:
    side = services.admit(actor=actor, project=project, team_id=team_id)
    found = rubrics.sheet_of(TEAM, team_id, side.role, side.team_id)
    return rubrics.states([found.id])[found.id] if found else {}


@bp.post("/<int:project_id>/marking/<int:team_id>")
@requires(Permission.TEAM_WORK, Permission.MARK)
def save_sheet(project_id: int, team_id: int) -> ResponseReturnValue:
    """Save the whole sheet, all of it or nothing; with ``submit`` also hand it in."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    events, entries = {}, []
    try:
        events = _events(actor, project, team_id)
        entries = _entries(project, events)
        services.score(actor=actor, project=project, team_id=team_id, entries=entries)
        if "submit" in request.form:
            expected = whole(request.form.get("sheet_version"))
            services.submit(actor=actor, project=project, team_id=team_id, expected=expected)
    except StaleScoreError as error:
        conflicts = {
            each.criterion: events[each.criterion]
            for each in entries
            if each.criterion in events and _differs(events[each.criterion], each)
        }
        return _refused(project_id, team_id, Typed(request.form, conflicts, [explain(error)]), 409)
    except (ConflictError, GoneError, InvalidError) as error:
        return _refused(project_id, team_id, Typed(request.form, {}, [explain(error)]), status_of(error))
    if "submit" in request.form:
        flash(_("The sheet is handed in."), "good")
        return redirect(url_for("projects.marking", project_id=project_id))
    flash(_("The sheet is saved."), "good")
    return redirect(url_for("projects.sheet", project_id=project_id, team_id=team_id))


def _differs(standing: ScoreEvent, sent: Entry) -> bool:
    same = (standing.points, standing.comment) == (sent.points, sent.comment)
    return not same and standing.version != sent.expected


def _refused(project_id: int, team_id: int, typed: Typed, status: int) -> ResponseReturnValue:
    """Show the sheet as it was typed; nothing of it is kept."""
    release()
    return _sheet_page(project_id, team_id, typed, status)


@bp.post("/<int:project_id>/marking/<int:team_id>/criteria/<criterion>")
@requires(Permission.TEAM_WORK, Permission.MARK)
def save_criterion(project_id: int, team_id: int, criterion: str) -> ResponseReturnValue:
    """Save one criterion for a script; 409 answers with both versions."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    rubric = rubrics.rubric(project.rubric_version)
    if criterion not in {each.id for each in rubric.criteria}:
        raise NotFoundError
    try:
        entries = _entries(project, {}, criterion)
        saved = services.score(actor=actor, project=project, team_id=team_id, entries=entries)
    except StaleScoreError as error:
        body = {"code": error.code, "message": explain(error), "saved": _shown(rubric, error.saved)}
        return jsonify(body | {"yours": {"points": error.entry.points, "comment": error.entry.comment}}), 409
    if not wants_json():
        return redirect(url_for("projects.sheet", project_id=project_id, team_id=team_id))
    return jsonify(_shown(rubric, saved[0]) if saved else {"version": 0})


def _shown(rubric: Rubric, event: ScoreEvent) -> dict[str, object]:
    band = None if event.points is None else rubric.criterion(event.criterion).band_of(event.points)
    return {
        "points": event.points,
        "band": band.id if band else None,
        "label": pick(band.label) if band else "",
        "comment": event.comment,
        "version": event.version,
        "at": show_moment(event.at),
    }


@bp.post("/<int:project_id>/marking/<int:team_id>/reopen")
@requires(Permission.TEAM_WORK, Permission.MARK)
def reopen(project_id: int, team_id: int) -> ResponseReturnValue:
    """Make the actor's own handed-in sheet a draft again."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    services.admit(actor=actor, project=project, team_id=team_id)
    expected = whole(request.form.get("sheet_version"))
    services.reopen(actor=actor, project=project, team_id=team_id, expected=expected)
    flash(_("The sheet is open again. Hand it in when you are done."), "good")
    return redirect(url_for("projects.sheet", project_id=project_id, team_id=team_id))


@bp.post("/<int:project_id>/marking/<int:team_id>/recusal")
@requires(Permission.TEAM_WORK)
def recuse(project_id: int, team_id: int) -> ResponseReturnValue:
    """Stand aside from marking one team; the alternate takes over."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    form = RecusalForm()
    if not form.validate():
        return _sheet_page(project_id, team_id, Typed(recusal=form), 422)
    services.declare_recusal(actor=actor, project=project, team_id=team_id, reason=form.reason.data or "")
    flash(_("You stand aside here. The alternate of your team marks this team instead."), "good")
    return redirect(url_for("projects.marking", project_id=project_id))
