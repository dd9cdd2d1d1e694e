"""Walk through a running site as somebody: every page that links and forms of method GET lead to."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.site import Person

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the kind of content, the text of pages, and where it came from."""

    status: int
    kind: str
    text: str
    path: str


@dataclass
class Visitor:
    """A browser without a screen: cookies, forms with tokens, redirects followed."""

    url: str
    language: str = "en"
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)

    def ask(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Get *path*, or post *data* to it."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(self.url + path, body, {"Accept-Language": self.language})  # noqa: S310
        try:
            reply = opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            kind = reply.headers.get_content_type()
            text = reply.read().decode("utf-8", "replace") if kind == "text/html" else ""
            return Answer(reply.status, kind, text, urllib.parse.urlsplit(reply.geturl()).path)

    def fetch(self, path: str) -> bytes:
        """Get *path* and return its bytes as they are."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        with opener.open(self.url + path, timeout=60) as reply:
            return bytes(reply.read())

    def post(self, page: str, path: str, data: dict[str, str]) -> Answer:
        """Post *data* to *path* with the token found on *page*."""
        found = TOKEN.search(self.ask(page).text)
        return self.ask(path, {"csrf_token": found.group(1) if found else "", **data})

    def sign_in(self, person: Person) -> "Visitor":
        """Sign in as *person*."""
        answer = self.post("/sign-in", "/sign-in", {"email": person.email, "password": person.password})
        if answer.path == "/sign-in":
            raise RuntimeError(f"{person.email} cannot sign in: {answer.status}")
        return self


def links(page: Answer) -> list[str]:
    """Return the addresses on this site that a page links to, without fragments."""
    soup = BeautifulSoup(page.text, "html.parser")
    found = []
    for anchor in soup.select("a[href]"):
        parts = urllib.parse.urlsplit(urllib.parse.urljoin(page.path, str(anchor["href"])))
        if not parts.netloc and parts.scheme == "" and not parts.path.startswith("/static/"):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def endpoint_of(app: Flask) -> Callable[[str], str]:
    """Return a function from an address to the endpoint that answers it, with its query's names."""
    adapter = app.url_map.bind("127.0.0.1")

    def endpoint(address: str) -> str:
        parts = urllib.parse.urlsplit(address)
        names = ",".join(sorted(urllib.parse.parse_qs(parts.query)))
        try:
            name, _ = adapter.match(parts.path)
        except HTTPException:
            return f"unknown {address}"
        return f"{name}?{names}" if names else str(name)

    return endpoint


def walk(
    visitor: Visitor, endpoint: Callable[[str], str], most: int = 8, start: str = "/"
) -> dict[str, Answer]:
    """Return every page reached from *start*, by address; at most *most* of one endpoint."""
    waiting, seen, pages = deque([start]), {start}, {}
    counted: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        if counted[endpoint(address)] >= most:
            continue
        counted[endpoint(address)] += 1
        page = visitor.ask(address)
        if page.kind == "text/html" or page.status >= 400:
            pages[address] = page
        for link in links(page):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return pages
