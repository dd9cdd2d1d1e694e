"""The two programs side by side, and who asks them."""

import http.client
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import User
from app.factory import create_app
from app.organisations.models import Membership
from app.platform.database import db
from bench.load import Make, Request, encode
from config import Config
from tests.crawl import TOKEN, Visitor
from tests.postgres import free_port
from tests.site import BIN, ROOT, Person, Site, wait_until_it_answers

MOST = 8
# The bare program is served as `kampus serve` serves ours.
GRANIAN = (
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--blocking-threads",
    "1",
    "--respawn-failed-workers",
)


@dataclass(frozen=True)
class Caller:
    """A signed-in person: the cookie that says so, and the token for forms."""

    email: str
    cookie: str
    token: str
    visitor: Visitor


@contextmanager
def reference(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve the bare program; yield its port and process id."""
    port = free_port()
    line = [str(BIN / "granian"), *GRANIAN, "--port", str(port), "--workers", "2", "bench.reference:app"]
    env = {**os.environ, "REFERENCE_FOLDER": str(folder)}
    server = subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_answers(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def reference_cookies(port: int) -> list[str]:
    """Sign eight people in at the bare program."""
    cookies = []
    for number in range(1, MOST + 1):
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as wire:
            wire.request("GET", f"/enter/{number}")
            cookies.append(str(wire.getresponse().getheader("Set-Cookie")).partition(";")[0])
    return cookies


def learners(site: Site) -> list[Person]:
    """Return people of the demo who learn in the college; all demo people share one password."""
    known = site.people()
    password = next(
        person.password for person in known if person.role.lower().startswith(("learner", "学员"))
    )
    app = create_app(Config.read(site.environment))
    with app.app_context():
        wanted = (
            select(User.email)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.role == "learner")
        )
        emails = list(db.session.scalars(wanted.order_by(User.id).limit(MOST)))
        db.session.remove()
        db.engine.dispose()
    return [Person("learner", email, password) for email in emails]


def enter(site: Site, person: Person) -> Caller:
    """Sign *person* in and return what their requests carry."""
    visitor = Visitor(site.url).sign_in(person)
    cookie = "; ".join(f"{one.name}={one.value}" for one in visitor.jar)
    found = TOKEN.search(visitor.ask("/profile").text)
    return Caller(person.email, cookie, found.group(1) if found else "", visitor)


def getting(addresses: list[str], cookies: list[str], mark: bytes) -> Make:
    """Return a maker of page views by turns of every person at every address."""
    pairs = [(address, cookie) for cookie in cookies for address in addresses]
    ready = [Request(encode("GET", address, cookie), 200, mark) for address, cookie in pairs]
    return lambda number: ready[number % len(ready)]


def loaded_by(page: str) -> list[str]:
    """Return the addresses of everything that *page* loads: style sheets, scripts, pictures."""
    found = chain(
        re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page),
        re.findall(r'<script[^>]+src="([^"]+)"', page),
        re.findall(r'<img[^>]+src="([^"]+)"', page),
    )
    return list(dict.fromkeys(found))
