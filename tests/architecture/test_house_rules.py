"""The house keeps its rules."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from config import SETTINGS
from tests.architecture import floors, rules

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def bare_views(app: Flask) -> list[str]:
    """Return the endpoints whose view names no guard; files of ``static`` are everyone's."""
    views = app.view_functions.items()
    return [name for name, view in views if not name.endswith("static") and not hasattr(view, "__guard__")]


def commands(group: click.Group, path: str) -> Iterator[str]:
    """Yield every command below *group* as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}"


@pytest.mark.parametrize("rule", rules.RULES)
def test_rule(rule: str) -> None:
    assert rules.RULES[rule](ROOT) == []


def test_every_view_names_its_guard(app: Flask) -> None:
    assert bare_views(app) == []


def test_floors_in_the_documents_are_those_of_the_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| *(\d+) *\| *(.+?) *(?<!\\)\|", text, flags=re.MULTILINE)
    written = [" | ".join(re.findall(r"`(\w+)`", names)) for _, names in rows]
    assert written == contract
    assert [int(number) for number, _ in rows] == list(range(len(contract) - 1, -1, -1))


def test_rooms_contract_names_every_room() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}
    floors_named = {word for layer in contracts["floors"]["layers"] for word in layer.split(" | ")}
    rooms = {f"app.{name}" for name in floors_named - {"kernel", "content", "platform", "factory"}}
    assert set(contracts["rooms"]["containers"]) == rooms


def test_floors_picture_shows_the_real_imports() -> None:
    drawn = (DOCS / "floors.svg").read_text(encoding="utf-8")
    assert drawn == floors.picture(ROOT), "run: python -m tests.architecture.floors"


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_is_documented(name: str) -> None:
    text = (DOCS / "how-to/settings.md").read_text(encoding="utf-8")
    assert f"| `{name}` | {SETTINGS[name]} |" in text, "run: python -m tests.architecture.settings"


def test_every_command_is_documented(app: Flask) -> None:
    group = app.cli.commands["kampus"]
    assert isinstance(group, click.Group)
    text = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md"))
    missing = [line for line in commands(group, "kampus") if f"`flask --app wsgi {line}" not in text]
    assert missing == []


def documents() -> Iterator[tuple[Path, str]]:
    """Yield every document of the repository with its text."""
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        yield path, path.read_text(encoding="utf-8")


def test_links_in_the_documents_lead_somewhere() -> None:
    links = [
        (path, to) for path, text in documents() for to in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    ]
    assert [f"{path.name}: {to}" for path, to in links if not (path.parent / to).exists()] == []


def test_files_named_in_the_documents_exist() -> None:
    pattern = r"`((?:app|tests|docs|bench|courses|scenarios)/[\w./-]+)`"
    named = [(path, name) for path, text in documents() for name in re.findall(pattern, text)]
    assert [f"{path.name}: {name}" for path, name in named if not (ROOT / name).exists()] == []
