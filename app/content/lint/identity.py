"""KM4: ids that are unique, stay put, and match their files."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.content.faults import Path
from app.content.lint.plots import BANK, CHECKLIST, lesson
from app.content.lint.rule import Planted, Remark, reading, rule, sweep
from app.content.lint.world import World
from app.content.sources import Place
from app.content.tree import Document, classify

reading("KM402", zh="编号写法不对", en="Bad id", planted=Planted(BANK, "- id: m1-single", "- id: M1 Single"))


@sweep(
    "KM401",
    zh="编号重复",
    en="Id used twice",
    planted=Planted(BANK, "- id: m1-multiple", "- id: m1-single", at="  - id: m1-single\n    type: multiple"),
)
def used_twice(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find two documents of one kind with the same id, in one file or in two."""
    for document in world.tree.documents:
        first = world.index[document.kind, document.id]
        if first is not document:
            there = first.place(("id",))
            message = f"The {document.kind} id “{document.id}” is used already in {there.file}:{there.line}."
            yield document, Remark(("id",), message, "Give one of the two another id.")


@rule(
    "KM403",
    zh="编号与文件名不符",
    en="Id does not match its file",
    kinds=("lesson", "exam", "task", "rubric", "checklist", "archetype", "lines", "case", "dossier"),
    planted=Planted(CHECKLIST, "id: week1\n", "id: week-one\n"),
)
def file_name(document: Document, world: World) -> Iterable[Remark]:
    """Expect that the file (or its folder) is called after the id, so that it can be found by it."""
    del world
    name = classify(document.source.file).parts.get("stem", "")
    if name and document.id != name:
        message = f"The id is “{document.id}”, but the file says “{name}”."
        yield Remark(("id",), message, "Make the two the same.")


def _listed(value: Any, path: Path) -> Iterator[tuple[Path, list[Any]]]:
    """Yield every list in *value* with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, dict | list):
                yield from _listed(item, (*path, key))
    elif isinstance(value, list):
        yield path, value
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _listed(item, (*path, number))


@rule(
    "KM404",
    zh="同一列表内编号重复",
    en="Id used twice in one list",
    planted=Planted(BANK, "{id: c, zh: 门面,", "{id: b, zh: 门面,", at="      - {id: b, zh: 门面,"),
)
def inner_ids(document: Document, world: World) -> Iterable[Remark]:
    """Find entries of one list (options, criteria, steps, people, …) with the same id."""
    del world
    for path, entries in _listed(document.doc, ()):
        seen: set[str] = set()
        for number, entry in enumerate(entries):
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str):
                if name in seen:
                    message = f"The id “{name}” is used twice in this list."
                    yield Remark((*path, number, "id"), message, "Give one of the two another id.")
                seen.add(name)


@sweep(
    "KM405",
    zh="序号重复",
    en="Two lessons with one number",
    planted=Planted(
        "courses/demo/01-first/10-again.zh.md",
        new=lesson(name="again", side="zh"),
        site="courses/demo/01-first/10-start.zh.md",
        at="id: start",
    ),
)
def same_number(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Expect that the numbers of the lessons in one folder differ: they are the order."""
    seen: dict[tuple[str, str], Document] = {}
    for document in world.tree.of("lesson"):
        parts = classify(document.source.file).parts
        key = (parts.get("course", "") + "/" + parts.get("folder", ""), parts.get("number", ""))
        if key in seen:
            message = f"The number {key[1]} is also that of “{seen[key].id}”."
            yield document, Remark((), message, "Renumber one of the two.")
        seen.setdefault(key, document)


@rule(
    "KM406",
    zh="题目编号不以题库开头",
    en="Question id does not begin with its bank",
    kinds=("question",),
    warning=True,
    planted=Planted(BANK, "- id: m1-inline", "- id: x1-inline"),
)
def bank_prefix(question: Document, world: World) -> Iterable[Remark]:
    """Expect that the questions of bank m1.yaml are called m1-…, so that an id tells where it lies."""
    del world
    stem = classify(question.source.file).parts.get("stem", "")
    if re.fullmatch(r"m\d+", stem) and not question.id.startswith(stem + "-"):
        yield Remark(("id",), f"“{question.id}” lies in the bank “{stem}”.", f"Call it “{stem}-…”.")
