"""Exams held for a class: papers, sittings, time, breaks, one browser, the end, and what may be seen when."""

import re
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError, NotFoundError
from app.library import services as library
from app.organisations.models import Cohort, Organisation
from app.platform import jobs
from app.platform.clock import now
from app.platform.database import commit, db
from app.platform.jobs import Job
from app.quizzes.engine.draw import Bank, forms
from app.quizzes.models import Attempt, Incident, Sitting
from app.quizzes.queries import attempts as queries
from app.quizzes.queries import staff
from app.quizzes.services import answers, expiry, marking, papers, rooms
from app.quizzes.services.sheets import sheets
from tests import factories
from tests.quizzes.conftest import both, why

Doc = dict[str, Any]


def question(ident: str, level: str = "apply", **change: Any) -> Doc:
    """Return a single choice of the exam pool whose right option is b."""
    rows = [
        {"id": key, **both(f"{ident}-{key}"), "correct": key == "b", "why": why(f"{ident}{key}")}
        for key in "abc"
    ]
    return {
        "id": ident,
        "type": "single",
        "level": level,
        "pool": "exam",
        "objectives": ["m1.o1"],
        "stem": both(ident),
        "options": rows,
        **change,
    }


def bank() -> dict[str, Doc]:
    """Return ten exam questions, two practice ones, an essay, and the four of two cases."""
    found = {f"e{n}": question(f"e{n}", ("recall", "analyse")[n % 2]) for n in range(10)}
    found |= {f"p{n}": question(f"p{n}", pool="practice") for n in range(2)}
    levels = [{"points": n, **both(f"level {n}")} for n in (0, 2, 4)]
    found["essay"] = {
        "id": "essay",
        "type": "essay",
        "pool": "exam",
        "points": 4,
        "stem": both("Write"),
        "rubric": [{"id": "one", **both("Criterion"), "levels": levels}],
        "sample": {"zh": "SECRET-样", "en": "SECRET-sample"},
    }
    for case in ("case-a", "case-b"):
        for n in (1, 2):
            found[f"{case}-{n}"] = question(f"{case}-{n}", cluster=case)
    return found


def clusters() -> dict[str, Doc]:
    return {
        name: {
            "id": name,
            "module": "m1",
            "pool": "exam",
            "title": both(name),
            "case": both(f"The story of {name}"),
            "questions": [f"{name}-1", f"{name}-2"],
        }
        for name in ("case-a", "case-b")
    }


def final(**change: Any) -> Doc:
    return {
        "id": "final",
        "title": both("Final"),
        "kind": "summative",
        "minutes": 30,
        "attempts": 2,
        "pass": 60,
        "forms": 2,
        "draw": [{"module": "m1", "type": "single", "pick": 4}, {"cluster": "any", "pick": 1}],
        **change,
    }


@pytest.fixture
def release(app: Flask) -> int:
    essay_exam = final(id="written", forms=1, draw=[], questions=["essay", "e1"], attempts=1)
    objects = {("cluster", name): doc for name, doc in clusters().items()}
    return publish_all([final(), essay_exam], bank(), objects)


def publish_all(exams: list[Doc], questions: dict[str, Doc], others: dict[tuple[str, str], Doc]) -> int:
    objects = {("question", ident): doc for ident, doc in questions.items()} | others
    objects |= {("exam", str(doc["id"])): doc for doc in exams}
    release_id = library.release_objects(objects=objects).id
    commit()
    return release_id


@pytest.fixture
def home(release: int) -> Organisation:
    return factories.organisation()


@pytest.fixture
def teacher(home: Organisation) -> User:
    return factories.person("instructor", organisation=home)


@pytest.fixture
def learners(home: Organisation) -> list[User]:
    return [factories.person("learner", organisation=home) for _ in range(4)]


@pytest.fixture
def cohort(home: Organisation, learners: list[User]) -> Cohort:
    return factories.cohort(home, *learners)


def open_room(teacher: User, cohort: Cohort, exam_id: str = "final", *, passcode: bool = False) -> Sitting:
    sitting = rooms.open_sitting(
        actor=factories.actor(teacher),
        cohort_id=cohort.id,
        exam_id=exam_id,
        opens_at=now() - timedelta(minutes=1),
        closes_at=now() + timedelta(minutes=120),
        passcode=passcode,
    )
    commit()
    return sitting


