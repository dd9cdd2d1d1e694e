"""A real installation for tests and tools: its own data folder, the demo loaded, served as by `make run`."""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Person:
    """Somebody of the demo who can sign in."""

    role: str
    email: str
    password: str


@dataclass(frozen=True)
class Site:
    """A running installation."""

    port: int
    folder: Path
    server: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Return the address of the front page, without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment that this installation's commands run in."""
        return environment(self.folder, self.port)

    def command(self, *words: str) -> str:
        """Run ``flask --app wsgi kampus …`` for this installation and return what it prints."""
        return kampus(self.environment, *words)

    def people(self) -> list[Person]:
        """Return the demo people, one for each role, as `kampus demo --list` names them."""
        return read_people(self.command("demo", "--list"))


def environment(folder: Path, port: int) -> dict[str, str]:
    """Return an environment with the settings of one installation and no others."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KAMPUS_")}
    return clean | {"KAMPUS_DATA": str(folder), "KAMPUS_PORT": str(port), "KAMPUS_LOG_LEVEL": "warning"}


def kampus(env: dict[str, str], *words: str) -> str:
    """Run one of our commands and return what it prints; its complaint is the error."""
    line = [str(BIN / "flask"), "--app", "wsgi", "kampus", *words]
    done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"kampus {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def read_people(listing: str) -> list[Person]:
    """Return the people in what `kampus demo --list` prints: role, e-mail and password on a line each."""
    rows = (re.split(r"\s{2,}", line.strip()) for line in listing.splitlines() if "@" in line)
    return [Person(row[0], next(w for w in row if "@" in w), row[-1]) for row in rows]


def wait_until_it_answers(port: int, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return once the server on *port* gives its sign-in page."""
    until = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as wire:
            wire.request("GET", "/sign-in")
            if wire.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


@contextmanager
def serve(folder: Path, workers: int = 2) -> Iterator[Site]:
    """Prepare an installation with the demo in *folder*, serve it, and stop it in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    env = environment(folder, port)
    kampus(env, "init")
    with (folder / "server.log").open("wb") as log:
        line = [str(BIN / "flask"), "--app", "wsgi", "kampus", "serve", "--port", str(port)]
        server = subprocess.Popen(
            [*line, "--workers", str(workers)], cwd=ROOT, env=env, stdout=log, stderr=log
        )
    try:
        wait_until_it_answers(port, server)
        yield Site(port, folder, server)
    finally:
        server.terminate()
        server.wait(20)
