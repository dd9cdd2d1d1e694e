"""A college class in a project, brought to any state through the services, for tests."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import User
from app.content.canonical import content_hash
from app.kernel.actor import Actor
from app.library.models import ContentBlob, ReleaseItem
from app.organisations.models import Cohort, Organisation
from app.organisations.policies import Role
from app.platform.clock import now
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.models.project import Project, Team
from app.projects.queries import inside, reach
from app.projects.services import marking, results, setup, teamwork
from app.rubrics.services import Entry
from tests import factories
from tests.projects.inputs import rubric_doc, spread, task_doc

TITLE = "Task 1: find a key account, approach it, archive it"


def publish_content() -> int:
    """Put the shipped task and rubric into the newest release and return its id."""
    release = factories.release()
    for kind, doc in (("task", task_doc()), ("rubric", rubric_doc())):
        name = content_hash(doc)
        if db.session.get(ContentBlob, name) is None:
            db.session.add(ContentBlob(hash=name, kind=kind, doc=doc, created_at=now()))
            db.session.flush()
        if db.session.get(ReleaseItem, (release.id, kind, "t1")) is None:
            db.session.add(ReleaseItem(release_id=release.id, kind=kind, object_id="t1", hash=name))
    commit()
    return release.id


@dataclass
class World:
    """One class with its teacher, its teams and its project; ids only, rows are loaded when asked for."""

    home: Organisation
    teacher: User
    cohort: Cohort
    learners: list[User]
    project_id: int
    team_ids: list[int] = field(default_factory=list)
    keys: int = 0

    @property
    def project(self) -> Project:
        """Return the project as it is now."""
        return reach.project_visible_to(self.boss, self.project_id)

    @property
    def boss(self) -> Actor:
        """Return the teacher as an actor."""
        return factories.actor(self.teacher)

    def team(self, number: int) -> Team:
        """Return one team as it is now."""
        return reach.team_visible_to(self.boss, self.team_ids[number])

    def people(self, number: int) -> list[User]:
        """Return the members of one team, in the order of joining."""
        rows = inside.members([self.project_id])[self.team_ids[number]]
        return [row.user for row in rows]

    def actor(self, number: int, place: int = 0) -> Actor:
        """Return one member of one team as an actor."""
        return factories.actor(self.people(number)[place])

    def key(self) -> str:
        """Return a client key that was not used before."""
        self.keys += 1
        return f"key-{self.keys}"

    def move(self, target: str, reason: str = "") -> None:
        """Move the project one step and keep it."""
        setup.move(
            actor=self.boss, project=self.project, target=target, expected=self.project.state, reason=reason
        )
        commit()

    def accept_all(self) -> None:
        """Have every member accept."""
        for number in range(len(self.team_ids)):
            for person in self.people(number):
                teamwork.accept(actor=factories.actor(person), project=self.project)
        commit()

    def plan_all(self) -> None:
        """Have every team share out its packages fairly and close its plan."""
        for number, team_id in enumerate(self.team_ids):
            people = self.people(number)
            packages = inside.packages([self.project_id])[team_id]
            rows: dict[int, tuple[int | None, int]] = {
                package.id: (people[place % len(people)].id, package.weight)
                for place, package in enumerate(packages)
            }
            actor = self.actor(number)
            teamwork.save_plan(actor=actor, team=self.team(number), rows=rows, expected=0)
            teamwork.close_plan(actor=actor, team=self.team(number), expected=1)
        commit()

    def delegate_all(self) -> None:
        """Have every team choose its first member as delegate and its second as alternate."""
        for number in range(len(self.team_ids)):
            first, second = self.people(number)[:2]
            teamwork.choose_delegate(
                actor=self.actor(number), team=self.team(number), delegate_id=first.id, alternate_id=second.id
            )
        commit()

    def mark(self, actor: Actor, number: int, total: int, *, submit: bool = True) -> None:
        """Fill in the actor's sheet for one team with points that add up to *total*."""
        entries = [Entry(criterion, points, "", 0, self.key()) for criterion, points in spread(total).items()]
        team_id = self.team_ids[number]
        marking.score(actor=actor, project=self.project, team_id=team_id, entries=entries)
        if submit:
            marking.submit(actor=actor, project=self.project, team_id=team_id, expected=0)
        commit()

    def mark_all(self) -> None:
        """Have the teacher and every delegate mark: team j gets 80 + j from all, plus i from delegate i."""
        for number in range(len(self.team_ids)):
            self.mark(self.boss, number, 80 + number)
            for rater in range(len(self.team_ids)):
                if rater != number:
                    self.mark(self.actor(rater), number, 80 + number + rater)

    def reach(self, state: str) -> "World":
        """Bring the project to *state* in the normal way."""
        work: dict[str, Any] = {
            gates.PLANNING: self.accept_all,
            gates.EXECUTING: self.plan_all,
            gates.REPORTING: self.delegate_all,
            gates.MODERATING: self.mark_all,
        }
        while self.project.state != state:
            target = gates.after(self.project.state) or ""
            if target == gates.RELEASED:
                version = results.compute(actor=self.boss, project=self.project)
                results.release(actor=self.boss, project=self.project, number=version.number)
                commit()
                continue
            if target in work:
                work[target]()
            self.move(target)
        return self


def world(teams: int = 3, size: int = 4, **options: Any) -> World:
    """Return a class of *teams* times *size* learners with a draft project and its teams."""
    release_id = publish_content()
    home = factories.organisation()
    teacher = factories.person(Role.INSTRUCTOR, organisation=home, name="Teacher")
    learners = [
        factories.person(Role.LEARNER, organisation=home, name=f"Learner {n + 1}")
        for n in range(teams * size)
    ]
    cohort = factories.cohort(home, *learners)
    assert cohort.release_id == release_id
    boss = factories.actor(teacher)
    project = setup.create_project(actor=boss, cohort=cohort, task_id="t1", options=setup.Options(**options))
    rows = setup.deal_teams(
        actor=boss,
        project=project,
        user_ids=[each.id for each in learners],
        names=[f"Team {chr(65 + n)}" for n in range(teams)],
    )
    commit()
    return World(home, teacher, cohort, learners, project.id, [row.id for row in rows])