def begin(person: User, exam_id: str = "final", **more: Any) -> Attempt:
    actor = factories.actor(person)
    row = papers.start(actor=actor, exam_id=exam_id, release_id=papers.release_of(actor=actor), **more)
    commit()
    return whole(row.id)


def whole(attempt_id: int) -> Attempt:
    """Return an attempt with its items, as it stands in the database."""
    db.session.expire_all()
    found = queries.attempt_with_items(attempt_id)
    assert found is not None
    return found


@pytest.fixture
def sitting(teacher: User, cohort: Cohort) -> Sitting:
    return open_room(teacher, cohort)


def test_forms_are_disjoint_and_dealt_by_difficulty() -> None:
    whole = Bank(bank(), clusters())
    first, second = ([ident for ident, _ in paper] for paper in forms(final(), whole))
    assert len(first) == len(second) == 5
    assert not set(first) & set(second)
    plain = [[whole.expected(i) for i in paper if i.startswith("e")] for paper in (first, second)]
    assert abs(sum(plain[0]) - sum(plain[1])) / 4 <= 0.05
    assert all(not i.startswith("p") for i in first + second)


def test_paper_keeps_a_case_together_and_people_take_turns(learners: list[User], sitting: Sitting) -> None:
    begun = [begin(person).id for person in learners]
    papers_of = [queries.attempt_with_items(number) for number in begun]
    assert [row.form for row in papers_of if row] == ["A", "B", "A", "B"]
    asked = [[item.question_id for item in row.items] for row in papers_of if row]
    assert set(asked[0]) == set(asked[2]) != set(asked[1])
    for ids in asked:
        inside = [n for n, ident in enumerate(ids) if ident.startswith("case-")]
        assert len(inside) == 2
        assert inside[1] == inside[0] + 1
        assert ids[inside[0]].endswith("-1")
    cases = [sheet.cluster["title"]["en"] for sheet in sheets(attempt=whole(begun[0])) if sheet.cluster]
    assert len(set(cases)) == 1


def test_a_second_try_is_the_other_paper(learners: list[User], sitting: Sitting) -> None:
    first = begin(learners[0])
    marking.submit(actor=factories.actor(learners[0]), attempt_id=first.id)
    commit()
    assert begin(learners[0]).form == "B"


def test_no_sitting_no_exam(learners: list[User], cohort: Cohort) -> None:
    with pytest.raises(NotAllowedError):
        begin(learners[0])


def test_sitting_of_another_class_or_time_does_not_open(
    teacher: User, cohort: Cohort, home: Organisation
) -> None:
    other = factories.person("learner", organisation=home)
    factories.cohort(home, other)
    open_room(teacher, cohort)
    with pytest.raises(NotAllowedError):
        begin(other)


def test_passcode_is_asked_for_and_forgives_case(teacher: User, cohort: Cohort, learners: list[User]) -> None:
    room = open_room(teacher, cohort, passcode=True)
    for wrong in ("", "AAAAAA"):
        with pytest.raises(InvalidError):
            begin(learners[0], passcode=wrong)
    assert begin(learners[0], passcode=f" {room.passcode.lower()} ").sitting_id == room.id


def test_times_that_cross_are_refused(teacher: User, cohort: Cohort) -> None:
    moment = now()
    with pytest.raises(InvalidError):
        rooms.open_sitting(
            actor=factories.actor(teacher),
            cohort_id=cohort.id,
            exam_id="final",
            opens_at=moment,
            closes_at=moment,
            passcode=False,
        )


def test_time_of_ones_own_is_computed_at_the_start_and_said(
    teacher: User, learners: list[User], sitting: Sitting
) -> None:
    actor = factories.actor(teacher)
    rooms.accommodate(
        actor=actor, user_id=learners[0].id, factor=Fraction(3, 2), minutes=10, reason="reads slowly"
    )
    commit()
    row = begin(learners[0])
    assert row.deadline_at == row.started_at + timedelta(minutes=55)
    assert row.allowance == {"minutes": "30", "factor": "3/2", "extra": 10, "added": 0, "capped": False}
    assert begin(learners[1]).allowance["factor"] == "1"
    rooms.accommodate(actor=actor, user_id=learners[0].id, factor=Fraction(2), minutes=0, reason="again")
    assert queries.accommodation_of(actor.organisation_id, learners[0].id).factor == "2"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("factor", "minutes", "reason"), [(Fraction(5), 0, "x"), (Fraction(1), 999, "x"), (Fraction(1), 5, " ")]
)
def test_unclear_time_is_refused(
    teacher: User, learners: list[User], factor: Fraction, minutes: int, reason: str
) -> None:
    with pytest.raises(InvalidError):
        rooms.accommodate(
            actor=factories.actor(teacher),
            user_id=learners[0].id,
            factor=factor,
            minutes=minutes,
            reason=reason,
        )


