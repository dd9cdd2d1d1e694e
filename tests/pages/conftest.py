"""The pages' tests live in the filled town; every page of its first college and company is read once."""

from collections.abc import Callable

import pytest

from tests.permissions import walking
from tests.permissions.conftest import Town, application, filled, town

__all__ = ["application", "filled", "town"]
PEOPLE = [("college", role) for role in ("learner", "delegate", "instructor", "manager", "admin", "author")]
PEOPLE += [("company", role) for role in ("learner", "instructor", "manager", "admin", "author")]
Reader = Callable[[str, str, str], dict[str, walking.Page]]
Library = dict[tuple[str, str, str], dict[str, walking.Page]]


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the pages that have been read so far; every test's town is the same, so once is enough."""
    return {}


@pytest.fixture
def read(town: Town, library: Library) -> Reader:
    """Return a function that reads every page somebody can reach in a language; nobody's role is ''."""

    def everything(kind: str, role: str, language: str) -> dict[str, walking.Page]:
        if (kind, role, language) not in library:
            library[kind, role, language] = afresh(kind, role, language)
        return library[kind, role, language]

    def afresh(kind: str, role: str, language: str) -> dict[str, walking.Page]:
        house = town.house(kind)
        client = town.forgetful(house, role or "nobody", language)
        starts = ["/", *walking.addresses(client, house), "/no-such-page", "/static/nothing.css"]
        return walking.walk(client, starts)

    return everything
