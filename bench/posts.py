"""The posts that are measured against W: an answer, a turn of talk, a check of an archive."""

import re
import urllib.parse
from collections.abc import Callable

from bench.load import Make, Request, encode
from bench.site import Caller
from tests.site import Site

FIELD = re.compile(r'<input[^>]*type="radio"[^>]*name="([^"]+)"[^>]*value="([^"]+)"', re.DOTALL)


def form(cookie: str, address: str, status: int, mark: bytes, **values: str) -> Request:
    """Return a form as it is posted."""
    return Request(encode("POST", address, cookie, urllib.parse.urlencode(values).encode()), status, mark)


def answers(site: Site, callers: list[Caller]) -> Make:
    """Each person answers the first question of an attempt at module 1's check, again and again."""
    ready: list[tuple[Caller, str, list[tuple[str, str]]]] = []
    for caller in callers:
        page = caller.visitor.post("/profile", "/quizzes/exam/m1-check/start", {})
        attempt = page.path.rpartition("/")[2]
        choices = FIELD.findall(page.text)
        first = [choice for choice in choices if choice[0] == choices[0][0]]
        ready.append((caller, attempt, first))

    def make(number: int) -> Request:
        caller, attempt, choices = ready[number % len(ready)]
        name, value = choices[number // len(ready) % len(choices)]
        values = {"csrf_token": caller.token, "client_op": f"bench-{number}", name: value}
        values["position"] = re.sub(r"\\D", "", name) or "1"
        return form(caller.cookie, f"/quizzes/attempt/{attempt}/answer", 200, b"receipt", **values)

    return make


KINDS: dict[str, Callable[[Site, list[Caller]], Make]] = {"answer": answers}
