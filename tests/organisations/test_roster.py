"""Reading a list of people: headings or none, both languages, and every bad row explained."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.organisations.engine import roster
from app.organisations.engine.roster import Line


def test_headings_in_chinese_are_understood() -> None:
    text = "学号,姓名,邮箱,入职日期\n2601,林悦,LIN@Test.example,2026年9月1日"
    reading = roster.read(roster.split(text))
    assert reading.lines == (Line("林悦", "lin@test.example", "2601", date(2026, 9, 1)),)
    assert reading.problems == ()


def test_without_headings_cells_are_told_apart_by_what_they_look_like() -> None:
    reading = roster.read(roster.split("lin@test.example;林悦;2601"))
    assert reading.lines == (Line("林悦", "lin@test.example", "2601"),)


def test_each_bad_row_says_why_and_where() -> None:
    text = "林悦,lin@test.example\n无地址,\n,who@test.example\n又一个,LIN@test.example"
    reading = roster.read(roster.split(text))
    assert [(problem.row, problem.message) for problem in reading.problems] == [
        (2, roster.NO_ADDRESS),
        (3, roster.NO_NAME),
        (4, roster.TWICE),
    ]
    assert dict(reading.problems[2].params) == {"row": 1}


def test_an_impossible_date_is_said_not_guessed() -> None:
    reading = roster.read(roster.split("姓名,邮箱,入职日期\n林悦,lin@test.example,2026-02-30"))
    assert [problem.message for problem in reading.problems] == [roster.NO_DAY]


@given(st.text(max_size=200))
def test_any_text_is_read_without_breaking(text: str) -> None:
    reading = roster.read(roster.split(text))
    assert len({line.email for line in reading.lines}) == len(reading.lines)
