"""A site with the demo, and one page of every kind with the person who sees most of it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route

from app.factory import create_app
from tests.conftest import settings
from tests.crawl import Visitor, endpoint_of, walk
from tests.journeys.ground import site
from tests.site import Person, Site

PER_PERSON = {"web.home"}


@dataclass(frozen=True)
class Tour:
    """The pages to look at as one person (None: nobody signed in)."""

    site: Site
    person: Person | None
    addresses: list[str]


def open_packs(page: Page) -> None:
    """Let *page* show a lesson's pack as somebody sees it who opens the saved file."""

    def shown(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(status=answer.status, content_type="text/html; charset=utf-8", body=answer.body())

    page.route("**/learn/lesson/*/pack", shown)


@pytest.fixture(scope="package")
def tours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Tour]]:
    """Return every kind of page once: by the person who sees most of it; everybody's own home, too."""
    with site(tmp_path_factory.mktemp("axe") / "data") as found:
        yield plan(found)


def plan(found: Site) -> list[Tour]:
    """Walk through the site as everybody and choose the pages."""
    endpoint = endpoint_of(create_app(settings(found.folder)))
    best: dict[str, tuple[int, str, Person | None]] = {}
    people = found.people()
    for person in [None, *people]:
        visitor = Visitor(found.url)
        pages = walk(visitor.sign_in(person) if person else visitor, endpoint, most=2)
        for address, page in pages.items():
            kind = endpoint(address).partition("?")[0]
            kind += f" of {person.role}" if person and kind in PER_PERSON else ""
            if page.kind == "text/html" and page.status == 200:
                best[kind] = max(best.get(kind, (0, "", None)), (len(page.text), address, person), key=size)
    return [
        Tour(found, person, sorted(address for _, address, owner in best.values() if owner == person))
        for person in [None, *people]
    ]


def size(entry: tuple[int, str, Person | None]) -> int:
    """Return how long a page is."""
    return entry[0]
