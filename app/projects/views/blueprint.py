"""The blueprint of all project pages, and what several of them need."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, url_for
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.platform.i18n import language
from app.projects import policies
from app.projects.engine import gates, task
from app.projects.models.project import Project
from app.projects.queries import reach
from app.rubrics.engine.explain import Step
from app.rubrics.models import ScoreSheet

bp = Blueprint("projects", __name__, template_folder="../templates", url_prefix="/projects")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the head of every page of a project shows: title, where the class is, the pages one may open."""

    project: Project
    book: task.TaskBook
    here: str
    tabs: tuple[tuple[str, str, bool], ...]
    inside: bool

    @property
    def step(self) -> int:
        """Return the position of the project's state among the six steps, 6 when all are done."""
        position = gates.STATES.index(self.project.state) - 1
        return 6 if self.project.state == gates.RELEASED else position


def frame(actor: Actor, project: Project, here: str, team_id: int | None = None) -> Frame:
    """Return the frame of a project's page *here* (endpoint without the room's name)."""
    book = reach.book(project)
    number = project.id
    inside = policies.may_open(actor)
    pages = [("book", _("Task book"), url_for("projects.book", project_id=number))] if inside else []
    if team_id is not None:
        pages.append(("team", _("My team"), url_for("projects.team", team_id=team_id)))
    if inside and gates.is_at_least(project.state, gates.REPORTING):
        pages.append(("marking", _("Marking"), url_for("projects.marking", project_id=number)))
    if project.state == gates.RELEASED:
        pages.append(("result", _("Task result"), url_for("projects.result", project_id=number)))
    if policies.may_manage(actor) and gates.is_at_least(project.state, gates.REPORTING):
        address = url_for("projects.presentation", project_id=number)
        pages.append(("presentation", _("Presentation"), address))
    if policies.may_manage(actor):
        pages.append(("manage", _("Run the task"), url_for("projects.manage", project_id=number)))
    tabs = tuple((label, url, name == here) for name, label, url in pages)
    return Frame(project, book, here, tabs, inside)


def own_team(actor: Actor, states: list[gates.TeamState]) -> gates.TeamState | None:
    """Return the team in which the actor is a present member."""
    return next((team for team in states if actor.user_id in team.members), None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One team in the queue of a marker: done, begun or open."""

    id: int
    name: str
    state: str


def queue(
    actor: Actor, project: Project, states: list[gates.TeamState], sheets: Mapping[int, ScoreSheet]
) -> list[Waiting]:
    """Return the teams the actor marks, in an order that differs between markers and never changes for one.

    Everybody marking the same team first would favour or harm it (sequence effects), so the order is drawn
    from who marks what; it is the same every time the page is opened.
    """
    others = [team for team in states if actor.user_id not in team.members]

    def drawn(team: gates.TeamState) -> str:
        return hashlib.sha256(f"{project.id}-{actor.user_id}-{team.id}".encode()).hexdigest()

    def word(team: gates.TeamState) -> str:
        sheet = sheets.get(team.id)
        if sheet is None:
            return "open"
        return "done" if sheet.state == "submitted" else "begun"

    return [Waiting(team.id, team.name, word(team)) for team in sorted(others, key=drawn)]


def client_key() -> str:
    """Return a fresh key by which a retry of one form is recognised."""
    return secrets.token_urlsafe(12)


def say(step: Step) -> str:
    """Return one step of an explanation in the reader's language."""
    return step.say(language(), _(step.message))


@bp.app_template_global("obstacle")
def obstacle(found: gates.Obstacle) -> str:
    """Return why a gate is closed, in the reader's language."""
    return str(_(found.message)) % dict(found.params)
