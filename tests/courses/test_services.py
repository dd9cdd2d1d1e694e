"""Reading progress: kept, never inflated, never taken back."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.courses import queries, services
from app.courses.engine.completion import Evidence
from app.courses.engine.outline import Done, Item
from app.courses.engine.reading import Note
from app.courses.events import LessonCompleted
from app.courses.models import Progress
from app.kernel.actor import Actor
from app.kernel.errors import InvalidError, NotFoundError
from app.kernel.events import subscribe
from app.library.models import Release
from app.organisations.models import Organisation
from app.platform.clock import now, today
from app.platform.database import commit, db
from app.quizzes.services import marking, papers
from tests import factories
from tests.courses.conftest import enrol, lesson, objects, publish

PASSING = {
    1: {"pick": "b"},
    2: {"picks": ["a", "b"]},
    3: {"pick": True},
    4: {"value": "4711", "typed": "4711"},
}


@pytest.fixture
def actor(user: User) -> Actor:
    return factories.actor(user)


@pytest.fixture
def heard() -> Iterator[list[LessonCompleted]]:
    found: list[LessonCompleted] = []
    subscribe(LessonCompleted, found.append)
    yield found
    found.clear()


def read(
    actor: Actor, lesson_id: str, seconds: int = 60, *, at_end: bool = True, visit: str = "visit-1"
) -> bool:
    note = Note(visit, seconds, "s2", 100 if at_end else 40, at_end)
    return services.record_position(actor=actor, lesson_id=lesson_id, note=note).done


def pass_exam(actor: Actor, release: Release) -> None:
    attempt = papers.start(actor=actor, exam_id="e1", release_id=release.id)
    marking.save(actor=actor, attempt_id=attempt.id, values=PASSING)  # type: ignore[arg-type]
    marking.submit(actor=actor, attempt_id=attempt.id)


def test_a_lesson_is_done_once_read_to_the_end_for_long_enough(
    actor: Actor, heard: list[LessonCompleted]
) -> None:
    assert not read(actor, "one", 30)
    with time_machine.travel(now() + timedelta(seconds=40)):
        assert read(actor, "one", 60)
        assert read(actor, "one", 60)
    assert [event.lesson_id for event in heard] == ["one"]


def test_only_the_end_or_only_the_time_is_not_enough(actor: Actor) -> None:
    assert not read(actor, "one", 110, at_end=False)
    assert not read(actor, "two", 10)


def test_a_completion_survives_edits_and_the_database_keeps_it(actor: Actor, home: Organisation) -> None:
    read(actor, "one")
    changed = objects(more={("lesson", "one"): lesson("one", "## Rewritten\n\nAll new.")})
    changed["module", "m1"]["items"][0]["done"]["min_seconds"] = 9999
    newer = publish(changed)
    enrol(home, db.session.get_one(User, actor.user_id), newer, today())
    assert ("lesson", "one") in queries.done_items(home.id, newer.id, [actor.user_id])[actor.user_id]
    with pytest.raises(IntegrityError):
        db.session.execute(update(Progress).values(completed_at=None))


def test_unknown_lessons_and_odd_notes_are_refused(actor: Actor) -> None:
    with pytest.raises(NotFoundError):
        read(actor, "nothing")
    for note in (Note("", 5), Note("x" * 41, 5), Note("v", 5, "x" * 41)):
        with pytest.raises(InvalidError):
            services.record_position(actor=actor, lesson_id="one", note=note)


def test_continue_leads_to_the_exact_heading_on_any_device(actor: Actor) -> None:
    step = queries.continue_at(actor)
    assert step is not None
    assert (step.endpoint, step.args, step.minutes) == ("courses.lesson", {"lesson_id": "one"}, 20)
    read(actor, "two", 5, at_end=False)
    commit()
    db.session.expire_all()
    step = queries.continue_at(actor)
    assert step is not None
    assert step.args == {"lesson_id": "two", "_anchor": "s2"}
    assert step.minutes == 6
    assert step.label["en"] == "Lesson two"


def test_continue_goes_on_to_the_exam_and_then_to_the_next_module(actor: Actor, release: Release) -> None:
    services.complete(actor=actor, lesson_id="one")
    services.complete(actor=actor, lesson_id="two")
    step = queries.continue_at(actor)
    assert step is not None
    assert (step.endpoint, step.args, step.kind) == ("quizzes.exam", {"exam_id": "e1"}, "exam")
    pass_exam(actor, release)
    step = queries.continue_at(actor)
    assert step is not None
    assert step.args == {"lesson_id": "three"}
    services.complete(actor=actor, lesson_id="three")
    assert queries.continue_at(actor) is None


def test_done_items_and_progress_of_many_in_constant_statements(
    home: Organisation, actor: Actor, release: Release, statements: list[str]
) -> None:
    people = [factories.person("learner", organisation=home) for _ in range(12)]
    services.complete(actor=actor, lesson_id="one")
    services.complete(actor=actor, lesson_id="two")
    pass_exam(actor, release)
    for person in people:
        services.complete(actor=factories.actor(person), lesson_id="one")
    ids = [actor.user_id, *(person.id for person in people)]
    counts: list[int] = []
    done = queries.done_items(home.id, release.id, ids)
    share = queries.progress_of(home.id, dict.fromkeys(ids, release))
    for chosen in (ids[:1], ids):
        db.session.expire_all()
        statements.clear()
        queries.done_items(home.id, release.id, chosen)
        queries.progress_of(home.id, dict.fromkeys(chosen, release))
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert done[actor.user_id] == {("lesson", "one"), ("lesson", "two"), ("exam", "e1"), ("module", "m1")}
    assert done[people[0].id] == {("lesson", "one")}
    assert (share[actor.user_id].done, share[actor.user_id].total) == (3, 4)
    assert share[people[0].id].percent == 25


def test_another_organisation_sees_nothing(actor: Actor, release: Release) -> None:
    services.complete(actor=actor, lesson_id="one")
    other = factories.organisation()
    assert queries.done_items(other.id, release.id, [actor.user_id]) == {actor.user_id: frozenset()}


def test_item_titles_in_course_order(release: Release) -> None:
    titles = queries.item_titles(release.id)
    assert list(titles) == [
        ("lesson", "one"),
        ("lesson", "two"),
        ("exam", "e1"),
        ("task", "t1"),
        ("lesson", "three"),
    ]
    assert titles["task", "t1"]["en"] == "Team task one"


def test_own_data(actor: Actor) -> None:
    services.complete(actor=actor, lesson_id="one", seconds=90)
    data = queries.own_data(actor)["lessons"]
    assert isinstance(data, list)
    assert (data[0]["lesson"], data[0]["seconds"], data[0]["percent"]) == ("one", 90, 100)
    assert data[0]["completed_at"]


def test_nothing_published(app: object) -> None:
    actor = factories.actor(factories.person("learner", organisation=factories.organisation()))
    with pytest.raises(NotFoundError):
        queries.study_of(actor)
    factories.release()
    with pytest.raises(NotFoundError):
        queries.study_of(actor)


def test_negotiations_archives_and_tasks_count_by_their_best_result(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = {
        (actor.user_id, ("scenario", "case")): (Fraction(70), Fraction(100)),
        (actor.user_id, ("crm", "l1")): (Fraction(7), Fraction(8)),
        (actor.user_id, ("task", "t1")): (Fraction(0), Fraction(0)),
    }
    monkeypatch.setattr(queries, "_best_scores", lambda *_: marks)
    known = queries.evidence_of(actor.organisation_id, [actor.user_id])[actor.user_id]
    assert known["scenario", "case"] == Evidence(best_score=Decimal("70.0"), submitted=True)
    assert known["crm", "l1"].best_score == Decimal("87.5")
    assert known["task", "t1"].best_score == Decimal("0.0")


def test_many_releases_do_not_fill_the_memory(app: object) -> None:
    for n in range(10):
        row = publish(objects(more={("lesson", "one"): lesson("one", f"## Version {n}\n\nText.")}))
        assert queries.content_of(row).syllabus.title_of(Item("lesson", "one", 1, Done()))["en"]
        assert queries.content_of(row) is queries.content_of(row)
