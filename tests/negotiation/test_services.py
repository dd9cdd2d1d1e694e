"""The four steps as verbs: stages in order, nothing doubled, nothing of somebody else's."""

import copy
from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.kernel.errors import ConflictError, DomainError, InvalidError, NotFoundError
from app.kernel.events import subscribe
from app.library import services as library
from app.negotiation import queries
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.review import OwnReview
from app.negotiation.events import RunDebriefed
from app.negotiation.models import DONE, PLAN, REVIEW, TALK
from app.negotiation.services import marking, runs
from app.negotiation.services.runs import Intent, Judgement, Saying
from app.platform.database import commit, db
from tests import factories
from tests.negotiation.conftest import GUESS, INTENT, World
from tests.negotiation.material import CASE, documents


def test_a_run_goes_through_its_stages_in_order(world: World) -> None:
    number = world.start()
    with pytest.raises(ConflictError):
        runs.plan(actor=world.actor, run_id=number, intent=INTENT)
    runs.judge(actor=world.actor, run_id=number, judgement=GUESS)
    assert world.run(number).stage == PLAN
    with pytest.raises(ConflictError):
        runs.judge(actor=world.actor, run_id=number, judgement=GUESS)
    runs.plan(actor=world.actor, run_id=number, intent=INTENT)
    commit()
    assert world.run(number).stage == TALK
    world.say(number, world.script())
    run = world.run(number)
    assert (run.stage, run.outcome, run.turns) == (REVIEW, "order", len(world.script()))
    with pytest.raises(ConflictError):
        world.say(number, [("silence", Slots())])


def test_a_review_marks_the_run_and_tells_the_gradebook_once(world: World) -> None:
    heard: list[RunDebriefed] = []
    subscribe(RunDebriefed, heard.append)
    number = world.done()
    run = world.run(number)
    assert run.stage == DONE
    assert [row.run_id for row in heard] == [number]
    assert heard[0].score == run.score == Fraction(run.points or 0, 100)
    marking.review(actor=world.actor, run_id=number, own=OwnReview(0, "", ""))
    assert len(heard) == 1
    told = marking.debriefing(run, queries.turns(number), queries.guesses(number))
    assert Fraction(str(told.mark.total())) == run.score
    assert queries.best_scores(world.home.id, [world.learner.id]) == {world.learner.id: {CASE: run.score}}
    assert queries.best_scores(world.home.id, [world.learner.id], "graded") == {}
    assert list(queries.open_runs(world.actor)) == []


def test_the_same_form_twice_is_one_turn(world: World) -> None:
    number = world.talk()
    saying = Saying("open_purpose", Slots(), 1, "same", "您好")
    first = runs.say(actor=world.actor, run_id=number, saying=saying)
    again = runs.say(actor=world.actor, run_id=number, saying=saying)
    assert first.id == again.id
    assert world.run(number).turns == 1


def test_two_windows_cannot_both_speak(world: World) -> None:
    number = world.talk()
    runs.say(actor=world.actor, run_id=number, saying=Saying("open_purpose", Slots(), 1, "a"))
    with pytest.raises(ConflictError, match="another window"):
        runs.say(actor=world.actor, run_id=number, saying=Saying("silence", Slots(), 1, "b"))


@pytest.mark.parametrize(
    ("act", "slots"),
    [
        ("shout", Slots()),
        ("q_problem", Slots()),
        ("q_problem", Slots(topic="weather")),
        ("offer", Slots()),
        ("offer", Slots(terms=(("price", "0.001"),))),
        ("trade", Slots(terms=(("colour", "red"),))),
        ("ask_advance", Slots(advance="marriage")),
    ],
)
def test_an_impossible_move_changes_nothing(world: World, act: str, slots: Slots) -> None:
    number = world.talk()
    with pytest.raises(InvalidError):
        runs.say(actor=world.actor, run_id=number, saying=Saying(act, slots, 1, "x"))
    assert world.run(number).turns == 0


def test_slots_a_move_does_not_take_are_left_out(world: World) -> None:
    number = world.talk()
    slots = Slots("cost", (("price", "0.105"),), "report_vp")
    row = runs.say(actor=world.actor, run_id=number, saying=Saying("smalltalk", slots, 1, "x"))
    assert row.slots == {}