def test_time_is_given_only_to_ones_own_people(teacher: User) -> None:
    stranger = factories.person("learner", organisation=factories.organisation())
    with pytest.raises(NotFoundError):
        rooms.accommodate(
            actor=factories.actor(teacher), user_id=stranger.id, factor=Fraction(2), minutes=0, reason="x"
        )


def test_sittings_end_cuts_the_time_except_for_those_with_their_own(
    teacher: User, learners: list[User], cohort: Cohort
) -> None:
    room = open_room(teacher, cohort)
    rooms.accommodate(
        actor=factories.actor(teacher), user_id=learners[1].id, factor=Fraction(2), minutes=0, reason="x"
    )
    commit()
    with time_machine.travel(now() + timedelta(minutes=110), tick=False):
        late, special = begin(learners[0]), begin(learners[1])
        assert late.deadline_at == room.closes_at
        assert late.allowance["capped"] is True
        assert special.deadline_at == special.started_at + timedelta(minutes=60)


def test_more_minutes_a_break_and_the_log(teacher: User, learners: list[User], sitting: Sitting) -> None:
    actor, row = factories.actor(teacher), begin(learners[0])
    before = row.deadline_at
    assert before is not None
    assert rooms.add_minutes(actor=actor, sitting=sitting, minutes=5) == 1
    assert row.deadline_at == before + timedelta(minutes=5)
    assert row.allowance["added"] == 5
    with time_machine.travel(now(), tick=False) as clock:
        rooms.pause(actor=actor, sitting=sitting, attempt_id=row.id)
        with pytest.raises(ConflictError):
            answers.ensure_open(row)
        clock.shift(timedelta(minutes=50))
        assert not expiry.is_over(row)
        rooms.resume(actor=actor, sitting=sitting)
    assert row.deadline_at == before + timedelta(minutes=55)
    answers.ensure_open(row)
    rooms.remark(actor=actor, sitting=sitting, text="left for five minutes", attempt_id=row.id)
    kinds = [one.kind for one in reversed(staff.incidents_of(sitting))]
    assert kinds == ["opened", "minutes", "paused", "resumed", "note"]
    for wrong in (0, 241):
        with pytest.raises(InvalidError):
            rooms.add_minutes(actor=actor, sitting=sitting, minutes=wrong)
    with pytest.raises(InvalidError):
        rooms.remark(actor=actor, sitting=sitting, text="  ")
    with pytest.raises(NotFoundError):
        rooms.pause(actor=actor, sitting=sitting, attempt_id=row.id + 99)


def test_a_job_closes_what_nobody_hands_in(learners: list[User], sitting: Sitting) -> None:
    row = begin(learners[0])
    item = row.items[0]
    answers.answer(attempt=row, position=item.position, value={"pick": "b"}, seq=None, client_op="x" * 12)
    commit()
    job = db.session.scalars(select(Job).where(Job.kind == expiry.JOB)).one()
    assert row.deadline_at is not None
    assert job.due_at >= row.deadline_at
    with time_machine.travel(row.deadline_at + timedelta(seconds=30), tick=False):
        answers.ensure_open(row)  # what was on its way still counts
    with time_machine.travel(row.deadline_at + timedelta(seconds=61), tick=False):
        with pytest.raises(GoneError):
            answers.ensure_open(row)
        while claimed := jobs.claim():
            jobs.HANDLERS[claimed[1]](claimed[2])
            commit()
            db.session.execute(db.text("UPDATE jobs SET finished_at = due_at"))
            commit()
    db.session.refresh(row)
    assert row.expired
    assert row.submitted_at is not None
    assert row.points == 1
    assert db.session.scalars(select(Incident.kind).where(Incident.attempt_id == row.id)).all() == ["expired"]


