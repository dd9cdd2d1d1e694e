"""A throw-away PostgreSQL server for tests: ``postgres_url`` is the address of an empty database on it.

The server is made once per run, on a port and in a folder of its own, without fsync: it forgets everything
when the run ends. As root it runs as the user ``postgres``, because PostgreSQL refuses to run as root.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

OPTIONS = "-F -c listen_addresses=127.0.0.1 -c full_page_writes=off -c max_connections=60"
numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL server."""

    port: int

    def url(self, database: str) -> str:
        """Return the address of *database* on this server."""
        return f"postgresql://kampus@127.0.0.1:{self.port}/{database}"


def programs() -> Path | None:
    """Return the folder of PostgreSQL's newest programs on this machine."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def run(*words: str | Path) -> None:
    """Run one of PostgreSQL's programs, as the user postgres when we are root."""
    user = "postgres" if os.geteuid() == 0 else None
    line = [str(word) for word in words]
    subprocess.run(line, check=True, user=user, group=user, cwd="/", stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Return a PostgreSQL server that lives as long as the test run."""
    home = programs()
    if home is None:
        pytest.skip("PostgreSQL is not installed; `make test` installs it where it may")
    folder = Path(tempfile.mkdtemp(prefix="kampus-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    try:
        run(
            home / "initdb",
            "-D",
            data,
            "-U",
            "kampus",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = f"{OPTIONS} -p {port} -c unix_socket_directories={folder}"
        run(home / "pg_ctl", "-D", data, "-w", "-s", "-l", folder / "log", "-o", options, "start")
        yield Server(port)
        run(home / "pg_ctl", "-D", data, "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database, dropped after the test."""
    database = f"kampus_{next(numbers)}"
    name = sql.Identifier(database)
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield postgres_server.url(database)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
