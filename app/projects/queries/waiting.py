"""What a person should do next in team tasks: two statements, whatever waits."""

from dataclasses import replace

from app.kernel.actor import Actor
from app.projects import policies
from app.projects.engine import gates, steps
from app.projects.queries import boards, reach


def next_steps(actor: Actor) -> list[steps.NextStep]:
    """Return what the actor should do now in team projects, the most pressing first."""
    projects = reach.projects_visible_to(actor)
    pictures = boards.pictures(project.id for project in projects if project.state != gates.RELEASED)
    found = []
    for project in projects:
        picture = pictures.get(project.id, boards.Picture())
        facts = steps.Facts(
            project_id=project.id,
            state=project.state,
            teams=picture.teams,
            handed_in=picture.handed_in,
            done=picture.sheets,
            asks_contribution=project.ask_contribution,
            answered=frozenset(picture.answered),
        )
        title = reach.book(project).title
        own = (
            steps.for_teacher(facts)
            if policies.may_manage(actor)
            else steps.for_learner(facts, actor.user_id)
        )
        found += [
            replace(step, title={"zh": title.zh, "en": title.en}, project_id=project.id) for step in own
        ]
    return sorted(found, key=lambda step: not step.waiting)
