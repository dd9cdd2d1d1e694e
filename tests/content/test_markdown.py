"""Lessons become clean HTML with places left open; nothing else gets through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from app.content.markdown.render import Html, Insert, Rendered, render
from app.content.markdown.words import plain_text, reading_minutes

SAFE_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
WORDS = "p br hr h2 h3 h4 h5 ul ol li dl dt dd table thead tbody tr th td blockquote pre code em strong a"
ALLOWED = {*WORDS.split(), "img", "div", "span", "sup"}


def resolve(scheme: str, target: str) -> str | None:
    closed = target == "closed" or (scheme == "picture" and not target.startswith("img/"))
    return None if closed else f"/there/{scheme}/{target}"


def rendered(body: str, language: str = "en") -> Rendered:
    return render(body, language=language, resolve=resolve)


def html(body: str, language: str = "en") -> str:
    return "".join(part.text for part in rendered(body, language).parts if isinstance(part, Html))


def test_inserts_leave_places_open() -> None:
    page = rendered("One {{fact:share}} of all.\n\n{{q:m1-1}}\n\n{{ figure:pareto }}\n\nEnd {{q:m1-1}}.")
    inserts = [part for part in page.parts if isinstance(part, Insert)]
    assert inserts == [
        Insert("fact", "share", block=False),
        Insert("q", "m1-1", block=True),
        Insert("figure", "pareto", block=True),
        Insert("q", "m1-1", block=False),
    ]
    assert page.inserts("q") == ("m1-1",)
    assert page.parts[0] == Html("<p>One ")
    assert str(escape(page.parts[0])) == "<p>One "
    assert "".join(p.text for p in page.parts if isinstance(p, Html)).count("<p>") == 2


def test_inserts_in_code_stay_text() -> None:
    page = rendered("Write `{{q:m1-1}}`:\n\n```\n{{fact:x}}\n```\n\nor {{other:x}}")
    assert not any(isinstance(part, Insert) for part in page.parts)
    assert "{{q:m1-1}}" in html("`{{q:m1-1}}`")


def test_callouts_hold_markdown_and_speak_the_language() -> None:
    body = "Before\n::: case\n**Bold**\n\n- a\n- b\n\n{{q:m1-1}}\n:::\nAfter"
    page = html(body)
    assert re.search(r'<div (class="callout callout-case"|role="note"| )+>', page)
    assert '<p class="callout-label">Case</p>' in page
    assert "<li>a</li>" in page
    assert page.index("</div>") < page.index("After")
    assert "案例" in html(body, "zh")
    assert "From the source 004-02" in html("::: seed 004-02\nx\n:::")


@pytest.mark.parametrize("body", ["::: case\nopen", ":::\nstray", "::: nonsense\nx\n:::"])
def test_broken_callouts_lose_no_text(body: str) -> None:
    assert body.split("\n")[1] in html(body)
    assert ":::" not in html(body)


def test_links_are_resolved_or_become_text() -> None:
    page = html(
        "[a](lesson:start#two) [b](glossary:closed) [c](https://else.example) [d](#part) [e](nosuch:x)"
    )
    assert '<a class="link-lesson" href="/there/lesson/start#two">a</a>' in page
    assert '<span class="link-glossary">b</span>' in page
    assert 'href="#part"' in page
    assert "https:" not in page
    assert "nosuch" not in page


def test_pictures_are_resolved() -> None:
    assert '<img alt="A shop" loading="lazy" src="/there/picture/img/shop.svg">' in html(
        "![A shop](img/shop.svg)"
    )
    assert "A shop" in html("![A shop](closed)")
    assert "<img" not in html("![A shop](closed)")


def test_headings_have_addresses_in_any_script() -> None:
    page = rendered("## 先看数字\n\nx\n\n### Then {{fact:a}} this\n\n## 先看数字", "zh")
    assert [(h.level, h.id, h.title) for h in page.headings] == [
        (2, "先看数字", "先看数字"),
        (3, page.headings[1].id, "Then  this"),
        (2, "先看数字_1", "先看数字"),
    ]
    assert '<h2 id="先看数字">' in "".join(p.text for p in page.parts if isinstance(p, Html))


def test_tables_scroll_and_name_their_columns() -> None:
    page = html("| a | b |\n| --- | ---: |\n| 1 | 2 |")
    assert '<table class="table">' in page
    assert re.search(r'<div [^>]*tabindex="0"', page)
    assert 'aria-label="Table 1"' in page
    assert 'role="group"' in page
    assert '<th scope="col">a</th>' in page
    assert "style=" not in page


def test_footnotes_and_definitions_work() -> None:
    page = html("Text[^1].\n\n[^1]: Note.\n\nTerm\n:   Meaning")
    assert 'id="fn:1"' in page
    assert 'href="#fn:1"' in page
    assert "<dd>Meaning</dd>" in page


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](javascript:alert(1))",
        "x {: onclick=alert(1) style=color:red class=evil }",
        "# T {: id=csrf onclick=x }",
        "<iframe src=//evil.example>",
        "[x]: javascript:alert(1)\n\n[x]",
        "\ue010q:<script>\ue011",
    ],
)
def test_nothing_dangerous_gets_through(body: str) -> None:
    page = html(body)
    assert set(SAFE_TAG.findall(page)) <= ALLOWED
    assert not re.search(r"<[^>]*(javascript|onerror|onclick|style=|evil|data:)", page, re.IGNORECASE)


@given(st.text(alphabet=st.sampled_from(list("<>&\"'[](){}:#|*_`-=!/ax中\n\ue010\ue011")), max_size=80))
def test_no_text_breaks_the_page(body: str) -> None:
    page = html(body)
    assert set(SAFE_TAG.findall(page)) <= ALLOWED
    assert page.count("<div") == page.count("</div")


def test_plain_words_for_search() -> None:
    body = "## Head\n\n::: case\nA **bold** [term](glossary:t).\n:::\n\n| a | b |\n| --- | --- |\n- one"
    assert plain_text(body) == "Head\nA bold term.\na b\none"


def test_reading_time_counts_both_scripts() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("字" * 900) == 3
    assert reading_minutes("word " * 600) == 3
