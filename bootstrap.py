#!/usr/bin/env python3
"""Set up, run, test and check KAMpus with nothing but Python 3.11 and its standard library.

``python3 bootstrap.py run`` makes the virtual environment, installs the locked dependencies, prepares the
database and serves the platform; ``make run`` is an alias. ``python3 bootstrap.py help`` lists the verbs.
"""

from __future__ import annotations

import contextlib
import functools
import glob
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "kampus-setup.json"
UV_FOLDER = VENV / "uvtool"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
LOCKING = ("--universal", "--python-version", "3.11.0", "--generate-hashes", "--no-header", "--no-annotate")
MADE_FROM = ("courses", "scenarios", "migrations/versions", "app/operations")

CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("lint-imports", "--no-logo"),
    ("djlint", "--lint", "--quiet", "app"),
    ("codespell",),
    ("mypy",),
)
PACKAGES = (
    ("chromium", "/usr/bin/chromium"),
    ("fonts-noto-cjk", "/usr/share/fonts/**/NotoSansCJK*"),
    ("postgresql", "/usr/lib/postgresql/*/bin/initdb"),
)


class StopError(Exception):
    """Something a person has to put right; the message says what and how."""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print("KAMpus · " + text, flush=True)


def call(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run *command* in the repository and return its exit code; *quiet* hides what it prints."""
    sink = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, env=env, stdout=sink, stderr=sink, check=False).returncode


def need(what: str, *command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run *command*; when it fails, stop and say that *what* failed."""
    code = call(*command, env=env)
    if code:
        raise StopError(f"{what} failed (exit code {code}); the lines above say why.")


def find_python() -> None:
    """Go on under a newer Python of this machine when this one is too old, or say what to install."""
    if sys.version_info >= OLDEST:
        return
    for other in filter(None, map(shutil.which, ("python3.13", "python3.12", "python3.11"))):
        if not call(other, "-c", "import venv", quiet=True):
            say(f"python3 is older than 3.11; going on with {other}.")
            os.execv(other, [other, *sys.argv])  # noqa: S606
    raise StopError(
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Install a newer one "
        "(on Debian or Ubuntu: sudo apt-get install python3 python3-venv) and try again."
    )


def apt_install(names: list[str]) -> None:
    """Install Debian packages; where that is not allowed, stop with the command to type."""
    wanted = " ".join(names)
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        raise StopError(
            f"Missing on this machine: {wanted}. Please type:\n"
            f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {wanted}\n"
            "(or install the like with your system's own tool) and try again."
        )
    say(f"Installing {wanted} with apt-get …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    call("apt-get", "update", "-qq")
    need("apt-get install", "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names)


def fingerprint(kind: str) -> str:
    """Return what an environment of *kind* is made from: its lock and this place."""
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes() + str(VENV).encode()).hexdigest()


def stamped() -> dict[str, str]:
    """Return the fingerprints of what is installed, by kind."""
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    return {}


def is_ready(kind: str) -> bool:
    """Say whether everything of *kind* is installed; the development lock holds the runtime's too."""
    return PYTHON.exists() and any(stamped().get(k) == fingerprint(k) for k in {kind, "dev"})


@functools.lru_cache(maxsize=None)  # noqa: UP033 (older Pythons must get as far as being told off)
def pip() -> list[str]:
    """Return a command that is pip: the machine's, or one made inside the environment."""
    if not call(sys.executable, "-m", "pip", "--version", quiet=True):
        return [sys.executable, "-m", "pip"]
    if not call(PYTHON, "-m", "pip", "--version", quiet=True):
        return [str(PYTHON), "-m", "pip"]
    if call(PYTHON, "-m", "ensurepip", quiet=True):
        apt_install(["python3-venv", "python3-pip"])
        return [sys.executable, "-m", "pip"]
    return [str(PYTHON), "-m", "pip"]


def uv() -> Path | None:
    """Return the pinned installer, fetched on first use, or None where it cannot be had."""
    tool = UV_FOLDER / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    lock = ROOT / "requirements-uv.lock"
    mark = UV_FOLDER / "lock.sha256"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if tool.exists() and mark.exists() and mark.read_text(encoding="ascii") == digest:
        return tool
    say("Fetching the installer (uv) …")
    shutil.rmtree(UV_FOLDER, ignore_errors=True)
    options = ("--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:", "--target", UV_FOLDER)
    if call(*pip(), "install", *options, "-r", lock) or not tool.exists():
        return None
    mark.write_text(digest, encoding="ascii")
    return tool


def uv_settings() -> dict[str, str]:
    """Return the environment for uv, with what this machine has set for pip."""
    env = {**os.environ, "VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": "copy"}
    out = subprocess.run([*pip(), "config", "list"], capture_output=True, text=True, check=False)
    pairs = (line.partition("=") for line in out.stdout.splitlines())
    mine = {key.rpartition(".")[2]: value.strip("'\"") for key, _, value in pairs}
    wanted = {"UV_DEFAULT_INDEX": mine.get("index-url", ""), "SSL_CERT_FILE": mine.get("cert", "")}
    return {name: value for name, value in {**wanted, **env}.items() if value}


def install(kind: str) -> None:
    """Install the locked, hashed dependencies of *kind*: with uv, else with pip."""
    lock = ROOT / LOCKS[kind]
    tool = uv()
    if tool:
        options = ("--quiet", "--compile-bytecode", "--require-hashes", "--python", PYTHON)
        if not call(tool, "pip", "install", *options, "-r", lock, env=uv_settings()):
            return
        say("uv could not do it; trying pip, which takes longer …")
    where = [] if pip()[0] == str(PYTHON) else ["--python", str(PYTHON)]
    need("Installing", *pip(), *where, "install", "--quiet", "--require-hashes", "-r", lock)


def prepare(kind: str = "runtime") -> None:
    """Make the virtual environment and fill it, unless that is done already."""
    if is_ready(kind):
        return
    began = time.monotonic()
    moved = stamped().get("place", str(VENV)) != str(VENV)
    if moved or not PYTHON.exists() or call(PYTHON, "-c", "import datetime; datetime.UTC", quiet=True):
        say("Making the virtual environment in .venv …")
        if call(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV, quiet=True):
            apt_install(["python3-venv"])
            need("Making the environment", sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    say(f"Installing what {LOCKS[kind]} pins (once; about half a minute) …")
    install(kind)
    STAMP.write_text(json.dumps({**stamped(), "place": str(VENV), kind: fingerprint(kind)}), "utf-8")
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def catalogues() -> None:
    """Build the message catalogues whose sources have changed."""
    pairs = [(po, po.with_suffix(".mo")) for po in ROOT.glob("app/*/translations/*/LC_MESSAGES/*.po")]
    if any(not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in pairs):
        need("Building the catalogues", PYTHON, "-m", "app.platform.catalogues")


def data() -> None:
    """Bring database, content and demo up to date, unless nothing that they are made from has changed."""
    home = Path(os.environ.get("KAMPUS_DATA", "").strip() or ROOT / "instance")
    files = sorted(
        path for folder in MADE_FROM for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc"
    )
    seen = repr([(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files])
    digest, stamp = hashlib.sha256(seen.encode()).hexdigest(), home / "prepared"
    usual = not (os.environ.get("KAMPUS_DATABASE") or os.environ.get("KAMPUS_CONTENT"))
    if usual and (home / "kampus.sqlite").exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return
    say("Preparing database, content and demo …")
    need("Preparing the data", BIN / "flask", "--app", "wsgi", "kampus", "init")
    if usual:
        stamp.write_text(digest, encoding="ascii")


def port() -> int:
    """Return the free port to listen on, from KAMPUS_PORT."""
    text = os.environ.get("KAMPUS_PORT", "").strip() or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StopError(f"KAMPUS_PORT is “{text}”; it must be a whole number from 1 to 65535.")
    with socket.socket() as door:
        if os.name != "nt":
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise StopError(
                f"Port {text} cannot be used ({error.strerror}): another program may be listening there. "
                "Stop it, or choose another port: KAMPUS_PORT=8001 make run"
            ) from None
    return int(text)


def start(*command: str | Path | int) -> subprocess.Popen[bytes]:
    """Start a child that only we send signals to."""
    return subprocess.Popen([str(word) for word in command], cwd=ROOT, start_new_session=os.name != "nt")


def wait_for(server: subprocess.Popen[bytes], number: int) -> None:
    """Return once the server gives a page; stop when it ends first or takes two minutes."""
    until = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < until:
        wire = http.client.HTTPConnection("127.0.0.1", number, timeout=30)
        with contextlib.suppress(OSError), contextlib.closing(wire):
            wire.request("GET", "/")
            if wire.getresponse().status < 500:
                return
        time.sleep(0.1)
    raise StopError("The server did not start; the lines above say why.")


def stop(child: subprocess.Popen[bytes]) -> None:
    """End the child: ask, wait ten seconds, insist."""
    child.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(10)
    child.kill()


def serve(number: int, began: float) -> int:
    """Start the server, print the demo people and the address, stay until asked to end."""

    def leave(signal_number: int, _frame: object) -> None:
        raise KeyboardInterrupt(signal_number)

    signal.signal(signal.SIGTERM, leave)
    # It looks after its own children: two web workers and one that does the jobs.
    server = start(BIN / "flask", "--app", "wsgi", "kampus", "serve", "--port", number, "--sign-ins")
    try:
        wait_for(server, number)
        say(f"Ready after {time.monotonic() - began:.1f} s:  http://127.0.0.1:{number}/")
        say("Ctrl-C ends it; the data stays.")
        code = server.wait() or 1
    except KeyboardInterrupt:
        say("Ending …")
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop(server)
    say("The server has ended; the lines above say why.")
    return code


def run(_rest: list[str]) -> int:
    """Set up, prepare the database, serve on 127.0.0.1:KAMPUS_PORT (8000)."""
    began = time.monotonic()
    number = port()
    prepare()
    catalogues()
    data()
    return serve(number, began)


def with_tools(module: str, rest: list[str]) -> int:
    """Run a Python *module* with all tools, browser, database server and message catalogues in place."""
    prepare("dev")
    missing = [name for name, file in PACKAGES if not glob.glob(file, recursive=True)]  # noqa: PTH207
    if missing:
        apt_install(missing)
    catalogues()
    return call(PYTHON, "-m", module, *rest)


def test(rest: list[str]) -> int:
    """Set everything up and run the tests; further words go to pytest."""
    return with_tools("pytest", ["-n", "2", "--dist", "loadfile", *rest])


def check(_rest: list[str]) -> int:
    """Run every linter and the type checker."""
    prepare("dev")
    failed = []
    for line in CHECKS:
        say(" ".join(line))
        failed += [line[0]] if call(BIN / line[0], *line[1:]) else []
    say("Not clean: " + ", ".join(failed) + "." if failed else "All clean.")
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    """Measure speed, memory and weight against a bare page of the same stack."""
    return with_tools("bench", rest)


def shots(rest: list[str]) -> int:
    """Photograph every page in both languages and two widths into build/shots."""
    return with_tools("tests.shots", rest)


def setup(rest: list[str]) -> int:
    """Make the environment and nothing else (--dev: with the tools)."""
    prepare("dev" if "--dev" in rest else "runtime")
    return 0


def lock(rest: list[str]) -> int:
    """Write the locks anew from requirements*.in (--upgrade: with newer versions)."""
    prepare("dev")
    tool = uv()
    if tool is None:
        raise StopError("uv cannot be had here, and only it can write the locks.")
    for source, also in (("-uv", []), ("-dev", []), ("", ["-c", "requirements-dev.lock"])):
        words = (*LOCKING, *also, *rest, f"requirements{source}.in", "-o", f"requirements{source}.lock")
        need("Locking", tool, "pip", "compile", "--quiet", *words, env=uv_settings())
    say("The locks are written; commit them.")
    return 0


def clean(rest: list[str]) -> int:
    """Remove everything that can be made again (--all: the environment too)."""
    for pattern in ("build", ".*_cache", ".hypothesis", ".coverage", *([".venv"] if "--all" in rest else [])):
        for path in ROOT.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in (ROOT / "app", ROOT / "tests", ROOT / "bench", ROOT / "migrations"):
        for path in [*folder.rglob("__pycache__"), *folder.rglob("*.mo")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Clean. Kept: instance (your data), and .venv unless --all was said.")
    return 0


VERBS = (run, test, check, bench, shots, setup, lock, clean)


def main(words: list[str]) -> int:
    """Carry out one verb; return the exit code."""
    verb = next((verb for verb in VERBS if [verb.__name__] == words[:1]), None)
    if verb is None:
        print("Use: python3 bootstrap.py VERB\n")
        print("\n".join(f"  {verb.__name__:6} {verb.__doc__}" for verb in VERBS))
        return 0 if words[:1] in ([], ["help"], ["--help"]) else 2
    os.environ.update(PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1")
    try:
        find_python()
        return verb(words[1:])
    except StopError as problem:
        print(f"KAMpus · {problem}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
