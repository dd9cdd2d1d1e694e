"""Edges of the marking mathematics: small panels, missing marks, limits, flags, printed numbers."""

from fractions import Fraction

import pytest

from app.kernel.errors import InvalidError
from app.kernel.text import Bilingual
from app.rubrics.engine import agreement, composite, explain, flags, individual, linear, panel, rubric, sheet
from tests.projects.inputs import rubric_doc, spread

F = Fraction
RUBRIC = rubric.read(rubric_doc())


def test_points_outside_the_scale_are_refused_with_the_scale() -> None:
    with pytest.raises(InvalidError, match=r"21 points is outside .*0 to 20"):
        sheet.mark(RUBRIC, {**spread(100), "screening": 21})
    with pytest.raises(InvalidError, match="no such criterion"):
        RUBRIC.criterion("charm")


def test_a_sheet_knows_what_is_missing() -> None:
    assert sheet.missing(RUBRIC, {"archive": 3}) == ("screening", "deciding-unit", "meeting", "report")
    with pytest.raises(ValueError, match="one length"):
        sheet.total([1], [2, 3])


def test_round_robin_is_the_default_from_four_teams() -> None:
    assert [panel.default_aggregator(n) for n in (2, 3, 4, 8)] == [
        "mean",
        "mean",
        "round_robin",
        "round_robin",
    ]


def test_two_teams_fall_back_to_the_mean() -> None:
    result = panel.estimate([[None, F(80)], [F(70), None]], panel.ROUND_ROBIN)
    assert (result.method, result.marks) == (panel.MEAN, (F(70), F(80)))
    with pytest.raises(ValueError, match="at least three"):
        panel.round_robin([[None, F(80)], [F(70), None]])


def test_an_empty_panel_gives_no_marks() -> None:
    result = panel.estimate([[None] * 4] * 4, panel.ROUND_ROBIN)
    assert (result.method, result.marks) == (panel.MEAN, (None,) * 4)
    assert agreement.alpha([[None] * 4] * 4) is None


def test_marks_that_nobody_links_fall_back_to_the_mean() -> None:
    cells: list[list[Fraction | None]] = [[None] * 4 for _ in range(4)]
    cells[0][1] = cells[1][0] = F(80)
    cells[2][3] = cells[3][2] = F(60)
    assert panel.estimate(cells, panel.ROUND_ROBIN).method == panel.MEAN
    assert linear.solve([[F(0)]], [F(1)]) is None


def test_median_and_trimmed() -> None:
    cells = [[None if i == j else F(60 + 10 * i) for j in range(5)] for i in range(5)]
    assert panel.estimate(cells, panel.MEDIAN).marks[0] == 85
    assert panel.estimate(cells, panel.TRIMMED).marks[0] == 85
    assert panel.median([F(1), F(5), F(3)]) == 3


def test_full_agreement_has_nothing_to_compare() -> None:
    assert agreement.alpha([[None if i == j else F(80) for j in range(4)] for i in range(4)]) is None


def test_composites_stay_between_0_and_100_and_shares_must_sum() -> None:
    assert composite.composite(F(100), F(104), teacher_share=60, student_share=40) == 100
    with pytest.raises(ValueError, match="100"):
        composite.composite(F(80), F(80), teacher_share=60, student_share=50)
    with pytest.raises(ValueError, match="weights"):
        composite.course_total({}, {"t1": 100})


def test_tying_the_level_skips_teams_without_a_mark() -> None:
    assert composite.tied_to_level([F(90), None], [F(80), F(50)]) == ((F(80), None), F(-10))
    assert composite.tied_to_level([F(90)], [None]) == ((F(90),), F(0))


def test_a_mark_never_falls_below_zero_and_never_rises_above_100() -> None:
    policy = individual.Policy()
    assert individual.task_mark(F(1), F(0), share=F(1), answered=False, policy=policy) == 0
    assert individual.task_mark(F(100), F(100), share=F(2), answered=False, policy=policy) == 98
    assert individual.task_mark(F(80), None, share=F(1), answered=True, policy=policy) == 80
    assert individual.contribution([None, [F(0), F(0)]], 0) == 1


@pytest.mark.parametrize(
    ("share", "factor"), [(F(1, 5), F(1, 2)), (F(19, 20), 1), (F(21, 20), 1), (F(2), F(6, 5))]
)
def test_the_factor_has_a_dead_zone_and_limits(share: Fraction, factor: Fraction) -> None:
    assert individual.factor(share) == factor


def test_numbers_are_printed_so_that_they_can_be_redone() -> None:
    assert [explain.show(each) for each in (F(85), F(167, 2), F(2353, 30), F(-3))] == [
        "85",
        "83.5",
        "78.43 (2353/30)",
        "−3",
    ]
    assert (explain.signed(F(2)), explain.signed(F(-1, 2))) == ("+2", "−0.5")


def test_steps_survive_storage_and_speak_the_readers_language() -> None:
    step = explain.step("criterion.comment", explain.step("team.capped"), comment=Bilingual("好", "good"))
    assert explain.read(step.doc()) == step
    assert step.say("zh", "意见：%(comment)s") == "意见：好"
    assert step.say("en") == "Remark: good"


def _flagged(cells: list[list[Fraction | None]], teacher: list[int]) -> list[str]:
    estimate = panel.estimate(cells, panel.ROUND_ROBIN)
    names = [f"T{j}" for j in range(len(teacher))]
    found = flags.find(flags.Panel(names, cells, [F(mark) for mark in teacher], estimate.severity))
    return [each.code for each in found]


TEACHER = [60, 68, 76, 84, 90, 72]


def _honest(shift: int = 0) -> list[list[Fraction | None]]:
    return [[None if i == j else F(mark + shift) for j, mark in enumerate(TEACHER)] for i in range(6)]


def test_an_honest_panel_raises_no_flag() -> None:
    assert _flagged(_honest(), TEACHER) == []


def test_flags_find_the_idle_the_severe_the_generous_and_the_colluding() -> None:
    lazy = _honest()
    lazy[0] = [None, *[F(75)] * 5]
    assert _flagged(lazy, TEACHER) == ["flag.lazy"]
    for shift, code in ((-20, "flag.severe"), (20, "flag.generous")):
        shifted = _honest()
        shifted[2] = [None if mark is None else mark + shift for mark in shifted[2]]
        assert code in _flagged(shifted, TEACHER)
    colluding = _honest()
    colluding[0][1] = F(TEACHER[1] + 20)
    colluding[1][0] = F(TEACHER[0] + 20)
    assert _flagged(colluding, TEACHER) == ["flag.colluding"]


def test_a_lenient_or_harsh_class_is_flagged_as_a_whole() -> None:
    assert _flagged(_honest(10), TEACHER) == ["flag.lenient_class"]
    assert _flagged(_honest(-10), TEACHER) == ["flag.harsh_class"]


def test_without_a_teachers_mark_nothing_is_compared_with_it() -> None:
    panel_without = flags.Panel(["A", "B"], [[None, F(1)], [F(2), None]], [None, None], [None, None])
    assert flags.find(panel_without) == []
