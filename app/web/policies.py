"""Which doors a person sees: the one table behind the navigation."""

from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.messages import N_
from app.organisations.policies import Permission, Role


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation: who sees it, what it is called (a msgid), and its drawn icon."""

    endpoint: str
    label: str
    icon: str
    permissions: tuple[Permission, ...]
    kinds: tuple[str, ...] = ("college", "company")
    study: bool = False

    @property
    def room(self) -> str:
        """Return the room behind this door."""
        return self.endpoint.partition(".")[0]


P = Permission
DOORS = (
    Door("web.home", N_("Home"), "home", tuple(Permission)),
    Door("courses.path", N_("Course"), "book", (P.PRACTISE,), study=True),
    Door("negotiation.index", N_("Negotiate"), "talk", (P.PRACTISE,), study=True),
    Door("crm.index", N_("Archives"), "cards", (P.PRACTISE,), study=True),
    Door("projects.index", N_("Team tasks"), "team", (P.TEAM_WORK, P.PROJECT_MANAGE), ("college",)),
    Door("onboarding.own", N_("My track"), "track", (P.TRACK_OWN,), ("company",)),
    Door("onboarding.people", N_("My people"), "sign", (P.TRACK_SIGN,), ("company",)),
    Door("gradebook.own", N_("My marks"), "marks", (P.OWN_MARKS_READ,)),
    Door("quizzes.rooms_index", N_("Exam rooms"), "clock", (P.MARK,)),
    Door("gradebook.cohorts", N_("Gradebook"), "marks", (P.GRADEBOOK_READ,)),
    Door("onboarding.overview", N_("Tracks"), "track", (P.TRACK_MANAGE,), ("company",)),
    Door("organisations.cohorts", N_("Classes"), "class", (P.COHORT_READ,)),
    Door("organisations.people", N_("People"), "people", (P.PEOPLE_MANAGE,)),
    Door("reports.index", N_("Progress report"), "report", (P.REPORT_READ,)),
    Door("library.releases", N_("Releases"), "release", (P.CONTENT_AUTHOR,)),
    Door("organisations.outbox", N_("Outbox"), "mail", (P.OUTBOX_READ,)),
)
# Rooms all of whose pages belong to one door.
WHOLE_ROOMS = frozenset(door.room for door in DOORS if sum(door.room == other.room for other in DOORS) == 1)


def doors_of(actor: Actor) -> list[Door]:
    """Return the doors that are open to *actor*, in the order of the table.

    A phone shows the first four; so whoever does not learn here finds their own duties before the study.
    """
    doors = [
        door
        for door in DOORS
        if actor.organisation_kind in door.kinds and any(map(actor.may, door.permissions))
    ]
    return doors if Role.LEARNER in actor.roles else sorted(doors, key=lambda door: door.study)
