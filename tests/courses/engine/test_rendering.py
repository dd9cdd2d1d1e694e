"""From Markdown to safe HTML: nothing an author writes becomes markup of ours."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from app.courses.engine.rendering import Inserts, Rendered, fact_html, render, term_of
from app.courses.engine.syllabus import build

TERMS = {"t": term_of({"id": "t", "zh": "词", "en": "word", "def": {"zh": "义", "en": "meaning"}})}
FACTS: dict[str, Any] = {"f": {"value": 11, "unit": {"zh": "家", "en": " firms"}, "source": "unit 1"}}

FIGURES: dict[str, Any] = {
    "two": {
        "id": "two",
        "shape": "bars",
        "title": {"zh": "两根", "en": "Two bars"},
        "items": [{"zh": "甲", "en": "One", "value": 3}, {"zh": "乙", "en": "Two", "value": 1.5}],
    }
}


def made(body: str, language: str = "en") -> Rendered:
    return render(
        body, language, Inserts(FACTS, TERMS, FIGURES), lambda kind, ident: f"/{kind}/{ident}?a=1&b=2"
    )


def html(body: str, language: str = "en") -> str:
    return "".join(piece.text for piece in made(body, language).pieces if piece.kind == "html")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">x</p>',
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="data:text/html,x">x</a>',
        '<button popovertarget="x">x</button>',
        "<svg onload=alert(1)></svg>",
        "<iframe src='//evil.example'></iframe>",
    ],
)
def test_hostile_markup_does_nothing(evil: str) -> None:
    page = BeautifulSoup(html(f"Text\n\n{evil}\n\nmore"), "html.parser")
    assert not page.select("script, img, button, svg, iframe, [style], [onload], [onerror]")
    assert all(str(link["href"]).startswith(("/", "#")) for link in page.select("a[href]"))
    assert "more" in page.get_text()


def test_self_checks_cut_the_text() -> None:
    page = made("## A\n\nbefore\n\n{{q:q-1}}\n\nafter {{ q : q-2 }} end")
    assert [(piece.kind, piece.text) for piece in page.pieces if piece.kind == "check"] == [
        ("check", "q-1"),
        ("check", "q-2"),
    ]
    assert "kminsert" not in "".join(piece.text for piece in page.pieces)


def test_headings_have_the_same_names_in_both_languages() -> None:
    zh, en = made("## 甲\n\n### 乙\n\n## 丙 & 丁", "zh"), made("## A\n\n### B\n\n## C & D")
    assert [heading.id for heading in zh.headings] == [heading.id for heading in en.headings] == ["s1", "s3"]
    assert en.headings[1].text == "C & D"
    assert en.heading("s3") == en.headings[1]
    assert en.heading("s9") is None


def test_terms_links_and_facts() -> None:
    page = made("[Word](glossary:t) [gone](glossary:zzz) [on](lesson:l-2) ![p](img/x.png) {{fact:f}}")
    found = page.pieces[0].text
    assert '<button type="button" class="term" popovertarget="term-t">Word</button>' in found
    assert "gone" in found
    assert "glossary:" not in found
    link = BeautifulSoup(found, "html.parser").select_one("a")
    assert link is not None
    assert (link["href"], link.get_text()) == ("/lesson/l-2?a=1&b=2", "on")
    assert '<span class="fact" title="unit 1">11 firms</span>' in found
    assert [term.id for term in page.terms] == ["t"]
    assert fact_html(None, "<b>", "en") == "&lt;b&gt;"


def test_callouts_are_named_and_closed() -> None:
    found = html("::: warning\nMind **this**.\n:::\n\nAfter", "zh")
    note = BeautifulSoup(found, "html.parser").select_one("div.callout.callout-warning[role=note]")
    assert note is not None
    assert "当心" in found
    assert "<strong>this</strong>" in found
    assert "After" not in note.get_text()
    assert ":::" not in found


def test_tables_scroll_and_align_by_class() -> None:
    found = html("| a | b |\n| --- | ---: |\n| 1 | 2 |")
    page = BeautifulSoup(found, "html.parser")
    assert page.select_one('div.table-scroll[tabindex="0"] > table.table')
    assert page.select_one("th.num[scope=col]").get_text() == "b"  # type: ignore[union-attr]
    assert page.select_one("td.num").get_text() == "2"  # type: ignore[union-attr]
    assert "align=" not in found


def test_figures_come_with_their_table() -> None:
    found = html("{{figure:pareto}}\n\n{{figure:nothing}}")
    assert found.count("<svg") == 1
    assert "See this figure as a table" in found
    assert "3.55%" in found


def test_a_short_course_list_and_unknown_steps() -> None:
    course = {"id": "c", "title": {"zh": "课", "en": "C"}, "modules": ["m1", "m9"]}
    modules = {"m1": {"id": "m1", "title": {"zh": "一", "en": "One"}, "items": [{"lesson": "a"}]}}
    found = build(course, modules, {})
    assert [station.module is not None for station in found.stations] == [True, False]
    assert found.stations[0].title == {"zh": "一", "en": "One"}
    assert found.stations[1].title == {"zh": "m9", "en": "m9"}
    assert found.title_of(found.modules[0].items[0]) == {"zh": "a", "en": "a"}
    assert found.module_of("lesson", "b") is None
    assert found.station("m1") == found.stations[0]
    assert found.station("x") is None


def test_a_figure_of_the_content_is_drawn_with_its_table() -> None:
    page = BeautifulSoup(html("{{figure:two}}"), "html.parser")
    assert page.select_one("svg title").get_text() == "Two bars"  # type: ignore[union-attr]
    assert [cell.get_text() for cell in page.select("tbody th, tbody td")] == ["One", "3", "Two", "1.5"]
    assert "svg" not in html("{{figure:nowhere}}")
