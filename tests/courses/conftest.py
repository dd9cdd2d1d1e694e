"""A small published course for the tests of this room."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import User
from app.library import services as library
from app.library.models import Release
from app.organisations import services as organisations
from app.organisations.models import Organisation
from app.platform.clock import today
from app.platform.database import commit
from tests import factories
from tests.quizzes.conftest import bank, both, exam

Doc = dict[str, Any]
Objects = dict[tuple[str, str], Doc]

BODY = """::: case
A story.
:::

## First heading

Some text with a [term](glossary:key-account) and {{fact:share}}.

{{figure:pareto}}

{{q:q-true}}

## Second heading

| A | B |
| --- | ---: |
| 1 | 2 |

See [the other lesson](lesson:two) and <script>alert(1)</script>.
"""


def lesson(ident: str, body: str = BODY) -> Doc:
    """Return a lesson document."""
    title = {"zh": f"课{ident}", "en": f"Lesson {ident}"}
    bodies = {"zh": body.replace("heading", "标题"), "en": body}
    return {
        "id": ident,
        "module": "m1",
        "title": title,
        "minutes": 20,
        "objectives": ["m1.o1"],
        "body": bodies,
    }


def objects(**change: Any) -> Objects:
    """Return a course of two published modules and one that is coming."""
    done = {"read_to_end": True, "min_seconds": 60}
    first: Doc = {
        "id": "m1",
        "title": both("Module one"),
        "summary": both("About one"),
        "items": [
            {"lesson": "one", "minutes": 20, "done": done},
            {"lesson": "two", "minutes": 10, "done": done},
            {"exam": "e1", "done": {"score": 80}},
            {"task": "t1", "required": False},
        ],
    }
    second: Doc = {
        "id": "m2",
        "title": both("Module two"),
        "unlock": {"any": [{"after": "m1"}, {"date": "week 3"}]},
        "items": [{"lesson": "three", "minutes": 5}],
    }
    course: Doc = {
        "id": "kas",
        "title": both("The course"),
        "summary": both("About it"),
        "modules": [
            {"id": "m1", "status": "published", "title": both("Module one"), "weeks": [1, 2]},
            {"id": "m2", "title": both("Module two")},
            {"id": "m3", "status": "coming", "title": both("Module three"), "summary": both("Later")},
        ],
    }
    found: Objects = {
        ("course", "kas"): course,
        ("module", "m1"): first,
        ("module", "m2"): second,
        ("lesson", "one"): lesson("one"),
        ("lesson", "two"): lesson("two", "## Only heading\n\nText."),
        ("lesson", "three"): lesson("three", "## Only heading\n\nText."),
        ("exam", "e1"): exam(),
        ("task", "t1"): {"id": "t1", "title": both("Team task one")},
        ("checklist", "c1"): {
            "id": "c1",
            "title": both("A checklist"),
            "items": [{"id": "a", **both("First line"), "help": both("Some help")}],
        },
        ("glossary", "kas"): {
            "terms": [
                {"id": "key-account", "zh": "大客户", "en": "key account", "def": both("It matters")},
                {"id": "archive", "zh": "档案", "en": "archive", "def": both("It is kept")},
            ]
        },
        ("facts", "kas"): {
            "facts": [
                {
                    "id": "share",
                    "value": {"zh": "40%", "en": "40%"},
                    "source": both("unit"),
                    "verified_on": "2026-11-21",
                }
            ]
        },
    }
    found |= {("question", ident): doc for ident, doc in bank().items()}
    more: Objects = change.get("more", {})
    return found | more


def publish(content: Objects) -> Release:
    """Publish *content* as a release."""
    row = library.release_objects(objects=content)
    commit()
    return row


@pytest.fixture
def release(app: Flask) -> Release:
    """Return the published course."""
    return publish(objects())


@pytest.fixture
def home(release: Release) -> Organisation:
    """Return a college."""
    return factories.organisation()


@pytest.fixture
def user(home: Organisation, release: Release) -> User:
    """Return a learner of a class that starts today."""
    person = factories.person("learner", organisation=home)
    enrol(home, person, release, today())
    return person


def enrol(home: Organisation, person: User, release: Release, starts_on: date) -> None:
    """Put *person* into a new class on *release*."""
    cohort = organisations.create_cohort(
        organisation_id=home.id, title_zh="班", title_en="Class", release_id=release.id, starts_on=starts_on
    )
    organisations.enrol(cohort=cohort, user=person)
    commit()
