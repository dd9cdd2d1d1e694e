"""YAML is read whole, by YAML 1.2's rules, with the place of every value."""

import gc
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.canonical import canonical, content_hash, normalise
from app.content.documents import Key, parse
from app.content.frontmatter import split
from app.content.pause import collector_paused
from app.content.reader import read_tree
from tests.content.planting import SPECIMEN


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("0123", "0123"),
        ("2026-11-21", "2026-11-21"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("9" * 40, "9" * 40),
        ("12", 12),
        ("-0.5", -0.5),
        ("true", True),
        ("~", None),
        ("", None),
        ("'12'", "12"),
    ],
)
def test_scalars_follow_yaml_1_2(text: str, value: Any) -> None:
    assert parse(f"a: {text}").value == {"a": value}


def test_every_value_knows_its_place() -> None:
    reading = parse("a:\n  - b: 1\n    课: [x, y]\nc: |\n  one\n  two\n")
    assert reading.spot(("a", 0, "b")) == (2, 8)
    assert reading.spot(("a", 0, "课", 1)) == (3, 12)
    assert reading.spot(("a", 0, Key("b"))) == (2, 5)
    assert reading.spot(("a",)) == (1, 1)
    assert reading.spot(("a", 0, "missing", 3)) == (2, 5)
    assert reading.spot(("c", 2)) == (6, 1)


def test_a_syntax_error_names_the_opening_too() -> None:
    ((spot, fault),) = parse("a: [1\nb: 2").faults
    assert spot == (2, 2)
    assert "line 1, column 4" in fault.message


def test_a_forbidden_character_is_found() -> None:
    ((spot, fault),) = parse("a: x\nbc: \x01").faults
    assert (spot, fault.code) == ((2, 5), "KM001")


@pytest.mark.parametrize("text", ["[" * 3000, "{a: " * 2000, "- " * 500 + "x", "- &a [*a]", "&a {b: *a}"])
def test_hostile_nesting_is_a_fault_and_no_crash(text: str) -> None:
    assert parse(text).faults


def test_aliases_do_not_explode() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{n}: &{n} [{', '.join(['*' + before] * 9)}]" for before, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    assert {fault.code for _, fault in parse("\n".join(lines)).faults} == {"KM008"}


@given(st.text())
def test_no_text_stops_the_reader(text: str) -> None:
    reading = parse(text)
    assert reading.faults or json.dumps(reading.value, allow_nan=False)
    page = split(text)
    assert page.faults or page.head is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_canonical_text_is_stable(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    assert content_hash(value) == content_hash(normalise(value))


def test_spelling_does_not_change_the_hash() -> None:
    assert content_hash({"a": "e\u0301\r\nx", "b": 1.0}) == content_hash({"b": 1, "a": "\u00e9\nx\n"})
    assert content_hash({"a": 1}) != content_hash({"a": "1"})
    assert content_hash({"a": True}) != content_hash({"a": 1})


def test_the_tree_puts_documents_together() -> None:
    tree = read_tree(SPECIMEN)
    assert tree.faults == []
    index = tree.index()
    lesson = index["lesson", "start"]
    assert lesson.doc["title"] == {"zh": "谁是客户", "en": "Who the customer is"}
    assert lesson.doc["module"] == "m1"
    assert set(lesson.doc["body"]) == {"zh", "en"}
    assert lesson.doc["body"]["en"].startswith("A small shop")
    assert str(lesson.place(("body", "en", 3)).file).endswith("10-start.en.md")
    assert lesson.place(("body", "en", 3)).line == 10
    assert lesson.place(("title", "en")).line == 3
    assert index["objectives", "demo"].doc["objectives"][0]["id"] == "m1.o1"
    card = index["dossier", "card"].doc["documents"][0]
    assert card["title"]["en"] == "Business card"
    assert card["body"]["zh"].startswith("陶店主")
    assert {document.kind for document in tree.documents} == {
        "course", "objectives", "glossary", "facts", "module", "lesson", "question", "exam", "task", "rubric",
        "checklist", "figure", "guide", "track", "moves", "archetype", "lines", "case", "dossier",
    }  # fmt: skip


def test_a_missing_folder_is_an_empty_tree(tmp_path: Path) -> None:
    assert read_tree(tmp_path).documents == []


def test_the_collector_is_put_back() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
