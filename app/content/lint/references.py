"""KM2: whatever names something else names something that exists."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any

from app.content.faults import Path
from app.content.lint.plots import BANK, EN, EXAM, MODULE, PICTURE, TASK, TRACK, ZH, lesson
from app.content.lint.rule import Planted, Remark, rule, sweep
from app.content.lint.world import World, below, words
from app.content.shapes import meant
from app.content.sources import Place
from app.content.tree import Document, classify
from app.content.vocabulary import FIGURES, ITEMS, LINKS, TARGETS


def _named(document: Document, world: World) -> Iterator[tuple[Path, str, str]]:
    """Yield (path, word, id) for everything a lesson links to or a module or track lists."""
    if document.kind in ("lesson", "guide"):
        for side, mark in world.marks(document, "links"):
            word, colon, target = mark.text.partition(":")
            if colon and word in TARGETS:
                yield ("body", side, mark.line, mark.column), word, target.partition("#")[0]
    elif document.kind == "module":
        yield from _items(document.doc.get("items"), ("items",))
    elif document.kind == "track":
        for path, stage in below(document, "stages"):
            yield from _items(stage.get("items"), (*path, "items"))
            gate = stage.get("gate")
            yield from _items([gate] if isinstance(gate, dict) else [], (*path, "gate"), single=True)


def _items(items: Any, path: Path, *, single: bool = False) -> Iterator[tuple[Path, str, str]]:
    for number, item in enumerate(items if isinstance(items, list) else []):
        for word in (*ITEMS, "module"):
            if isinstance(item, dict) and isinstance(item.get(word), str):
                yield (*path, word) if single else (*path, number, word), word, item[word]


def _broken(document: Document, world: World, word: str) -> Iterator[Remark]:
    """Report every use of *word* that names nothing."""
    kind = TARGETS[word]
    coming = _announced(world) if kind == "module" else set()
    for path, said, name in _named(document, world):
        if said == word and name not in coming and world.lacks(kind, name):
            yield Remark(path, f"There is no {word} “{name}”.", meant(name, world.ids(kind)))


def _announced(world: World) -> set[str]:
    """Return the ids of the modules that the courses announce, written or not."""
    return set(world.parts("course", "modules"))


_NAMING = ("lesson", "guide", "module", "track")


@rule(
    "KM201",
    zh="课不存在",
    en="No such lesson",
    kinds=_NAMING,
    planted=Planted(MODULE, "{lesson: start,", "{lesson: strat,"),
)
def lessons(document: Document, world: World) -> Iterable[Remark]:
    """Find lessons that are named and do not exist."""
    return _broken(document, world, "lesson")


@rule(
    "KM202",
    zh="题目不存在",
    en="No such question",
    kinds=("lesson", "exam"),
    planted=Planted(EXAM, "m1-numeric]", "m1-numerical]"),
)
def questions(document: Document, world: World) -> Iterable[Remark]:
    """Find questions that an exam or a lesson asks and no bank holds."""
    asked: list[tuple[Path, str]] = []
    if document.kind == "exam":
        asked = [(("questions", number), name) for number, name in words(document.doc.get("questions"))]
    else:
        marks = world.marks(document, "inserts")
        asked = [(("body", side, m.line, m.column), m.text) for side, m in marks if m.kind == "q"]
    for path, name in asked:
        if world.lacks("question", name):
            yield Remark(path, f"There is no question “{name}”.", meant(name, world.ids("question")))


def _inserted(lesson: Document, world: World, kind: str, known: Iterable[str], word: str) -> Iterator[Remark]:
    names = sorted(known)
    for side, mark in world.marks(lesson, "inserts"):
        if mark.kind == kind and mark.text not in names:
            path = ("body", side, mark.line, mark.column)
            yield Remark(path, f"There is no {word} “{mark.text}”.", meant(mark.text, names))


@rule(
    "KM203",
    zh="事实不存在",
    en="No such fact",
    kinds=("lesson",),
    planted=Planted(EN, "{{fact:share}}", "{{fact:shares}}"),
)
def facts(lesson: Document, world: World) -> Iterable[Remark]:
    """Find facts that facts.yaml does not hold."""
    return () if "facts" in world.tree.broken else _inserted(lesson, world, "fact", world.facts, "fact")


@rule(
    "KM204",
    zh="词条不存在",
    en="No such glossary term",
    kinds=("lesson",),
    planted=Planted(ZH, "(glossary:key-account)", "(glossary:key-acount)"),
)
def terms(lesson: Document, world: World) -> Iterable[Remark]:
    """Find links to terms that glossary.yaml does not hold."""
    for side, mark in world.marks(lesson, "links"):
        word, _, name = mark.text.partition(":")
        if word == "glossary" and name not in world.terms and "glossary" not in world.tree.broken:
            path = ("body", side, mark.line, mark.column)
            yield Remark(path, f"There is no term “{name}”.", meant(name, sorted(world.terms)))


@rule(
    "KM205",
    zh="插图不存在",
    en="No such figure",
    kinds=("lesson",),
    planted=Planted(EN, "{{figure:pareto}}", "{{figure:paretto}}"),
)
def figures(lesson: Document, world: World) -> Iterable[Remark]:
    """Find figures that the platform cannot draw."""
    return _inserted(lesson, world, "figure", (*FIGURES, *world.ids("figure")), "figure")


@rule(
    "KM206",
    zh="谈判案例不存在",
    en="No such scenario",
    kinds=_NAMING,
    planted=Planted(MODULE, "{scenario: first-call,", "{scenario: first-cal,"),
)
def scenarios(document: Document, world: World) -> Iterable[Remark]:
    """Find negotiation cases that are named and do not exist."""
    return _broken(document, world, "scenario")


@rule(
    "KM207",
    zh="建档练习不存在",
    en="No such dossier",
    kinds=_NAMING,
    planted=Planted(MODULE, "{crm: card,", "{crm: cards,"),
)
def dossiers(document: Document, world: World) -> Iterable[Remark]:
    """Find CRM dossiers that are named and do not exist."""
    return _broken(document, world, "crm")


@rule(
    "KM208",
    zh="检核表不存在",
    en="No such checklist",
    kinds=_NAMING,
    planted=Planted(TRACK, "checklist: week1", "checklist: week-one"),
)
def checklists(document: Document, world: World) -> Iterable[Remark]:
    """Find checklists that are named and do not exist."""
    return _broken(document, world, "checklist")


@rule(
    "KM209",
    zh="目标不存在",
    en="No such objective",
    kinds=("lesson", "question"),
    planted=Planted(
        BANK,
        "objectives: [m1.o1]\n    source",
        "objectives: [m1.o7]\n    source",
        at="    objectives: [m1.o7]",
    ),
)
def objectives(document: Document, world: World) -> Iterable[Remark]:
    """Find objectives that objectives.yaml does not hold."""
    for number, name in words(document.doc.get("objectives")):
        if name not in world.objectives and "objectives" not in world.tree.broken:
            hint = meant(name, sorted(world.objectives))
            yield Remark(("objectives", number), f"There is no objective “{name}”.", hint)


@rule(
    "KM210",
    zh="评分表不存在",
    en="No such rubric",
    kinds=("task",),
    planted=Planted(TASK, "rubric: t1", "rubric: t9"),
)
def rubrics(task: Document, world: World) -> Iterable[Remark]:
    """Find rubrics of tasks that do not exist (``t2.group`` is part of ``t2``)."""
    for path, name in _rubrics_in(task.doc, ()):
        if world.lacks("rubric", name) and world.lacks("rubric", name.partition(".")[0]):
            yield Remark(path, f"There is no rubric “{name}”.", meant(name, world.ids("rubric")))


def _rubrics_in(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "rubric" and isinstance(item, str):
                yield (*path, key), item
            else:
                yield from _rubrics_in(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _rubrics_in(item, (*path, number))


@rule(
    "KM211",
    zh="测验不存在",
    en="No such exam",
    kinds=_NAMING,
    planted=Planted(MODULE, "{exam: m1-check, done", "{exam: m1-chek, done"),
)
def exams(document: Document, world: World) -> Iterable[Remark]:
    """Find exams that are named and do not exist."""
    return _broken(document, world, "exam")


@rule(
    "KM212",
    zh="任务不存在",
    en="No such task",
    kinds=_NAMING,
    planted=Planted(MODULE, "{task: t1,", "{task: t5,"),
)
def tasks(document: Document, world: World) -> Iterable[Remark]:
    """Find tasks that are named and do not exist."""
    return _broken(document, world, "task")


@rule(
    "KM213",
    zh="模块不存在",
    en="No such module",
    kinds=(*_NAMING, "exam"),
    planted=Planted(TRACK, "[{module: m1}", "[{module: m11}"),
)
def modules(document: Document, world: World) -> Iterable[Remark]:
    """Find modules that are named and that no course has or announces."""
    yield from _broken(document, world, "module")
    known = {*world.ids("module"), *_announced(world)}
    of = document.doc.get("module")
    if document.kind == "exam" and isinstance(of, str) and of not in known:
        yield Remark(("module",), f"There is no module “{of}”.", meant(of, sorted(known)))
    if document.kind == "module":
        for path, name in _afters(document.doc.get("unlock"), ("unlock",)):
            if name not in known:
                yield Remark(path, f"There is no module “{name}”.", meant(name, sorted(known)))


def _afters(condition: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(condition, dict):
        if isinstance(condition.get("after"), str):
            yield (*path, "after"), condition["after"]
        for key in ("any", "all"):
            inners = condition.get(key)
            for number, inner in enumerate(inners if isinstance(inners, list) else []):
                yield from _afters(inner, (*path, key, number))


@rule(
    "KM214",
    zh="图片缺替代文字",
    en="Picture without alternative text",
    kinds=("lesson",),
    planted=Planted(EN, "![The front of a small shop]", "![]"),
)
def alternative_text(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect a text that stands in for the picture where it cannot be seen."""
    for side, mark in world.marks(lesson, "images"):
        if not mark.kind:
            message = f"The picture “{mark.text}” has no alternative text."
            yield Remark(("body", side, mark.line, mark.column), message, "Write it: ![what it shows](…).")


