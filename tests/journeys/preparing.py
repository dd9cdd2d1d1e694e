"""What others have done before a journey begins, through the services, in the journey's own installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from flask import url_for

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.factory import create_app
from app.kernel.actor import Actor
from app.organisations import queries, services
from app.organisations.policies import Role
from app.platform.database import allow_writing, db, transaction
from app.projects.models.project import TEAM, Project
from app.projects.queries import boards, reach
from app.projects.services import marking
from app.rubrics import queries as rubrics
from app.rubrics.services import Entry
from tests.conftest import settings
from tests.projects.inputs import spread
from tests.site import Site

TEACHER = "song.yining@college.example"


@contextmanager
def inside(site: Site) -> Iterator[None]:
    """Work in the installation of *site*; what is done is kept."""
    with create_app(settings(site.folder)).test_request_context("/", method="POST"):
        allow_writing()
        with transaction():
            yield
        db.session.remove()
        db.engine.dispose()


def actor(email: str) -> Actor:
    """Return somebody of the demo as an actor in their first organisation."""
    user = accounts.by_email(email)
    assert user is not None
    return queries.actor_in(user.id, queries.belongings(user.id)[0])


def invite(site: Site, name: str) -> str:
    """Have the teacher invite a new learner into the class; return the path of the mailed link."""
    with inside(site):
        boss = actor(TEACHER)
        user = services.invite(
            actor=boss, email=f"{name}@college.example", name=name.title(), role=Role.LEARNER
        )
        services.enrol(cohort=queries.cohorts_visible_to(boss)[0], user=user)
        return url_for(
            "accounts.invitation", token=account_services.make_link(user=user, purpose="invitation")
        )


def mark_everything_else(site: Site) -> None:
    """Have every delegate hand in every sheet that is not there yet, and the teacher, too."""
    with inside(site):
        boss = actor(TEACHER)
        oldest = reach.projects_visible_to(boss)[-1]
        project = reach.project_visible_to(boss, oldest.id)
        states = boards.board([project.id])[project.id]
        delegates = [_member(state.delegate) for state in states if state.delegate is not None]
        for marker in (boss, *delegates):
            for state in states:
                if marker.user_id not in state.members:
                    _mark(marker, project, state.id)


def _member(user_id: int) -> Actor:
    return queries.actor_in(user_id, queries.belongings(user_id)[0])


def _mark(marker: Actor, project: Project, team_id: int) -> None:
    """Fill in one sheet, unless it has been handed in."""
    side = marking.admit(actor=marker, project=project, team_id=team_id, writing=False)
    sheet = rubrics.sheet_of(TEAM, team_id, side.role, side.team_id)
    if sheet is not None and sheet.state == "submitted":
        return
    held = rubrics.states([sheet.id])[sheet.id] if sheet else {}
    entries = [
        Entry(criterion, points, "", held[criterion].version if criterion in held else 0, token_hex(8))
        for criterion, points in spread(80).items()
    ]
    marking.score(actor=marker, project=project, team_id=team_id, entries=entries)
    marking.submit(actor=marker, project=project, team_id=team_id, expected=sheet.version if sheet else 0)
