"""Where somebody stands on a track on a given day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.onboarding.engine import track
from app.onboarding.engine.track import StageStatus

DOC: dict[str, Any] = {
    "id": "kam-90",
    "title": {"zh": "计划", "en": "Track"},
    "stages": [
        {
            "id": "d7",
            "title": {"zh": "第一周", "en": "First week"},
            "due": "hire+7",
            "items": [{"module": "m1"}, {"crm": "l1-card"}],
            "gate": {"sign": "manager", "checklist": "week1"},
        },
        {
            "id": "d30",
            "title": {"zh": "第一个月", "en": "First month"},
            "due": "hire+30",
            "items": [{"exam": "m1-check"}],
            "gate": {"sign": "manager", "checklist": "month1"},
        },
    ],
}
HIRED = date(2026, 11, 2)
ALL = {("module", "m1"), ("crm", "l1-card"), ("exam", "m1-check")}


def statuses(day: int, done: set[tuple[str, str]], signed: set[str]) -> list[str]:
    """Return the status of each stage *day* days after the day of hire."""
    today = HIRED + timedelta(days=day)
    whole = track.read(DOC)
    return [
        str(s.status) for s in track.standing(whole, hired_on=HIRED, today=today, done=done, signed=signed)
    ]


@pytest.mark.parametrize(
    ("day", "done", "signed", "expected"),
    [
        (0, set(), set(), ["open", "later"]),
        (7, set(), set(), ["open", "later"]),
        (8, set(), set(), ["overdue", "later"]),
        (8, {("module", "m1")}, set(), ["overdue", "later"]),
        (8, {("module", "m1"), ("crm", "l1-card")}, set(), ["to-sign", "later"]),
        (8, {("module", "m1"), ("crm", "l1-card")}, {"d7"}, ["signed", "open"]),
        (31, {("module", "m1"), ("crm", "l1-card")}, {"d7"}, ["signed", "overdue"]),
        (31, ALL, {"d7", "d30"}, ["signed", "signed"]),
    ],
)
def test_status(day: int, done: set[tuple[str, str]], signed: set[str], expected: list[str]) -> None:
    assert statuses(day, done, signed) == expected


@given(st.integers(0, 200), st.sets(st.sampled_from(sorted(ALL))))
def test_doing_more_never_makes_a_stage_worse(day: int, done: set[tuple[str, str]]) -> None:
    better = {"later": 0, "overdue": 0, "open": 0, "to-sign": 1, "signed": 2}
    for less, more in zip(statuses(day, done, set()), statuses(day, ALL, set()), strict=True):
        assert better[more] >= better[less]


def test_sound_document_has_no_problems_and_each_fault_has_its_place() -> None:
    assert list(track.problems(DOC)) == []
    stage = {**DOC["stages"][0], "due": "week 1", "items": [{"riddle": "x"}], "gate": {}}
    faults = list(track.problems({**DOC, "stages": [stage]}))
    assert [fault.path for fault in faults] == [
        ("stages", 0, "due"),
        ("stages", 0, "items", 0),
        ("stages", 0, "gate"),
    ]
    assert [fault.code for fault in track.problems({})] == ["KM010"]


def test_overdue_counts_from_the_day_after() -> None:
    whole = track.read(DOC)
    on_time = track.standing(whole, hired_on=HIRED, today=HIRED + timedelta(7), done=set(), signed=set())
    assert on_time[0].days_left == 0
    assert on_time[0].status is StageStatus.OPEN
