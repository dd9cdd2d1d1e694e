"""Taking moves back, hints, notes, shares over all types, drills, and the teacher's part."""

from datetime import date
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.kernel.actor import Actor
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.negotiation import queries
from app.negotiation.engine.classroom import matrix
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.drills import TRIES
from app.negotiation.engine.hints import NEVER, hint
from app.negotiation.engine.review import OwnReview
from app.negotiation.engine.score import Guess, brier_share
from app.negotiation.engine.state import restore
from app.negotiation.models import TALK
from app.negotiation.services import marking, rewinding, runs, teaching
from app.negotiation.services.runs import Judgement
from app.organisations import queries as classes
from app.organisations import services as houses
from app.platform.clock import now
from app.platform.database import commit
from tests import factories
from tests.negotiation.conftest import World
from tests.negotiation.material import CASE


def test_a_practice_talk_can_be_taken_back_and_the_first_one_stays(world: World) -> None:
    number = world.talk()
    world.say(number, world.script()[:6])
    before = world.run(number)
    again = rewinding.branch(actor=world.actor, run_id=number, turn=4)
    commit()
    first, second = queries.turns(number), queries.turns(again.id)
    assert [row.hash for row in second] == [row.hash for row in first[:4]]
    assert (again.turns, again.stage, again.parent_id, again.parent_turn) == (4, TALK, number, 4)
    assert world.run(number).turns == before.turns == 6
    world.say(again.id, world.script()[4:])
    assert world.run(again.id).turns >= 6


def test_a_graded_talk_cannot_be_taken_back_before_its_debrief(world: World) -> None:
    number = world.talk("graded")
    world.say(number, world.script()[:3])
    with pytest.raises(ConflictError):
        rewinding.branch(actor=world.actor, run_id=number, turn=1)
    runs.finish(actor=world.actor, run_id=number)
    marking.review(actor=world.actor, run_id=number, own=OwnReview(0, "", ""), found=[])
    again = rewinding.branch(actor=world.actor, run_id=number, turn=1)
    assert (again.mode, again.turns) == ("practice", 1)
    with pytest.raises(InvalidError):
        rewinding.branch(actor=world.actor, run_id=number, turn=99)


def test_a_hint_helps_and_never_advises_a_breach(world: World) -> None:
    number = world.talk()
    for _ in range(8):
        run = world.run(number)
        tip = hint(restore(queries.setting(run), run.state))
        assert tip is not None
        assert tip.act not in NEVER
        slots = Slots(tip.topic) if tip.topic else Slots()
        if queries.setting(run).archetype.moves.by_id[tip.act].slots and not tip.topic:
            break
        world.say(number, [(tip.act, slots)])
    state = restore(queries.setting(world.run(number)), world.run(number).state)
    assert state.readiness() > 0.4


def test_notes_are_kept_and_bounded(world: World) -> None:
    number = world.talk()
    runs.take_notes(actor=world.actor, run_id=number, notes="先请教")
    assert world.run(number).notes == "先请教"
    with pytest.raises(InvalidError):
        runs.take_notes(actor=world.actor, run_id=number, notes="长" * 4001)


def test_shares_over_all_types_are_a_proper_score(world: World) -> None:
    number = world.start()
    spread = {"opinionated": 60, "fake_expert": 20}
    runs.judge(actor=world.actor, run_id=number, judgement=Judgement("opinionated", 75, (), spread))
    held = marking.learner(world.run(number), queries.guesses(number)).guesses[0]
    assert dict(held.spread) == {"opinionated": 0.75, "fake_expert": 0.25}
    sure = Guess(3, "opinionated", 1.0, spread=(("opinionated", 1.0),))
    assert brier_share("opinionated", sure) == 1
    assert 0 < brier_share("opinionated", held) < 1
    assert brier_share("doubtful", held) == 0
    with pytest.raises(InvalidError):
        runs.judge(
            actor=world.actor, run_id=world.start(), judgement=Judgement("opinionated", 75, (), {"x": 3})
        )


@pytest.fixture
def teacher(world: World) -> Actor:
    """Return a teacher of the learner's class."""
    cohort = houses.create_cohort(
        organisation_id=world.home.id,
        title_zh="班级",
        title_en="Class",
        release_id=queries.release_id(world.actor),
        starts_on=date(2026, 9, 7),
    )
    houses.enrol(cohort=cohort, user=world.learner)
    person = factories.person("instructor", organisation=world.home)
    commit()
    return factories.actor(person)


def _cohort(world: World) -> int:
    found = classes.enrolment_of(world.actor)
    assert found is not None
    return found.cohort_id


