"""A small run of ``make validity``: every figure is there, and those that need no large numbers hold."""

import pytest

from bench.validity.__main__ import ROOT, figures
from bench.validity.figures import SMALL, Figure, correlation, ranks, spearman
from bench.validity.players import load

# Bars that hold only at full size: intervals, searches and wording need their numbers.
LARGE = frozenset(
    (
        "V5_least_gap_between_intervals",
        "V10_repeated_over_ten_runs",
        "V11_reliability_of_16_runs",
        "V7_largest_gain_of_a_specialist",
        "V16_turns_per_cpu_second_engine",
    )
)
EXPECTED = ("V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12", "V13", "V16")


def test_every_figure_is_measured_and_the_bars_hold() -> None:
    found = list(figures(load(ROOT, most=1), SMALL, None))
    assert {figure.name.split("_")[0] for figure in found} == {*EXPECTED, "slips"}
    assert [figure.line() for figure in found if not figure.held and figure.name not in LARGE] == []


def test_a_figure_that_falls_short_says_so() -> None:
    assert Figure("x", 1.0, least=2).line() == "x: 1 (bar ≥ 2)  FALLS SHORT"
    assert not Figure("x", 3.0, most=2).held
    assert Figure("x", 3.0).held


def test_correlations_are_the_textbook_ones() -> None:
    assert correlation([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert ranks([10, 30, 30, 20]) == [0, 2.5, 2.5, 1]
    assert spearman([1, 2, 3], [9, 4, 1]) == pytest.approx(-1)
