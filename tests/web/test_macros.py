"""The design system's macros draw sound, labelled HTML in both languages."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string, session

from app.web.forms import specimen
from tests.web.markup import faults

IMPORT = (
    '{% from "web/macros/ui.html" import page_head, card, field, errors, button, link_button, steps,'
    " progress, chip, empty, note, seal, mask, path, icon, bust, stat, bars,"
    " tabs, dialog, dialog_button, toast, save_state"
    " %}"
)
MASKS = (
    "opinionated",
    "all_welcome",
    "doubtful",
    "fake_expert",
    "opportunist",
    "crooked",
    "introvert",
    "big_talker",
)
CALLS = (
    '{{ page_head("T", "lead", [("Up", "/up"), ("Here", None)]) }}',
    '{% call page_head("T") %}<a href="/">act</a>{% endcall %}',
    '{% call card("T", "good") %}<p>x</p>{% endcall %}',
    "{{ card() }}",
    '{% call note("warn") %}<p>x</p>{% endcall %}',
    '{{ button("Go") }}{{ button("Go", "danger", "act", "1") }}{{ link_button("Go", "/", "quiet") }}',
    '{{ steps(["a", "b", "c"], 1) }}',
    '{{ progress(3, 8, "Lessons") }}',
    '{{ path(["a", "b", "c", "d", "e", "f", "g"], 3) }}{{ path([{"label": "a", "url": "/a"}], 0) }}',
    '{% for tone in ("plain", "good", "warn", "bad", "info", "seal") %}{{ chip("x", tone) }}{% endfor %}',
    '{{ empty("Nothing", "Yet", "/", "Start") }}{{ empty("Nothing", "Yet") }}',
    '{{ seal("完成", 7) }}{{ seal("SIGNED OFF", 8) }}{{ seal("优") }}{{ seal("课程发布") }}{{ seal("") }}',
    '{{ icon("home") }}{{ icon("no such icon", "named") }}{{ bust("林", "buyer") }}',
    '{{ stat("Score", "82", "good") }}',
    '{{ bars([{"label": "a", "value": 1, "max": 4, "detail": "why"}]) }}',
    '{{ bars([{"label": "b", "value": 0}]) }}',
    '{{ tabs([("a", "/a", true), ("b", "/b", false)], "Parts") }}',
    '{{ dialog_button("d", "Open") }}{% call dialog("d", "T") %}<p>x</p>{% endcall %}',
    '{{ toast("Saved", "good") }}{{ save_state() }}',
)


def draw(app: Flask, source: str, language: str = "en", **values: object) -> str:
    """Return *source* drawn with the macros, for a reader of *language*."""
    with app.test_request_context("/"):
        session["language"] = language
        return render_template_string(IMPORT + source, **values)


def soup(app: Flask, source: str, language: str = "en", **values: object) -> BeautifulSoup:
    """Return the same as a tree."""
    return BeautifulSoup(draw(app, source, language, **values), "html.parser")


def one(tree: BeautifulSoup, selector: str) -> Tag:
    """Return the only element that *selector* finds."""
    found = tree.select(selector)
    assert len(found) == 1, f"{selector}: {len(found)}"
    return found[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("call", CALLS)
def test_every_macro_draws_sound_html(app: Flask, call: str, language: str) -> None:
    assert faults(draw(app, call, language)) == []


@pytest.mark.parametrize("slug", [*MASKS, "plain"])
def test_a_mask_says_what_it_shows_and_holds_no_style(app: Flask, slug: str) -> None:
    html = draw(app, "{{ mask(slug, 32) }}", slug=slug)
    drawing = one(BeautifulSoup(html, "html.parser"), "svg.mask")
    assert faults(html) == []
    assert drawing["role"] == "img"
    assert drawing["width"] == drawing["height"] == "32"
    assert one(BeautifulSoup(html, "html.parser"), "svg > title").text
    assert len(one(BeautifulSoup(html, "html.parser"), "svg > desc").text) > 30


def test_the_nine_masks_are_nine_drawings_with_nine_names(app: Flask) -> None:
    drawings = [draw(app, "{{ mask(slug) }}", slug=slug) for slug in (*MASKS, "plain")]
    names = {one(BeautifulSoup(html, "html.parser"), "svg > title").text for html in drawings}
    assert len(set(drawings)) == len(names) == 9


def test_an_unknown_customer_wears_the_plain_mask(app: Flask) -> None:
    assert draw(app, '{{ mask("../../secret") }}') == draw(app, '{{ mask("plain") }}')


def test_the_same_seed_turns_the_seal_the_same_way_and_never_leaves_it_straight(app: Flask) -> None:
    turns = [one(soup(app, '{{ seal("完成", n) }}', n=n), "svg > g")["transform"] for n in range(30)]
    assert turns == [one(soup(app, '{{ seal("完成", n) }}', n=n), "svg > g")["transform"] for n in range(30)]
    assert len(set(turns)) > 5
    assert not any(str(turn).startswith("rotate(0 ") for turn in turns)


def test_the_letters_of_a_seal_run_down_from_the_right(app: Flask) -> None:
    letters = soup(app, '{{ seal("针锋相对") }}').select("text")
    assert [letter.text for letter in letters] == list("针锋相对")
    assert int(str(letters[0]["x"])) > int(str(letters[2]["x"]))


def test_a_field_in_error_points_at_its_help_and_its_error(app: Flask) -> None:
    with app.test_request_context("/"):
        session["language"] = "en"
        form = specimen()
        source = '{{ errors(form) }}{{ field(form.name, "Help") }}'
        tree = BeautifulSoup(
            render_template_string(IMPORT + source, form=form),
            "html.parser",
        )
    entry = one(tree, "input#name")
    assert entry["aria-invalid"] == "true"
    described = str(entry["aria-describedby"]).split()
    assert [one(tree, f"#{name}").text for name in described] == ["Help", "Please fill this in."]
    assert one(tree, ".errors[role=alert] a")["href"] == "#name"
    assert one(tree, "label[for=name]").find(class_="optional") is None


def test_a_choice_among_radios_has_a_legend_and_keeps_its_labels(app: Flask) -> None:
    with app.test_request_context("/"):
        session["language"] = "en"
        html = render_template_string(
            IMPORT + "{{ field(form.degree) }}{{ field(form.agreed) }}", form=specimen()
        )
    tree = BeautifulSoup(html, "html.parser")
    assert faults(html) == []
    assert one(tree, "fieldset > legend").text == "How sure are you?"
    assert all(box.find_parent("label") for box in tree.select("input"))


def test_what_people_write_is_never_markup(app: Flask) -> None:
    nasty = '<script>alert("x")</script>'
    html = draw(
        app,
        "{{ page_head(x, x, [(x, x)]) }}{{ chip(x) }}{{ stat(x, x, x) }}{{ seal(x) }}{{ bust(x, x) }}"
        "{{ toast(x) }}"
        "{{ empty(x, x) }}{{ steps([x], 0) }}{{ path([x], 0) }}"
        '{{ bars([{"label": x, "value": 1, "detail": x}]) }}',
        x=nasty,
    )
    assert "<script" not in html


def test_steps_and_stations_say_where_one_is_without_colour(app: Flask) -> None:
    tree = soup(app, '{{ steps(["a", "b"], 1) }}{{ path(["c", "d"], 1) }}')
    assert [item["aria-current"] for item in tree.select("[aria-current]")] == ["step", "step"]
    assert [item.text for item in tree.select(".visually-hidden") if item.text] == [
        "(done)",
        "(done)",
        "(you are here)",
    ]
