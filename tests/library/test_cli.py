"""The linter and the loader on the command line."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.library.models import Release
from app.platform.database import db
from tests.content.planting import SPECIMEN


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the specimen to edit."""
    return Path(shutil.copytree(SPECIMEN, tmp_path / "tree"))


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["kampus", "content", *map(str, words)])


def break_it(root: Path) -> None:
    path = root / "courses/demo/exams/m1-check.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: check", "kind: chekc"), encoding="utf-8")


def test_clean_content_exits_0(app: Flask, root: Path) -> None:
    result = run(app, "lint", root)
    assert result.exit_code == 0, result.output
    assert "0 errors, 0 warnings" in result.output


def test_errors_exit_1_with_file_line_and_column(app: Flask, root: Path) -> None:
    break_it(root)
    result = run(app, "lint", root)
    assert result.exit_code == 1
    assert (
        "courses/demo/exams/m1-check.yaml:4:7: KM005 “chekc” is not known here. — Did you mean “check”?"
        in (result.output)
    )


def test_without_a_path_the_configured_content_is_linted(app: Flask, root: Path) -> None:
    break_it(root)
    app.config["KAMPUS"] = dataclasses.replace(app.config["KAMPUS"], content=root)
    assert "KM005" in run(app, "lint").output


def test_a_part_of_the_tree_can_be_asked_for(app: Flask, root: Path) -> None:
    break_it(root)
    assert run(app, "lint", root / "courses/demo/bank").exit_code == 0
    assert run(app, "lint", root / "courses/demo/exams/m1-check.yaml").exit_code == 1


def test_what_cannot_be_linted_exits_2(app: Flask, tmp_path: Path) -> None:
    assert run(app, "lint", tmp_path / "nowhere").exit_code == 2
    outside = run(app, "lint", tmp_path)
    assert outside.exit_code == 2
    assert "is not in a folder that holds courses/" in outside.output


def test_json_and_sarif_say_the_same(app: Flask, root: Path) -> None:
    break_it(root)
    found = json.loads(run(app, "lint", root, "--format", "json").output)
    assert (found["errors"], found["warnings"], found["objects"]["question"]) == (1, 0, 4)
    assert found["findings"][0]["rule"] == "Unknown word"
    sarif = json.loads(run(app, "lint", root, "--format", "sarif").output)
    (result,) = sarif["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (sarif["version"], result["ruleId"], result["level"]) == ("2.1.0", "KM005", "error")
    assert place["artifactLocation"]["uri"] == "courses/demo/exams/m1-check.yaml"
    assert place["region"] == {"startLine": 4, "startColumn": 7}


def test_the_report_speaks_chinese(app: Flask, root: Path) -> None:
    break_it(root)
    result = run(app, "lint", root, "--lang", "zh")
    assert "KM005 这里不认识“chekc”\u3002 — 是不是想写“check”\uff1f" in result.output
    assert "1 个错误\uff0c0 个警告" in result.output


def test_loading_publishes_once(app: Flask, root: Path) -> None:
    assert "Release 1 is published: 22 objects." in run(app, "load", root, "--notes", "First").output
    assert "Nothing has changed; release 1" in run(app, "load", root).output
    path = root / "courses/demo/bank/m1.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("tolerance: 0.5", "tolerance: 1"), encoding="utf-8"
    )
    result = run(app, "load", root)
    assert "changed question m1-numeric (scoring)" in result.output
    assert "Release 2 is published" in result.output
    db.session.rollback()
    assert [row.notes for row in db.session.query(Release).order_by(Release.number)] == ["First", ""]


def test_loading_refuses_errors(app: Flask, root: Path) -> None:
    break_it(root)
    result = run(app, "load", root)
    assert result.exit_code == 1
    assert "KM005" in result.stderr
    db.session.rollback()
    assert db.session.query(Release).count() == 0


def test_an_overlay_is_linted_on_the_merged_tree(app: Flask, root: Path) -> None:
    folder = root / "overlays/acme"
    assert run(app, "lint", root, "--overlay", "acme").exit_code == 0
    path = folder / "courses/demo/01-first/module.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("house-rules", "house-rulez"), encoding="utf-8")
    assert run(app, "lint", root).exit_code == 0
    for words in ((root, "--overlay", "acme"), (folder,), (path,)):
        result = run(app, "lint", *words)
        assert result.exit_code == 1, words
        assert "overlays/acme/courses/demo/01-first/module.yaml:4:14: KM201" in result.output
    assert "There is no overlay “nobody”" in run(app, "lint", root, "--overlay", "nobody").output


def test_the_ledger_is_written_on_demand(app: Flask, root: Path) -> None:
    (root / "courses/ids.lock").unlink()
    assert run(app, "lint", root, "--lock").exit_code == 0
    assert "    m1-numeric: numeric\n" in (root / "courses/ids.lock").read_text(encoding="utf-8")
    (root / "overlays/acme/base.lock").unlink()
    assert run(app, "lint", root / "overlays/acme", "--lock").exit_code == 0
    assert "    m1: " in (root / "overlays/acme/base.lock").read_text(encoding="utf-8")
