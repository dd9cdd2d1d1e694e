"""The posts that are measured against W: an answer, a turn of talk, a filed fact; and archive checks."""

import re
import time
import urllib.parse
from collections.abc import Callable
from itertools import count

from flask import Flask

from app.accounts import queries as accounts
from app.crm.services import filing, sandboxes
from app.crm.services.filing import Entry
from app.kernel.actor import Actor
from app.negotiation.engine.selfplay import script
from app.negotiation.queries import setting
from app.negotiation.services import runs as talks
from app.organisations import queries as organisations
from app.platform.database import db, transaction
from bench.load import Make, Request, encode
from bench.site import Caller

CASE, DOSSIER, CHECK = "office-first-call", "l1-card", "m1-check"
TALKS = 40
FIELD = re.compile(r'<input[^>]*type="radio"[^>]*name="([^"]+)"[^>]*value="([^"]+)"', re.DOTALL)


def form(caller: Caller, address: str, status: int, mark: bytes, values: dict[str, str]) -> Request:
    """Return a form as *caller* posts it."""
    body = urllib.parse.urlencode({"csrf_token": caller.token, **values}).encode()
    return Request(encode("POST", address, caller.cookie, body), status, mark)


def actor_of(caller: Caller) -> Actor:
    """Return a caller as the program knows them."""
    user = accounts.by_email(caller.email)
    if user is None:
        raise LookupError(caller.email)
    return organisations.actor_in(user.id, organisations.belongings(user.id)[0])


def answers(_app: Flask, callers: list[Caller]) -> Make:
    """Each person answers the first question of an attempt at module 1's check, again and again."""
    ready: list[tuple[Caller, str, list[tuple[str, str]]]] = []
    for caller in callers:
        page = caller.visitor.post("/profile", f"/quizzes/exam/{CHECK}/start", {})
        attempt = page.path.rpartition("/")[2]
        choices = FIELD.findall(page.text)
        ready.append((caller, attempt, [choice for choice in choices if choice[0] == choices[0][0]]))

    def make(number: int) -> Request:
        caller, attempt, choices = ready[number % len(ready)]
        name, value = choices[number // len(ready) % len(choices)]
        values = {"client_op": f"bench-{number}", "position": re.sub(r"\D", "", name), name: value}
        return form(caller, f"/quizzes/attempt/{attempt}/answer", 200, b"receipt", values)

    return make


def open_talks(
    app: Flask, callers: list[Caller], each: int = TALKS
) -> list[tuple[Caller, int, list[dict[str, str]]]]:
    """Bring many talks to their first turn; return each with whose it is and the moves to play."""
    ready = []
    with app.app_context():
        for caller, _ in [(caller, n) for n in range(each) for caller in callers]:
            with transaction():
                actor = actor_of(caller)
                run = talks.start(actor=actor, case_id=CASE)
                talks.judge(actor=actor, run_id=run.id, judgement=talks.Judgement(run.archetype_id, 40))
                talks.plan(actor=actor, run_id=run.id, intent=talks.Intent())
                place = setting(run)
                moves = [
                    {
                        "act": act,
                        "topic": slots.topic,
                        **{f"term-{name}": option for name, option in slots.terms},
                    }
                    for act, slots in script(place.case, place.archetype.scripts["matched"])
                ]
                ready.append((caller, run.id, moves))
        db.session.remove()
    return ready


def turns(app: Flask, callers: list[Caller]) -> Make:
    """Play the first moves of many talks in turn; the answer is the part of the page that changed."""
    ready, numbers = open_talks(app, callers), count()

    def make(_number: int) -> Request:
        number = next(numbers)
        caller, run, moves = ready[number % len(ready)]
        turn = number // len(ready)
        values = {**moves[turn], "number": str(turn + 1), "client_key": f"bench-{number}"}
        return form(caller, f"/negotiation/runs/{run}/say", 302, b"", values)

    return make


def open_archives(app: Flask, callers: list[Caller]) -> list[tuple[Caller, int, int]]:
    """Begin an archive with one account for each person; return whose it is, the archive and the account."""
    ready = []
    with app.app_context():
        for caller in callers:
            with transaction():
                actor = actor_of(caller)
                box = sandboxes.start(actor=actor, dossier_id=DOSSIER)
                name = Entry("", 0, "name", "Bench", status="assumed")
                row = filing.create_account(actor=actor, sandbox_id=box.id, entry=name)
                ready.append((caller, box.id, row.id))
        db.session.remove()
    return ready


def facts(app: Flask, callers: list[Caller]) -> Make:
    """Each person files the name of an account again and again."""
    ready = open_archives(app, callers)

    def make(number: int) -> Request:
        caller, box, account = ready[number % len(ready)]
        values = {
            "record": f"account-{account}",
            "field": "name",
            "value": f"Bench {number}",
            "status": "assumed",
        }
        return form(
            caller, f"/crm/sandbox/{box}/value", 302, b"", {**values, "client_key": f"bench-{number}"}
        )

    return make


def check_times(app: Flask, callers: list[Caller]) -> list[float]:
    """Have each person's archive checked once (a dossier allows few checks); return the milliseconds."""
    times = []
    for caller, box, _ in open_archives(app, callers):
        began = time.perf_counter()
        answer = caller.visitor.post("/profile", f"/crm/sandbox/{box}/check", {"client_key": "bench-check"})
        times.append(1000 * (time.perf_counter() - began))
        if answer.status != 200:
            raise RuntimeError(f"the check of archive {box} answered {answer.status}")
    return times


def own_pages(app: Flask, caller: Caller) -> dict[str, str]:
    """Return the addresses of a talk in its middle and of an archive, both the caller's own."""
    _, run, moves = open_talks(app, [caller], 1)[0]
    for number, move in enumerate(moves[:12], start=1):
        values = {"csrf_token": caller.token, **move, "number": str(number), "client_key": f"page-{number}"}
        caller.visitor.ask(f"/negotiation/runs/{run}/say", values)
    _, box, _ = open_archives(app, [caller])[0]
    return {"talk": f"/negotiation/runs/{run}", "archive": f"/crm/sandbox/{box}"}


KINDS: dict[str, Callable[[Flask, list[Caller]], Make]] = {"answer": answers, "turn": turns, "fact": facts}


def prepare(kind: str, app: Flask, callers: list[Caller]) -> Make:
    """Return the maker of posts of *kind*."""
    return KINDS[kind](app, callers)
