"""A class moves to another release: what it would feel, and that nobody loses anything."""

from fractions import Fraction
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.courses import services
from app.library import queries as library
from app.library.engine.changes import Change, as_text, grade, skeleton
from app.library.models import Release
from app.organisations import queries as organisations
from app.organisations.models import Cohort, Organisation
from app.platform.audit import AuditEvent
from app.platform.database import commit, db
from app.quizzes.models import Attempt, AttemptItem
from app.quizzes.services import marking, papers
from tests import factories
from tests.courses.conftest import lesson, objects, publish
from tests.quizzes.conftest import bank, both

Doc = dict[str, Any]


def rekeyed() -> Doc:
    """Return the bank's first single choice with another right option."""
    question = next(doc for doc in bank().values() if doc["type"] == "single")
    options = [dict(option) for option in question["options"]]
    right = next(n for n, option in enumerate(options) if option.get("correct"))
    options[right].pop("correct")
    options[(right + 1) % len(options)]["correct"] = True
    return {**question, "options": options}


@pytest.fixture
def second(user: User) -> Release:
    """Return a release that re-keys a question, adds a lesson, drops a checklist and rewords a lesson."""
    question = rekeyed()
    first = objects()["module", "m1"]
    module = {**first, "items": [*first["items"], {"lesson": "four", "minutes": 5}]}
    more = {
        ("question", question["id"]): question,
        ("module", "m1"): module,
        ("lesson", "four"): lesson("four", "## New\n\nText."),
        ("lesson", "two"): lesson("two", "## Only heading\n\nOther text."),
    }
    content = objects(more=more)
    del content["checklist", "c1"]
    return publish(content)


@pytest.fixture
def teacher(client: FlaskClient, home: Organisation) -> FlaskClient:
    return factories.sign_in(client, factories.person("instructor", organisation=home))


def the_class(user: User) -> Cohort:
    enrolment = organisations.enrolment_of(factories.actor(user))
    assert enrolment is not None
    return enrolment.cohort


def asked(attempt_id: int) -> list[str]:
    """Return the versions of the questions of an attempt."""
    statement = select(AttemptItem.question_hash).where(AttemptItem.attempt_id == attempt_id)
    return list(db.session.scalars(statement.order_by(AttemptItem.position)))


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def test_changes_are_graded_by_what_they_do(user: User, second: Release) -> None:
    felt = services.what_moves(cohort=the_class(user), release_id=second.id)
    assert {(one.change.kind, one.change.id): one.grade for one in felt} == {
        ("checklist", "c1"): "structural",
        ("lesson", "four"): "structural",
        ("module", "m1"): "structural",
        ("question", rekeyed()["id"]): "scoring",
        ("lesson", "two"): "cosmetic",
    }
    assert felt[0].grade == "structural"


def test_tries_on_the_old_versions_are_counted(user: User, second: Release, release: Release) -> None:
    actor = factories.actor(user)
    services.complete(actor=actor, lesson_id="two")
    done = papers.start(actor=actor, exam_id="e1", release_id=release.id)
    marking.submit(actor=actor, attempt_id=done.id)
    papers.start(actor=actor, exam_id="e1", release_id=release.id)
    commit()
    felt = services.what_moves(cohort=the_class(user), release_id=second.id)
    counts = {(one.change.kind, one.change.id): (one.opened, one.finished) for one in felt}
    assert counts["lesson", "two"] == (0, 1)
    assert counts["question", rekeyed()["id"]] == (1, 1)
    assert counts["module", "m1"] == (0, 0)


def test_the_page_shows_the_difference_before_anything_moves(
    teacher: FlaskClient, user: User, second: Release
) -> None:
    cohort = the_class(user)
    page = soup(teacher, f"/learn/classes/{cohort.id}/release")
    assert "works on release 1" in page.get_text()
    assert [row.get_text() for row in page.select(".chip")][:1] == ["structure"]
    link = page.select_one(f'a[href$="/question/{rekeyed()["id"]}"]')
    assert link is not None
    difference = soup(teacher, str(link["href"]))
    assert "correct: True" in difference.select_one("del").get_text()  # type: ignore[union-attr]
    same = soup(teacher, f"/learn/classes/{cohort.id}/release?to=1")
    assert "The class is on this release." in same.get_text()
    assert the_class(user).release_id != second.id


