"""What waits for a person: the one thing to do next, and what comes after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.courses import queries as courses
from app.courses.engine.path import Step, current_index
from app.kernel.actor import Actor
from app.kernel.messages import N_
from app.library import queries as library
from app.onboarding import queries as onboarding
from app.onboarding.engine.track import StageStatus
from app.organisations import queries as organisations
from app.organisations.policies import Permission, Role
from app.projects.queries import waiting

KIND_WORDS = {
    "lesson": N_("Lesson"),
    "exam": N_("Module check"),
    "scenario": N_("Negotiation"),
    "crm": N_("Archive"),
    "task": N_("Team task"),
    "checklist": N_("Checklist"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do: its *title* (bilingual, or a msgid), a sentence about it (a msgid), and where.

    *pressing* means that others wait for it.
    """

    endpoint: str
    title: Mapping[str, str] | str
    text: str
    action: str
    args: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that waits, the most pressing first; for learners also their seven stations."""

    entries: Sequence[Entry]
    stations: Sequence[Mapping[str, str]] = ()
    station: int = 0


def agenda(actor: Actor) -> Agenda:
    """Return what waits for the actor; statements do not grow with rows."""
    entries: list[Entry] = []
    if actor.may(Permission.TRACK_SIGN):
        entries += _to_sign(actor)
    if actor.may(Permission.TEAM_WORK) or actor.may(Permission.PROJECT_MANAGE):
        entries += _team_tasks(actor)
    if actor.may(Permission.TRACK_MANAGE):
        entries += _late_people(actor)
    if actor.may(Permission.CONTENT_AUTHOR):
        entries += _content()
    if actor.may(Permission.COHORT_MANAGE):
        entries += _classes(actor)
    study = courses.find_study(actor) if Role.LEARNER in actor.roles else None
    return _studying(actor, study, entries) if study else Agenda(entries)


def _studying(actor: Actor, study: courses.Study, others: Sequence[Entry]) -> Agenda:
    """Return a learner's agenda: what the team waits for, the next step of the course, then the rest."""
    stops, rows = courses.stops_of(actor, study)
    step = courses.step_in(study, stops, rows)
    reading = [_reading(step)] if step else []
    others = sorted([*reading, *others], key=lambda entry: not entry.pressing)
    entries = [*others, *_own_track(actor)]
    return Agenda(entries, [stop.station.title for stop in stops], current_index(stops))


def _reading(step: Step) -> Entry:
    text = N_("%(kind)s, about %(minutes)s minutes") if step.minutes else "%(kind)s"
    params = {"kind": KIND_WORDS[step.kind], "minutes": step.minutes}
    return Entry(step.endpoint, step.label, text, N_("Continue"), step.args, params)


def _team_tasks(actor: Actor) -> Iterator[Entry]:
    for step in waiting.next_steps(actor):
        action = N_("Do it now") if step.waiting else N_("Have a look")
        yield Entry(step.endpoint, step.title, step.message, action, step.args, step.params, step.waiting)


def _own_track(actor: Actor) -> Iterator[Entry]:
    has_track = actor.may(Permission.TRACK_OWN) and actor.organisation_kind == "company"
    mine = onboarding.own(actor) if has_track else None
    for standing in onboarding.standings([mine] if mine else []):
        state = standing.current
        text = N_("Next gate: due %(date)s, %(name)s signs")
        params = {"date": state.due, "name": standing.assignment.manager.name}
        if state.status is StageStatus.TO_SIGN:
            text = N_("Everything is done; the gate waits for %(name)s's signature")
        if state.status is not StageStatus.SIGNED:
            title = {"zh": state.stage.title.zh, "en": state.stage.title.en}
            yield Entry("onboarding.own", title, text, N_("See my track"), {}, params)


def _to_sign(actor: Actor) -> Iterator[Entry]:
    for standing in onboarding.standings(onboarding.managed_by(actor)):
        if standing.current.status is StageStatus.TO_SIGN:
            place = {"assignment_id": standing.assignment.id, "stage_id": standing.current.stage.id}
            text = N_("Has done everything for this gate and waits for your signature")
            yield Entry("onboarding.gate", standing.assignment.user.name, text, N_("Go and sign"), place)


def _late_people(actor: Actor) -> Iterator[Entry]:
    rows = onboarding.standings(onboarding.everybody(actor))
    late = sum(row.current.status is StageStatus.OVERDUE for row in rows)
    waiting = sum(row.current.status is StageStatus.TO_SIGN for row in rows)
    text = N_("%(late)s late, %(waiting)s waiting for a signature, %(all)s in all")
    params = {"late": late, "waiting": waiting, "all": len(rows)}
    yield Entry(
        "onboarding.overview", N_("The tracks of your new people"), text, N_("See who is due"), {}, params
    )


def _content() -> Iterator[Entry]:
    release = library.current_release()
    text = N_("Release %(n)s is the newest. Check the files, look at what would change, publish.")
    if release is not None:
        params = {"n": release.number}
        yield Entry("library.releases", N_("Your content"), text, N_("See the releases"), {}, params)


def _classes(actor: Actor) -> Iterator[Entry]:
    cohorts = organisations.cohorts_visible_to(actor)
    if not cohorts:
        text = N_("Open one, paste the roster, and the invitations go out by themselves.")
        yield Entry("organisations.cohorts", N_("No class yet"), text, N_("Open a class"))
    for cohort in cohorts[:3]:
        place = {"cohort_id": cohort.id}
        yield Entry(
            "gradebook.cohort", cohort.title, N_("Who has got how far"), N_("Open the gradebook"), place
        )
