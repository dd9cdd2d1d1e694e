"""Every figure says the same twice, in both languages, and leaves its colours to the theme."""

import re
import xml.etree.ElementTree as Tree

import pytest

from app.courses.engine.figures import pareto, reporting_line, self_radar
from app.courses.engine.figures.canvas import WIDTH, Canvas, balanced, text_width, wrapped
from app.courses.engine.figures.catalogue import FIGURES

BOTH = [(name, language) for name in FIGURES for language in ("zh", "en")]


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_figure_is_sound(name: str, language: str) -> None:
    figure = FIGURES[name](language)
    root = Tree.fromstring(figure.svg)  # noqa: S314 - our own drawing
    assert figure.name == name
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert all(child.text for child in list(root)[:2])
    assert root.attrib["role"] == "img"
    assert set(root.attrib["aria-labelledby"].split()) == {child.attrib["id"] for child in list(root)[:2]}
    assert "style" not in figure.svg
    assert not re.search(r'(fill|stroke)="', figure.svg)
    assert figure.columns
    assert all(len(row) == len(figure.columns) for row in figure.rows)


@pytest.mark.parametrize(("name", "language"), BOTH)
def test_text_stays_on_the_board(name: str, language: str) -> None:
    root = Tree.fromstring(FIGURES[name](language).svg)  # noqa: S314 - our own drawing
    bottom = float(root.attrib["viewBox"].split()[3])
    for node in root.iter("text"):
        size, x = float(node.attrib["font-size"]), float(node.attrib["x"])
        wide = text_width(node.text or "", size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.attrib["text-anchor"]]
        assert size >= 12, node.text
        assert left >= -6, node.text
        assert left + wide <= WIDTH + 6, node.text
        assert 0 < float(node.attrib["y"]) <= bottom, node.text


@pytest.mark.parametrize("name", FIGURES)
def test_both_languages_carry_the_same_content(name: str) -> None:
    zh, en = FIGURES[name]("zh"), FIGURES[name]("en")
    assert len(zh.rows) == len(en.rows)
    assert len(zh.columns) == len(en.columns)
    assert re.search("[一-鿿]", zh.svg)
    assert not re.search("[一-鿿]", en.svg + en.caption + str(en.rows))


def test_the_curve_goes_through_its_points() -> None:
    assert pareto.cumulative(0.2) == pytest.approx(0.8)
    assert pareto.cumulative(1) == 1
    assert pareto.cumulative(0) == 0
    assert pareto.cumulative(pareto.SHARE, pareto.FLATTER) == pytest.approx(0.40)
    assert pareto.cumulative(pareto.SHARE) == pytest.approx(0.62, abs=0.01)
    assert f"{pareto.SHARE:.2%}" == "3.55%"


def test_managers_needed() -> None:
    assert [reporting_line.managers_needed(n) for n in (9, 10, 75, 250)] == [1, 2, 9, 28]


def test_radar_draws_the_levels_it_is_given() -> None:
    assert [row[2] for row in self_radar.draw("en", [5, 4, 3, 2, 1, 0, 5, 5]).rows] == list("54321055")


def test_wrapping() -> None:
    assert wrapped("one two three", 50, 14) == ["one", "two", "three"]
    assert wrapped("大客户，大客户", 45, 14) == ["大客户，", "大客户"]
    assert wrapped("甲\n乙", 100) == ["甲", "乙"]
    assert wrapped("", 10) == []
    assert balanced("弄懂决策流程图", 84, 13) == ["弄懂决策", "流程图"]
    assert balanced("短", 84) == ["短"]
    board = Canvas(10)
    board.arrow((1, 1), (1, 1))
    assert "polygon" not in board.svg("x", "<t>", "d")
    assert "&lt;t&gt;" in board.svg("x", "<t>", "d")
