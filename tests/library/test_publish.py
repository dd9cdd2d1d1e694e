"""From files to releases: checked first, once for the same files, with every change weighed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.exc import DatabaseError

from app.content.canonical import content_hash
from app.content.lint.checkers import REGISTERED
from app.factory import create_app
from app.library import queries, services
from app.library.engine.changes import Change, weigh
from app.library.models import Release, ReleaseItem
from app.library.policies import CONTENT_AUTHOR
from app.organisations.policies import Permission
from app.platform.database import commit, db
from tests.conftest import settings
from tests.content.planting import SPECIMEN

BANK = "courses/demo/bank/m1.yaml"
LESSON = "courses/demo/01-first/10-start.en.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the specimen to edit."""
    return Path(shutil.copytree(SPECIMEN, tmp_path / "tree"))


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_files_become_a_release(app: Flask, root: Path) -> None:
    done = services.publish(root=root, notes="first")
    assert (done.created, done.release.number, done.report.errors) == (True, 1, 0)
    assert {change.what for change in done.changes} == {"added"}
    lesson = queries.document(done.release.id, "lesson", "start").doc
    assert lesson["title"]["en"] == "Who the customer is"
    assert len(queries.documents(done.release.id, "question")) == 4


def test_publishing_twice_is_one_release(app: Flask, root: Path) -> None:
    first = services.publish(root=root)
    shutil.move(root / "courses/demo/01-first", root / "courses/demo/07-renumbered")
    again = services.publish(root=root)
    assert (again.created, again.release, again.changes) == (False, first.release, [])
    assert db.session.query(Release).count() == 1


def test_faulty_files_are_refused_with_the_report(app: Flask, root: Path) -> None:
    edit(root, BANK, "type: single", "type: sinlge")
    edit(root, LESSON, "{{fact:share}}", "{{fact:shares}}")
    with pytest.raises(services.FaultyContentError) as refused:
        services.publish(root=root)
    assert {"KM016", "KM203"} <= {finding.code for finding in refused.value.report.findings}
    assert db.session.query(Release).count() == 0
    assert db.session.query(ReleaseItem).count() == 0


def test_every_change_is_named_and_weighed(app: Flask, root: Path) -> None:
    first = services.publish(root=root)
    edit(root, BANK, "zh: 先看什么？", "zh: 最先看什么？")
    edit(root, BANK, "tolerance: 0.5", "tolerance: 1")
    edit(root, BANK, "{id: b, zh: 店面很大,", "{id: d, zh: 店面很大,")
    edit(root, LESSON, "A small shop", "A little shop")
    (root / "courses/demo/01-first/20-more.zh.md").write_text("---\nid: more\n---\n", encoding="utf-8")
    expected = [
        Change("lesson", "more", "added"),
        Change("lesson", "start", "changed"),
        Change("question", "m1-multiple", "changed", "breaking"),
        Change("question", "m1-numeric", "changed", "scoring"),
        Change("question", "m1-single", "changed", "cosmetic"),
    ]
    checked = services.check(root=root)
    assert checked.changes == expected
    assert checked.report.errors > 0
    (root / "courses/demo/01-first/20-more.zh.md").unlink()
    second = services.publish(root=root)
    assert second.changes == expected[1:]
    assert queries.hashes(first.release.id) != queries.hashes(second.release.id)
    assert db.session.query(Release).count() == 2


def test_an_attempt_keeps_its_question_when_the_file_is_gone(app: Flask, root: Path) -> None:
    first = services.publish(root=root)
    pinned = queries.document(first.release.id, "question", "m1-inline").hash
    for file, old, new in (
        (BANK, "  - id: m1-inline\n    type: true_false", "  - id: m1-other\n    type: true_false"),
        ("courses/ids.lock", "    m1-inline: true_false\n", ""),
        ("courses/ids.lock", "    m1-first:", "    m1-inline: 2026-11-21 replaced\n    m1-first:"),
        (LESSON, "{{q:m1-inline}}", "{{q:m1-other}}"),
        (LESSON.replace(".en.", ".zh."), "{{q:m1-inline}}", "{{q:m1-other}}"),
    ):
        edit(root, file, old, new)
    second = services.publish(root=root)
    assert Change("question", "m1-inline", "removed") in second.changes
    queries.CACHE.forget()
    assert queries.find_document(second.release.id, "question", "m1-inline") is None
    assert queries.blob(pinned).doc["answer"] is False


@pytest.mark.parametrize(
    ("change", "weight"),
    [
        ({"stem": {"zh": "新", "en": "new"}}, "cosmetic"),
        ({"explain": {"zh": "新", "en": "new"}}, "cosmetic"),
        ({"points": 1}, "cosmetic"),
        ({"points": 2}, "scoring"),
        ({"partial": False}, "scoring"),
        ({"mistakes": [{"value": 1, "share": 0}]}, "scoring"),
        ({"options": [{"id": "a"}, {"id": "b", "correct": True}]}, "scoring"),
        (
            {"options": [{"id": "b"}, {"id": "a", "correct": True, "why": {"zh": "因", "en": "w"}}]},
            "cosmetic",
        ),
        ({"options": [{"id": "a", "correct": True}]}, "breaking"),
        ({"type": "multiple"}, "breaking"),
    ],
)
def test_weights(change: dict[str, object], weight: str) -> None:
    question = {"type": "single", "options": [{"id": "a", "correct": True}, {"id": "b"}]}
    assert weigh(question, {**question, **change}) == weight


def test_a_release_with_many_changes_costs_no_more_statements(
    app: Flask, root: Path, statements: list[str]
) -> None:
    counts = []
    for number, edits in enumerate((1, 4)):
        services.publish(root=root)
        path = root / BANK
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("zh: ", f"zh: 第{'一二'[number]}版", 3 * edits), encoding="utf-8")
        queries.CACHE.forget()
        statements.clear()
        services.publish(root=root)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_the_last_change_of_the_files(tmp_path: Path, root: Path) -> None:
    os.utime(root / BANK, (4_000_000_000, 4_000_000_000))
    moment = services.last_change(root=root)
    assert moment is not None
    assert moment.timestamp() == 4_000_000_000
    assert services.last_change(root=tmp_path / "nothing") is None


@pytest.fixture
def on_postgresql(postgres_url: str, tmp_path: Path) -> Iterator[None]:
    """Work in an application on an empty PostgreSQL database."""
    other = create_app(settings(tmp_path, postgres_url))
    REGISTERED.alone.clear()
    REGISTERED.beside.clear()
    with other.app_context():
        db.create_all()
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.usefixtures("on_postgresql")
def test_publishing_on_postgresql(root: Path) -> None:
    first = services.publish(root=root)
    edit(root, BANK, "tolerance: 0.5", "tolerance: 1")
    second = services.publish(root=root)
    commit()
    queries.CACHE.forget()
    assert (first.release.number, second.release.number) == (1, 2)
    assert second.changes == [Change("question", "m1-numeric", "changed", "scoring")]
    question = queries.document(second.release.id, "question", "m1-numeric")
    assert content_hash(["question", question.doc]) == question.hash
    assert services.publish(root=root).created is False
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(delete(ReleaseItem))


def test_the_permission_is_the_one_that_is_granted() -> None:
    assert CONTENT_AUTHOR == Permission.CONTENT_AUTHOR
