"""Do acknowledged marks survive? ``python -m tests.projects.kill [--marks 100000] [--kills 100]``.

A real installation with 40 teams is served as by ``make run``. Delegates send batches of marks and repeat
whatever was not answered, with the same keys; meanwhile the server and all its workers are ended with SIGKILL
again and again. Afterwards the database file is read without the program: every acknowledged mark must be
there once, unaltered. Then 40 phones mark at human pace and the time of every answer is taken.
"""

import argparse
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.postgres import free_port
from tests.site import BIN, ROOT, environment, wait_until_it_answers

TEAMS, WRITERS, BATCH = 40, 8, 25
CRITERIA = {"screening": 20, "archive": 25, "deciding-unit": 20, "meeting": 20, "report": 15}
PREPARE = (
    "import json, sys; from wsgi import app; from tests.projects.world import world; "
    "from tests import factories; from app.projects.engine import gates\n"
    "from flask_migrate import upgrade\n"
    "with app.app_context():\n"
    "    upgrade()\n"
    "    c = world(teams=int(sys.argv[1]), size=2).reach(gates.REPORTING)\n"
    "    print('WORLD' + json.dumps({'project': c.project_id, 'teams': c.team_ids, 'password': "
    "factories.PASSWORD, 'people': [c.people(n)[0].email for n in range(len(c.team_ids))]}))\n"
)
Key = tuple[int, str, int]


@dataclass
class Server:
    """A served installation that can be ended without warning and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    def start(self) -> None:
        """Start the server in a process group of its own and wait for its first answer."""
        line = [str(BIN / "flask"), "--app", "wsgi", "kampus", "serve", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*line, "--workers", "2"],
                cwd=ROOT,
                env=environment(self.folder, self.port),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until_it_answers(self.port, self.process)

    def kill(self) -> None:
        """End the server and every worker at once, as a power cut of the process would."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