def test_the_job_waits_when_the_room_gave_more(teacher: User, learners: list[User], sitting: Sitting) -> None:
    row = begin(learners[0])
    rooms.add_minutes(actor=factories.actor(teacher), sitting=sitting, minutes=20)
    commit()
    with time_machine.travel(row.started_at + timedelta(minutes=32), tick=False):
        expiry.expire({"attempt": row.id})
    assert row.submitted_at is None
    expiry.expire({"attempt": 999999})


def test_starting_again_after_the_time_closes_the_old_attempt(learners: list[User], sitting: Sitting) -> None:
    row = begin(learners[0])
    with time_machine.travel(row.started_at + timedelta(minutes=40), tick=False):
        assert begin(learners[0]).id == row.id
    assert row.expired


def test_answers_are_released_when_everybody_has_handed_in(
    teacher: User, learners: list[User], sitting: Sitting
) -> None:
    actor, row = factories.actor(teacher), begin(learners[0])
    with pytest.raises(ConflictError):
        rooms.release_answers(actor=actor, sitting=sitting)
    marking.submit(actor=factories.actor(learners[0]), attempt_id=row.id)
    assert not rooms.closed(attempt=row)
    rooms.release_answers(actor=actor, sitting=sitting)
    rooms.release_answers(actor=actor, sitting=sitting)
    assert rooms.closed(attempt=row)


@pytest.fixture
def browser(client: FlaskClient, learners: list[User], sitting: Sitting) -> FlaskClient:
    return factories.sign_in(client, learners[0])


def _secrets(page: str) -> list[str]:
    return re.findall(r"SECRET-\w+|理由\w+", page)


def test_nothing_is_told_before_its_time(
    app: Flask, browser: FlaskClient, teacher: User, learners: list[User], sitting: Sitting
) -> None:
    """Crawl an exam from before the start to after the release: keys and reasons appear only then."""
    seen = [browser.get("/quizzes/exam/final")]
    attempt = browser.post("/quizzes/exam/final/start").location
    seen += [browser.get(attempt), browser.get(f"{attempt}/result", follow_redirects=True)]
    for position in range(1, 7):
        data = {"position": position, f"q{position}": "a", "seq": position, "client_op": f"op-{position:08}"}
        seen.append(browser.post(f"{attempt}/answer", data=data, headers={"Accept": "application/json"}))
    seen.append(browser.post(f"{attempt}/save", data={"q1": "zzz"}))
    for language in ("zh", "en"):
        browser.post("/language", data={"language": language})
        seen.append(browser.get(attempt))
    handed_in = browser.post(f"{attempt}/submit", follow_redirects=True)
    seen += [handed_in, browser.get("/quizzes/exam/final"), browser.get("/learn/"), browser.get("/practice")]
    for answer in seen:
        assert _secrets(answer.text) == []
        assert "this would have been right" not in answer.text
    assert "Your result" in handed_in.text or "你的成绩" in handed_in.text
    row = db.session.scalars(select(Sitting).where(Sitting.id == sitting.id)).one()
    rooms.release_answers(actor=factories.actor(teacher), sitting=row)
    commit()
    released = browser.get(f"{attempt}/result")
    assert len(_secrets(released.text)) >= 6


def test_one_browser_at_a_time(app: Flask, browser: FlaskClient, learners: list[User]) -> None:
    attempt = browser.post("/quizzes/exam/final/start").location
    other = factories.sign_in(app.test_client(), learners[0])
    refused = other.get(attempt)
    assert refused.status_code == 409
    assert "another browser" in refused.text
    data = {"position": 1, "q1": "a", "seq": 1, "client_op": "op-00000001"}
    assert (
        other.post(f"{attempt}/answer", data=data, headers={"Accept": "application/json"}).status_code == 409
    )
    assert other.post(f"{attempt}/take-over").status_code == 302
    assert other.get(attempt).status_code == 200
    assert browser.get(attempt).status_code == 409
    assert browser.post(f"{attempt}/submit", data={"q1": "a"}).status_code == 409
    assert other.post(f"{attempt}/submit").status_code == 302
    kinds = db.session.scalars(select(Incident.kind)).all()
    assert "taken-over" in kinds


def test_page_says_when_the_time_ends_and_why(browser: FlaskClient) -> None:
    page = browser.get(browser.post("/quizzes/exam/final/start").location).text
    assert "Closes at" in page
    assert "30 minutes" in page
    assert "data-deadline" in page


