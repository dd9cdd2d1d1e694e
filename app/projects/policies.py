"""Who may do what in a project, as pure predicates on the actor, the state and the place in a team."""

from app.kernel.actor import Actor
from app.organisations.policies import Permission
from app.projects.engine import gates


def may_manage(actor: Actor) -> bool:
    """Return whether the actor runs projects: forms teams, moves states, releases."""
    return actor.may(Permission.PROJECT_MANAGE)


def may_open(actor: Actor) -> bool:
    """Return whether the actor may open the pages of a task at all; results alone are open to more people."""
    return actor.may(Permission.TEAM_WORK) or may_manage(actor)


def may_mark_as_teacher(actor: Actor) -> bool:
    """Return whether the actor fills in the teacher's sheets."""
    return actor.may(Permission.MARK)


def may_read_all_marks(actor: Actor) -> bool:
    """Return whether the actor sees every team's released marks."""
    return actor.may(Permission.GRADEBOOK_READ)


def accepting_is_open(state: str) -> bool:
    """Return whether the task book may be accepted."""
    return state in {gates.PUBLISHED, gates.PLANNING}


def planning_is_open(state: str) -> bool:
    """Return whether a team may share out its work packages."""
    return state == gates.PLANNING


def handing_in_is_open(state: str) -> bool:
    """Return whether new versions may be handed in."""
    return state in {gates.EXECUTING, gates.REPORTING}


def choosing_is_open(state: str) -> bool:
    """Return whether a team may choose its delegate and alternate."""
    return state in {gates.PLANNING, gates.EXECUTING}


def contribution_is_open(state: str) -> bool:
    """Return whether members may say how their teammates contributed."""
    return state in {gates.EXECUTING, gates.REPORTING}


def delegates_may_mark(state: str) -> bool:
    """Return whether delegates' sheets are open."""
    return state == gates.REPORTING


def teacher_may_mark(state: str) -> bool:
    """Return whether the teacher's sheets and package marks are open."""
    return state in {gates.REPORTING, gates.MODERATING}


def preview_is_open(state: str) -> bool:
    """Return whether the teacher may see delegates' marks: only when nobody marks any more."""
    return state in {gates.MODERATING, gates.RELEASED}
