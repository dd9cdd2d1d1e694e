"""Published content: the same blob for the same content, one statement a question, nothing changes."""

import copy
import json

import pytest
from flask import Flask
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from app.kernel.errors import ConflictError, NotFoundError
from app.library import queries, services
from app.library.engine.blobs import Blob, BlobCache
from app.library.models import ContentBlob, Release, ReleaseItem
from app.platform.database import Base, commit, db

LESSON = {"id": "start", "title": {"zh": "开始", "en": "Start"}, "body": {"zh": "一", "en": "One"}}
OTHER = {"id": "next", "title": {"zh": "再来", "en": "Again"}, "body": {"zh": "二", "en": "Two"}}
KEY = ("lesson", "start")


def test_a_release_gives_back_what_went_in(app: Flask) -> None:
    release = services.release_objects(objects={KEY: LESSON}, notes="first")
    assert queries.current_release() is release
    assert queries.document(release.id, *KEY).doc == LESSON
    assert list(queries.documents(release.id, "lesson")) == ["start"]
    assert queries.find_document(release.id, "lesson", "gone") is None
    with pytest.raises(NotFoundError):
        queries.document(release.id, "lesson", "gone")


def test_publishing_the_same_twice_is_one_release(app: Flask) -> None:
    first = services.release_objects(objects={KEY: LESSON})
    again = services.release_objects(objects={KEY: dict(reversed(LESSON.items()))})
    assert again is first
    assert db.session.query(Release).count() == 1


def test_the_same_content_is_kept_once(app: Flask) -> None:
    services.release_objects(objects={KEY: LESSON})
    second = services.release_objects(objects={KEY: LESSON, ("lesson", "next"): OTHER})
    assert second.number == 2
    assert db.session.query(ContentBlob).count() == 2
    assert db.session.query(ReleaseItem).count() == 3


def test_a_pinned_blob_outlives_its_release(app: Flask) -> None:
    first = services.release_objects(objects={KEY: LESSON})
    pinned = queries.document(first.id, *KEY).hash
    second = services.release_objects(objects={("lesson", "next"): OTHER})
    queries.CACHE.forget()
    assert queries.find_document(second.id, *KEY) is None
    assert queries.blob(pinned).doc == LESSON


def test_questions_are_one_statement_however_many_rows(app: Flask, statements: list[str]) -> None:
    many = {("lesson", f"l{n}"): {**LESSON, "id": f"l{n}"} for n in range(30)}
    release = services.release_objects(objects=many)
    for warm in (False, True):
        if not warm:
            queries.CACHE.forget()
        statements.clear()
        assert len(queries.documents(release.id, "lesson")) == 30
        assert len(statements) == 1
    found = queries.documents(release.id, "lesson")
    statements.clear()
    queries.blobs(blob.hash for blob in found.values())
    assert statements == []
    queries.CACHE.forget()
    queries.blobs(blob.hash for blob in found.values())
    assert len(statements) == 1


def test_documents_are_frozen_and_can_be_copied(app: Flask) -> None:
    release = services.release_objects(objects={KEY: {**LESSON, "objectives": ["m1.o1"]}})
    doc = queries.document(release.id, *KEY).doc
    with pytest.raises(TypeError):
        doc["id"] = "x"
    with pytest.raises(TypeError):
        doc["objectives"].append("x")
    with pytest.raises(TypeError):
        doc["title"].update(zh="x")
    assert type(copy.deepcopy(doc["objectives"])) is list
    own = copy.deepcopy(doc)
    own["title"]["zh"] = "改"
    assert doc["title"]["zh"] == "开始"
    assert type(own["objectives"]) is list
    assert json.loads(json.dumps(doc)) == doc


def test_the_cache_drops_what_was_not_asked_for_the_longest() -> None:
    cache = BlobCache(2)
    for name in "ab":
        cache.put(Blob(name, "lesson", {}))
    cache.get("a")
    cache.put(Blob("c", "lesson", {}))
    assert [cache.get(name) is not None for name in "abc"] == [True, False, True]


def test_a_release_is_found_by_its_id(app: Flask) -> None:
    first = services.release_objects(objects={KEY: LESSON})
    assert queries.release(first.id) is first
    with pytest.raises(NotFoundError):
        queries.release(first.id + 1)


def test_somebody_else_published_at_the_same_moment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    services.release_objects(objects={KEY: LESSON})
    monkeypatch.setattr(queries, "current_release", lambda: None)
    with pytest.raises(ConflictError, match="Somebody else published"):
        services.release_objects(objects={("lesson", "next"): OTHER})
    assert db.session.query(Release).count() == 1


def test_an_unknown_hash_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFoundError):
        queries.blob("f" * 64)


@pytest.mark.parametrize("model", [ContentBlob, Release, ReleaseItem])
def test_the_database_refuses_to_change_or_forget(app: Flask, model: type[Base]) -> None:
    services.release_objects(objects={KEY: LESSON})
    commit()
    for statement in (update(model).values({key: key for key in model.__table__.primary_key}), delete(model)):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(statement)
        db.session.rollback()
