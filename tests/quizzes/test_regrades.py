"""Marking a question anew: dry run, policies, notes to people, taking back, and practice and figures."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.gradebook.models import GradeCell
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.library import services as library
from app.organisations.models import Organisation
from app.platform.clock import now
from app.platform.database import commit, db
from app.platform.mail import Mail
from app.quizzes.engine import practice as engine
from app.quizzes.engine.practice import Strength
from app.quizzes.models import Attempt, PracticeCard, Regrade
from app.quizzes.queries import attempts as queries
from app.quizzes.services import analysis, marking, papers, practice, regrades
from tests import factories
from tests.quizzes.conftest import bank, both, exam, publish

Doc = dict[str, Any]


@pytest.fixture
def home(release_id: int) -> Organisation:
    return factories.organisation()


@pytest.fixture
def teacher(home: Organisation) -> User:
    return factories.person("instructor", organisation=home)


@pytest.fixture
def people(home: Organisation) -> list[User]:
    return [factories.person("learner", organisation=home, language=side) for side in ("zh", "en", "en")]


def sit(person: User, release_id: int, pick: str | None) -> int:
    """Have *person* take the exam: the single choice answered with *pick*, the number right."""
    actor = factories.actor(person)
    row = papers.start(actor=actor, exam_id="e1", release_id=release_id)
    values: dict[int, Doc | None] = {
        1: {"pick": pick} if pick else None,
        4: {"value": "4711", "typed": "4711"},
    }
    marking.save(actor=actor, attempt_id=row.id, values=values)
    marking.submit(actor=actor, attempt_id=row.id)
    commit()
    return row.id


@pytest.fixture
def taken(people: list[User], release_id: int) -> list[int]:
    """Return three attempts: one with the right b, one with a, one blank."""
    return [sit(person, release_id, pick) for person, pick in zip(people, ("b", "a", None), strict=True)]


def rekeyed(key: str = "a", **change: Any) -> None:
    """Publish a release in which the single choice has another key."""
    questions = bank()
    for option in questions["q-single"]["options"]:
        option.pop("correct", None)
        if option["id"] == key:
            option["correct"] = True
    questions["q-single"] |= change
    publish([exam()], questions)


def points() -> list[Fraction]:
    db.session.expire_all()
    return [row.points for row in db.session.scalars(select(Attempt).order_by(Attempt.id))]


def planned(policy: str) -> regrades.Plan:
    return regrades.plan(exam_id="e1", question_id="q-single", policy=policy)


@pytest.mark.parametrize(
    ("policy", "ways", "after"),
    [
        ("replace", ["down", "up", "same"], [1, 3, 1]),
        ("keep_better", ["same", "up", "same"], [3, 3, 1]),
        ("full_marks", ["same", "up", "up"], [3, 3, 3]),
        ("drop", ["down", "up", "up"], [1, 1, 1]),
    ],
)
def test_policies(teacher: User, taken: list[int], policy: str, ways: list[str], after: list[int]) -> None:
    rekeyed()
    actor, before = factories.actor(teacher), points()
    assert before == [3, 1, 1]
    lines = regrades.dry_run(actor=actor, plan=planned(policy))
    assert [line.way for line in lines] == ways
    assert points() == before  # a dry run changes nothing
    row, done = regrades.apply(actor=actor, plan=planned(policy), reason="the key was wrong")
    commit()
    assert done == lines
    assert points() == after
    mails = db.session.scalars(select(Mail)).all()
    assert len(mails) >= sum(1 for way in ways if way != "same")
    regrades.undo(actor=actor, regrade_id=row.id)
    commit()
    assert points() == before
    assert regrades.undo(actor=actor, regrade_id=row.id) == 0


def test_only_chosen_attempts(teacher: User, taken: list[int]) -> None:
    lines = regrades.dry_run(
        actor=factories.actor(teacher), plan=planned("full_marks"), attempt_ids=[taken[1]]
    )
    assert [line.attempt_id for line in lines] == [taken[1]]


def test_everybody_is_told_in_their_language_and_the_gradebook_follows(
    teacher: User, people: list[User], taken: list[int]
) -> None:
    rekeyed()
    regrades.apply(actor=factories.actor(teacher), plan=planned("replace"), reason="misprint")
    commit()
    mails = {mail.recipient: mail for mail in db.session.scalars(select(Mail))}
    assert "misprint" in mails[people[1].email].body
    assert "Test check" in mails[people[1].email].subject
    assert "中Test check" in mails[people[0].email].subject
    cells = {cell.user_id: cell for cell in db.session.scalars(select(GradeCell))}
    assert (cells[people[0].id].value, cells[people[1].id].value) == (Fraction(1), Fraction(3))
    row = db.session.get_one(Attempt, taken[1])
    assert [change.kind for change in queries.grade_changes(row)] == ["submit", "regrade"]


def test_a_mark_changes_only_with_a_grade_event(taken: list[int]) -> None:
    with pytest.raises(IntegrityError):
        db.session.execute(db.text("UPDATE attempts SET score = '9' WHERE id = 1"))
    db.session.rollback()
    with pytest.raises(IntegrityError):
        db.session.execute(db.text("UPDATE attempt_grade_changes SET score = '9'"))


def test_a_later_regrade_has_to_go_first(teacher: User, taken: list[int]) -> None:
    actor = factories.actor(teacher)
    first, _lines = regrades.apply(actor=actor, plan=planned("full_marks"), reason="one")
    regrades.apply(actor=actor, plan=planned("drop"), reason="two")
    with pytest.raises(ConflictError):
        regrades.undo(actor=actor, regrade_id=first.id)


def test_what_cannot_be_regraded_is_said(teacher: User, taken: list[int]) -> None:
    actor = factories.actor(teacher)
    with pytest.raises(InvalidError):
        regrades.apply(actor=actor, plan=planned("drop"), reason=" ")
    with pytest.raises(InvalidError):
        planned("guess")
    with pytest.raises(NotFoundError):
        regrades.plan(exam_id="e1", question_id="gone", policy="replace")
    rekeyed(type="multiple")
    with pytest.raises(InvalidError):
        regrades.dry_run(actor=actor, plan=planned("replace"))


def test_regrade_page_shows_before_it_does(client: FlaskClient, teacher: User, taken: list[int]) -> None:
    rekeyed()
    factories.sign_in(client, teacher)
    address = "/quizzes/regrade/e1/q-single"
    assert "3 attempts have this question" in client.get(address).text
    shown = client.post(address, data={"policy": "replace", "reason": "wrong key"})
    assert "1 go up, 1 go down, 1 stay" in shown.text
    assert points() == [3, 1, 1]
    assert client.post(address, data={"policy": "replace", "reason": "", "sure": "yes"}).status_code == 422
    assert (
        client.post(address, data={"policy": "replace", "reason": "wrong key", "sure": "yes"}).status_code
        == 302
    )
    assert points() == [1, 3, 1]
    assert "Take back" in client.get(address).text
    number = db.session.scalars(select(Regrade.id)).one()
    assert client.post(f"/quizzes/regrade/{number}/undo").status_code == 302
    assert points() == [3, 1, 1]
    assert client.get("/quizzes/regrade/e1/nothing").status_code == 404


def test_regrade_of_another_organisation_is_not_there(
    client: FlaskClient, teacher: User, taken: list[int]
) -> None:
    row, _lines = regrades.apply(actor=factories.actor(teacher), plan=planned("drop"), reason="x")
    commit()
    stranger = factories.person("instructor", organisation=factories.organisation())
    factories.sign_in(client, stranger)
    assert client.post(f"/quizzes/regrade/{row.id}/undo").status_code == 404
    assert client.get("/quizzes/regrade/e1/q-single").status_code == 404


def test_an_attempt_on_release_one_is_marked_alike_after_release_two(
    people: list[User], release_id: int
) -> None:
    """Release 2 removes, renames and re-keys; what was begun on release 1 renders and grades as before."""
    actor = factories.actor(people[0])
    row = papers.start(actor=actor, exam_id="e1", release_id=release_id)
    marking.save(actor=actor, attempt_id=row.id, values={1: {"pick": "b"}})
    commit()
    rekeyed(stem=both("Renamed"))
    left = {ident: doc for ident, doc in bank().items() if ident == "q-true"}
    publish([exam(questions=["q-true"])], left)
    done = marking.submit(actor=actor, attempt_id=row.id)
    assert (done.points, done.possible) == (Fraction(2), Fraction(5))


def test_figures_of_an_exam(client: FlaskClient, teacher: User, taken: list[int]) -> None:
    report = analysis.report(actor=factories.actor(teacher), exam_id="e1")
    assert report.count == 3
    single = next(item for item in report.items if item.question_id == "q-single")
    assert single.stats.facility == pytest.approx(100 / 3)
    assert {option.text["en"]: option.times for option in single.options} == {
        "alpha": 1,
        "beta": 1,
        "gamma": 0,
    }
    factories.sign_in(client, teacher)
    page = client.get("/quizzes/statistics/e1").text
    assert "q-single" in page
    assert "Regrade this question" in page
    assert client.get("/quizzes/statistics/none").status_code == 404


def pool() -> dict[str, Doc]:
    questions = bank()
    for n, doc in enumerate(questions.values()):
        doc["pool"] = "practice" if n < 3 else "exam"
        doc["objectives"] = [f"m1.o{n + 1}"]
    return questions


@pytest.fixture
def practising(app: Flask) -> User:
    objectives = {"objectives": [{"id": f"m1.o{n}", "module": "m1", **both(f"Aim {n}")} for n in range(1, 5)]}
    objects: dict[tuple[str, str], Doc] = {("question", ident): doc for ident, doc in pool().items()}
    objects |= {("exam", "e1"): exam(), ("objectives", "kas"): objectives}
    library.release_objects(objects=objects)
    commit()
    return factories.person("learner", organisation=factories.organisation())


def test_practice_never_asks_an_exam_question(client: FlaskClient, practising: User) -> None:
    actor = factories.actor(practising)
    desk = practice.desk(actor=actor)
    assert desk.pool == 3
    with pytest.raises(NotFoundError):
        practice.question(actor=actor, question_id="q-number")
    factories.sign_in(client, practising)
    page = client.get("/quizzes/practice").text
    assert "SECRET" not in page
    assert "Aim 1" in page
    assert client.post("/quizzes/practice/q-number", data={"p": "1"}).status_code == 404


def test_practice_asks_marks_and_comes_back(client: FlaskClient, practising: User) -> None:
    factories.sign_in(client, practising)
    assert client.post("/quizzes/practice/q-single", data={}).status_code == 422
    answer = client.post("/quizzes/practice/q-single", data={"p": "a"})
    page = client.get(answer.location).text
    assert "SECRET-a" in page
    assert "comes back" in page
    card = db.session.scalars(select(PracticeCard)).one()
    first = card.due_at
    assert first - now() < timedelta(minutes=15)
    with time_machine.travel(first + timedelta(minutes=1), tick=False):
        assert "Pick one" in client.get("/quizzes/practice").text
        client.post("/quizzes/practice/q-single", data={"p": "b"})
    db.session.expire_all()
    assert db.session.scalars(select(PracticeCard)).one().due_at > first
    other = factories.person("learner", organisation=factories.organisation())
    stranger = factories.sign_in(client.application.test_client(), other)
    assert stranger.get(answer.location).status_code == 404


def test_weakest_objective_first() -> None:
    questions = {"a": {"objectives": ["x"]}, "b": {"objectives": ["y"]}, "c": {"objectives": ["z"]}}
    earned = [("a", Fraction(1)), ("b", Fraction(0)), ("b", Fraction(1, 3))]
    rows = engine.strengths(earned, questions, ["x", "y", "z"])
    assert [(row.objective, row.share) for row in rows] == [("y", Fraction(1, 6)), ("z", None), ("x", 1)]
    moment = now()
    assert engine.next_question(["a", "b"], questions, {}, rows, moment) == "b"
    late = {"a": moment - timedelta(days=1), "b": moment - timedelta(hours=1)}
    assert engine.next_question(["a", "b"], questions, late, rows, moment) == "a"
    ahead = {"a": moment + timedelta(days=1), "b": moment + timedelta(days=2)}
    assert engine.next_question(["a", "b"], questions, ahead, rows, moment) is None
    assert engine.next_question(["c"], questions, {}, [Strength("w", 0, None)], moment) == "c"
