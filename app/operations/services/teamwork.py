"""The demo's team task: three teams on task 1, handed in, and half marked."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from app.kernel.actor import Actor
from app.operations.services.people import Cast
from app.platform import files
from app.projects.engine import gates
from app.projects.models.project import Project
from app.projects.queries import inside, reach
from app.projects.services import marking, setup, teamwork
from app.rubrics import queries as rubrics
from app.rubrics.services import Entry

Teams = dict[int, int]


def load_team_task(cast: Cast, plan: Mapping[str, Any]) -> None:
    """Bring the class's task 1 to the point where the last delegate has to mark."""
    teacher, story = cast.actor("song", "college"), plan["teamwork"]
    members = _members(plan)
    project = setup.create_project(actor=teacher, cohort=cast.cohorts["class"], task_id=story["task"])
    teams: Teams = {}
    for number, keys in members.items():
        people = [cast.people[key].id for key in keys]
        name = " ".join(plan["teams"][number][side] for side in ("zh", "en"))
        teams[number] = setup.add_team(actor=teacher, project=project, name=name, user_ids=people).id
    _go(teacher, project, gates.PUBLISHED)
    for key in (key for keys in members.values() for key in keys):
        teamwork.accept(actor=cast.actor(key, "college"), project=project)
    _go(teacher, project, gates.PLANNING)
    _share_out(cast, project, teams, members)
    _go(teacher, project, gates.EXECUTING)
    _hand_in(cast, teams, story, teacher)
    _go(teacher, project, gates.REPORTING)
    _mark(cast, project, teams, story)


def _members(plan: Mapping[str, Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in plan["people"]:
        if "team" in row:
            found.setdefault(row["team"], []).append(row["key"])
    return found


def _go(teacher: Actor, project: Project, target: str) -> None:
    setup.move(actor=teacher, project=project, target=target, expected=project.state)


def _share_out(cast: Cast, project: Project, teams: Teams, members: Mapping[int, Sequence[str]]) -> None:
    """Let every team share its packages out in turn and close its plan."""
    for number, team_id in teams.items():
        keys = members[number]
        actor = cast.actor(keys[0], "college")
        packages = inside.packages([project.id])[team_id]
        rows: dict[int, tuple[int | None, int]] = {
            package.id: (cast.people[keys[place % len(keys)]].id, package.weight)
            for place, package in enumerate(packages)
        }
        team = reach.team_visible_to(actor, team_id)
        teamwork.save_plan(actor=actor, team=team, rows=rows, expected=team.plan_version)
        teamwork.close_plan(actor=actor, team=team, expected=team.plan_version)


def _hand_in(cast: Cast, teams: Teams, story: Mapping[str, Any], teacher: Actor) -> None:
    """Let every team choose its delegate and hand in one or two versions of its first deliverable."""
    for number, team_id in teams.items():
        delegate, alternate = story["delegates"][number]
        by, title, versions = story["hand_ins"][number]
        actor = cast.actor(by, "college")
        team = reach.team_visible_to(teacher, team_id)
        target = reach.book(team.project).deliverables[0].id
        for version in range(1, versions + 1):
            text = f"# {title}\n\n第 {version} 版。目标客户：鉴水职业技术学院。\n"
            stored = files.keep(BytesIO(text.encode()), f"{title}-v{version}.md")
            work = teamwork.Work(target, f"demo-{team_id}-{version}", file=stored)
            teamwork.hand_in(actor=actor, team=team, work=work)
        teamwork.choose_delegate(
            actor=actor,
            team=team,
            delegate_id=cast.people[delegate].id,
            alternate_id=cast.people[alternate].id,
        )


def _mark(cast: Cast, project: Project, teams: Teams, story: Mapping[str, Any]) -> None:
    for number, points in story["teacher"].items():
        _fill(cast.actor("song", "college"), project, teams[number], points)
    for by, sheets in story["delegate_sheets"].items():
        rater = cast.actor(story["delegates"][by][0], "college")
        for number, points in sheets.items():
            _fill(rater, project, teams[number], points)


def _fill(actor: Actor, project: Project, team_id: int, points: Sequence[int]) -> None:
    criteria = rubrics.rubric(project.rubric_version).criteria
    entries = [
        Entry(criterion.id, given, "", 0, f"demo-{actor.user_id}-{team_id}-{criterion.id}")
        for criterion, given in zip(criteria, points, strict=True)
    ]
    marking.score(actor=actor, project=project, team_id=team_id, entries=entries)
    marking.submit(actor=actor, project=project, team_id=team_id, expected=0)
