"""Attempts: pinned, idempotent, marked once."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotFoundError
from app.kernel.events import subscribe
from app.library import queries as library
from app.platform.clock import now
from app.platform.database import commit, db
from app.quizzes.events import AttemptSubmitted
from app.quizzes.kind import Answer
from app.quizzes.models import AnswerEvent, Attempt, AttemptItem, InlineAnswer
from app.quizzes.queries import attempts as queries
from app.quizzes.services import answers, checks, marking, papers
from app.quizzes.services.sheets import kind_of, sheets
from tests import factories
from tests.quizzes.conftest import bank, both, exam, publish

RIGHT: dict[str, Answer] = {
    "q-single": {"pick": "b"},
    "q-multi": {"picks": ["a", "b"]},
    "q-true": {"pick": True},
    "q-number": {"value": "4711", "typed": "4711"},
}


def give(actor: Actor, attempt: Attempt, values: dict[str, Answer | None]) -> None:
    for item in attempt.items:
        if item.question_id in values:
            answers.answer(
                attempt=attempt,
                position=item.position,
                value=values[item.question_id],
                seq=None,
                client_op=f"operation-{item.position}",
            )


@pytest.fixture
def heard() -> Iterator[list[AttemptSubmitted]]:
    found: list[AttemptSubmitted] = []
    subscribe(AttemptSubmitted, found.append)
    yield found
    found.clear()


def test_all_right_passes_and_is_announced_once(
    learner: Actor, release_id: int, heard: list[AttemptSubmitted]
) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    give(learner, attempt, dict(RIGHT))
    done = marking.submit(actor=learner, attempt_id=attempt.id)
    assert (done.points, done.possible, done.tenths, done.passed) == (Fraction(5), Fraction(5), 1000, True)
    again = marking.submit(actor=learner, attempt_id=attempt.id)
    assert again.submitted_at == done.submitted_at
    (event,) = heard
    assert (event.exam_id, event.attempt_id, event.score, event.maximum) == (
        "e1",
        attempt.id,
        Fraction(5),
        Fraction(5),
    )
    assert event.passed


def test_partial_credit_adds_up_exactly(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    give(learner, attempt, {"q-single": {"pick": "a"}, "q-multi": {"picks": ["a"]}, "q-true": {"pick": True}})
    done = marking.submit(actor=learner, attempt_id=attempt.id)
    assert done.points == Fraction(3, 2)
    assert (done.tenths, done.passed) == (300, False)
    assert [item.share for item in done.items] == ["0", "1/2", "1", "0"]
    states = [marking.feedback(sheet=sheet).state for sheet in sheets(attempt=done)]
    assert states == ["wrong", "partly", "right", "blank"]


def test_starting_again_resumes_the_open_attempt(learner: Actor, release_id: int) -> None:
    first = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    assert papers.start(actor=learner, exam_id="e1", release_id=release_id).id == first.id
    marking.submit(actor=learner, attempt_id=first.id)
    assert papers.start(actor=learner, exam_id="e1", release_id=release_id).id != first.id


def test_the_database_allows_one_open_attempt(learner: Actor, release_id: int) -> None:
    first = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    twin = Attempt(
        organisation_id=first.organisation_id,
        user_id=first.user_id,
        exam_id=first.exam_id,
        exam_hash=first.exam_hash,
        release_id=first.release_id,
        seed="x",
        started_at=now(),
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_an_attempt_survives_a_new_release(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    before = [(sheet.question["stem"]["en"], sheet.item.option_order) for sheet in sheets(attempt=attempt)]
    commit()
    changed = bank()
    del changed["q-true"]
    changed["q-single"] = {
        **changed["q-single"],
        "stem": both("Renamed"),
        "options": [{**option, "correct": option["id"] == "a"} for option in changed["q-single"]["options"]],
    }
    publish([exam(questions=list(changed), **{"pass": 10})], changed)
    library.CACHE.forget()
    running = papers.start(actor=learner, exam_id="e1", release_id=release_id + 1)
    assert running.id == attempt.id
    assert [(s.question["stem"]["en"], s.item.option_order) for s in sheets(attempt=running)] == before
    give(learner, running, dict(RIGHT))
    done = marking.submit(actor=learner, attempt_id=attempt.id)
    assert (done.points, done.possible, done.passed) == (Fraction(5), Fraction(5), True)


def test_the_same_operation_twice_is_one_event(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    sent = {
        "attempt": attempt,
        "position": 1,
        "seq": None,
        "client_op": "operation-1",
    }
    first = answers.answer(**sent, value={"pick": "a"})  # type: ignore[arg-type]
    again = answers.answer(**sent, value={"pick": "c"})  # type: ignore[arg-type]
    assert again == first
    assert attempt.items[0].answer == {"pick": "a"}
    assert len(db.session.scalars(select(AnswerEvent)).all()) == 1


def test_the_last_answer_wins_whatever_order_they_arrive_in(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    moment = answers.stamp(now())

    def send(pick: str, seq: int) -> answers.Receipt:
        return answers.answer(
            attempt=attempt,
            position=1,
            value={"pick": pick},
            seq=seq,
            client_op=f"operation-{pick}-{seq}",
        )

    assert send("b", moment).kept
    assert not send("a", moment - 500).kept
    assert attempt.items[0].answer == {"pick": "b"}
    assert send("c", moment + 1).kept
    assert attempt.items[0].answer == {"pick": "c"}
    assert len(db.session.scalars(select(AnswerEvent)).all()) == 3


def test_a_clock_that_runs_ahead_does_not_lock_the_answer(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    far = answers.stamp(now() + timedelta(days=400))
    receipt = answers.answer(
        attempt=attempt,
        position=1,
        value={"pick": "a"},
        seq=far,
        client_op="operation-far",
    )
    assert receipt.seq <= answers.stamp(now()) + answers.AHEAD


def test_answers_are_refused_when_they_cannot_count(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)

    def send(position: int, client_op: str) -> None:
        answers.answer(attempt=attempt, position=position, value=None, seq=None, client_op=client_op)

    with pytest.raises(NotFoundError):
        send(99, "operation-99")
    with pytest.raises(InvalidError):
        send(1, "short")
    marking.submit(actor=learner, attempt_id=attempt.id)
    with pytest.raises(GoneError):
        send(1, "operation-late")
    with pytest.raises(GoneError):
        marking.save(actor=learner, attempt_id=attempt.id, values={1: None})


def test_the_deadline_is_fixed_at_the_start_and_kept_by_the_server(learner: Actor, app: object) -> None:
    release = publish([exam(minutes=30)], bank())
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release)
    assert attempt.deadline_at == attempt.started_at + timedelta(minutes=30)
    marking.save(actor=learner, attempt_id=attempt.id, values={1: {"pick": "b"}})
    with time_machine.travel(now() + timedelta(minutes=31)):
        with pytest.raises(GoneError):
            marking.save(actor=learner, attempt_id=attempt.id, values={1: {"pick": "a"}})
        assert marking.submit(actor=learner, attempt_id=attempt.id).points == 2


def test_attempts_can_be_limited(learner: Actor, app: object) -> None:
    release = publish([exam(attempts=1)], bank())
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release)
    marking.submit(actor=learner, attempt_id=attempt.id)
    with pytest.raises(ConflictError):
        papers.start(actor=learner, exam_id="e1", release_id=release)


def test_saving_leaves_unchanged_answers_alone(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    marking.save(actor=learner, attempt_id=attempt.id, values={1: {"pick": "a"}, 3: None})
    first = attempt.items[0].saved_at
    marking.save(actor=learner, attempt_id=attempt.id, values={1: {"pick": "a"}})
    assert attempt.items[0].saved_at == first
    assert len(db.session.scalars(select(AnswerEvent)).all()) == 1


def test_others_cannot_reach_an_attempt(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    commit()
    other_home = factories.organisation()
    stranger = factories.actor(factories.person("learner", "instructor", organisation=other_home))
    for call in (queries.own_attempt, queries.attempt_visible_to):
        with pytest.raises(NotFoundError):
            call(stranger, attempt.id)
    with pytest.raises(NotFoundError):
        marking.submit(actor=stranger, attempt_id=attempt.id)


def test_best_scores_in_one_statement(learner: Actor, release_id: int, statements: list[str]) -> None:
    for values in ({"q-single": {"pick": "b"}}, dict(RIGHT), {}):
        attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
        marking.save(
            actor=learner,
            attempt_id=attempt.id,
            values={item.position: values.get(item.question_id) for item in attempt.items},
        )
        marking.submit(actor=learner, attempt_id=attempt.id)
    papers.start(actor=learner, exam_id="e1", release_id=release_id)
    statements.clear()
    assert queries.best_scores(learner.organisation_id, [learner.user_id, 999]) == {
        (learner.user_id, "e1"): (Fraction(100), Fraction(100))
    }
    assert len(statements) == 1
    assert queries.best_scores(learner.organisation_id + 1, [learner.user_id]) == {}


def test_what_is_submitted_and_what_was_asked_cannot_be_changed(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id)
    with pytest.raises(IntegrityError):
        db.session.execute(update(AttemptItem).values(points="99"))
    marking.submit(actor=learner, attempt_id=attempt.id)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Attempt).values(score="99"))


def test_self_check_is_answered_at_once_and_remembered(learner: Actor, release_id: int) -> None:
    question = library.document(release_id, "question", "q-true")
    with pytest.raises(InvalidError):
        checks.check(actor=learner, question=question, value=None)
    done = checks.check(actor=learner, question=question, value={"pick": False})
    assert done.feedback is not None
    assert done.feedback.state == "wrong"
    found = checks.shown(actor=learner, questions=[question])
    assert found["q-true"].feedback == done.feedback
    assert db.session.scalars(select(InlineAnswer)).one().share == "0"
    assert checks.shown(actor=learner, questions=[]) == {}


def test_an_answer_to_an_older_version_is_not_shown_against_the_new_key(
    learner: Actor, release_id: int
) -> None:
    old = library.document(release_id, "question", "q-true")
    checks.check(actor=learner, question=old, value={"pick": True})
    commit()
    changed = bank()
    changed["q-true"]["answer"] = False
    newer = library.document(publish([exam()], changed), "question", "q-true")
    assert checks.shown(actor=learner, questions=[newer])["q-true"].feedback is None


def test_own_data_holds_attempts_and_checks(learner: Actor, release_id: int) -> None:
    attempt = papers.start(actor=learner, exam_id="e1", release_id=release_id, seed="fixed")
    marking.save(actor=learner, attempt_id=attempt.id, values={1: {"pick": "b"}})
    marking.submit(actor=learner, attempt_id=attempt.id)
    checks.check(
        actor=learner, question=library.document(release_id, "question", "q-true"), value={"pick": True}
    )
    data = queries.own_data(learner)
    assert isinstance(data["attempts"], list)
    assert data["attempts"][0]["answers"][0] == {
        "question": "q-single",
        "answer": {"pick": "b"},
        "share": "1",
    }
    assert isinstance(data["self_checks"], list)
    assert data["self_checks"][0]["question"] == "q-true"


def test_an_unknown_kind_or_exam_is_not_found(learner: Actor, release_id: int) -> None:
    with pytest.raises(NotFoundError):
        kind_of({"type": "riddle"})
    with pytest.raises(NotFoundError):
        papers.start(actor=learner, exam_id="nothing", release_id=release_id)
    assert papers.release_of(actor=learner) == release_id


def test_nothing_is_published(app: object) -> None:
    actor = factories.actor(factories.person("learner", organisation=factories.organisation()))
    with pytest.raises(NotFoundError):
        papers.release_of(actor=actor)
