"""The scheme's arithmetic: weights, drops, floors, lateness; excused is not missing is not zero."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gradebook.engine import exchange, scheme, spread
from app.gradebook.engine.evaluate import Cell, evaluate, late_points, level_of
from app.gradebook.engine.scheme import Component, Late, Scheme
from app.kernel.text import Bilingual

NAME = Bilingual("部分", "Part")
ITEMS = [("task", "t1"), ("exam", "e1"), ("exam", "e2"), ("scenario", "s1"), ("crm", "d1")]
DUE = datetime(2026, 11, 1, 16, 0, tzinfo=UTC)


def _two(**second: object) -> Scheme:
    return Scheme(
        (
            Component("a", NAME, 40, (("task", "t1"),)),
            Component("b", NAME, 60, (("exam", "e1"), ("exam", "e2")), **second),  # type: ignore[arg-type]
        )
    )


def _cell(mark: object) -> Cell:
    return Cell(percent=Fraction(str(mark)))


def test_the_worked_course_total() -> None:
    process = scheme.preset("process", ITEMS)
    marks = {
        ("task", "t1"): _cell("88.6"),
        ("task", "t2"): _cell("91.3"),
        ("task", "t3"): _cell("84.5"),
        ("manual", "midterm"): _cell(76),
        ("manual", "final"): _cell(81),
    }
    found = evaluate(process, marks)
    # Σ = 16677/200 = 83.385, rounded half up.
    assert (found.total, found.decided, found.complete, found.passed) == (Decimal("83.4"), 100, True, True)
    assert found.level == Bilingual("良", "good")


def test_excused_is_not_missing_is_not_zero_is_not_open() -> None:
    a = ("task", "t1")
    both = {("exam", "e1"): _cell(80), ("exam", "e2"): _cell(90)}
    excused = evaluate(_two(), {**both, a: Cell(standing="excused")})
    missing = evaluate(_two(), {**both, a: Cell(standing="missing")})
    zero = evaluate(_two(), {**both, a: _cell(0)})
    nothing = evaluate(_two(), both)
    assert (excused.total, excused.decided, excused.complete) == (Decimal("85.0"), 60, True)
    assert (missing.total, missing.decided, missing.complete) == (Decimal("51.0"), 100, True)
    assert (zero.total, zero.complete) == (Decimal("51.0"), True)
    assert (nothing.total, nothing.complete, nothing.passed) == (Decimal("85.0"), False, None)
    assert excused.parts[0].excused
    assert not zero.parts[0].excused


def test_drops_leave_out_the_lowest_but_never_the_last_one() -> None:
    one = evaluate(_two(drop=1), {("exam", "e1"): _cell(50), ("exam", "e2"): _cell(90)})
    assert one.parts[1].mark == Decimal("90.0")
    assert [line.counts for line in one.parts[1].lines] == [False, True]
    alone = evaluate(_two(drop=1), {("exam", "e1"): _cell(50)})
    assert alone.parts[1].mark == Decimal("50.0")


def test_a_floor_fails_a_good_total() -> None:
    found = evaluate(
        _two(floor=70), {("task", "t1"): _cell(100), ("exam", "e1"): _cell(60), ("exam", "e2"): _cell(60)}
    )
    assert (found.total, found.passed) == (Decimal("76.0"), False)
    assert [each.id for each in found.below] == ["b"]


@pytest.mark.parametrize(
    ("late_by", "mark", "off"),
    [
        (timedelta(0), "80", 0),
        (timedelta(minutes=10), "80", 0),
        (timedelta(minutes=11), "80", 10),
        (timedelta(days=1), "80", 10),
        (timedelta(days=1, seconds=1), "80", 20),
        (timedelta(days=9), "80", 40),
        (timedelta(days=9), "30", 0),
    ],
)
def test_late_points_by_begun_day_after_the_grace_never_below_the_floor(
    late_by: timedelta, mark: str, off: int
) -> None:
    assert late_points(Late(10, 40, 10), Decimal(mark), DUE + late_by, DUE) == off


def test_more_time_replaces_the_day_of_the_scheme() -> None:
    used = Scheme((Component("a", NAME, 100, (("task", "t1"),)),), Late(10, 0, 0), {("task", "t1"): DUE})
    came = DUE + timedelta(hours=1)
    late = evaluate(used, {("task", "t1"): Cell(Fraction(80), at=came)})
    extended = evaluate(used, {("task", "t1"): Cell(Fraction(80), at=came, due=DUE + timedelta(days=2))})
    assert (late.total, extended.total) == (Decimal("70.0"), Decimal("80.0"))
    assert late.parts[0].lines[0].deducted == 10


def test_published_marks_are_rounded_half_up_before_they_are_added() -> None:
    used = _two()
    cells = {("task", "t1"): _cell("84.25"), ("exam", "e1"): _cell("59.95"), ("exam", "e2"): _cell("60.05")}
    found = evaluate(used, cells)
    # 84.3 and (60.0 + 60.1) / 2 = 60.05 → 60.1; 0.4 × 84.3 + 0.6 × 60.1 = 69.78
    assert [part.mark for part in found.parts] == [Decimal("84.3"), Decimal("60.1")]
    assert found.total == Decimal("69.8")


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_what_is_shown_adds_up(tenths: list[int]) -> None:
    items = [("task", "t1"), ("exam", "e1"), ("exam", "e2")]
    cells = {item: Cell(Fraction(mark, 10)) for item, mark in zip(items, tenths, strict=True)}
    found = evaluate(_two(), cells)
    assert found.total is not None
    products = (part.component.weight * Fraction(part.mark or 0) for part in found.parts)
    by_hand = sum(products, Fraction(0)) / 100
    assert abs(Fraction(found.total) - by_hand) <= Fraction(1, 20)


def test_schemes_survive_storage_and_presets_are_sound() -> None:
    for name in ("process", "exam", "certificate"):
        made = scheme.preset(name, ITEMS)
        assert scheme.problems(made) == []
        assert scheme.read(scheme.write(made)) == made
    dated = Scheme(scheme.preset("exam", ITEMS).components, Late(5, 50, 15), {("task", "t1"): DUE})
    assert scheme.read(scheme.write(dated)) == dated
    alone = scheme.preset("certificate", [("scenario", "s1")])
    assert [(each.id, each.weight) for each in alone.components] == [("talks", 100)]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (Scheme(()), "at least one component"),
        (Scheme((Component("a", NAME, 90, (("task", "t1"),)),)), "add up to"),
        (Scheme((Component("a", NAME, 100, ()),)), "at least one item"),
        (Scheme((Component("a", NAME, 100, (("task", "t1"),), drop=1),)), "left to count"),
        (Scheme((Component("a", NAME, 100, (("task", "t1"),), floor=101),)), "a floor"),
        (Scheme((Component("a", NAME, 100, (("task", "t1"),)),), scale="x"), "Choose a scale"),
        (Scheme((Component("a", NAME, 100, (("task", "t1"),)),), Late(101)), "lateness"),
        (
            Scheme(tuple(Component(each, NAME, 50, (("task", "t1"),)) for each in "ab")),
            "counts in two components",
        ),
        (Scheme((Component("a", NAME, 0, (("task", "t1"),)),)), "1 to 100"),
    ],
)
def test_what_is_wrong_with_a_scheme_is_said(broken: Scheme, words: str) -> None:
    assert any(words in each.message for each in scheme.problems(broken))


def test_levels_letters_and_the_spread() -> None:
    assert level_of("letters", Decimal("79.9")) == Bilingual("C", "C")
    assert level_of("hundred", Decimal(90)) is None
    assert level_of("levels", None) is None
    totals = [Decimal(each) for each in ("59.9", "60", "69.9", "90", "100")]
    assert [bar.count for bar in spread.bars(totals)] == [1, 2, 0, 0, 2]
    assert spread.bars([])[-1].label == "90–100"
    assert (spread.middle(totals), spread.middle(totals[:2]), spread.middle([])) == (
        Decimal("69.9"),
        Decimal("59.95"),
        None,
    )


def test_an_edited_table_is_understood_or_refused_row_by_row() -> None:
    people = [exchange.Person(1, "Li", "01"), exchange.Person(2, "Wu", ""), exchange.Person(3, "An", "03")]
    rows = [["'01", "Li", "80"], ["", "Wu", "71,5"], ["03", "An", ""], ["", "", ""]]
    plan = exchange.plan(rows, people, {1: Fraction(70), 2: Fraction(143, 2)})
    assert [(each.user_id, each.before, each.after) for each in plan.changes] == [
        (1, Decimal(70), Decimal(80))
    ]
    assert (plan.same, plan.troubles, plan.absent) == (2, (), ())
    bad = exchange.plan(
        [["09", "X", "5"], ["01", "Li", "101"], ["03", "", "x"], ["", "Wu", "NaN"]], people, {}
    )
    assert [each.row for each in bad.troubles] == [2, 3, 4, 5]
    assert bad.absent == ("Li", "Wu", "An")
    twice = exchange.plan([["01", "Li", "5"], ["01", "Li", "6"]], people, {})
    assert "twice" in twice.troubles[0].message
