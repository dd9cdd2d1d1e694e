"""Forming teams: dealing in order, by lot or in balance, a list from outside, or everybody for themselves."""

import random
import secrets
from collections.abc import Sequence
from fractions import Fraction

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError
from app.kernel.messages import N_
from app.platform import audit
from app.platform.clock import now
from app.platform.database import db
from app.projects.engine import gates
from app.projects.models.project import PROJECT, Project, Team, TeamMember
from app.projects.queries import inside, outcomes, reach
from app.projects.services import setup

HOW = ("order", "random", "balanced")
UNKNOWN = N_("Choose how the class is dealt.")
FULL = N_("%(team)s is full (%(most)s members). Choose another team.")
CLOSED = N_("Teams can be joined only before the task is published.")
LINE = N_("Line %(line)s: “%(text)s” is nobody of this class, or stands here twice.")
NO_TEAM = N_("Line %(line)s: write a number or name, a comma and the team's name.")
LONGEST = 200


def ordered(
    project: Project, user_ids: Sequence[int], how: str, rng: random.Random | None = None
) -> list[int]:
    """Return people in the order in which dealing one by one gives the wanted teams.

    *random* draws lots. *balanced* deals by the mean of what was released to them in earlier tasks, best
    first, so that every team gets its share of strong and weak; who has no mark stands in the middle.
    """
    people = list(user_ids)
    if how == "random":
        (rng or random.Random(secrets.randbits(64))).shuffle(people)  # noqa: S311 - a seed from secrets
    elif how == "balanced":
        return _by_marks(project, people)
    elif how != "order":
        raise InvalidError(UNKNOWN)
    return people


def _by_marks(project: Project, people: list[int]) -> list[int]:
    released = outcomes.released_scores(project.organisation_id, people)
    marks: dict[int, list[Fraction]] = {}
    for (user_id, _task), (mark, _most) in released.items():
        marks.setdefault(user_id, []).append(mark)
    means = {user_id: sum(own, Fraction(0)) / len(own) for user_id, own in marks.items()}
    middle = sum(means.values(), Fraction(0)) / len(means) if means else Fraction(0)
    return sorted(people, key=lambda user_id: (-means.get(user_id, middle), user_id))


def snake(people: Sequence[int], teams: int) -> list[list[int]]:
    """Return the teams when people are dealt to and fro (1 2 3, then 3 2 1, and so on)."""
    dealt: list[list[int]] = [[] for _ in range(teams)]
    for place, person in enumerate(people):
        turn, seat = divmod(place, teams)
        dealt[seat if turn % 2 == 0 else teams - 1 - seat].append(person)
    return dealt


def deal(
    *, actor: Actor, project: Project, user_ids: Sequence[int], names: Sequence[str], how: str
) -> list[Team]:
    """Deal people into new teams in the way chosen."""
    people = ordered(project, user_ids, how)
    if how != "balanced":
        return setup.deal_teams(actor=actor, project=project, user_ids=people, names=names)
    setup.check_count(len(names), len(people))
    groups = snake(people, len(names))
    return [
        setup.add_team(actor=actor, project=project, name=name, user_ids=group)
        for name, group in zip(names, groups, strict=True)
    ]


def bring(*, actor: Actor, project: Project, text: str, people: dict[str, int]) -> int:
    """Form teams from lines "number or name, team"; all of it or nothing; return how many people sit.

    *people* holds the class's people by number and by name.
    """
    seats: dict[int, str] = {}
    for line, row in enumerate(text.splitlines()[:LONGEST], start=1):
        if not row.strip():
            continue
        who, comma, team = (part.strip() for part in row.replace("，", ",").replace("\t", ",").partition(","))
        if not comma or not team:
            raise InvalidError(NO_TEAM, line=line)
        if who not in people or people[who] in seats:
            raise InvalidError(LINE, line=line, text=who)
        seats[people[who]] = team[:80]
    known = {team.name: team for team in inside.teams([project.id])}
    for name in dict.fromkeys(seats.values()):
        if name not in known:
            known[name] = setup.add_team(actor=actor, project=project, name=name)
    chosen = {user_id: known[name].id for user_id, name in seats.items()}
    setup.seat(actor=actor, project=project, seats=chosen, reason="import")
    return len(seats)


def open_signup(*, actor: Actor, project: Project, names: Sequence[str], is_open: bool) -> None:
    """Let the class choose teams by itself, adding empty teams to choose from; or end that."""
    if is_open:
        for name in names:
            setup.add_team(actor=actor, project=project, name=name)
    elif project.state != gates.DRAFT:
        raise GoneError(CLOSED)
    project.self_signup = is_open
    db.session.flush()
    audit.record(
        actor,
        action="opened sign-up" if is_open else "closed sign-up",
        object_kind=PROJECT,
        object_id=project.id,
    )


def join(*, actor: Actor, team_id: int) -> Team:
    """Sit down in a team of one's own class that has room, or change over to it."""
    project, team = reach.signup_visible_to(actor, team_id)
    if project.state != gates.DRAFT:
        raise GoneError(CLOSED)
    rows = inside.members([project.id])
    most = reach.book(project).team_size[1]
    if any(row.user_id == actor.user_id for row in rows.get(team.id, [])):
        return team
    if len(rows.get(team.id, [])) >= most:
        raise ConflictError(FULL, team=team.name, most=most)
    old = next((row for own in rows.values() for row in own if row.user_id == actor.user_id), None)
    if old is not None:
        # A draft is still being arranged: a membership of no length says that nothing was worked on.
        old.valid_to = old.valid_from
        db.session.flush()
    db.session.add(
        TeamMember(project_id=project.id, team_id=team.id, user_id=actor.user_id, role="", valid_from=now())
    )
    db.session.flush()
    return team
