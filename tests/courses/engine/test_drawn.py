"""Figures described by content are drawn as soundly as our own."""

import xml.etree.ElementTree as Tree
from typing import Any

import pytest

from app.courses.engine.figures.canvas import WIDTH, text_width
from app.courses.engine.figures.drawn import SHAPES, draw

Doc = dict[str, Any]


def both(zh: str, en: str, **more: Any) -> Doc:
    return {"zh": zh, "en": en, **more}


NOTE = both("一句不太长的说明", "a short word of explanation")
ITEMS = [
    both("提出需要的人", "Whoever asks for it", note=NOTE),
    both("用的人", "Users"),
    both("拍板", "Decider"),
]
DOCS: dict[str, Doc] = {
    "steps": {"items": ITEMS},
    "cycle": {"items": ITEMS},
    "layers": {"items": [{**item, "value": 3} for item in ITEMS]},
    "matrix": {"columns": ITEMS[:2], "rows": ITEMS[:2], "cells": [ITEMS[:2], ITEMS[1:]]},
    "bars": {"unit": both("万元", " k"), "items": [{**item, "value": n} for n, item in enumerate(ITEMS)]},
    "map": {
        "items": [{**item, "id": f"p{n}", "at": [n + 1, 1 + n % 2]} for n, item in enumerate(ITEMS)],
        "links": [["p0", "p1"], ["p0", "p2", both("影响", "sways")], ["p0", "nobody"]],
    },
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_shape_is_sound(shape: str, language: str) -> None:
    doc = {"id": "x", "title": both("图", "A figure"), "shape": shape, **DOCS[shape]}
    figure = draw(doc, language)
    root = Tree.fromstring(figure.svg)  # noqa: S314 - our own drawing
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert figure.rows
    assert all(len(row) == len(figure.columns) for row in figure.rows)
    bottom = float(root.attrib["viewBox"].split()[3])
    for node in root.iter("text"):
        size, x = float(node.attrib["font-size"]), float(node.attrib["x"])
        wide = text_width(node.text or "", size)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.attrib["text-anchor"]]
        assert size >= 12
        assert left >= -6, node.text
        assert left + wide <= WIDTH + 6, node.text
        assert 0 < float(node.attrib["y"]) <= bottom, node.text


def test_the_table_of_a_map_says_who_leads_to_whom() -> None:
    doc = {"id": "x", "title": both("图", "A figure"), "shape": "map", **DOCS["map"]}
    assert draw(doc, "en").rows[0][2] == "Users; Decider (sways)"
    assert draw(doc, "zh").rows[0][2] == "用的人；拍板（影响）"
