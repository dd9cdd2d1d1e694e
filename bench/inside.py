"""One page in one process: statements sent and processor time per view, without a server or a network."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from app.factory import create_app
from app.platform.database import db
from bench.reference import create_app as create_reference
from bench.site import Caller
from config import Config
from tests.site import Site

VIEWS = 15
PAIRS = 7


def program(site: Site) -> Flask:
    """Return our program on the data of *site*, to be asked in this process."""
    return create_app(Config.read(site.environment))


def views(app: Flask, caller: Caller) -> Callable[[str], int]:
    """Return a function that views an address as *caller* and returns the status."""

    def view(address: str) -> int:
        client = app.test_client(use_cookies=False)
        with app.app_context():
            return client.get(address, headers={"Cookie": caller.cookie, "Accept": "text/html"}).status_code

    return view


def statements(app: Flask, view: Callable[[str], int], address: str) -> int:
    """Return how many SQL statements one warm view of *address* sends."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            sent.append(statement)

    view(address)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    status = view(address)
    event.remove(engine, "before_cursor_execute", note)
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")
    return len(sent)


def bare_view(folder: Path) -> Callable[[str], int]:
    """Return a function that views R, the bare page, in this process, whatever the address."""
    client = create_reference(folder).test_client()
    client.get("/enter/1")
    return lambda _address: client.get("/page").status_code


def over_bare(view: Callable[[str], int], address: str, bare: Callable[[str], int]) -> float:
    """Return the processor time of a view over R's, as the median of interleaved pairs."""
    return statistics.median(milliseconds(view, address) / milliseconds(bare, "") for _ in range(PAIRS))


def milliseconds(view: Callable[[str], int], address: str) -> float:
    """Return the processor time of one warm view of *address*."""
    view(address)
    began = time.process_time()
    for _ in range(VIEWS):
        view(address)
    return 1000 * (time.process_time() - began) / VIEWS
