"""The presentation: the teacher's order of teams, the projector, and the phones of the delegates."""

from collections.abc import Mapping
from typing import Any

import segno
from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotAllowedError, NotFoundError
from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.projects import policies
from app.projects.models.project import TEAM, Project
from app.projects.queries import boards, reach, stages
from app.projects.services import marking
from app.projects.services import stage as services
from app.projects.views.blueprint import bp, client_key, frame, own_team
from app.rubrics import queries as rubrics
from app.rubrics.services import Entry, StaleScoreError

UNREADABLE = services.UNKNOWN


@bp.get("/<int:project_id>/presentation")
@requires(Permission.PROJECT_MANAGE)
def presentation(project_id: int) -> ResponseReturnValue:
    """Show the order of the teams, whose turn it is and how many sheets are in."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    found = stages.session_of(project.id)
    slots = stages.slots(found.id) if found else []
    states = boards.panel(project.id)
    return render_template(
        "projects/presentation.html",
        frame=frame(actor, project, "presentation"),
        session=found,
        slots=slots,
        teams={team.id: team for team in states},
        counts=stages.counts([team.id for team in states]),
        expected=len(states) - 1,
        may_open=policies.delegates_may_mark(project.state),
        code=_code(found.code) if found else None,
    )


def _code(code: str) -> Markup:
    """Return the QR picture of a session's address, drawn by the server."""
    address = url_for("projects.join", code=code, _external=True)
    # The text in it is an address of ours; segno writes paths only.
    drawn = segno.make(address, error="m").svg_inline(scale=5, svgclass="qr", omitsize=True, border=2)
    return Markup(drawn)  # noqa: S704


@bp.post("/<int:project_id>/presentation")
@requires(Permission.PROJECT_MANAGE)
def open_presentation(project_id: int) -> ResponseReturnValue:
    """Open the session with a drawn order."""
    actor = current_actor()
    services.open_session(actor=actor, project=reach.project_visible_to(actor, project_id))
    flash(_("The session is open and the order is drawn. Put the first team on stage."), "good")
    return redirect(url_for("projects.presentation", project_id=project_id))


@bp.post("/<int:project_id>/presentation/turns/<int:team_id>")
@requires(Permission.PROJECT_MANAGE)
def turn(project_id: int, team_id: int) -> ResponseReturnValue:
    """Put one team's turn one step on, or back."""
    actor = current_actor()
    services.turn(
        actor=actor,
        project=reach.project_visible_to(actor, project_id),
        team_id=team_id,
        state=request.form.get("to", ""),
        expected=request.form.get("state", ""),
    )
    return redirect(url_for("projects.presentation", project_id=project_id))


@bp.post("/<int:project_id>/presentation/end")
@requires(Permission.PROJECT_MANAGE)
def close_presentation(project_id: int) -> ResponseReturnValue:
    """Close the session; marking goes on on the ordinary pages."""
    actor = current_actor()
    services.close_session(actor=actor, project=reach.project_visible_to(actor, project_id))
    flash(_("The session is closed."), "good")
    return redirect(url_for("projects.presentation", project_id=project_id))


@bp.get("/<int:project_id>/screen")
@requires(Permission.PROJECT_MANAGE)
def screen(project_id: int) -> ResponseReturnValue:
    """Show the class who is on stage and how many sheets are in; never a mark."""
    project, now = _now(current_actor(), project_id)
    return render_template("projects/screen.html", project=project, now=now, code=_code(now["code"]))


@bp.get("/join")
@requires(Permission.TEAM_WORK, Permission.MARK)
def find_session() -> ResponseReturnValue:
    """Ask for the class code, or follow the one that was typed."""
    typed = request.args.get("code", "").strip().upper()
    if not typed:
        return render_template("projects/join.html", typed="", unknown=False)
    if stages.project_of(typed, current_actor().organisation_id) is None:
        return render_template("projects/join.html", typed=typed, unknown=True), 404
    return redirect(url_for("projects.join", code=typed))


@bp.get("/join/<code>")
@requires(Permission.TEAM_WORK, Permission.MARK)
def join(code: str) -> ResponseReturnValue:
    """Lead a phone that scanned the code to the team on stage."""
    actor = current_actor()
    project_id = stages.project_of(code.upper(), actor.organisation_id)
    if project_id is None:
        raise NotFoundError
    return redirect(url_for("projects.stage", project_id=reach.project_visible_to(actor, project_id).id))


