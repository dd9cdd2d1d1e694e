"""What may be done to organisations, classes and membership. Nothing here commits."""

from datetime import date

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import User
from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotAllowedError
from app.kernel.messages import N_
from app.organisations.engine.roster import Line
from app.organisations.models import Cohort, Enrolment, Membership, Organisation
from app.organisations.policies import Role, grantable_by
from app.platform import audit, mail
from app.platform.clock import now
from app.platform.database import db
from app.platform.settings import settings

NOT_YOURS_TO_GIVE = N_("Your role does not let you give the role “%(role)s”.")
ALREADY = N_("%(name)s already has this role here.")


def create_organisation(*, kind: str, name_zh: str, name_en: str) -> Organisation:
    """Add a college or a company."""
    row = Organisation(kind=kind, name_zh=name_zh, name_en=name_en, created_at=now())
    db.session.add(row)
    db.session.flush()
    return row


def add_member(*, organisation_id: int, user: User, role: Role) -> Membership:
    """Give *user* a role; one who held it before gets it back. InvalidError if it is held now."""
    row = db.session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.user_id == user.id,
            Membership.role == role,
        )
    )
    if row is not None and row.ended_at is None:
        raise InvalidError(ALREADY, name=user.name)
    if row is None:
        row = Membership(organisation_id=organisation_id, user_id=user.id, role=str(role), since=now())
        db.session.add(row)
    row.ended_at = None
    db.session.flush()
    return row


def create_cohort(
    *, organisation_id: int, title_zh: str, title_en: str, release_id: int, starts_on: date
) -> Cohort:
    """Add a class that does the given release of the course."""
    row = Cohort(
        organisation_id=organisation_id,
        title_zh=title_zh,
        title_en=title_en or title_zh,
        release_id=release_id,
        starts_on=starts_on,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def enrol(
    *,
    cohort: Cohort,
    user: User,
    number: str = "",
    hired_on: date | None = None,
    manager_id: int | None = None,
) -> Enrolment:
    """Put a learner into a cohort; one who is already in it stays as they are, with the new details."""
    row = db.session.scalar(
        select(Enrolment).where(Enrolment.cohort_id == cohort.id, Enrolment.user_id == user.id)
    )
    if row is None:
        row = Enrolment(cohort_id=cohort.id, user_id=user.id, number=number, since=now())
        db.session.add(row)
    row.ended_at = None
    row.number = number or row.number
    row.hired_on = hired_on or row.hired_on
    row.manager_id = manager_id or row.manager_id
    db.session.flush()
    return row


def invite(*, actor: Actor, email: str, name: str, role: Role, language: str = "zh") -> User:
    """Bring a person in: known people get the role at once, new ones a mail with a link."""
    if role not in grantable_by(actor.roles):
        raise NotAllowedError(NOT_YOURS_TO_GIVE, role=str(role))
    user = accounts.by_email(email)
    if user is None:
        user = account_services.create_person(email=email, name=name, language=language)
    add_member(organisation_id=actor.organisation_id, user=user, role=role)
    audit.record(actor, action="invited", object_kind="user", object_id=user.id, after={"role": str(role)})
    if user.password_hash is None:
        _mail_invitation(actor, user)
    return user


def _mail_invitation(actor: Actor, user: User) -> None:
    """Write the mail with the link, in the reader's language."""
    home = db.session.get_one(Organisation, actor.organisation_id)
    token = account_services.make_link(user=user, purpose="invitation")
    with force_locale("zh_CN" if user.language == "zh" else "en"):
        mail.send(
            recipient=user.email,
            subject=_("Your place at KAMpus"),
            body=_(
                "Hello %(name)s,\n\n%(organisation)s invites you to KAMpus, where key-account selling is "
                "learnt by doing it. Open this link to choose a password; it works once, "
                "for 14 days:\n%(link)s\n",
                name=user.name,
                organisation=home.name[user.language],
                link=settings().url + url_for("accounts.invitation", token=token),
            ),
            organisation_id=actor.organisation_id,
        )


def import_roster(*, actor: Actor, cohort: Cohort, lines: list[Line]) -> int:
    """Enrol everybody on a checked list, inviting new people; return how many are new here."""
    fresh = 0
    for line in lines:
        user = accounts.by_email(line.email)
        held = user is not None and _is_learner(actor.organisation_id, user.id)
        if not held:
            user = invite(actor=actor, email=line.email, name=line.name, role=Role.LEARNER)
            fresh += 1
        if user is not None:
            enrol(cohort=cohort, user=user, number=line.number, hired_on=line.hired_on)
    audit.record(
        actor, action="imported", object_kind="cohort", object_id=cohort.id, after={"people": len(lines)}
    )
    return fresh


def _is_learner(organisation_id: int, user_id: int) -> bool:
    held = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.user_id == user_id,
        Membership.role == Role.LEARNER,
        Membership.ended_at.is_(None),
    )
    return db.session.scalar(held) is not None
