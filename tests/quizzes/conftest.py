"""A small published exam for the tests of this room."""

from typing import Any

import pytest
from flask import Flask

from app.kernel.actor import Actor
from app.library import services as library
from app.platform.database import commit
from tests import factories

Doc = dict[str, Any]


def both(text: str) -> dict[str, str]:
    """Return a bilingual text for tests."""
    return {"zh": f"中{text}", "en": text}


def why(text: str) -> dict[str, str]:
    """Return a reason that a page must not show before submission."""
    return {"zh": f"理由{text}", "en": f"SECRET-{text}"}


def bank() -> dict[str, Doc]:
    """Return one question of every kind, by id."""
    return {
        "q-single": {
            "id": "q-single",
            "type": "single",
            "points": 2,
            "stem": both("Pick one"),
            "options": [
                {"id": "a", **both("alpha"), "why": why("a")},
                {"id": "b", **both("beta"), "correct": True, "why": why("b")},
                {"id": "c", **both("gamma"), "why": why("c")},
            ],
        },
        "q-multi": {
            "id": "q-multi",
            "type": "multiple",
            "stem": both("Pick some"),
            "options": [
                {"id": "a", **both("delta"), "correct": True, "why": why("d")},
                {"id": "b", **both("epsilon"), "correct": True, "why": why("e")},
                {"id": "c", **both("zeta"), "why": why("f")},
            ],
        },
        "q-true": {
            "id": "q-true",
            "type": "true_false",
            "stem": both("Holds"),
            "answer": True,
            "why": why("t"),
        },
        "q-number": {
            "id": "q-number",
            "type": "numeric",
            "stem": both("How many"),
            "answer": 4711,
            "unit": both("yuan"),
            "why": why("n"),
            "explain": why("x"),
        },
    }


def exam(**change: Any) -> Doc:
    """Return an exam over the whole bank, in the author's order."""
    return {
        "id": "e1",
        "module": "m1",
        "title": both("Test check"),
        "pass": 80,
        "attempts": "unlimited",
        "questions": list(bank()),
        "shuffle": {"questions": False, "options": True},
        **change,
    }


def publish(exams: list[Doc], questions: dict[str, Doc], **others: Doc) -> int:
    """Publish a release with these documents and return its id."""
    objects: dict[tuple[str, str], Doc] = {("question", ident): doc for ident, doc in questions.items()}
    objects |= {("exam", str(doc["id"])): doc for doc in exams}
    objects |= {(kind, str(doc["id"])): doc for kind, doc in others.items()}
    release_id = library.release_objects(objects=objects).id
    commit()
    return release_id


@pytest.fixture
def release_id(app: Flask) -> int:
    """Return a published release with the exam ``e1``."""
    return publish([exam()], bank())


@pytest.fixture
def learner(release_id: int) -> Actor:
    """Return a learner of a college."""
    home = factories.organisation()
    return factories.actor(factories.person("learner", organisation=home))