def test_a_class_is_set_a_case_with_the_same_customer(world: World, teacher: Actor) -> None:
    wish = teaching.Wish(case_id=CASE, archetype_id="crooked", mode="graded", same=True, attempts=2)
    row = teaching.assign(actor=teacher, cohort_id=_cohort(world), wish=wish)
    first = teaching.begin(actor=world.actor, assignment_id=row.id)
    second = teaching.begin(actor=world.actor, assignment_id=row.id)
    assert (first.seed, first.archetype_id, first.open_type) == (second.seed, "crooked", False)
    with pytest.raises(ConflictError):
        teaching.begin(actor=world.actor, assignment_id=row.id)
    assert queries.attempts_by_assignment(world.actor) == {row.id: 2}
    stranger = factories.actor(factories.person("learner", organisation=world.home))
    with pytest.raises(NotFoundError):
        teaching.begin(actor=stranger, assignment_id=row.id)


def test_a_closed_assignment_is_told_in_a_sentence(world: World, teacher: Actor) -> None:
    wish = teaching.Wish(case_id=CASE, due_at=now())
    row = teaching.assign(actor=teacher, cohort_id=_cohort(world), wish=wish)
    with pytest.raises(ConflictError) as closed:
        teaching.begin(actor=world.actor, assignment_id=row.id)
    assert closed.value.message == teaching.OVER
    with pytest.raises(InvalidError):
        teaching.assign(
            actor=teacher,
            cohort_id=_cohort(world),
            wish=teaching.Wish(case_id=CASE, archetype_id="saintly"),
        )


def test_a_mark_is_changed_with_a_reason_and_a_move_commented_on(world: World, teacher: Actor) -> None:
    number = world.done("graded")
    with pytest.raises(InvalidError):
        teaching.adjust(actor=teacher, run_id=number, mark=Decimal(80), reason=" ")
    before = world.run(number).points
    teaching.adjust(actor=teacher, run_id=number, mark=Decimal("80.5"), reason="问得好")
    teaching.comment(actor=teacher, run_id=number, turn=2, body="这里可以再等一等。")
    commit()
    assert world.run(number).points == 8050
    assert [(row.before, row.points, row.reason) for row in queries.adjustments(number)] == [
        (before, 8050, "问得好")
    ]
    assert [(row.turn, row.body) for row, _name in queries.comments(number)] == [(2, "这里可以再等一等。")]
    assert queries.best_run(world.actor.organisation_id, world.learner.id, CASE).id == number


def test_the_class_matrix_is_by_type_and_step() -> None:
    rows = matrix([("doubtful", {"judge": 10, "plan": 20, "use": 20, "review": 0}, 50.0)] * 2)
    assert [(row.archetype, row.runs, row.mean) for row in rows] == [("doubtful", 2, 50.0)]
    assert dict(rows[0].shares) == {"judge": 0.5, "plan": 1.0, "use": 0.5, "review": 0.0}


def test_drills_have_one_right_answer_among_their_choices(world: World) -> None:
    found = queries.drills(queries.release_id(world.actor))
    assert set(found) == {"spin", "fab", "bluff", "integrity", "cues"}
    for drill in found.values():
        assert len(drill.items) >= 5
        for item in drill.items:
            assert [row.id for row in item.choices].count(item.answer) == 1


def test_a_drill_answers_at_once_and_gives_three_tries(client: FlaskClient, world: World) -> None:
    factories.sign_in(client, world.learner)
    item = queries.drills(queries.release_id(world.actor))["spin"].items[0]
    wrong = [row.id for row in item.choices if row.id != item.answer]
    page = client.get("/negotiation/drills/spin/1").text
    assert 'name="answer"' in page
    right = client.post("/negotiation/drills/spin/1", data={"answer": item.answer})
    assert item.why.en in right.text.replace("&#39;", "'") or item.why.zh in right.text
    data = {"answer": wrong[-1], "tried": wrong[: TRIES - 1]}
    assert 'name="answer"' not in client.post("/negotiation/drills/spin/1", data=data).text
    assert 'name="answer"' in client.post("/negotiation/drills/spin/1", data={"answer": wrong[0]}).text


def test_the_debrief_compares_draws_and_answers_a_breach(client: FlaskClient, world: World) -> None:
    number = world.talk()
    terms = tuple(sorted({"price": "0.115", "payment": "60"}.items()))
    world.say(number, [*world.script()[:4], ("offer", Slots(terms=terms)), ("accept_kickback", Slots())])
    runs.finish(actor=world.actor, run_id=number)
    marking.review(actor=world.actor, run_id=number, own=OwnReview(0, "", ""))
    commit()
    factories.sign_in(client, world.learner)
    page = client.get(f"/negotiation/runs/{number}/debrief").text
    assert "neg-frontier" in page
    assert f"/negotiation/runs/{number}/integrity" in page
    assert len(page) < 60_000
    assert client.get(f"/negotiation/runs/{number}/integrity").status_code == 200
    assert client.get(f"/negotiation/runs/{number}/compare").status_code == 200
    assert client.get(f"/negotiation/runs/{number}/compare?with={number}").status_code == 200
    again = client.post(f"/negotiation/runs/{number}/again", data={"turn": "2"})
    assert again.status_code == 302
