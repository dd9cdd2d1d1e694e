"""Load the demo once: people, a class half-way through the course, a company's new managers."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import yaml

from app.accounts import queries as accounts
from app.library import queries as library
from app.operations.services.people import load_people


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
    load_people(document, release.id)
