"""The whole stack from one reading of the program: web server and job worker, forked, sharing its memory.

Every process that imports the program for itself costs a second and 75 MB. Here one process imports it,
opens what every worker needs (mappers, templates, catalogues), and forks; what nobody changes is then in
memory once. Where a system cannot fork, each child imports the program itself, and all else is the same.
"""

import gc
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

from flask import Flask
from flask.cli import ScriptInfo
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.orm import configure_mappers

from app.platform import jobs
from app.platform.i18n import open_catalogues

log = logging.getLogger("kampus.serving")
PROGRAM = "wsgi:app"
PATIENCE = 8.0
PAUSE = 0.5
Target = Callable[[int, int], None]


def program() -> Flask:
    """Return the program: the one this process has read already, or read now."""
    return ScriptInfo(app_import_path=PROGRAM).load_app()


def warm() -> None:
    """Open what every worker will need, so that it is in memory once and no first visitor waits for it."""
    app = program()
    configure_mappers()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    open_catalogues(app)
    gc.collect()
    gc.freeze()


def serve_web(port: int, workers: int) -> None:
    """Be the web server on 127.0.0.1:*port* until told to end."""
    Server(
        PROGRAM,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def work(*, once: bool = False, parent: int = 0) -> None:
    """Do jobs until told to stop, until nothing is due (*once*), or until *parent* is gone."""
    going = True

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while going and (not parent or os.getppid() == parent):
        if jobs.work_one():
            continue
        if once:
            return
        time.sleep(PAUSE)


def do_jobs(parent: int, _workers: int) -> None:
    """Be the job worker until told to end, or until *parent* is gone."""
    with program().app_context():
        work(parent=parent)


def _start(target: Target, first: int, second: int) -> BaseProcess:
    forks = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    child = context.Process(target=target, args=(first, second))
    child.start()
    return child


def _stop(children: list[BaseProcess]) -> None:
    """End all children: ask, wait, insist."""
    for child in children:
        child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        child.join(max(0.0, until - time.monotonic()))
        child.kill()


def run(*, port: int, workers: int) -> int:
    """Serve and do jobs until told to end; a dead job worker is replaced. Return the exit code."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    warm()
    signal.signal(signal.SIGTERM, leave)
    server, me = _start(serve_web, port, workers), os.getpid()
    worker = _start(do_jobs, me, 1)
    try:
        while server.is_alive():
            wait([server.sentinel, worker.sentinel])
            if server.is_alive():
                log.warning("the job worker has ended; starting it again")
                time.sleep(PAUSE)
                worker = _start(do_jobs, me, 1)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop([server, worker])
    return server.exitcode or 1
