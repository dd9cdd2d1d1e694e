"""Roles, permissions, and the one table that joins them. What is not granted here is refused."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in one organisation; a person may be several things."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    MANAGER = "manager"
    ADMIN = "admin"
    AUTHOR = "author"


class Permission(StrEnum):
    """``area:thing:action``, each with the sentence it stands for."""

    PRACTISE = "practice:own:do"
    """Read lessons, answer questions, negotiate and keep archives, for oneself."""
    TEAM_WORK = "projects:team:work"
    """Work in a team: accept a task book, own packages, hand in, mark as a delegate."""
    PROJECT_MANAGE = "projects:project:manage"
    """Open team tasks, form teams, move a task through its states, release results."""
    MARK = "projects:sheet:mark"
    """Fill in the teacher's rubric sheets."""
    OWN_MARKS_READ = "gradebook:own:read"
    """See one's own released marks and how each came about."""
    GRADEBOOK_READ = "gradebook:cohort:read"
    """See the marks of a cohort one is responsible for."""
    COHORT_READ = "organisations:cohort:read"
    """See the roster of a cohort."""
    COHORT_MANAGE = "organisations:cohort:manage"
    """Make cohorts and change their rosters."""
    PEOPLE_MANAGE = "organisations:people:manage"
    """Invite people and give roles."""
    OUTBOX_READ = "organisations:outbox:read"
    """See mail that waits in the outbox of one's organisation."""
    TRACK_OWN = "onboarding:own:read"
    """Follow one's own onboarding track."""
    TRACK_SIGN = "onboarding:gate:sign"
    """Sign the gates of the people one manages."""
    TRACK_MANAGE = "onboarding:track:manage"
    """Assign tracks and watch who is due."""
    CONTENT_AUTHOR = "content:release:author"
    """Check content and publish releases."""
    REPORT_READ = "reports:organisation:read"
    """See progress across the organisation."""


P = Permission
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.LEARNER: frozenset({P.PRACTISE, P.TEAM_WORK, P.OWN_MARKS_READ, P.TRACK_OWN}),
    Role.INSTRUCTOR: frozenset(
        {P.PRACTISE, P.PROJECT_MANAGE, P.MARK, P.GRADEBOOK_READ, P.COHORT_READ, P.COHORT_MANAGE}
        | {P.PEOPLE_MANAGE, P.REPORT_READ}
    ),
    Role.MANAGER: frozenset({P.PRACTISE, P.TRACK_SIGN}),
    Role.ADMIN: frozenset(
        {P.PRACTISE, P.PEOPLE_MANAGE, P.COHORT_READ, P.COHORT_MANAGE, P.GRADEBOOK_READ, P.TRACK_MANAGE}
        | {P.REPORT_READ, P.OUTBOX_READ}
    ),
    Role.AUTHOR: frozenset({P.PRACTISE, P.CONTENT_AUTHOR}),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[str]:
    """Return everything that *roles* together allow."""
    return frozenset(str(permission) for role in roles for permission in GRANTS[role])


def grantable_by(roles: frozenset[str]) -> frozenset[Role]:
    """Return the roles that somebody with *roles* may give away: a teacher enrols learners, an admin all."""
    if Role.ADMIN in roles:
        return frozenset(Role)
    return frozenset({Role.LEARNER}) if Role.INSTRUCTOR in roles else frozenset()
