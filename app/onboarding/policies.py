"""Who may do what to a track."""

from app.kernel.actor import Actor
from app.onboarding.models import Assignment
from app.organisations.policies import Permission


def may_sign(actor: Actor, assignment: Assignment) -> bool:
    """Return whether the actor may sign this person's gates: their own manager, never themselves."""
    return (
        actor.may(Permission.TRACK_SIGN)
        and assignment.manager_id == actor.user_id
        and assignment.user_id != actor.user_id
    )
