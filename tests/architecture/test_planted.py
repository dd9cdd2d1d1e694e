"""Planted violations are still caught: each rule is shown to bite, on a copy of the house.

All violations are planted in one copy, so that the linters run twice only: once on the clean copy, once on
the planted one. A finding counts when the planted copy has it and the clean one has not.
"""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.test_house_rules import bare_views

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
TITLES = {
    "floors": "The house has floors; look down, never up",
    "rooms": "Inside each room the same stairs",
    "pure": "Engines and kinds know neither web nor database",
    "views": "Only the factory imports views",
    "circles": "No circles between siblings, anywhere",
}


@dataclass(frozen=True)
class Plant:
    """One violation: *text* added to *module*, and the finding that *catchers* must report."""

    name: str
    module: str
    text: str
    finding: str
    catchers: tuple[str, ...]


def arrow(importer: str, imported: str, *catchers: str, name: str) -> Plant:
    """Return a forbidden import as a plant."""
    return Plant(name, importer, f"import {imported}", f"{importer} -> {imported}", catchers)


DOCSTRING = '"""A planted module."""'
PLANTS = [
    arrow("app.negotiation.engine.planted", "flask", "pure", name="an engine imports Flask"),
    Plant("… and loads it", "app.negotiation.engine.planted", "", "planted loads flask", ("heavy_engines",)),
    arrow("app.quizzes.kinds.planted", "app.quizzes.models", "rooms", "pure", name="a kind imports a model"),
    arrow("app.accounts.services", "app.courses.queries", "floors", name="accounts import courses"),
    arrow("app.library.services", "app.rubrics.services", "floors", name="the library imports rubrics"),
    arrow("app.operations.services", "app.web.views", "floors", "views", name="operations import the shell"),
    arrow("app.crm.services", "app.projects.queries", "floors", name="crm imports projects"),
    arrow(
        "app.reports.queries", "app.gradebook.views", "views", "beside_the_face", name="reports import a view"
    ),
    arrow("app.courses.services", "app.quizzes.forms", "beside_the_face", name="courses import a form"),
    arrow("app.quizzes.models", "app.quizzes.services", "rooms", name="a model imports a service"),
    Plant("… which is a circle", "app.quizzes.models", "", ".models -> .services", ("circles",)),
    Plant("this imports that", "app.crm.engine.this", "import app.crm.engine.that", ".this ->", ("circles",)),
    Plant(
        "… and that this",
        "app.crm.engine.that",
        "import app.crm.engine.this",
        "engine.that",
        ("circles_of_modules",),
    ),
    Plant(
        "a service commits",
        "app.crm.planted",
        "def f(s):\n    s.commit()",
        "app/crm/planted.py:",
        ("commits",),
    ),
    Plant(
        "an import is hidden in a function",
        "app.rubrics.services",
        "def planted():\n    import app.courses.queries",
        "app.rubrics.services -> app.courses.queries",
        ("floors",),
    ),
    Plant("… and seen as hidden", "app.rubrics.services", "", "app/rubrics/services", ("hidden_imports",)),
    Plant("a package without a floor", "app.pantry", "", "- app.pantry", ("floors",)),
    Plant("a drawer", "app.crm.utils", "", "- app.crm.utils", ("rooms",)),
    Plant("… by its name", "app.crm.utils", "", "app/crm/utils.py", ("drawers",)),
    Plant(
        "an engine reads the clock",
        "app.crm.engine.planted",
        "import time",
        "imports time",
        ("restless_engines",),
    ),
    Plant("a long module", "app.crm.long", "\n" * 400, "app/crm/long.py: 4", ("too_long",)),
    Plant(
        "a long function",
        "app.crm.long",
        "def f():\n" + "    f()\n" * 31,
        "f has 31 lines",
        ("long_functions",),
    ),
    Plant(
        "code in an __init__", "app.pantry", "import os", "app/pantry/__init__.py", ("packages_with_code",)
    ),
    Plant("an inline style", "app.pantry", "", "page.html:1: an inline style", ("unsafe_templates",)),
    Plant("no docstring", "app.pantry", "", "app/pantry/silent.py", ("without_docstring",)),
]


def file_of(root: Path, module: str) -> Path:
    """Return the file of *module*, made with a docstring when there is none."""
    place = root.joinpath(*module.split("."))
    package = place / "__init__.py"
    if package.exists() or module == "app.pantry":
        place.mkdir(exist_ok=True)
    file = package if place.is_dir() else place.with_suffix(".py")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(DOCSTRING + "\n", encoding="utf-8")
    return file


def findings(root: Path) -> dict[str, str]:
    """Return what linters and house rules say about the tree *root*, by contract or rule."""
    linted = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"], cwd=root, capture_output=True, text=True, check=False
    ).stdout
    ruled = subprocess.run(
        [sys.executable, "-B", "tests/architecture/rules.py", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    said = {name: "\n".join(wrong) for name, wrong in json.loads(ruled).items()}
    said["circles_of_modules"] = said.pop("circles")
    return said | {contract: section(linted, title) for contract, title in TITLES.items()}


def section(linted: str, title: str) -> str:
    """Return what the import linter says about one broken contract, or nothing."""
    _, _, rest = linted.partition(f"\n{title}\n" + "-" * len(title) + "\n")
    for other in TITLES.values():
        rest = rest.partition(f"\n{other}\n---")[0]
    return rest


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str]]:
    """Return the findings on a clean copy of the house and on one full of plants."""
    root = tmp_path_factory.mktemp("house")
    no_cache = shutil.ignore_patterns("__pycache__", "translations", "static")
    shutil.copytree(ROOT / "app", root / "app", ignore=no_cache)
    (root / "tests/architecture").mkdir(parents=True)
    shutil.copy(ROOT / "tests/architecture/rules.py", root / "tests/architecture")
    shutil.copy(ROOT / "pyproject.toml", root)
    clean = findings(root)
    for plant in PLANTS:
        for module in (plant.module, *(word for word in plant.text.split() if word.startswith("app."))):
            file_of(root, module)
        with file_of(root, plant.module).open("a", encoding="utf-8") as file:
            file.write(plant.text + "\n")
    (root / "app/pantry/page.html").write_text('<p style="color: red">x</p>', encoding="utf-8")
    (root / "app/pantry/silent.py").write_text("X = 1\n", encoding="utf-8")
    return clean, findings(root)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_plant_is_caught(plant: Plant, said: tuple[dict[str, str], dict[str, str]]) -> None:
    clean, planted = said
    for catcher in plant.catchers:
        assert plant.finding in planted[catcher]
        assert planted[catcher].count(plant.finding) > clean[catcher].count(plant.finding)


def test_view_without_guard_is_caught() -> None:
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/", "planted", lambda: "")
    assert bare_views(app) == ["planted"]
