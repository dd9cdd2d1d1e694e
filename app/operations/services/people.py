"""The demo's people, organisations and classes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.accounts import services as accounts
from app.accounts.models import User
from app.kernel.actor import Actor
from app.organisations import queries, services
from app.organisations.models import Cohort, Enrolment, Organisation
from app.organisations.policies import Role
from app.platform.clock import today


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything the demo made so far, by the keys of demo.yaml."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    enrolments: dict[str, Enrolment] = field(default_factory=dict)

    def cohorts_of(self, person: str) -> Cohort:
        """Return the class a learner is in."""
        number = self.enrolments[person].cohort_id
        return next(cohort for cohort in self.cohorts.values() if cohort.id == number)

    def actor(self, person: str, organisation: str) -> Actor:
        """Return a person as an actor in one of the organisations."""
        homes = queries.belongings(self.people[person].id)
        home = next(h for h in homes if h.organisation.id == self.organisations[organisation].id)
        return queries.actor_in(self.people[person].id, home)


def load_people(plan: Mapping[str, Any], release_id: int) -> Cast:
    """Make the organisations, people, classes and enrolments that *plan* names."""
    cast = Cast()
    for key, row in plan["organisations"].items():
        cast.organisations[key] = services.create_organisation(
            kind=row["kind"], name_zh=row["zh"], name_en=row["en"]
        )
    for key, row in plan["cohorts"].items():
        cast.cohorts[key] = services.create_cohort(
            organisation_id=cast.organisations[row["organisation"]].id,
            title_zh=row["zh"],
            title_en=row["en"],
            release_id=release_id,
            starts_on=today() - timedelta(days=row["started_days_ago"]),
        )
    for row in plan["people"]:
        _load_person(cast, row, plan["password"])
    return cast


def _load_person(cast: Cast, row: Mapping[str, Any], password: str) -> None:
    user = accounts.create_person(email=row["email"], name=row["name"], password=password)
    cast.people[row["key"]] = user
    for organisation, roles in row["roles"].items():
        home = cast.organisations[organisation]
        for role in roles:
            services.add_member(organisation_id=home.id, user=user, role=Role(role))
        if "learner" in roles:
            cohort = next(c for c in cast.cohorts.values() if c.organisation_id == home.id)
            days = row.get("hired_days_ago")
            cast.enrolments[row["key"]] = services.enrol(
                cohort=cohort,
                user=user,
                number=row["number"],
                hired_on=today() - timedelta(days=days) if days is not None else None,
                manager_id=cast.people["jiang"].id if days is not None else None,
            )
