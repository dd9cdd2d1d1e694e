"""Makes an organisation of the town ten times as full: more of everything that a page lists."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from app.accounts import services as accounts
from app.accounts.models import User
from app.content.reader import read_tree
from app.crm.services import checking, filing, sandboxes
from app.crm.services.filing import Entry
from app.gradebook import services as gradebook
from app.library import services as library
from app.onboarding import services as onboarding
from app.organisations import services
from app.organisations.models import Cohort
from app.organisations.policies import Role
from app.platform import mail
from app.platform.database import commit, db
from app.projects.services import setup
from app.quizzes.services import marking, papers
from tests.permissions.rooms import EXAM, TASK, negotiate
from tests.permissions.town import ROOT, House

MORE = 27


def crowd(house: House) -> None:
    """Add *MORE* people, classes, results, tries, mails and releases."""
    people = [_join(house, n) for n in range(MORE)]
    for n, user in enumerate(people):
        _another_class(house, n)
        _marks(house, user.id, n)
    _practise(house)
    _releases()
    commit()


def _join(house: House, n: int) -> User:
    email = f"crowd{n}@{house.mark.lower()}.example"
    user = accounts.create_person(email=email, name=f"{house.mark} crowd {n}", language="en")
    services.add_member(organisation_id=house.id, user=user, role=Role.LEARNER)
    manager = house.people["manager"]
    cohort = db.session.get_one(Cohort, house.cohort_id)
    services.enrol(cohort=cohort, user=user, number=str(n), hired_on=date(2026, 9, 7), manager_id=manager)
    mail.send(recipient=email, subject=f"Mail {n}", body="Hello", organisation_id=house.id)
    if house.kind == "company":
        onboarding.assign(
            actor=house.actor("admin"),
            user_id=user.id,
            track_id="kam-90",
            release_id=cohort.release_id,
            hired_on=date(2026, 9, 7),
            manager_id=manager,
        )
    return user


def _another_class(house: House, n: int) -> None:
    cohort = services.create_cohort(
        organisation_id=house.id,
        title_zh=f"{house.mark} 班 {n}",
        title_en=f"{house.mark} class {n}",
        release_id=house.cohort.release_id,
        starts_on=date(2026, 9, 7),
    )
    if house.kind != "college":
        return
    boss = house.actor("instructor")
    project = setup.create_project(actor=boss, cohort=cohort, task_id=TASK)
    seats = {"learner": f"Team {n}", "delegate": f"Other team {n}"}
    for role, name in seats.items():
        setup.add_team(actor=boss, project=project, name=name, user_ids=[house.people[role]])


def _marks(house: House, user_id: int, n: int) -> None:
    """Give a mark to a new person, and the learner one more result behind the same cell."""
    for number in (user_id, house.people["learner"]):
        gradebook.record(
            organisation_id=house.id,
            user_id=number,
            item=("exam", EXAM),
            score=Fraction(n),
            maximum=Fraction(100),
            source_id=1,
        )


def _practise(house: House) -> None:
    """Let the learner try everything again and again."""
    actor, release_id = house.actor("learner"), house.cohort.release_id
    box = int(str(house.things["sandbox_id"]))
    entry = Entry("", 0, "name", f"{house.mark} group")
    account = filing.create_account(actor=actor, sandbox_id=box, entry=entry)
    for n in range(MORE):
        entry = Entry("", 0, "name", f"{house.mark} clerk {n}")
        filing.add_contact(actor=actor, sandbox_id=box, account_id=account.id, entry=entry)
        marking.submit(
            actor=actor, attempt_id=papers.start(actor=actor, exam_id=EXAM, release_id=release_id).id
        )
        negotiate(replace(house, things={"cohort_id": house.things["cohort_id"]}))
    for _ in range(MORE):
        checking.check(actor=actor, sandbox_id=box)
        sandboxes.finish(actor=actor, sandbox_id=box)
        box = sandboxes.restart(actor=actor, sandbox_id=box).id
        filing.create_account(actor=actor, sandbox_id=box, entry=entry)


def _releases() -> None:
    """Publish again and again, each time with one more word."""
    objects = {(d.kind, d.id): d.doc for d in read_tree(ROOT).documents}
    for n in range(MORE):
        objects["checklist", "crowd"] = {**objects["checklist", "week1"], "id": "crowd", "n": n}
        library.release_objects(objects=objects, notes=f"release {n}")