def test_a_class_moves_with_a_reason_and_keeps_what_it_has(
    teacher: FlaskClient, user: User, second: Release, release: Release
) -> None:
    actor, cohort = factories.actor(user), the_class(user)
    address = f"/learn/classes/{cohort.id}/release"
    services.complete(actor=actor, lesson_id="two")
    running = papers.start(actor=actor, exam_id="e1", release_id=release.id)
    attempt_id = running.id
    commit()
    hashes = asked(attempt_id)
    refused = teacher.post(address, data={"to": second.number, "reason": " "})
    assert refused.status_code == 422
    assert "Say in a sentence why" in refused.text
    assert teacher.post(address, data={"to": second.number, "reason": "Mended a key."}).status_code == 302
    assert the_class(user).release_id == second.id
    attempt = db.session.get_one(Attempt, attempt_id)
    assert asked(attempt_id) == hashes
    assert attempt.release_id == release.id
    from_then = marking.submit(actor=actor, attempt_id=attempt_id)
    assert Fraction(str(from_then.score)) >= 0
    event = db.session.query(AuditEvent).filter_by(object_kind="cohort", action="moved").one()
    assert (event.before, event.after, event.reason) == ({"release": 1}, {"release": 2}, "Mended a key.")
    again = teacher.post(address, data={"to": second.number, "reason": "Again."})
    assert "on this release already" in again.text


def test_nobody_moves_a_class_of_others(client: FlaskClient, user: User, second: Release) -> None:
    cohort = the_class(user)
    stranger = factories.person("instructor", organisation=factories.organisation())
    away = factories.sign_in(client, stranger)
    assert away.get(f"/learn/classes/{cohort.id}/release").status_code == 404
    assert away.post(f"/learn/classes/{cohort.id}/release", data={"to": 2, "reason": "x"}).status_code == 404
    assert away.get(f"/learn/classes/{cohort.id}/release/2/lesson/two").status_code == 404


def test_unknown_releases_and_things_are_not_found(teacher: FlaskClient, user: User, second: Release) -> None:
    address = f"/learn/classes/{the_class(user).id}/release"
    assert teacher.get(address + "?to=99").status_code == 404
    assert teacher.post(address, data={"to": 99, "reason": "x"}).status_code == 404
    for tail in ("99/lesson/two", "2/poem/two", "2/lesson/nowhere"):
        assert teacher.get(f"{address}/{tail}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("lesson", {"title": both("a")}, {"title": both("b")}, "cosmetic"),
        ("lesson", {"minutes": 5}, {"minutes": 6}, "structural"),
        ("rubric", {"criteria": [{"max": 5}]}, {"criteria": [{"max": 6}]}, "scoring"),
        ("exam", {"pass": 60}, {"pass": 80}, "scoring"),
        ("module", {"items": []}, {"items": [{"lesson": "x"}]}, "structural"),
        (
            "facts",
            {"facts": [{"value": {"zh": "1", "en": "1"}}]},
            {"facts": [{"value": both("2")}]},
            "cosmetic",
        ),
        ("task", None, {"id": "t"}, "structural"),
    ],
)
def test_grades_are_computed(kind: str, before: Doc | None, after: Doc | None, expected: str) -> None:
    assert grade(Change(kind, "x", "changed"), before, after) == expected


def test_a_document_can_be_read_as_lines() -> None:
    doc = {
        "id": "q",
        "stem": both("ask"),
        "options": [{"id": "a", "correct": True, **both("yes")}],
        "n": [1, 2],
    }
    assert as_text(doc, "en").split("\n") == [
        "id: q",
        "n[1]: 1",
        "n[2]: 2",
        f"options[a]: {both('yes')['en']}",
        "options[a].correct: True",
        "options[a].id: a",
        f"stem: {both('ask')['en']}",
    ]
    assert skeleton({"a": both("x")}) == skeleton({"a": both("y")})


def test_two_statements_say_what_differs(user: User, second: Release, release: Release) -> None:
    found = library.differing(release.id, second.id)
    kinds = [(change.kind, change.what) for change, _, _ in found]
    assert kinds == [
        ("checklist", "removed"),
        ("lesson", "added"),
        ("lesson", "changed"),
        ("module", "changed"),
        ("question", "changed"),
    ]
    assert [before is None for _, before, _ in found] == [False, True, False, False, False]
