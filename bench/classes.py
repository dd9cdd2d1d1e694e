"""Large classes and long histories: the gradebook of 30 to 1,000, the report over a million answers."""

import statistics
import time
from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import Connection, select, text

from app.accounts.models import User
from app.courses import queries as courses
from app.gradebook.models import GradeCell
from app.library import queries as library
from app.organisations import services as organisations
from app.organisations.models import Enrolment, Membership
from app.organisations.policies import Role
from app.platform.clock import now
from app.platform.database import db, transaction
from app.quizzes.models import AnswerEvent
from bench import inside
from bench.site import Caller, enter
from tests.site import Site

SIZES = (30, 100, 300, 1_000)
FEW, MANY = 10_000, 1_000_000
VIEWS = 5
MARKED = ("exam", "scenario", "crm", "task")
Say = Callable[[str, float, str], None]


def caller_with(site: Site, role: str) -> Caller:
    """Sign in the demo person of *role*, as `kampus demo --list` calls it."""
    return enter(site, next(person for person in site.people() if person.role.startswith(role)))


def _home_of(caller: Caller) -> int:
    wanted = select(Membership.organisation_id).join(User, User.id == Membership.user_id)
    return db.session.scalars(wanted.where(User.email == caller.email)).first() or 0


def fill_class(app: Flask, caller: Caller, size: int) -> int:
    """Make a class of *size* in the caller's organisation, each with a mark in every item; return its id."""
    with app.app_context(), transaction():
        home, release = _home_of(caller), library.current_release()
        if release is None:
            raise LookupError("nothing is published")
        cohort = organisations.create_cohort(
            organisation_id=home,
            title_zh=f"{size} 人班",
            title_en=f"Class of {size}",
            release_id=release.id,
            starts_on=date(2026, 9, 7),
        )
        items = [key for key in courses.item_titles(release.id) if key[0] in MARKED]
        people = [_person(size, number) for number in range(size)]
        db.session.add_all(people)
        db.session.flush()
        for person in people:
            db.session.add(
                Membership(organisation_id=home, user_id=person.id, role=str(Role.LEARNER), since=now())
            )
            db.session.add(Enrolment(cohort_id=cohort.id, user_id=person.id, since=now()))
            db.session.add_all(_cell(home, person.id, item) for item in items)
        return cohort.id


def _person(size: int, number: int) -> User:
    return User(email=f"bench-{size}-{number}@class.example", name=f"Person {number:04}", created_at=now())


def _cell(home: int, user_id: int, item: tuple[str, str]) -> GradeCell:
    return GradeCell(
        organisation_id=home,
        user_id=user_id,
        item_kind=item[0],
        item_id=item[1],
        score=str(60 + user_id % 40),
        maximum="100",
        source_id=0,
        at=now(),
    )


def milliseconds(view: Callable[[str], int], address: str) -> float:
    """Return the median time of a warm view of *address*."""
    taken = []
    for _ in range(VIEWS + 1):
        began = time.perf_counter()
        status = view(address)
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise RuntimeError(f"{address} answered {status}")
    return statistics.median(taken[1:])


def measure_gradebook(site: Site, say: Say) -> None:
    """Print the gradebook's statements and times for classes of 30 to 1,000."""
    app, teacher = inside.program(site), caller_with(site, "instructor")
    view = inside.views(app, teacher)
    counts = []
    for size in SIZES:
        address = f"/gradebook/cohorts/{fill_class(app, teacher, size)}"
        counts.append(inside.statements(app, view, address))
        say(f"gradebook_{size}_ms", milliseconds(view, address), "<= 350" if size == SIZES[-1] else "")
        say(f"gradebook_{size}_statements", counts[-1], "")
        if size == SIZES[-1]:
            say(f"gradebook_{size}_csv_ms", milliseconds(view, f"{address}.csv"), "<= 350")
    say("gradebook_statements_grow_by", max(counts) - min(counts), "<= 0")


def _copy_answers(connection: Connection, first: int, last: int) -> None:
    """Copy one answer that is there until there are rows numbered *first* to *last*."""
    columns = [column.name for column in AnswerEvent.__table__.columns if column.name != "id"]
    copied = ", ".join("'bench-' || n" if name == "client_op" else name for name in columns)
    numbers = (
        "WITH RECURSIVE counted(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM counted WHERE n < :last)"
    )
    source = "counted, (SELECT * FROM answer_events ORDER BY id LIMIT 1)"
    into = f"INSERT INTO answer_events ({', '.join(columns)})"
    line = f"{numbers} {into} SELECT {copied} FROM {source}"  # noqa: S608 - only our own columns
    connection.execute(text(line), {"first": first, "last": last})


def measure_reports(site: Site, say: Say) -> None:
    """Print what the report costs over ten thousand answers, and over a million."""
    app, admin = inside.program(site), caller_with(site, "instructor")
    view, taken = inside.views(app, admin), []
    for first, last in ((1, FEW), (FEW + 1, MANY)):
        with app.app_context(), transaction():
            _copy_answers(db.session.connection(), first, last)
        taken.append(milliseconds(view, "/report/"))
        say(f"report_over_{last}_answers_ms", taken[-1], "<= 300")
    say("report_million_over_ten_thousand", taken[1] / taken[0], "<= 1.5")