@pytest.mark.parametrize(
    "judgement", [Judgement("saint", 50), Judgement("crooked", 101), Judgement("crooked", 50, ("winks",))]
)
def test_a_judgement_outside_the_lists_is_refused(world: World, judgement: Judgement) -> None:
    with pytest.raises(InvalidError):
        runs.judge(actor=world.actor, run_id=world.start(), judgement=judgement)


def test_a_plan_outside_the_lists_is_refused(world: World) -> None:
    number = world.start()
    runs.judge(actor=world.actor, run_id=number, judgement=GUESS)
    for intent in (Intent(("magic",)), Intent(trigger=("moon",)), Intent(words="字" * 601)):
        with pytest.raises(InvalidError):
            runs.plan(actor=world.actor, run_id=number, intent=intent)


def test_nobody_reaches_somebody_elses_run(world: World) -> None:
    number = world.done()
    neighbour = factories.actor(factories.person("learner", organisation=world.home))
    stranger = factories.actor(factories.person("instructor", organisation=factories.organisation()))
    teacher = factories.actor(factories.person("instructor", organisation=world.home))
    for actor in (neighbour, stranger):
        with pytest.raises(NotFoundError):
            queries.run_visible_to(actor, number)
        with pytest.raises(NotFoundError):
            runs.finish(actor=actor, run_id=number)
    assert queries.run_visible_to(teacher, number).id == number
    unfinished = world.talk()
    with pytest.raises(NotFoundError):
        queries.run_visible_to(teacher, unfinished)


def test_a_run_keeps_the_content_it_began_with(world: World) -> None:
    number = world.talk()
    changed = copy.deepcopy(dict(documents()["case", CASE]))
    changed["turns"] = 1
    library.release_objects(objects={**documents(), ("case", CASE): changed})
    commit()
    world.say(number, world.script()[:3])
    assert world.run(number).turns == 3
    newer = world.talk()
    world.say(newer, world.script()[:1])
    assert world.run(newer).stage == REVIEW


def test_a_graded_run_never_shows_its_type(world: World) -> None:
    run = world.run(world.start("graded", "doubtful"))
    assert (run.mode, run.open_type) == ("graded", False)
    drawn = {world.run(world.start("graded", None, seed)).archetype_id for seed in range(12)}
    assert len(drawn) >= 5
    with pytest.raises(InvalidError):
        runs.start(actor=world.actor, case_id=CASE, archetype="saintly")
    with pytest.raises(NotFoundError):
        runs.start(actor=world.actor, case_id="no-such-case")


def test_starting_twice_with_one_click_is_one_run(world: World) -> None:
    first = runs.start(actor=world.actor, case_id=CASE, client_key="click")
    again = runs.start(actor=world.actor, case_id=CASE, client_key="click")
    assert first.id == again.id


def test_turns_and_guesses_cannot_be_changed_or_removed(world: World) -> None:
    number = world.done()
    for statement in (
        "UPDATE negotiation_turns SET act = 'silence'",
        "DELETE FROM negotiation_turns",
        "UPDATE negotiation_guesses SET percent = 99",
        "DELETE FROM negotiation_guesses",
    ):
        with pytest.raises((IntegrityError, DomainError)):
            db.session.execute(text(statement))
        db.session.rollback()
    assert world.run(number).stage == DONE


def test_a_log_that_does_not_match_is_not_marked(world: World) -> None:
    number = world.talk()
    world.say(number, world.script()[:4])
    runs.finish(actor=world.actor, run_id=number)
    commit()
    log = marking.entries(queries.turns(number))
    with pytest.raises(ConflictError):
        marking.find_regrets(queries.setting(world.run(number)), [log[1], log[0], *log[2:]])


def test_a_turn_costs_the_same_late_in_the_talk(world: World, statements: list[str]) -> None:
    number = world.talk()
    counts = []
    for act, slots in world.script()[:15]:
        turn = world.run(number).turns + 1
        statements.clear()
        runs.say(actor=world.actor, run_id=number, saying=Saying(act, slots, turn, f"k{turn}"))
        counts.append(len(statements))
        commit()
    assert len(set(counts)) == 1


def test_own_data_holds_the_talk_but_not_a_hidden_type(world: World) -> None:
    world.done()
    world.talk("graded", "doubtful")
    told = queries.own_data(world.actor)["runs"]
    assert isinstance(told, list)
    assert [row["customer_type"] for row in told] == ["opinionated", None]
    assert len(told[0]["turns"]) == 6
    assert told[0]["guesses"][0]["percent"] == 60
