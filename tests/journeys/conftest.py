"""One browser for all journeys, and for each way of travelling a site of its own with the demo in it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.ground import site
from tests.journeys.traveller import FLAGS, Traveller, arrive
from tests.site import Site

WAYS = {
    "zh": ("zh", True),
    "en": ("en", True),
    "zh-without-scripts": ("zh", False),
    "en-without-scripts": ("en", False),
}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return the browser of the whole run."""
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield window
        window.close()


@pytest.fixture(scope="package")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Return a running site for each way of travelling, so that no journey meets another's traces."""
    with ExitStack() as stack:
        folders = {way: tmp_path_factory.mktemp("site") / "data" for way in WAYS}
        yield {way: stack.enter_context(site(folder)) for way, folder in folders.items()}


@pytest.fixture(params=list(WAYS))
def traveller(
    request: pytest.FixtureRequest, browser: Browser, sites: dict[str, Site]
) -> Iterator[Traveller]:
    """Return somebody with an empty browser, once for each way of travelling."""
    language, scripts = WAYS[request.param]
    person = arrive(browser, sites[request.param], language, scripts=scripts)
    yield person
    person.page.context.close()
