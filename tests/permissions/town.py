"""Four organisations filled through the services: two colleges and two companies, each with its own mark.

Everything that somebody there typed, uploaded or is called carries the mark of the organisation, so that a
page can be searched for what it must not show.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.accounts import services as accounts
from app.accounts.models import User
from app.content.reader import read_tree
from app.kernel.actor import Actor
from app.library import services as library
from app.organisations import queries, services
from app.organisations.models import Cohort, Organisation
from app.organisations.policies import Role
from app.platform.database import commit, db
from tests.factories import PASSWORD

ROOT = Path(__file__).parents[2]
ROLES = ("learner", "delegate", "instructor", "manager", "admin", "author")
MARKS = {"college": ("Quokkaria", "Zebrania"), "company": ("Narwhalia", "Okapinia")}
FIRST_DAY = date(2026, 9, 7)


@dataclass
class House:
    """One filled organisation; *things* are the values of route parameters that lead to its objects."""

    mark: str
    kind: str
    id: int
    cohort_id: int
    people: dict[str, int] = field(default_factory=dict)
    mates: list[int] = field(default_factory=list)
    things: dict[str, object] = field(default_factory=dict)

    @property
    def cohort(self) -> Cohort:
        """Return the class or intake."""
        return db.session.get_one(Cohort, self.cohort_id)

    @property
    def organisation(self) -> Organisation:
        """Return the organisation."""
        return db.session.get_one(Organisation, self.id)

    def user(self, role: str) -> User:
        """Return the person who has *role* here."""
        return db.session.get_one(User, self.people[role])

    def actor(self, role: str) -> Actor:
        """Return the person who has *role* here as an actor."""
        return actor_of(self.people[role])

    @property
    def roles(self) -> list[str]:
        """Return the roles of this kind of organisation: a company has no teams, so no delegates."""
        return [role for role in ROLES if role in self.people]


def actor_of(user_id: int) -> Actor:
    """Return a person of the town as an actor; nobody there belongs to two organisations."""
    return queries.actor_in(user_id, queries.belongings(user_id)[0])


def publish_everything() -> int:
    """Publish the content of this repository and return the release's id."""
    documents = read_tree(ROOT).documents
    row = library.release_objects(objects={(d.kind, d.id): d.doc for d in documents}, notes="first")
    commit()
    return row.id


def settle(kind: str, mark: str, release_id: int) -> House:
    """Found an organisation with its people and its class; the rooms are filled by ``rooms``."""
    home = services.create_organisation(kind=kind, name_zh=f"{mark} 机构", name_en=f"{mark} Organisation")
    cohort = services.create_cohort(
        organisation_id=home.id,
        title_zh=f"{mark} 班",
        title_en=f"{mark} class",
        release_id=release_id,
        starts_on=FIRST_DAY,
    )
    house = House(mark, kind, home.id, cohort.id)
    house.people = {
        role: _person(house, role).id for role in ROLES if (kind, role) != ("company", "delegate")
    }
    house.mates = [_person(house, f"mate{n}").id for n in range(7 if kind == "college" else 2)]
    for user_id in (house.people["learner"], house.people.get("delegate"), *house.mates):
        if user_id is not None:
            _enrol(house, user_id)
    _invite(house)
    house.things |= {"cohort_id": cohort.id, "organisation_id": home.id, "user_id": house.people["learner"]}
    commit()
    return house


def _person(house: House, role: str) -> User:
    user = accounts.create_person(
        email=f"{role}@{house.mark.lower()}.example",
        name=f"{house.mark} {role}",
        language="en",
        password=PASSWORD,
    )
    held = Role(role) if role in set(Role) else Role.LEARNER
    services.add_member(organisation_id=house.id, user=user, role=held)
    return user


def _enrol(house: House, user_id: int) -> None:
    company = house.kind == "company"
    services.enrol(
        cohort=house.cohort,
        user=db.session.get_one(User, user_id),
        number=f"{house.mark}-{user_id}",
        hired_on=FIRST_DAY if company else None,
        manager_id=house.people["manager"] if company else None,
    )


def _invite(house: House) -> None:
    """Invite somebody, so that there is mail; keep a link that works as the value of ``token``."""
    guest = services.invite(
        actor=house.actor("admin"),
        email=f"guest@{house.mark.lower()}.example",
        name=f"{house.mark} guest",
        role=Role.AUTHOR,
    )
    house.things["accounts.invitation:token"] = accounts.make_link(user=guest, purpose="invitation")
    house.things["accounts.reset:token"] = accounts.make_link(user=guest, purpose="reset")


def settle_all(release_id: int) -> Iterator[House]:
    """Found the four organisations."""
    for kind, marks in MARKS.items():
        for mark in marks:
            yield settle(kind, mark, release_id)
