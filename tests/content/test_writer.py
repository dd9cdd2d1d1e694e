"""Written and read again, a tree is the same; written twice, its files are the same."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.canonical import canonical
from app.content.documents import parse
from app.content.lint.checkers import none
from app.content.lint.run import lint
from app.content.overlays import read_merged
from app.content.reader import read_tree
from app.content.tree import Tree
from app.content.writer import dumped, write
from tests.content.planting import SPECIMEN

Objects = dict[tuple[str, str], dict[str, Any]]
ROOT = Path(__file__).parents[2]
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\u2028\u2029"),
    min_size=1,
    max_size=40,
)


def objects_of(tree: Tree) -> Objects:
    return {(document.kind, document.id): document.doc for document in tree.documents}


def put(files: dict[str, str], root: Path) -> Path:
    shutil.rmtree(root, ignore_errors=True)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root


def assert_round_trip(objects: Objects, root: Path, known: dict[tuple[str, str], str] | None = None) -> None:
    files = write(objects, known)
    again = read_tree(put(files, root))
    assert not again.faults
    found = objects_of(again)
    assert found.keys() == objects.keys()
    for key, doc in objects.items():
        assert canonical(found[key]) == canonical(doc), key
    assert write(found, known) == files


def test_the_specimen_survives(tmp_path: Path) -> None:
    assert_round_trip(objects_of(read_tree(SPECIMEN)), tmp_path / "tree")


def test_the_specimen_keeps_its_paths_and_stays_clean(tmp_path: Path) -> None:
    tree = read_tree(SPECIMEN)
    known = {(d.kind, d.id): d.source.file for d in tree.documents}
    files = write(objects_of(tree), known)
    there = {file.name for file in tree.files if file.form not in ("ignored", "aside", "picture")}
    assert set(files) == there
    for file in tree.files:
        if file.form == "picture":
            files[file.name] = (SPECIMEN / file.name).read_text(encoding="utf-8")
    report = lint(put(files, tmp_path / "tree"), today=date(2026, 11, 21), rooms=none())
    assert report.findings == []


def test_the_content_that_ships_survives(tmp_path: Path) -> None:
    tree = read_merged(ROOT)
    unread = {place.file for place, _ in tree.faults}
    objects = {(d.kind, d.id): d.doc for d in tree.documents if d.source.file not in unread}
    whole = {key: doc for key, doc in objects.items() if key[0] != "lesson" or len(doc["body"]) == 2}
    assert_round_trip(whole, tmp_path / "tree")


QUESTION = st.fixed_dictionaries(
    {
        "id": st.just("m1-x"),
        "type": st.just("single"),
        "stem": st.fixed_dictionaries({"zh": WORDS, "en": WORDS}),
        "points": st.one_of(
            st.integers(0, 99), st.floats(0, 9, allow_subnormal=False).filter(lambda n: n == 0 or n > 1e-9)
        ),
        "partial": st.booleans(),
        "options": st.lists(st.fixed_dictionaries({"id": WORDS, "zh": WORDS, "en": WORDS}), max_size=3),
    }
)
BODY = st.lists(WORDS.filter(lambda text: text.strip() == text and text), min_size=1, max_size=5).map(
    "\n\n".join
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(question=QUESTION, zh=BODY, en=BODY, title=WORDS.filter(str.strip))
def test_whatever_is_typed_survives(
    tmp_path: Path, question: dict[str, Any], zh: str, en: str, title: str
) -> None:
    objects = objects_of(read_tree(SPECIMEN))
    objects["question", "m1-x"] = question
    lesson = objects["lesson", "start"]
    objects["lesson", "start"] = {**lesson, "title": {"zh": title, "en": title}, "body": {"zh": zh, "en": en}}
    assert_round_trip(objects, tmp_path / "tree")


@SLOW
@given(
    st.recursive(
        st.one_of(WORDS, st.integers(-(10**9), 10**9), st.booleans(), st.none()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
        max_leaves=8,
    )
)
def test_yaml_says_what_was_meant(value: Any) -> None:
    reading = parse(dumped({"x": value}))
    assert not reading.faults
    assert canonical(reading.value) == canonical({"x": value})


def test_words_that_look_like_something_else_stay_words() -> None:
    for text in (
        "no",
        "on",
        "1:30",
        "0123",
        "1e5",
        "12",
        "null",
        "~",
        "true",
        "- a",
        "a: b",
        "{x",
        "#x",
        " x",
        "x ",
    ):
        assert parse(dumped({"x": text})).value == {"x": text}


def test_clusters_are_put_together_again(tmp_path: Path) -> None:
    objects = objects_of(read_tree(SPECIMEN))
    ours = {"pool": "exam", "module": "m1"}
    objects["cluster", "case-shop"] = {
        "id": "case-shop",
        "case": {"zh": "店", "en": "A shop"},
        "questions": ["m1-c1"],
        **ours,
    }
    objects["question", "m1-c1"] = {
        "id": "m1-c1",
        "type": "true_false",
        "answer": True,
        "cluster": "case-shop",
        **ours,
    }
    assert_round_trip(objects, tmp_path / "tree")
