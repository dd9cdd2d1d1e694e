"""The states of a project and what must be true before it moves on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.kernel.messages import N_

DRAFT = "draft"
PUBLISHED = "published"
PLANNING = "planning"
EXECUTING = "executing"
REPORTING = "reporting"
MODERATING = "moderating"
RELEASED = "released"
STATES = (DRAFT, PUBLISHED, PLANNING, EXECUTING, REPORTING, MODERATING, RELEASED)
SMALLEST_SHARE = 10


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a gate is closed: an English msgid and its parameters."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TeamState:
    """What the gates know of one team.

    *members* are the present members' names by user id, *owners* holds (member, weight) of each work
    package that has a weight, *keys* the packages' keys by owner.
    """

    id: int
    name: str
    members: Mapping[int, str]
    accepted: frozenset[int] = frozenset()
    owners: Sequence[tuple[int | None, int]] = ()
    plan_closed: bool = False
    delegate: int | None = None
    alternate: int | None = None
    keys: Mapping[int, frozenset[str]] = field(default_factory=dict)


def is_at_least(state: str, reached: str) -> bool:
    """Return whether *state* is *reached* or later."""
    return STATES.index(state) >= STATES.index(reached)


def after(state: str) -> str | None:
    """Return the state that follows, None at the end."""
    index = STATES.index(state) + 1
    return STATES[index] if index < len(STATES) else None


def plan_obstacles(team: TeamState) -> list[Obstacle]:
    """Return why this team's plan cannot be closed yet."""
    found = []
    weights: dict[int, int] = {}
    for owner, weight in team.owners:
        if owner is not None:
            weights[owner] = weights.get(owner, 0) + weight
    without = sum(owner not in team.members for owner, _ in team.owners)
    if without:
        found.append(Obstacle(N_("%(count)s work packages have no owner yet."), {"count": without}))
    total = sum(weight for _, weight in team.owners)
    if total != 100:
        found.append(
            Obstacle(N_("The weights add up to %(total)s%%; they must add up to 100%%."), {"total": total})
        )
    for member, name in team.members.items():
        if member not in weights:
            found.append(Obstacle(N_("%(name)s owns no work package yet."), {"name": name}))
        elif weights[member] < SMALLEST_SHARE:
            found.append(
                Obstacle(
                    N_("%(name)s owns %(weight)s%%; everyone must own at least %(least)s%%."),
                    {"name": name, "weight": weights[member], "least": SMALLEST_SHARE},
                )
            )
    return found


def obstacles(target: str, teams: Sequence[TeamState]) -> list[Obstacle]:
    """Return why a project cannot move into *target* yet; release has its own gate, see ``result``."""
    if target == PUBLISHED:
        return _teams_are_fit(teams)
    check = {PLANNING: _accepted, EXECUTING: _planned, REPORTING: _delegated}.get(target)
    return [each for team in teams for each in check(team)] if check else []


def _teams_are_fit(teams: Sequence[TeamState]) -> list[Obstacle]:
    if len(teams) < 2:
        return [Obstacle(N_("A project needs at least two teams, because teams mark each other."))]
    return [
        Obstacle(N_("%(team)s has fewer than two members."), {"team": team.name})
        for team in teams
        if len(team.members) < 2
    ]


def _accepted(team: TeamState) -> list[Obstacle]:
    names = [name for member, name in team.members.items() if member not in team.accepted]
    if not names:
        return []
    params = {"team": team.name, "names": " · ".join(names)}
    return [Obstacle(N_("%(team)s: not everyone has accepted the task book yet (%(names)s)."), params)]


def _planned(team: TeamState) -> list[Obstacle]:
    if team.plan_closed:
        return []
    return [Obstacle(N_("%(team)s has not closed its plan yet."), {"team": team.name})]


def _delegated(team: TeamState) -> list[Obstacle]:
    if team.delegate in team.members and (team.alternate in team.members or len(team.members) < 2):
        return []
    return [Obstacle(N_("%(team)s has not chosen a delegate and an alternate yet."), {"team": team.name})]