def _now(actor: Actor, project_id: int) -> tuple[Project, dict[str, Any]]:
    """Return the project and what everybody in the room may know: the team on stage and counts."""
    project = reach.project_visible_to(actor, project_id)
    found = stages.stage(project.id)
    if found is None:
        raise NotFoundError
    slot, states = found.now, boards.panel(project.id)
    name = next((team.name for team in states if slot and team.id == slot.team_id), "")
    done, begun = stages.counts([slot.team_id])[slot.team_id] if slot else (0, 0)
    return project, {
        "team": slot.team_id if slot else None,
        "name": name,
        "state": slot.state if slot else "waiting",
        "done": done,
        "begun": begun,
        "expected": max(len(states) - 1, 0),
        "code": found.session.code,
        "since": int(slot.since.timestamp()) if slot else 0,
    }


@bp.get("/<int:project_id>/stage/now")
@requires(Permission.TEAM_WORK, Permission.MARK)
def stage_now(project_id: int) -> ResponseReturnValue:
    """Answer the phones and the projector: who is on stage, how many sheets are in; never a mark."""
    return jsonify(_now(current_actor(), project_id)[1])


@bp.get("/<int:project_id>/stage")
@requires(Permission.TEAM_WORK, Permission.MARK)
def stage(project_id: int) -> ResponseReturnValue:
    """Show a phone the sheet of the team on stage; the own team cannot be opened."""
    actor = current_actor()
    project, now = _now(actor, project_id)
    states = boards.panel(project.id)
    mine = own_team(actor, states)
    side = marking.side_of(actor, states)
    aside = now["team"] is not None and _stands_aside(actor, now["team"], states, side)
    sheet = (
        rubrics.sheet_of(TEAM, now["team"], side.role, side.team_id) if now["team"] and not aside else None
    )
    return render_template(
        "projects/stage.html",
        frame=frame(actor, project, "marking", mine.id if mine else None),
        now=now,
        aside=aside,
        rubric=rubrics.rubric(project.rubric_version),
        sheet=sheet,
        events=rubrics.states([sheet.id])[sheet.id] if sheet else {},
        client_key=client_key(),
    )


def _stands_aside(actor: Actor, team_id: int, states: Any, side: marking.Side) -> bool:
    return marking.why_not(actor, team_id, states, side) is not None


@bp.post("/<int:project_id>/stage/marks")
@requires(Permission.TEAM_WORK, Permission.MARK)
def send_marks(project_id: int) -> ResponseReturnValue:
    """Take in the marks a phone had queued; each gets its own answer, a repeated one changes nothing."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    marking.side_of(actor, boards.panel(project.id))
    rows = (request.get_json(silent=True) or {}).get("marks")
    if not isinstance(rows, list):
        raise InvalidError(UNREADABLE)
    answers = services.receive(actor=actor, project=project, sent=[_sent(row) for row in rows])
    return jsonify(marks=[_told(answer) for answer in answers])


def _sent(row: Any) -> services.Sent:
    """Return one queued mark as it came over the wire; InvalidError when it is none."""
    whole = ("team", "points", "version")
    if not isinstance(row, Mapping) or any(type(row.get(name)) is not int for name in whole):
        raise InvalidError(UNREADABLE)
    entry = Entry(
        criterion=str(row.get("criterion", "")),
        points=row["points"],
        comment=str(row.get("comment", "")),
        expected=row["version"],
        client_key=str(row.get("key", ""))[:80],
    )
    return services.Sent(row["team"], entry)


def _told(answer: services.Answer) -> dict[str, Any]:
    if answer.event is not None:
        return {
            "key": answer.client_key,
            "saved": True,
            "version": answer.event.version,
            "points": answer.event.points,
        }
    error = answer.error or NotAllowedError()
    told: dict[str, Any] = {"key": answer.client_key, "saved": False, "message": explain(error)}
    if isinstance(error, StaleScoreError):
        told |= {"version": error.saved.version, "points": error.saved.points}
    return told
