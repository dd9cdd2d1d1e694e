"""What one person should do now in one project, from a handful of facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.kernel.messages import N_
from app.projects.engine import gates


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: where (*endpoint*, *args*) and in which words (English msgid and params).

    *title* is the task's title in both languages; *waiting* is False for something to look at only.
    """

    endpoint: str
    args: dict[str, int]
    message: str
    params: dict[str, int] = field(default_factory=dict)
    title: dict[str, str] = field(default_factory=dict)
    waiting: bool = True
    project_id: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one project: *done* is the number of sheets handed in by (role, side).

    *handed_in* holds the targets with at least one version by team, *answered* the members who have said
    how their teammates contributed.
    """

    project_id: int
    state: str
    teams: Sequence[gates.TeamState]
    handed_in: Mapping[int, set[str]]
    done: Mapping[tuple[str, int], int]
    asks_contribution: bool
    answered: frozenset[int]


def for_learner(facts: Facts, me: int) -> Iterator[NextStep]:
    """Yield a member's next steps in one project, the most pressing first."""
    if facts.state == gates.RELEASED:
        project = {"project_id": facts.project_id}
        yield NextStep("projects.result", project, N_("See your mark and how it came about"), waiting=False)
    team = next((team for team in facts.teams if me in team.members), None)
    if team is None:
        return
    if facts.state in {gates.PUBLISHED, gates.PLANNING}:
        yield from _beginning(facts, team, me)
    if facts.state in {gates.EXECUTING, gates.REPORTING}:
        yield from _working(facts, team, me)


def _beginning(facts: Facts, team: gates.TeamState, me: int) -> Iterator[NextStep]:
    if me not in team.accepted:
        yield NextStep(
            "projects.book", {"project_id": facts.project_id}, N_("Read the task book and accept it")
        )
    elif facts.state == gates.PLANNING and not team.plan_closed:
        message = N_("Share out the work packages and close the plan")
        yield NextStep("projects.team", {"team_id": team.id}, message)


def _working(facts: Facts, team: gates.TeamState, me: int) -> Iterator[NextStep]:
    left = len(facts.teams) - 1 - facts.done.get(("delegate", team.id), 0)
    if facts.state == gates.REPORTING and me == team.delegate and left:
        message = N_("Mark %(count)s more teams as delegate")
        yield NextStep("projects.marking", {"project_id": facts.project_id}, message, {"count": left})
    empty = len(team.keys.get(me, frozenset()) - facts.handed_in.get(team.id, set()))
    if empty:
        message = N_("Hand in your work (%(count)s packages are empty)")
        yield NextStep("projects.team", {"team_id": team.id}, message, {"count": empty})
    if facts.state == gates.EXECUTING and team.delegate is None:
        yield NextStep("projects.team", {"team_id": team.id}, N_("Choose a delegate and an alternate"))
    if facts.asks_contribution and me not in facts.answered:
        message = N_("Say how your teammates contributed")
        yield NextStep("projects.contribution", {"team_id": team.id}, message)


_TEACHER = {
    gates.DRAFT: N_("Form the teams and publish the task"),
    gates.PUBLISHED: N_("Everybody is ready: open the next step"),
    gates.PLANNING: N_("Everybody is ready: open the next step"),
    gates.EXECUTING: N_("Everybody is ready: open the next step"),
    gates.REPORTING: N_("Your sheets are in: close the marking"),
    gates.MODERATING: N_("Check the results and release them"),
}


def _owed(facts: Facts) -> int:
    """Return how many sheets the delegates have not handed in yet: one for each other team."""
    chosen = [team.id for team in facts.teams if team.delegate is not None]
    return sum(max(0, len(facts.teams) - 1 - facts.done.get(("delegate", team), 0)) for team in chosen)


def for_teacher(facts: Facts) -> Iterator[NextStep]:
    """Yield a teacher's next steps in one project; nothing while the class is still at work."""
    project = {"project_id": facts.project_id}
    left = len(facts.teams) - facts.done.get(("teacher", 0), 0)
    if facts.state == gates.REPORTING and left:
        yield NextStep("projects.marking", project, N_("Mark %(count)s more teams"), {"count": left})
    elif facts.state == gates.REPORTING and (owed := _owed(facts)):
        message = N_("Your sheets are in; delegates still have %(count)s to hand in")
        yield NextStep("projects.manage", project, message, {"count": owed}, waiting=False)
    elif facts.state == gates.DRAFT or (
        facts.state in _TEACHER and not gates.obstacles(gates.after(facts.state) or "", facts.teams)
    ):
        yield NextStep("projects.manage", project, _TEACHER[facts.state])
