"""Completion, unlocking, progress, dates, reading."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.engine.completion import Evidence, Verdict, judge
from app.courses.engine.dates import Anchors, DateFormatError, days_left, due, moment
from app.courses.engine.outline import Done, Item, read_item, read_module
from app.courses.engine.progress import key, neighbours, next_item, tally
from app.courses.engine.reading import Note, Place, fold, minutes_left
from app.courses.engine.reasons import Target
from app.courses.engine.unlocking import Standing, door

LESSON = Item("lesson", "l1", 20, Done(read_to_end=True, min_seconds=120))
EXAM = Item("exam", "m1-check", 15, Done(score=80))
TASK = Item("task", "t1", 60, Done(submitted=True))


@pytest.mark.parametrize(
    ("item", "evidence", "done", "missing"),
    [
        (LESSON, Evidence(), False, 2),
        (LESSON, Evidence(reached_end=True, seconds=119), False, 1),
        (LESSON, Evidence(reached_end=True, seconds=120), True, 0),
        (LESSON, Evidence(seconds=500), False, 1),
        (LESSON, Evidence(completed=True), True, 0),
        (EXAM, Evidence(), False, 1),
        (EXAM, Evidence(best_score=Decimal("79.9")), False, 1),
        (EXAM, Evidence(best_score=Decimal(80)), True, 0),
        (TASK, Evidence(seconds=5), False, 1),
        (TASK, Evidence(submitted=True), True, 0),
        (Item("scenario", "c", 10, Done()), Evidence(), False, 0),
        (Item("scenario", "c", 10, Done()), Evidence(seconds=1), True, 0),
    ],
)
def test_completion(item: Item, evidence: Evidence, done: bool, missing: int) -> None:
    verdict = judge(item, evidence)
    assert verdict.done is done
    assert len(verdict.missing) == missing
    assert all(
        reason.message % reason.params and reason.target == Target(item.kind, item.id)
        for reason in verdict.missing
    )


def test_rules_are_read_as_written() -> None:
    assert read_item({"lesson": "a", "minutes": 20, "done": {"min_seconds": 60}}) == Item(
        "lesson", "a", 20, Done(read_to_end=True, min_seconds=60)
    )
    assert read_item({"task": "t1"}) == Item("task", "t1", 0, Done(submitted=True))
    assert read_item({"scenario": "c", "done": {"advance": True}}) == Item(
        "scenario", "c", 0, Done(submitted=True)
    )
    assert read_item({"video": "v"}) is None
    module = read_module(
        {"id": "m", "title": {}, "items": [{"exam": "e", "minutes": 5, "required": False}, {"x": 1}]}
    )
    assert module.minutes == 5
    assert [item.required for item in module.items] == [False]


ANCHORS = Anchors(starts_on=date(2027, 3, 3), hired_on=date(2027, 1, 4))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("week 1", datetime.fromisoformat("2027-03-01T00:00")),
        ("week 3", datetime.fromisoformat("2027-03-15T00:00")),
        ("week 8 mon 09:00", datetime.fromisoformat("2027-04-19T09:00")),
        ("Week 2 fri 18:30", datetime.fromisoformat("2027-03-12T18:30")),
        ("hire+0", datetime.fromisoformat("2027-01-04T00:00")),
        ("hire + 30d", datetime.fromisoformat("2027-02-03T00:00")),
        ("2027-05-01", datetime.fromisoformat("2027-05-01T00:00")),
    ],
)
def test_dates(text: str, meant: datetime) -> None:
    assert moment(text, ANCHORS) == meant


def test_dates_without_their_anchor_are_unknown() -> None:
    assert moment("week 3", Anchors()) is None
    assert moment("hire+3", Anchors()) is None
    assert due("hire+3", Anchors()) is None


@pytest.mark.parametrize("text", ["soon", "week 0", "week 1 mon 25:00", "hire-3", "2027-13-01"])
def test_odd_dates_are_refused(text: str) -> None:
    with pytest.raises(DateFormatError):
        moment(text, ANCHORS)


def test_a_bare_week_is_due_when_it_ends() -> None:
    assert due("week 1", ANCHORS) == date(2027, 3, 7)
    assert due("week 1 tue", ANCHORS) == date(2027, 3, 2)
    assert days_left(date(2027, 3, 7), date(2027, 3, 8)) == -1


NOW = Standing(
    datetime.fromisoformat("2027-03-10T00:00"),
    ANCHORS,
    frozenset({"m1"}),
    {"mid": Decimal(59)},
    {"m2": "Two"},
)


@pytest.mark.parametrize(
    ("condition", "opened", "reasons"),
    [
        (None, True, 0),
        ({"after": "m1"}, True, 0),
        ({"after": "m2"}, False, 1),
        ({"date": "week 2"}, True, 0),
        ({"date": "week 3"}, False, 1),
        ({"score": {"exam": "mid", "min": 60}}, False, 1),
        ({"score": {"exam": "mid", "min": 59}}, True, 0),
        ({"any": [{"after": "m2"}, {"date": "week 2"}]}, True, 0),
        ({"any": [{"after": "m2"}, {"date": "week 3"}]}, False, 2),
        ({"any": []}, True, 0),
        ({"all": [{"after": "m2"}, {"date": "week 3"}]}, False, 2),
        ({"after": "m2", "date": "week 2"}, False, 1),
    ],
)
def test_doors(condition: dict[str, Any] | None, opened: bool, reasons: int) -> None:
    found = door(condition, NOW)
    assert found.open is opened
    assert len(found.reasons) == reasons


def test_a_closed_door_says_what_opens_it() -> None:
    found = door({"any": [{"after": "m2"}, {"score": {"exam": "mid", "min": 60}}]}, NOW)
    assert found.any_of
    assert [reason.target for reason in found.reasons] == [Target("module", "m2"), Target("exam", "mid")]
    assert found.reasons[0].message % found.reasons[0].params == "Finish “Two” first."
    unknown = door({"date": "week 1"}, Standing(datetime.fromisoformat("2027-01-01T00:00")))
    assert not unknown.open
    assert unknown.reasons[0].params == {}


YES, NO = Verdict(done=True, begun=True), Verdict(done=False, begun=True)


def test_tally_counts_required_steps_and_minutes_left() -> None:
    extra = Item("scenario", "c", 30, Done(), required=False)
    found = tally([LESSON, EXAM, extra], {key(LESSON): YES, key(EXAM): NO})
    assert (found.done, found.total, found.minutes_left) == (1, 2, 15)
    assert found.percent == 50
    assert not found.complete
    assert tally([LESSON], {key(LESSON): YES}).complete
    assert not tally([], {}).complete
    assert tally([], {}).share == Fraction(0)


def test_percent_is_100_only_when_all_is_done() -> None:
    items = [Item("lesson", str(n), 1, Done()) for n in range(300)]
    assert tally(items, {key(item): YES for item in items[:-1]}).percent == 99


def test_continue_prefers_what_was_begun_last() -> None:
    items = [LESSON, EXAM, TASK]
    assert next_item(items, {}) == LESSON
    assert next_item(items, {}, key(TASK)) == TASK
    assert next_item(items, {key(TASK): YES, key(LESSON): YES}, key(TASK)) == EXAM
    assert next_item(items, {key(item): YES for item in items}) is None


def test_neighbours() -> None:
    module = read_module({"id": "m", "title": {}, "items": [{"lesson": "a"}, {"lesson": "b"}, {"exam": "e"}]})
    before, after = neighbours([module], "lesson", "b")
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("a", "e")
    assert neighbours([module], "lesson", "a")[0] is None
    assert neighbours([module], "exam", "e")[1] is None
    assert neighbours([module], "lesson", "zzz") == (None, None)


def test_a_note_sent_twice_adds_nothing() -> None:
    first = fold(Place(), Note("v", 40, "h2", 30), None)
    again = fold(first, Note("v", 40, "h2", 30), 1)
    assert again.seconds == first.seconds == 40
    assert fold(again, Note("v", 60, "", 20), 30).seconds == 60
    assert fold(again, Note("v", 60, "", 20), 30).anchor == "h2"
    assert fold(again, Note("v", 60, "", 20), 30).percent == 30


def test_time_does_not_run_faster_than_the_servers_clock() -> None:
    assert fold(Place(), Note("v", 5000), None).seconds == 120
    assert fold(Place(seconds=10, visit="v", visit_seconds=10), Note("v", 5000), 20).seconds == 35
    assert fold(Place(seconds=10), Note("w", -5), 20).seconds == 10


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 300), st.integers(-5, 130)), max_size=20))
def test_place_never_goes_backwards(notes: list[tuple[str, int, int]]) -> None:
    place = Place()
    for visit, seconds, percent in notes:
        after = fold(place, Note(visit, seconds, "", percent), 10)
        assert after.seconds >= place.seconds
        assert 100 >= after.percent >= place.percent
        assert after.reached_end or not place.reached_end
        place = after


def test_minutes_left() -> None:
    assert minutes_left(20, 0) == 20
    assert minutes_left(20, 51) == 10
    assert minutes_left(20, 100) == 0
