"""The result page: released marks, each with the way it was computed. Nothing before the release."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.organisations.policies import Permission
from app.platform.guards import current_actor, requires
from app.projects import policies
from app.projects.queries import boards, outcomes, reach
from app.projects.views.blueprint import bp, frame, own_team, say
from app.rubrics.engine import explain


@bp.get("/<int:project_id>/result")
@requires(Permission.OWN_MARKS_READ, Permission.GRADEBOOK_READ)
def result(project_id: int) -> ResponseReturnValue:
    """Show the released result as far as the actor may see it."""
    actor = current_actor()
    project = reach.project_visible_to(actor, project_id)
    states = boards.board([project.id])[project.id]
    team = own_team(actor, states)
    return render_template(
        "projects/result.html",
        frame=frame(actor, project, "result", team.id if team else None),
        seen=outcomes.visible_results(actor, project.id),
        names={user_id: name for state in states for user_id, name in state.members.items()},
        reads_all=policies.may_read_all_marks(actor),
        me=actor.user_id,
        say=say,
        read=explain.read,
    )
