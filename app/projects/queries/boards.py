"""The state of every team of some projects, read in one statement however many teams there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Integer, String, bindparam, case, cast, func, literal, select, union_all

from app.accounts.models import User
from app.platform.database import db
from app.projects.engine import gates
from app.projects.models.project import PROJECT, Acceptance, Project, Team, TeamMember
from app.projects.models.work import ContributionAnswer, Delegation, SubmissionVersion, WorkPackage
from app.rubrics.models import ScoreSheet

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_CLOSED = case((Team.plan_closed_at.is_not(None), 1), else_=0)
_NOTHING = cast(literal(0), Integer)
_SILENT = cast(literal(""), String)


def _part(kind: str, project: Any, team: Any, **columns: Any) -> Any:
    """Return a select of one kind of row; all share one shape, so that one statement can hold them."""
    return select(
        cast(literal(kind), String).label("kind"),
        project.label("project"),
        team.label("team"),
        cast(columns.get("number", _NOTHING), Integer).label("number"),
        columns.get("text", _SILENT).label("text"),
        cast(columns.get("extra", _NOTHING), Integer).label("extra"),
        cast(columns.get("order", _NOTHING), Integer).label("place"),
    )


_TEAMS = _part("team", Team.project_id, Team.id, number=_CLOSED, text=Team.name, order=Team.id).where(
    Team.project_id.in_(_IDS)
)
_MEMBERS = (
    _part(
        "member",
        TeamMember.project_id,
        TeamMember.team_id,
        number=TeamMember.user_id,
        text=User.name,
        order=TeamMember.id,
    )
    .join(User, User.id == TeamMember.user_id)
    .where(TeamMember.project_id.in_(_IDS), TeamMember.valid_to.is_(None))
)
_DELEGATES = (
    _part(
        "delegate",
        Team.project_id,
        Delegation.team_id,
        number=Delegation.delegate_id,
        extra=Delegation.alternate_id,
        order=Delegation.id,
    )
    .join(Team, Team.id == Delegation.team_id)
    .where(Team.project_id.in_(_IDS))
)
_PACKAGES = (
    _part(
        "package",
        Team.project_id,
        WorkPackage.team_id,
        number=func.coalesce(WorkPackage.owner_id, 0),
        text=WorkPackage.key,
        extra=WorkPackage.weight,
        order=WorkPackage.id,
    )
    .join(Team, Team.id == WorkPackage.team_id)
    .where(Team.project_id.in_(_IDS))
)
_ACCEPTED = (
    _part("accepted", Acceptance.project_id, _NOTHING, number=Acceptance.user_id)
    .join(Project, Project.id == Acceptance.project_id)
    .where(Acceptance.project_id.in_(_IDS), Acceptance.task_hash == Project.task_hash)
)
_HANDED_IN = (
    _part("handed in", Team.project_id, SubmissionVersion.team_id, text=SubmissionVersion.target)
    .join(Team, Team.id == SubmissionVersion.team_id)
    .where(Team.project_id.in_(_IDS))
    .distinct()
)
_SHEETS = (
    _part("sheets", ScoreSheet.context_id, ScoreSheet.side_id, number=func.count(), text=ScoreSheet.role)
    .where(
        ScoreSheet.context_kind == PROJECT,
        ScoreSheet.context_id.in_(_IDS),
        ScoreSheet.state == "submitted",
    )
    .group_by(ScoreSheet.context_id, ScoreSheet.role, ScoreSheet.side_id)
)
_ANSWERS = (
    _part("answered", Team.project_id, ContributionAnswer.team_id, number=ContributionAnswer.rater_id)
    .join(Team, Team.id == ContributionAnswer.team_id)
    .where(Team.project_id.in_(_IDS))
    .distinct()
)
# Built once: one statement instead of eight, on every page of a task and on the home page.
_BOARD = union_all(_TEAMS, _MEMBERS, _DELEGATES, _PACKAGES, _ACCEPTED)
_ALL = union_all(_TEAMS, _MEMBERS, _DELEGATES, _PACKAGES, _ACCEPTED, _HANDED_IN, _SHEETS, _ANSWERS)
_PANEL = union_all(_TEAMS, _MEMBERS, _DELEGATES)


@dataclass
class Picture:
    """What is known of one project: its teams, the targets handed in by team, sheets by (role, side).

    *answered* holds the members who have said how their teammates contributed.
    """

    teams: list[gates.TeamState] = field(default_factory=list)
    handed_in: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sheets: dict[tuple[str, int], int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)


def pictures(project_ids: Iterable[int]) -> dict[int, Picture]:
    """Return everything a next step depends on, by project."""
    ids = list(project_ids)
    found = {each: Picture() for each in ids}
    if not ids:
        return found
    rows = _rows(_ALL, ids)
    for project_id, picture in found.items():
        picture.teams = _states(rows[project_id])
        for row in rows[project_id]["handed in"]:
            picture.handed_in[row.team].add(row.text)
        picture.sheets = {(row.text, row.team): row.number for row in rows[project_id]["sheets"]}
        picture.answered = {row.number for row in rows[project_id]["answered"]}
    return found


def board(project_ids: Iterable[int]) -> dict[int, list[gates.TeamState]]:
    """Return the state of every team by project."""
    ids = list(project_ids)
    rows = _rows(_BOARD, ids) if ids else {}
    return {each: _states(rows[each]) for each in ids}


def panel(project_id: int) -> list[gates.TeamState]:
    """Return who is in which team and who marks for it, without plans."""
    return _states(_rows(_PANEL, [project_id])[project_id])


def _rows(statement: Any, ids: list[int]) -> dict[int, dict[str, list[Any]]]:
    """Return the rows by project and kind, each kind in the order of its ids."""
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted(db.session.execute(statement, {"ids": ids}), key=lambda row: row.place):
        found[row.project][row.kind].append(row)
    return found


def _states(rows: dict[str, list[Any]]) -> list[gates.TeamState]:
    accepted = {row.number for row in rows["accepted"]}
    members, chosen, packages = (_by_team(rows[kind]) for kind in ("member", "delegate", "package"))
    return [
        _state(row, members[row.team], chosen[row.team], packages[row.team], accepted) for row in rows["team"]
    ]


def _by_team(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.team].append(row)
    return found


def _state(
    team: Any, members: Sequence[Any], chosen: Sequence[Any], packages: Sequence[Any], accepted: set[int]
) -> gates.TeamState:
    names = {row.number: row.text for row in members}
    choice = chosen[-1] if chosen else None
    return gates.TeamState(
        id=team.team,
        name=team.text,
        members=names,
        accepted=frozenset(names.keys() & accepted),
        owners=tuple((row.number or None, row.extra) for row in packages if row.extra),
        plan_closed=bool(team.number),
        delegate=choice.number if choice else None,
        alternate=choice.extra if choice else None,
        keys={user: frozenset(row.text for row in packages if row.number == user) for user in names},
    )