def _picture(lesson: Document, name: str) -> str:
    return str(PurePosixPath(lesson.source.file).parent / name)


@rule(
    "KM215",
    zh="图片文件不存在",
    en="No such picture",
    kinds=("lesson",),
    planted=Planted(PICTURE, site=ZH, at="![一家小店的门面]"),
)
def picture_files(lesson: Document, world: World) -> Iterable[Remark]:
    """Find pictures whose file is not in the folder ``img`` beside the lesson."""
    there = {file.name for file in world.tree.files if file.form == "picture"}
    for side, mark in world.marks(lesson, "images"):
        if _picture(lesson, mark.text) not in there:
            near = [name.rsplit("/", 1)[-1] for name in there]
            message = f"There is no picture “{mark.text}”."
            yield Remark(("body", side, mark.line, mark.column), message, meant(mark.text, near))


@sweep(
    "KM216",
    zh="孤立文件",
    en="File that belongs to nothing",
    planted=Planted("courses/demo/bank/notes.txt", new="hello\n"),
)
def orphans(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find files that fit no row of the table of kinds, so that nothing would ever read them."""
    for file in world.tree.files:
        if file.form == "orphan":
            remark = Remark((), "No kind of document has this name and place.", "Move, rename or delete it.")
            yield Place(file.name), remark


def _folder(lesson: Document) -> str:
    return classify(lesson.source.file).parts.get("folder", "")


@rule(
    "KM217",
    zh="课未编入模块",
    en="Lesson in no module",
    kinds=("lesson",),
    planted=Planted(
        MODULE,
        "  - {lesson: start, minutes: 10, done: {read_to_end: true, min_seconds: 60}}\n",
        "",
        at="id: start",
        site=ZH,
    ),
)
def listed(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect that the module in whose folder a lesson lies lists it."""
    listing = [item.get("lesson") for m in world.tree.of("module") for _, item in below(m, "items")]
    waited = world.is_coming(lesson.doc.get("module"), _folder(lesson))
    if lesson.id not in listing and "module" not in world.tree.broken and not waited:
        message = f"No module lists the lesson “{lesson.id}”."
        yield Remark((), message, f"Add “- {{lesson: {lesson.id}}}” to the items of its module.")


@sweep(
    "KM218",
    zh="图片未使用",
    en="Picture nobody shows",
    planted=Planted("courses/demo/01-first/img/old.svg", new="<svg/>"),
    warning=True,
)
def unused_pictures(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find pictures that no lesson shows."""
    shown = {
        _picture(lesson, mark.text)
        for lesson in (*world.tree.of("lesson"), *world.tree.replaced)
        if lesson.kind == "lesson"
        for _, mark in world.marks(lesson, "images")
    }
    for file in world.tree.files:
        if file.form == "picture" and file.name not in shown:
            yield Place(file.name), Remark((), "No lesson shows this picture.", "Show it, or delete it.")


@rule(
    "KM219",
    zh="未知的链接",
    en="Unknown kind of link",
    kinds=("lesson",),
    planted=Planted(ZH, "(scenario:first-call)", "(senario:first-call)"),
)
def link_words(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect links of the kinds the platform resolves, or to a heading of the same lesson."""
    for side, mark in world.marks(lesson, "links"):
        word, colon, _ = mark.text.partition(":")
        web = word in ("http", "https")  # KM505 speaks about those
        if not mark.text.startswith("#") and not web and not (colon and word in LINKS):
            path = ("body", side, mark.line, mark.column)
            yield Remark(path, f"The link “{mark.text}” leads nowhere.", meant(word, LINKS))


@rule(
    "KM220",
    zh="课所在文件夹没有模块",
    en="Lesson in a folder without a module",
    kinds=("lesson",),
    planted=Planted("courses/demo/02-next/10-more.zh.md", new=lesson(name="more", side="zh"), at="id: more"),
)
def folder_without_module(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect a module.yaml in every folder of lessons."""
    waited = world.is_coming("", _folder(lesson))
    if not lesson.doc.get("module") and "module" not in world.tree.broken and not waited:
        yield Remark((), "The folder of this lesson has no module.yaml.", "Write one, or move the lesson.")
