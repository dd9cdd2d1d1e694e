"""Whatever stands where something else was meant, the linter finishes and says so."""

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.lint.checkers import none
from app.content.lint.run import lint_tree
from app.content.reader import read_tree
from app.content.tree import Document, Tree
from tests.content.planting import SPECIMEN

TREE = read_tree(SPECIMEN)
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, -1.5, True, "", "x", "中", [], {}, [[]], [None], {"id": []}, {"zh": []}, [{"id": 1}]]
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything in *value* but itself."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


# The reader itself makes a lesson's body; nothing but text can stand there.
PLACES = [
    (number, path)
    for number, document in enumerate(TREE.documents)
    for path in places(document.doc)
    if document.kind != "lesson" or path[0] != "body"
]


def changed(number: int, path: tuple[str | int, ...], junk: Any) -> Tree:
    """Return the specimen with *junk* at *path* of one document."""
    document = TREE.documents[number]
    doc = copy.deepcopy(document.doc)
    spot: Any = doc
    for step in path[:-1]:
        spot = spot[step]
    spot[path[-1]] = copy.deepcopy(junk)
    name = doc["id"] if isinstance(doc.get("id"), str) else document.id
    documents = list(TREE.documents)
    documents[number] = Document(document.kind, name, doc, document.source)
    return Tree(TREE.root, TREE.files, documents)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), JUNK)
def test_junk_anywhere_is_survived(place: tuple[int, tuple[str | int, ...]], junk: Any) -> None:
    report = lint_tree(changed(*place, junk), today=date(2026, 11, 21), rooms=none())
    assert all(finding.message and finding.place.file for finding in report.findings)
