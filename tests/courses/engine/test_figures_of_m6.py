"""The pictures of module 6 carry the counted lists and the sums of the lessons."""

import xml.etree.ElementTree as Tree
from decimal import Decimal

import pytest

from app.courses.engine.figures import ageing_table, collection_ladder
from app.courses.engine.figures.catalogue import FIGURES

COUNTS = {
    "pull-supply": 2,
    "after-sales": 4,
    "ageing-table": 5,
    "collection-ladder": 7,
    "complaint-loop": 7,
}


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
    text = "".join(Tree.fromstring(figure.svg).itertext()).replace(" ", "")  # noqa: S314 - our own drawing
    assert all(row[0].replace(" ", "") in text for row in figure.rows)


def test_losses_add_up_as_the_lesson_says() -> None:
    losses = ageing_table.losses()
    assert sum(losses) == Decimal("6.19")
    assert sum(bucket[2] for bucket in ageing_table.BUCKETS) == 100
    assert sum(losses[3:]) / sum(losses) == pytest.approx(Decimal(2) / 3, abs=Decimal("0.01"))


def test_bars_are_as_long_as_the_amounts() -> None:
    svg = Tree.fromstring(ageing_table.draw("en").svg)  # noqa: S314 - our own drawing
    wide = [float(node.attrib["width"]) for node in svg.iter("rect")]
    amounts = [bucket[2] for bucket in ageing_table.BUCKETS]
    assert [w / wide[0] for w in wide] == pytest.approx([a / amounts[0] for a in amounts], abs=0.01)


def test_rungs_go_up_with_the_days() -> None:
    days = [int(rung[0][1:].replace("−", "-") or 0) for rung in collection_ladder.RUNGS]
    assert days == sorted(days)