@dataclass
class Phone:
    """One delegate: a signed-in browser that repeats what was not answered, and what was acknowledged."""

    port: int
    project: int
    own: int
    others: list[int]
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    versions: dict[tuple[int, str], int] = field(default_factory=dict)
    acknowledged: dict[Key, tuple[int, str]] = field(default_factory=dict)
    retries: int = 0
    number: int = 0

    def ask(self, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str]:
        """Send one request with the phone's cookies; OSError or HTTPException when nobody answers."""
        wire = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Accept": "application/json" if kind == "application/json" else "text/html"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers |= {"Content-Type": kind, "X-CSRFToken": self.token}
        try:
            wire.request(method, path, body=body.encode(), headers=headers)
            answer = wire.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, text
        finally:
            wire.close()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in and keep the token for posts."""
        self._read_token("/sign-in")
        form = urlencode({"email": email, "password": password, "csrf_token": self.token})
        status, _ = self.ask("POST", "/sign-in", form, "application/x-www-form-urlencoded")
        if status not in {302, 303}:
            raise RuntimeError(f"{email} cannot sign in: {status}")
        self._read_token("/projects/")

    def _read_token(self, path: str) -> None:
        _, page = self.ask("GET", path)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        self.token = found[1] if found else ""

    def batch(self, rng: random.Random, size: int) -> list[dict[str, Any]]:
        """Return new marks for different criteria of other teams."""
        places = rng.sample([(team, name) for team in self.others for name in CRITERIA], size)
        marks = []
        for team, name in places:
            self.number += 1
            marks.append(
                {
                    "team": team,
                    "criterion": name,
                    "points": rng.randint(0, CRITERIA[name]),
                    "comment": f"{self.own}-{self.number}",
                    "version": self.versions.get((team, name), 0),
                    "key": f"{self.own}-{self.number}",
                }
            )
        return marks

    def send(self, marks: list[dict[str, Any]], stop: threading.Event) -> None:
        """Send the same marks until they are answered, then remember what was acknowledged."""
        path, body = f"/projects/{self.project}/stage/marks", json.dumps({"marks": marks})
        while not stop.is_set():
            try:
                status, text = self.ask("POST", path, body, "application/json")
            except (OSError, HTTPException):
                status, text = 0, ""
            if status == 200:
                self._remember(marks, json.loads(text)["marks"])
                return
            if status in {400, 403, 404, 422}:
                raise RuntimeError(f"refused with {status}: {text[:300]}")
            self.retries += 1
            time.sleep(0.1)

    def _remember(self, marks: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
        for mark, answer in zip(marks, told, strict=True):
            if not answer["saved"]:
                raise RuntimeError(f"not saved: {answer}")
            place = (mark["team"], mark["criterion"])
            self.versions[place] = answer["version"]
            self.acknowledged[(*place, answer["version"])] = (mark["points"], mark["comment"])


@contextmanager
def installation(folder: Path) -> Iterator[tuple[Server, list[Phone]]]:
    """Prepare, serve and sign in; the server is ended in the end."""
    port = free_port()
    env = environment(folder, port)
    line = [sys.executable, "-c", PREPARE, str(TEAMS)]
    made = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    world = json.loads(made.stdout.partition("WORLD")[2])
    server = Server(folder, port)
    server.start()
    try:
        phones = [
            Phone(port, world["project"], team, [each for each in world["teams"] if each != team])
            for team in world["teams"]
        ]
        for phone, email in zip(phones, world["people"], strict=True):
            phone.sign_in(email, world["password"])
        yield server, phones
    finally:
        server.kill()


def torture(server: Server, phones: list[Phone], marks: int, kills: int) -> None:
    """Have some phones send while the server is killed, until both counts are reached."""
    stop, failures = threading.Event(), list[BaseException]()

    def work(phone: Phone, seed: int) -> None:
        rng = random.Random(seed)  # noqa: S311 - made-up marks
        try:
            while not stop.is_set():
                phone.send(phone.batch(rng, BATCH), stop)
        except RuntimeError as error:
            failures.append(error)
            stop.set()

    threads = [
        threading.Thread(target=work, args=(phone, n), daemon=True)
        for n, phone in enumerate(phones[:WRITERS])
    ]
    for thread in threads:
        thread.start()
    _strike(server, phones, (marks, server.kills + kills), stop)
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _strike(server: Server, phones: list[Phone], goal: tuple[int, int], stop: threading.Event) -> None:
    """Kill the server at random moments; stop when (marks, kills) are reached or a phone gave up."""
    rng = random.Random(7)  # noqa: S311
    while not stop.is_set():
        time.sleep(rng.uniform(0.3, 1.5))
        done = sum(len(phone.acknowledged) for phone in phones)
        if server.kills >= goal[1] and done >= goal[0]:
            stop.set()
        elif server.kills < goal[1]:
            server.kill()
            server.start()
            if server.kills % 10 == 0:
                _say(f"{server.kills} kills, {done} marks acknowledged")


def verdict(folder: Path, phones: list[Phone]) -> dict[str, int]:
    """Compare what was acknowledged with what the database file holds."""
    base = sqlite3.connect(folder / "kampus.sqlite")
    rows = base.execute(
        "SELECT s.side_id, s.subject_id, e.criterion, e.version, e.points, e.comment "
        "FROM score_events e JOIN score_sheets s ON s.id = e.sheet_id WHERE s.role = 'delegate'"
    ).fetchall()
    kept = {row[:4]: row[4:] for row in rows}
    acknowledged = {(phone.own, *key): value for phone in phones for key, value in phone.acknowledged.items()}
    comments = [row[5] for row in rows]
    places: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        places.setdefault(row[:3], []).append(row[3])
    return {
        "acknowledged": len(acknowledged),
        "lost": sum(key not in kept for key in acknowledged),
        "altered": sum(key in kept and kept[key] != value for key, value in acknowledged.items()),
        "doubled": len(comments) - len(set(comments)),
        "version gaps": sum(sorted(each) != list(range(1, len(each) + 1)) for each in places.values()),
        "own team": sum(row[0] == row[1] for row in rows),
    }


def pace(phones: list[Phone], seconds: float) -> tuple[int, float, float]:
    """Have every phone mark at human pace; return (answers, p50, p95) in milliseconds."""
    times: list[float] = []
    until = time.monotonic() + seconds

    def work(phone: Phone, seed: int) -> None:
        rng, never = random.Random(seed), threading.Event()  # noqa: S311
        while time.monotonic() < until:
            time.sleep(rng.uniform(0.3, 1.0))
            begun = time.perf_counter()
            phone.send(phone.batch(rng, 1), never)
            times.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=work, args=(phone, n)) for n, phone in enumerate(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return len(times), times[len(times) // 2], times[int(len(times) * 0.95)]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run the study and print its figures; 1 when a mark was lost, altered or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("marks", 100_000), ("kills", 100), ("phones", 40), ("seconds", 30)):
        parser.add_argument(f"--{name}", type=int, default=value)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, installation(Path(name)) as (server, phones):
        times = pace(phones[: chosen.phones], chosen.seconds)
        sys.stdout.write(
            f"{chosen.phones} phones: {times[0]} answers, p50 {times[1]:.0f}, p95 {times[2]:.0f} ms\n"
        )
        begun = time.monotonic()
        torture(server, phones, chosen.marks, chosen.kills)
        found = verdict(Path(name), phones)
        retries = sum(phone.retries for phone in phones)
        sys.stdout.write(
            f"{server.kills} kills, {retries} retries, {time.monotonic() - begun:.0f} s: {found}\n"
        )
    return int(any(found[name] for name in found if name != "acknowledged"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
