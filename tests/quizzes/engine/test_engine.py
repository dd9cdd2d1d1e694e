"""The pure rules: random source, draw, scoring, receipts."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quizzes.engine.draw import Bank, TooFewQuestionsError, plan
from app.quizzes.engine.numbers import NotANumberError, read_number
from app.quizzes.engine.receipts import canonical, receipt, replaces
from app.quizzes.engine.rng import CounterRng
from app.quizzes.engine.scoring import ItemScore, percent, total


def test_same_seed_same_numbers_on_every_machine() -> None:
    assert CounterRng("7", "x").shuffled("abcdef") == CounterRng("7", "x").shuffled("abcdef")
    assert [CounterRng("7").below(100) for _ in range(2)] == [CounterRng("7").below(100)] * 2
    assert CounterRng("kampus", "golden").shuffled(list(range(10))) == GOLDEN


GOLDEN = [9, 8, 0, 5, 3, 2, 4, 7, 1, 6]


@given(st.text(max_size=8), st.lists(st.integers(), max_size=20))
def test_shuffle_loses_nothing(seed: str, items: list[int]) -> None:
    assert sorted(CounterRng(seed).shuffled(items)) == sorted(items)


def test_every_order_of_three_is_about_equally_likely() -> None:
    counts: dict[str, int] = {}
    for n in range(3000):
        order = "".join(CounterRng(str(n)).shuffled("abc"))
        counts[order] = counts.get(order, 0) + 1
    assert len(counts) == 6
    assert all(400 < count < 600 for count in counts.values()), counts


def test_words_beyond_the_last_whole_round_are_drawn_again() -> None:
    rng = CounterRng("x")
    words = iter([2**64 - 1, 5])
    rng.word = lambda: next(words)  # type: ignore[method-assign]
    assert rng.below(3) == 2


QUESTIONS: dict[str, dict[str, Any]] = {
    f"q{n}": {
        "id": f"q{n}",
        "module": "m1",
        "level": "apply" if n % 2 else "recall",
        "points": n,
        "objectives": ["o1"],
    }
    for n in range(1, 11)
}


BANK = Bank(QUESTIONS)


def no_options(_question: object) -> list[str]:
    return []


def test_listed_questions_in_the_authors_order_unless_shuffled() -> None:
    exam = {"questions": ["q3", "q1"], "shuffle": {"questions": False}}
    paper = plan(exam, BANK, "s", no_options)
    assert [(place.question, place.points) for place in paper] == [("q3", "3"), ("q1", "1")]


def test_options_are_permuted_independently_of_other_questions() -> None:
    def four(_question: object) -> list[str]:
        return list("abcd")

    alone = plan({"questions": ["q1"]}, BANK, "s", four)[0].option_order
    among = {p.question: p.option_order for p in plan({"questions": list(QUESTIONS)}, BANK, "s", four)}
    assert among["q1"] == alone
    assert len(set(among.values())) > 1
    still = plan({"questions": ["q1"], "shuffle": {"options": False}}, BANK, "s", four)
    assert still[0].option_order == tuple("abcd")


def test_blueprint_picks_from_its_cells_without_repeats() -> None:
    exam = {
        "questions": ["q1"],
        "draw": [{"level": ["apply"], "objective": "o1", "pick": 4}, {"module": "m1", "pick": 2}],
    }
    ids = [place.question for place in plan(exam, BANK, "s", no_options)]
    assert len(ids) == len(set(ids)) == 7
    assert {f"q{n}" for n in (1, 3, 5, 7, 9)} <= set(ids)
    with pytest.raises(TooFewQuestionsError):
        plan({"draw": [{"module": "m2", "pick": 1}]}, BANK, "s", no_options)
    with pytest.raises(TooFewQuestionsError):
        plan({"draw": [{"pick": 11}]}, BANK, "s", no_options)


def test_pass_is_decided_before_rounding() -> None:
    just_under = total([ItemScore(Fraction(1000), Fraction(7996, 10000))], Fraction(80))
    assert just_under.percent == Decimal("80.0")
    assert not just_under.passed
    assert total([ItemScore(Fraction(5), Fraction(4, 5))], Fraction(80)).passed
    assert not total([], Fraction(0)).passed
    assert percent(Fraction(0), Fraction(0)) == Decimal("0.0")
    assert percent(Fraction(1), Fraction(3)) == Decimal("33.3")


def test_thirds_add_up_exactly() -> None:
    result = total([ItemScore(Fraction("1.5"), Fraction(1, 3))] * 3, Fraction(33))
    assert result.score == Fraction(3, 2)
    assert result.maximum == Fraction(9, 2)


def test_receipt_depends_on_everything_it_vouches_for() -> None:
    base = receipt("a", 1, 2, {"pick": "b"})
    assert base == receipt("a", 1, 2, {"pick": "b"})
    changed = [
        receipt("b", 1, 2, {"pick": "b"}),
        receipt("a", 2, 2, {"pick": "b"}),
        receipt("a", 1, 3, {"pick": "b"}),
    ]
    assert base not in [*changed, receipt("a", 1, 2, None)]
    assert canonical({"b": "客", "a": 1}) == '{"a":1,"b":"客"}'


def test_later_answer_wins() -> None:
    assert replaces(2, 1)
    assert not replaces(1, 1)
    assert not replaces(1, 2)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2万", 20000),
        ("1.5亿", 150000000),
        (".5", Fraction(1, 2)),
        ("+3", 3),
        ("−3", -3),
        ("1，234，567", 1234567),
    ],
)
def test_numbers_as_people_write_them(typed: str, value: Fraction) -> None:
    assert read_number(typed) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_grouping_does_not_change_a_number(value: Any) -> None:
    assert read_number(f"{value:,.3f}") == Fraction(value)


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    said = ""
    try:
        read_number(text, ["元"])
    except NotANumberError as refused:
        said = refused.msgid % refused.params
    assert said.endswith(".") or said == ""
