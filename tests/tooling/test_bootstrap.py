"""What bootstrap.py promises to somebody on a bare machine."""

import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^ ;\\]+)", re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / f"requirements{name}.lock").read_text(encoding="utf-8")


def wanted(name: str) -> set[str]:
    lines = (ROOT / f"requirements{name}.in").read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=\[]", line)[0].lower() for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize("name", ["", "-dev", "-uv"])
def test_lock_pins_all_that_is_wanted_with_hashes_and_names_no_address(name: str) -> None:
    text = lock(name)
    pinned = {package.lower() for package, _ in PIN.findall(text)}
    assert wanted(name) <= pinned
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_runtime_runs_on_what_the_tests_run_on() -> None:
    assert dict(PIN.findall(lock(""))).items() <= dict(PIN.findall(lock("-dev"))).items()


def test_project_names_what_the_lock_is_made_from() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split(r"[=\[]", line)[0].lower() for line in project["dependencies"]}
    assert wanted("") <= named
    assert named <= {package.lower() for package, _ in PIN.findall(lock(""))}


def test_make_has_a_target_for_every_verb() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([\w ]+):$", makefile, flags=re.MULTILINE)[0].split()
    assert {verb.__name__ for verb in bootstrap.VERBS} == set(targets) - {"help"}


def test_old_python_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(bootstrap.StopError, match=r"3\.11 or newer is needed.*apt-get install"):
        bootstrap.find_python()


def test_missing_packages_are_named_where_they_may_not_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(bootstrap.StopError, match=r"sudo apt-get .* install .* chromium postgresql"):
        bootstrap.apt_install(["chromium", "postgresql"])


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1"])
def test_wrong_port_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("KAMPUS_PORT", text)
    with pytest.raises(bootstrap.StopError, match=f"KAMPUS_PORT is “{text}”; it must be a whole number"):
        bootstrap.port()


def test_taken_port_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("KAMPUS_PORT", str(other.getsockname()[1]))
        with pytest.raises(bootstrap.StopError, match="choose another port: KAMPUS_PORT="):
            bootstrap.port()


def test_set_up_is_done_again_only_when_the_lock_or_the_place_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    for name in bootstrap.LOCKS.values():
        (tmp_path / name).write_text("flask==1\n", encoding="utf-8")
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "install", done.append)
    bootstrap.prepare("dev")
    bootstrap.prepare("dev")
    bootstrap.prepare("runtime")
    assert done == ["dev"], "the development lock holds the runtime's too"
    (tmp_path / "requirements-dev.lock").write_text("flask==2\n", encoding="utf-8")
    bootstrap.prepare("dev")
    assert done == ["dev", "dev"]


def test_unknown_verb_is_answered_with_the_list() -> None:
    words = [sys.executable, "bootstrap.py", "fly"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "run " in done.stdout
