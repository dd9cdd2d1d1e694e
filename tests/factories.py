"""People, organisations and classes for tests, made through the services; each is committed."""

from datetime import date
from itertools import count

from flask.testing import FlaskClient

from app.accounts import services as accounts
from app.accounts.models import User
from app.kernel.actor import Actor
from app.library.models import Release
from app.organisations import queries, services
from app.organisations.models import Cohort, Organisation
from app.organisations.policies import Role
from app.platform.clock import now
from app.platform.database import commit, db

PASSWORD = "a long sentence for tests"  # noqa: S105 - of test people only
_numbers = count(1)


def organisation(kind: str = "college") -> Organisation:
    """Return a new organisation."""
    n = next(_numbers)
    row = services.create_organisation(kind=kind, name_zh=f"机构{n}", name_en=f"Organisation {n}")
    commit()
    return row


def person(
    *roles: Role | str, organisation: Organisation | None = None, name: str = "", language: str = "en"
) -> User:
    """Return a new person with a password and the given roles (none without an organisation)."""
    n = next(_numbers)
    user = accounts.create_person(
        email=f"person{n}@test.example", name=name or f"Person {n}", language=language, password=PASSWORD
    )
    for role in roles:
        if organisation is not None:
            services.add_member(organisation_id=organisation.id, user=user, role=Role(role))
    commit()
    return user


def actor(user: User) -> Actor:
    """Return *user* as an actor in the first organisation they belong to."""
    return queries.actor_in(user.id, queries.belongings(user.id)[0])


def release() -> Release:
    """Return the newest release, or a new empty one."""
    row = db.session.query(Release).order_by(Release.id.desc()).first()
    if row is None:
        row = Release(number=1, tree_hash="0" * 64, notes="", created_at=now())
        db.session.add(row)
        commit()
    return row


def cohort(home: Organisation, *learners: User) -> Cohort:
    """Return a new class of *home* with *learners* enrolled."""
    n = next(_numbers)
    row = services.create_cohort(
        organisation_id=home.id,
        title_zh=f"班级{n}",
        title_en=f"Class {n}",
        release_id=release().id,
        starts_on=date(2026, 9, 7),
    )
    for learner in learners:
        services.enrol(cohort=row, user=learner)
    commit()
    return row


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Sign *user* in on *client* and return the client."""
    answer = client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client
