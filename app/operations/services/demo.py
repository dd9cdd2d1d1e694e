"""Load the demo once: people, a class half-way through the course, a company's new managers."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from app.accounts import queries as accounts
from app.library import queries as library
from app.onboarding import services as onboarding
from app.operations.services.exams import load_exam
from app.operations.services.people import Cast, load_people
from app.operations.services.study import load_progress
from app.operations.services.teamwork import load_team_task

TRACK = "kam-90"


def plan() -> dict[str, Any]:
    """Return what demo.yaml says."""
    document: dict[str, Any] = yaml.safe_load((files("app.operations") / "demo.yaml").read_text("utf-8"))
    return document


def sign_ins(document: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (role, name, e-mail address, password): one way in for every role."""
    people = {row["key"]: row for row in document["people"]}
    for row in document["sign_ins"]:
        person = people[row["person"]]
        yield row["role"], person["name"], person["email"], document["password"]


def is_loaded(document: Mapping[str, Any]) -> bool:
    """Return whether the demo is in the database already."""
    return accounts.by_email(document["people"][0]["email"]) is not None


def load(document: Mapping[str, Any]) -> None:
    """Load everything; the caller's transaction makes it all or nothing."""
    release = library.current_release()
    if release is None:
        raise LookupError("load content first: flask --app wsgi kampus content load")
    cast = load_people(document, release.id)
    load_progress(cast, document)
    load_exam(cast, document)
    load_team_task(cast, document)
    _assign_tracks(cast, release.id)


def _assign_tracks(cast: Cast, release_id: int) -> None:
    """Put the company's new people on the track."""
    admin = cast.actor("xu", "company")
    for key, enrolment in cast.enrolments.items():
        if enrolment.hired_on is not None:
            onboarding.assign(
                actor=admin,
                user_id=cast.people[key].id,
                track_id=TRACK,
                release_id=release_id,
                hired_on=enrolment.hired_on,
                manager_id=cast.people["jiang"].id,
            )
