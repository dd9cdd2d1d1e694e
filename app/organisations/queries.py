"""What may be asked of organisations: each function is one statement, bounded by the actor's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import User
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library.models import Release
from app.organisations.models import Cohort, Enrolment, Membership, Organisation
from app.organisations.policies import Permission, Role, permissions_of
from app.platform.database import db
from app.platform.mail import Mail


@dataclass(frozen=True, slots=True)
class Belonging:
    """One organisation a person belongs to, and the roles held there."""

    organisation: Organisation
    roles: frozenset[Role]


# Asked on every page: built once, a statement costs a quarter of one that is built for each request.
_PRESENT = (
    select(User, Membership.role, Organisation)
    .outerjoin(Membership, and_(Membership.user_id == User.id, Membership.ended_at.is_(None)))
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .where(User.id == bindparam("user_id"))
    .order_by(Membership.id)
)
_BY_SESSION = _PRESENT.where(User.auth_version == bindparam("version"), User.disabled_at.is_(None))
_ENROLMENT = (
    select(Enrolment)
    .join(Enrolment.cohort)
    .join(Cohort.release)
    .where(
        Enrolment.user_id == bindparam("user_id"),
        Enrolment.ended_at.is_(None),
        Cohort.organisation_id == bindparam("organisation_id"),
    )
    .options(contains_eager(Enrolment.cohort).contains_eager(Cohort.release))
    .order_by(Enrolment.id.desc())
    .limit(1)
)


def _homes(rows: Sequence[Row[User, str, Organisation]]) -> list[Belonging]:
    """Return the organisations in *rows*, in the order of joining, each with the roles held there."""
    homes = {home.id: home for _, role, home in rows if role}
    return [
        Belonging(home, frozenset(Role(role) for _, role, one in rows if one is home))
        for home in homes.values()
    ]


def present(user_id: int, version: int) -> tuple[User, list[Belonging]] | None:
    """Return the person whose session this is, with every organisation they belong to.

    None once the password has changed (*version* counts its changes) or the account is closed.
    """
    rows = db.session.execute(_BY_SESSION, {"user_id": user_id, "version": version}).all()
    return (rows[0][0], _homes(rows)) if rows else None


def belongings(user_id: int) -> list[Belonging]:
    """Return every organisation the person belongs to, in the order of joining."""
    return _homes(db.session.execute(_PRESENT, {"user_id": user_id}).all())


def actor_in(user_id: int, organisation: Belonging) -> Actor:
    """Return the person as an actor in that organisation (no statement)."""
    return Actor(
        user_id=user_id,
        organisation_id=organisation.organisation.id,
        organisation_kind=organisation.organisation.kind,
        roles=frozenset(map(str, organisation.roles)),
        permissions=permissions_of(organisation.roles),
    )


def _cohorts(actor: Actor) -> Select[Cohort]:
    """Select the cohorts the actor may see: staff all of their organisation's, learners their own."""
    statement = select(Cohort).where(Cohort.organisation_id == actor.organisation_id)
    if actor.may(Permission.COHORT_READ):
        return statement
    own = select(Enrolment.cohort_id).where(Enrolment.user_id == actor.user_id, Enrolment.ended_at.is_(None))
    return statement.where(Cohort.id.in_(own))


def cohorts_visible_to(actor: Actor) -> Sequence[Cohort]:
    """Return the cohorts the actor may see, newest first."""
    return db.session.scalars(_cohorts(actor).order_by(Cohort.id.desc())).all()


def cohort_visible_to(actor: Actor, cohort_id: int) -> Cohort:
    """Return the cohort; NotFoundError if there is none or the actor may not know of it."""
    cohort = db.session.scalar(_cohorts(actor).where(Cohort.id == cohort_id))
    if cohort is None:
        raise NotFoundError
    return cohort


def cohort_sizes(actor: Actor) -> dict[int, int]:
    """Return how many learners each cohort of the organisation has."""
    rows = db.session.execute(
        select(Enrolment.cohort_id, func.count())
        .join(Cohort)
        .where(Cohort.organisation_id == actor.organisation_id, Enrolment.ended_at.is_(None))
        .group_by(Enrolment.cohort_id)
    )
    return {row[0]: row[1] for row in rows}


def roster(cohort_id: int) -> Sequence[Enrolment]:
    """Return who is in a cohort (reached through ``cohort_visible_to``), each with the person."""
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.user)
        .where(Enrolment.cohort_id == cohort_id, Enrolment.ended_at.is_(None))
        .options(contains_eager(Enrolment.user))
        .order_by(Enrolment.number, User.name, User.id)
    ).all()


def enrolment_of(actor: Actor) -> Enrolment | None:
    """Return the actor's newest enrolment in the present organisation, with its cohort and release."""
    place = {"user_id": actor.user_id, "organisation_id": actor.organisation_id}
    return db.session.scalar(_ENROLMENT, place)


def releases_of(organisation_id: int) -> dict[int, Release]:
    """Return the release that each learner of the organisation works on: their newest class's."""
    rows = db.session.execute(
        select(Enrolment.user_id, Release)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Release, Release.id == Cohort.release_id)
        .where(Cohort.organisation_id == organisation_id, Enrolment.ended_at.is_(None))
        .order_by(Enrolment.id)
    )
    return {row[0]: row[1] for row in rows}


def reports_of(actor: Actor) -> Sequence[Enrolment]:
    """Return the people whom the actor manages, each with the person and the cohort."""
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.user)
        .where(
            Enrolment.manager_id == actor.user_id,
            Enrolment.ended_at.is_(None),
            Cohort.organisation_id == actor.organisation_id,
        )
        .options(contains_eager(Enrolment.cohort), contains_eager(Enrolment.user))
        .order_by(User.name)
    ).all()


def people(actor: Actor) -> list[tuple[User, frozenset[Role]]]:
    """Return everybody in the actor's organisation with their roles, by name."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == actor.organisation_id, Membership.ended_at.is_(None))
        .options(contains_eager(Membership.user))
        .order_by(User.name, User.id)
    ).all()
    persons = {row.user_id: row.user for row in rows}
    return [
        (person, frozenset(Role(row.role) for row in rows if row.user_id == number))
        for number, person in persons.items()
    ]


def with_role(organisation_id: int, role: Role) -> Sequence[User]:
    """Return the people who hold *role* in the organisation, by name."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == role,
            Membership.ended_at.is_(None),
        )
        .order_by(User.name)
    ).all()


def outbox(actor: Actor) -> Sequence[Mail]:
    """Return the newest mails to people of the actor's organisation.

    Personal mail (a link that sets a password) is shown only for people who belong nowhere else,
    so that no organisation can reach into another through a shared person.
    """
    elsewhere = select(Membership.user_id).where(Membership.organisation_id != actor.organisation_id)
    addresses = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == actor.organisation_id, User.id.not_in(elsewhere))
    )
    here = (Mail.organisation_id == actor.organisation_id) | (Mail.organisation_id.is_(None))
    return db.session.scalars(
        select(Mail).where(here, Mail.recipient.in_(addresses)).order_by(Mail.id.desc()).limit(50)
    ).all()


def own_data(actor: Actor) -> dict[str, object]:
    """Return what this room keeps about the actor, for the person's own export."""
    rows = belongings(actor.user_id)
    return {
        "memberships": [
            {"organisation": home.organisation.name, "roles": sorted(map(str, home.roles))}
            for home in rows
            if home.organisation.id == actor.organisation_id
        ]
    }