def test_exam_page_asks_for_the_passcode_and_keeps_the_page(
    client: FlaskClient, teacher: User, cohort: Cohort, learners: list[User]
) -> None:
    factories.sign_in(client, learners[0])
    assert "Not open for your class now" in client.get("/quizzes/exam/final").text
    open_room(teacher, cohort, passcode=True)
    assert 'name="passcode"' in client.get("/quizzes/exam/final").text
    refused = client.post("/quizzes/exam/final/start", data={"passcode": "nope"})
    assert refused.status_code == 422
    assert "not the passcode" in refused.text


def test_teacher_opens_watches_and_acts_in_the_room(
    client: FlaskClient, teacher: User, cohort: Cohort, learners: list[User]
) -> None:
    factories.sign_in(client, teacher)
    assert "Open an exam" in client.get("/quizzes/rooms").text
    assert client.post("/quizzes/rooms", data={"exam": "final"}).status_code == 422
    form = {
        "exam": "final",
        "cohort": cohort.id,
        "opens": "2026-01-01T09:00",
        "minutes": 600,
        "passcode": "y",
    }
    room = client.post("/quizzes/rooms", data=form).location
    row = db.session.scalars(select(Sitting)).one()
    row.closes_at = now() + timedelta(hours=3)
    code = row.passcode
    commit()
    begin(learners[0], passcode=code)
    page = client.get(room).text
    assert code in page
    assert page.count("not begun") >= 3
    attempt_id = db.session.scalars(select(Attempt.id)).one()
    for act, data in (
        ("minutes", {"minutes": "5"}),
        ("minutes", {"minutes": "5", "attempt": attempt_id}),
        ("pause", {}),
        ("resume", {}),
        ("note", {"note": "<b>late</b>", "attempt": attempt_id}),
    ):
        assert client.post(f"{room}/{act}", data=data).status_code == 302
    assert client.post(f"{room}/note", data={"note": " "}).status_code == 422
    assert client.post(f"{room}/release").status_code == 409
    assert client.post(f"{room}/dance").status_code == 404
    page = client.get(room).text
    assert "&lt;b&gt;late" in page
    assert "+ 10" not in page
    assert client.get("/quizzes/rooms/999").status_code == 404
    given = {"person": learners[0].id, "factor": "1.5", "minutes": "0", "reason": "doctor"}
    assert client.post("/quizzes/time", data=given).status_code == 302
    assert client.post("/quizzes/time", data={**given, "factor": "9"}).status_code == 422
    assert "doctor" in client.get("/quizzes/time").text


def test_rooms_of_another_organisation_are_not_there(client: FlaskClient, sitting: Sitting) -> None:
    stranger = factories.person("instructor", organisation=factories.organisation())
    factories.sign_in(client, stranger)
    assert client.get(f"/quizzes/rooms/{sitting.id}").status_code == 404
    assert client.post(f"/quizzes/rooms/{sitting.id}/pause").status_code == 404


def test_an_essay_is_marked_by_hand_and_changes_the_mark(
    client: FlaskClient, teacher: User, cohort: Cohort, learners: list[User]
) -> None:
    open_room(teacher, cohort, "written")
    row = begin(learners[0], "written")
    actor = factories.actor(learners[0])
    place = {item.question_id: item.position for item in row.items}
    values = {place["essay"]: {"text": "words of mine"}, place["e1"]: {"pick": "b"}}
    marking.save(actor=actor, attempt_id=row.id, values=values)
    marking.submit(actor=actor, attempt_id=row.id)
    commit()
    row = whole(row.id)
    assert (row.pending, row.points, row.possible) == (1, Fraction(1), Fraction(5))
    factories.sign_in(client, teacher)
    assert "To be marked by you" in client.get("/quizzes/rooms").text
    address = f"/quizzes/essay/{row.id}/{place['essay']}"
    page = client.get(address).text
    assert "words of mine" in page
    assert learners[0].name not in page
    assert client.post(address, data={"remark": "kept"}).status_code == 422
    done = client.post(address, data={"one": "1", "remark": "fine"})
    assert done.status_code == 302
    db.session.expire_all()
    row = db.session.get_one(Attempt, row.id)
    assert (row.pending, row.points, row.passed) == (0, Fraction(3), True)
    changes = queries.grade_changes(row)
    assert [change.kind for change in changes] == ["submit", "mark"]
    assert client.get(f"/quizzes/essay/{row.id}/{place['e1']}").status_code == 404
    assert "To be marked by you" not in client.get("/quizzes/rooms").text
