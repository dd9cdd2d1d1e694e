"""The pictures of module 3 carry the counted lists of the course."""

import xml.etree.ElementTree as Tree

import pytest

from app.courses.engine.figures import archetype_grid, contact_shapes, relation_stages
from app.courses.engine.figures.catalogue import FIGURES

COUNTS = {"buying-roles": 7, "relation-stages": 6, "contact-shapes": 5, "archetype-grid": 8, "spin-ladder": 4}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_table_twin_has_the_whole_list(name: str, count: int, language: str) -> None:
    rows = FIGURES[name](language).rows
    assert len(rows) == count
    assert len({row[0] for row in rows}) == count


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_first_cell_stands_in_the_picture(name: str, language: str) -> None:
    figure = FIGURES[name](language)
    text = "".join(Tree.fromstring(figure.svg).itertext())  # noqa: S314 - our own drawing
    squeezed = text.replace(" ", "").replace("-", "")
    for row in figure.rows:
        assert row[0].replace(" ", "").replace("-", "") in squeezed


def test_the_bow_tie_has_one_line_between_the_companies() -> None:
    assert [shape[4] for shape in contact_shapes.SHAPES] == ["0", "1", "3", "4", "6"]


def test_steps_rise() -> None:
    svg = Tree.fromstring(relation_stages.draw("en").svg)  # noqa: S314 - our own drawing
    heights = [float(node.attrib["height"]) for node in svg.iter("rect")][: len(relation_stages.STAGES)]
    assert len(heights) == 5
    assert heights == sorted(set(heights))


def test_both_languages_list_the_types_in_one_order() -> None:
    assert len(archetype_grid.TYPES) == len(archetype_grid.ENGLISH) == 8
