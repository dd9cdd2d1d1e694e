"""``python -m bench.kill_answers``: candidates save while workers are killed.

What was acknowledged must be there in the end, and the newest answer must stand.
``--people N`` (200), ``--seconds N`` (600), ``--every N`` seconds between two answers of one person (5).
"""

import json
import os
import re
import signal
import socket
import sys
import tempfile
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from sqlalchemy import select

from app.accounts import services as accounts
from app.organisations import services as organisations
from app.organisations.models import Organisation
from app.organisations.policies import Role
from app.platform.database import db, transaction
from app.quizzes.engine.rng import CounterRng
from app.quizzes.models import AnswerEvent, AttemptItem
from bench import inside
from bench.load import encode, exchange
from bench.site import enter
from tests.site import Person, Site, serve

PASSWORD = "a long sentence for this study"  # noqa: S105 - of made-up people on a made-up installation
CHECK = "m1-check"
FIELD = re.compile(r'<input[^>]*type="radio"[^>]*name="q(\d+)"[^>]*value="([^"]+)"', re.DOTALL)
P95_BAR = 300


@dataclass
class Candidate:
    """One person at an attempt: how to ask, what may be chosen, and what the server has acknowledged."""

    cookie: str
    token: str
    attempt: int
    choices: dict[int, list[str]]
    acknowledged: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    retries: int = 0


def _word(words: list[str], name: str, default: float) -> float:
    return float(words[words.index(name) + 1]) if name in words else default


def _people(site: Site, count: int) -> list[Person]:
    """Make *count* learners in the first college of the demo."""
    found = []
    app = inside.program(site)
    with app.app_context(), transaction():
        college = db.session.scalars(select(Organisation).where(Organisation.kind == "college")).first()
        if college is None:
            raise LookupError("the demo has no college")
        for n in range(count):
            email = f"candidate{n}@kill.example"
            user = accounts.create_person(email=email, name=f"Candidate {n}", password=PASSWORD)
            organisations.add_member(organisation_id=college.id, user=user, role=Role.LEARNER)
            found.append(Person("learner", email, PASSWORD))
    return found


def _begin(site: Site, person: Person) -> Candidate:
    caller = enter(site, person)
    page = caller.visitor.post("/profile", f"/quizzes/exam/{CHECK}/start", {})
    choices: dict[int, list[str]] = {}
    for position, value in FIELD.findall(page.text):
        choices.setdefault(int(position), []).append(value)
    return Candidate(caller.cookie, caller.token, int(page.path.rpartition("/")[2]), choices)


def _request(who: Candidate, op: str, position: int, seq: int, value: str) -> bytes:
    values = {
        "csrf_token": who.token,
        "client_op": op,
        "position": str(position),
        "seq": str(seq),
        f"q{position}": value,
    }
    body = urllib.parse.urlencode(values).encode()
    return encode("POST", f"/quizzes/attempt/{who.attempt}/answer", who.cookie, body)


def _answer(port: int, who: Candidate, number: int, rng: CounterRng, until: float) -> None:
    """Give one answer, and send it again until it is acknowledged (the same operation each time)."""
    position = rng.shuffled(sorted(who.choices))[0]
    value, seq = rng.shuffled(who.choices[position])[0], int(time.time() * 1000)
    data = _request(who, f"kill-{who.attempt}-{number:06}", position, seq, value)
    began = time.perf_counter()
    while time.perf_counter() < until + 30:
        with suppress(OSError, ConnectionError, ValueError):
            with socket.create_connection(("127.0.0.1", port), timeout=15) as wire:
                status, body = exchange(wire, data)
            reply = json.loads(body) if status == 200 else {}
            if reply.get("receipt"):
                who.times.append(time.perf_counter() - began)
                who.acknowledged[f"kill-{who.attempt}-{number:06}"] = (position, reply["seq"], value)
                return
        who.retries += 1
        time.sleep(0.2)


def _sit(port: int, who: Candidate, every: float, until: float) -> None:
    rng = CounterRng(str(who.attempt))
    time.sleep(rng.below(1000) / 1000 * every)
    number = 0
    while time.perf_counter() < until:
        due = time.perf_counter() + every
        _answer(port, who, number, rng, until)
        number += 1
        time.sleep(max(0.0, min(due, until) - time.perf_counter()))


def workers(pid: int) -> list[int]:
    """Return the processes below *pid* that have no children of their own."""
    with suppress(OSError):
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [leaf for child in below for leaf in workers(int(child)) or [int(child)]]
    return []


def _kill(server: int, every: float, until: float, killed: list[int]) -> None:
    rng = CounterRng("kill")
    while time.perf_counter() + every < until:
        time.sleep(every)
        leaves = workers(server)
        if leaves:
            victim = rng.shuffled(leaves)[0]
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)


def lost(site: Site, candidates: list[Candidate]) -> tuple[int, int]:
    """Return how many acknowledged answers are not written down, and how many items show an older one."""
    gone = stale = 0
    app = inside.program(site)
    with app.app_context():
        for who in candidates:
            events = set(
                db.session.scalars(select(AnswerEvent.client_op).where(AnswerEvent.attempt_id == who.attempt))
            )
            gone += len(set(who.acknowledged) - events)
            rows = db.session.execute(
                select(AttemptItem.position, AttemptItem.seq, AttemptItem.answer).where(
                    AttemptItem.attempt_id == who.attempt
                )
            )
            kept = {position: (seq, answer) for position, seq, answer in rows}
            newest: dict[int, tuple[int, str]] = {}
            for position, seq, value in who.acknowledged.values():
                newest[position] = max(newest.get(position, (0, "")), (seq, value))
            stale += sum(1 for position, (seq, _value) in newest.items() if kept[position][0] < seq)
        db.session.remove()
    return gone, stale


def run(site: Site, words: list[str]) -> int:
    """Run the study against *site*; print the figures and return how many bars were missed."""
    seconds, every = _word(words, "--seconds", 600), _word(words, "--every", 5)
    people = _people(site, int(_word(words, "--people", 200)))
    with ThreadPoolExecutor(4) as pool:
        candidates = list(pool.map(lambda person: _begin(site, person), people))
    killed: list[int] = []
    until = time.perf_counter() + seconds
    threads = [Thread(target=_sit, args=(site.port, who, every, until)) for who in candidates]
    threads.append(Thread(target=_kill, args=(site.server.pid, 15.0, until, killed)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(moment for who in candidates for moment in who.times)
    gone, stale = lost(site, candidates)
    p95 = 1000 * times[int(0.95 * (len(times) - 1))] if times else float("inf")
    _say("answers acknowledged", len(times))
    _say("workers killed", len(killed))
    _say("sent again", sum(who.retries for who in candidates))
    return (
        _say("acknowledged answers lost", gone, 0)
        + _say("items showing an older answer", stale, 0)
        + _say("answer p95, ms (with the waits for new workers)", p95, P95_BAR)
        + _say("too few kills for a study (1 = yes)", int(len(killed) < seconds // 60), 0)
    )


def _say(name: str, value: float, bar: float | None = None) -> int:
    missed = bar is not None and value > bar
    verdict = "" if bar is None else f"  # bar <= {bar:g}: {'MISSED' if missed else 'met'}"
    sys.stdout.write(f"{name}: {value:.6g}{verdict}\n")
    return int(missed)


def main(words: list[str]) -> int:
    """Serve an installation, run the study against it, and return 1 when a bar was missed."""
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site:
        return int(bool(run(site, words)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
