"""Walks through the town in one process: every page that links lead to, and every route there is."""

import contextlib
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.crawl import endpoint_of
from tests.permissions import table
from tests.permissions.town import House

MOST = 3
ANCHOR = re.compile(r'<a\s[^>]*?href="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """What came back from one address; *text* holds the words of archives and handed-in files, too."""

    path: str
    status: int
    mimetype: str
    text: str

    @property
    def is_page(self) -> bool:
        """Return whether this is a page for people."""
        return self.mimetype == "text/html" and 'http-equiv="refresh"' not in self.text


def words(answer: TestResponse) -> str:
    """Return everything readable in an answer."""
    if answer.mimetype != "application/zip":
        return str(answer.data.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def fetch(client: FlaskClient, path: str) -> Page:
    """Get one address without following where it points."""
    with contextlib.closing(client.get(path)) as answer:
        text = words(answer) + str(answer.headers.get("Location", ""))
        return Page(path, answer.status_code, answer.mimetype or "", text)


def links(page: Page) -> Iterator[str]:
    """Yield the addresses on this site that a page points at."""
    for href in ANCHOR.findall(page.text):
        parts = urlsplit(urljoin(page.path, unescape(href)))
        if not parts.netloc and parts.scheme == "" and not parts.path.startswith("/static/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def walk(client: FlaskClient, starts: list[str], most: int = MOST) -> dict[str, Page]:
    """Return *starts* and every page reached from them, at most *most* more of one kind."""
    endpoint, counted = endpoint_of(client.application), Counter[str]()
    waiting, seen, found = deque(starts), set(starts), {}
    while waiting:
        page = fetch(client, waiting.popleft())
        found[page.path] = page
        for link in links(page) if page.is_page else ():
            if link not in seen and counted[endpoint(link)] < most:
                counted[endpoint(link)] += 1
                seen.add(link)
                waiting.append(link)
    return found


def addresses(client: FlaskClient, *houses: House) -> list[str]:
    """Return the address of every page there is, with the objects of each of *houses*."""
    rules = [
        rule
        for name, rule in table.routes(client.application).items()
        if name.startswith("GET ") and rule.endpoint != "static"
    ]
    return list(dict.fromkeys(table.own(rule, house) for house in houses for rule in rules))
