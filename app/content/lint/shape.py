"""KM0: the shape of files and documents. Most of these are kept while reading and shape-checking."""

from collections.abc import Iterable

from app.content.documents import Key
from app.content.lint.plots import ARCHETYPE, BANK, CHECKLIST, COURSE, EN, EXAM, MODULE, TRACK, ZH
from app.content.lint.rule import Planted, Remark, reading, rule
from app.content.lint.schemas import QUESTION_TYPES
from app.content.lint.world import World
from app.content.shapes import meant
from app.content.tree import Document
from app.content.vocabulary import CALLOUTS, INSERTS

reading(
    "KM001", zh="YAML 语法错误", en="YAML syntax", planted=Planted(EXAM, "[m1-single,", "[m1-single,: ]]")
)
reading("KM002", zh="键重复", en="Key given twice", planted=Planted(MODULE, "unlock:", "id: m9\nunlock:"))
reading("KM003", zh="未知的键", en="Unknown key", planted=Planted(EXAM, "pass: 80", "pas: 80"))
reading("KM004", zh="类型不对", en="Wrong type", planted=Planted(EXAM, "pass: 80", "pass: high"))
reading("KM005", zh="未知的取值", en="Unknown word", planted=Planted(EXAM, "kind: check", "kind: chekc"))
reading(
    "KM006",
    zh="缺少必要的键",
    en="Key missing",
    planted=Planted(TRACK, "    due: hire+7\n", "", at="  - id: d7"),
)
reading(
    "KM007", zh="不是 UTF-8 文本", en="Not UTF-8", planted=Planted(CHECKLIST, "Week one", "Week \udce9ne")
)
reading("KM008", zh="用了标签或别名", en="Tag or alias", planted=Planted(EXAM, "pass: 80", "pass: !!int 80"))
reading(
    "KM009", zh="缺少页首", en="Front matter missing", planted=Planted(EN, new="\n\nBody only.\n", at="\n")
)
reading("KM011", zh="文件为空", en="Empty file", planted=Planted(ARCHETYPE, new="# nothing yet\n"))
reading("KM012", zh="超出范围", en="Out of range", planted=Planted(COURSE, "hours: 4\ncal", "hours: 0\ncal"))


@rule(
    "KM010",
    zh="提示框写法不对",
    en="Callout unknown or not closed",
    kinds=("lesson", "guide"),
    planted=Planted(ZH, "三个月。\n:::", "三个月。", at="::: case"),
)
def callouts(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect that a callout opens with ``::: word`` (a known word) and closes with ``:::``."""
    for side, mark in world.marks(lesson, "strays"):
        path = ("body", side, mark.line, mark.column)
        if mark.kind:
            yield Remark(path, f"The callout “{mark.kind}” is not closed.", "Put a line “:::” after it.")
        else:
            yield Remark(path, "This “:::” closes nothing.", "Delete it, or open a callout before it.")
    for side, mark in world.marks(lesson, "callouts"):
        if mark.kind not in CALLOUTS:
            message = f"There is no callout “{mark.kind}”."
            yield Remark(("body", side, mark.line, mark.column), message, meant(mark.kind, CALLOUTS))


@rule(
    "KM013",
    zh="Markdown 中夹了 HTML",
    en="Raw HTML in Markdown",
    kinds=("lesson", "guide"),
    planted=Planted(EN, "- Look at profit", "- Look at <b>profit</b>"),
)
def raw_html(lesson: Document, world: World) -> Iterable[Remark]:
    """Lessons are Markdown only: HTML would be shown as text or thrown away."""
    for side, mark in world.marks(lesson, "html"):
        message = f"HTML ({mark.text}) is not allowed in a lesson."
        yield Remark(
            ("body", side, mark.line, mark.column), message, "Use Markdown, or put it in `backquotes`."
        )


@rule(
    "KM014",
    zh="未知的插入",
    en="Unknown insert",
    kinds=("lesson", "guide"),
    planted=Planted(ZH, "{{figure:pareto}}", "{{figur:pareto}}"),
)
def inserts(lesson: Document, world: World) -> Iterable[Remark]:
    """Only ``{{q:…}}``, ``{{fact:…}}`` and ``{{figure:…}}`` can be inserted."""
    for side, mark in world.marks(lesson, "inserts"):
        if mark.kind not in INSERTS or not mark.text:
            message = f"“{{{{{mark.kind}:{mark.text}}}}}” inserts nothing."
            yield Remark(("body", side, mark.line, mark.column), message, meant(mark.kind, INSERTS))


@rule(
    "KM015",
    zh="标题级别跳跃",
    en="Heading level jumps",
    kinds=("lesson", "guide"),
    planted=Planted(EN, "## Then at", "#### Then at"),
)
def heading_levels(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect that a body begins at ``##`` (the title is level 1) and goes down step by step."""
    for side, outline in world.outlines(lesson).items():
        above = 1
        for mark in outline.headings:
            level = int(mark.kind)
            if level == 1 or level > above + 1:
                wanted = "#" * max(2, min(level, above + 1))
                message = f"This heading is of level {level}, but the one above it is of level {above}."
                yield Remark(("body", side, mark.line), message, f"Begin it with “{wanted} ”.")
            above = level


@rule(
    "KM016",
    zh="未知的题型",
    en="Unknown question type",
    kinds=("question",),
    planted=Planted(BANK, "type: single", "type: sinlge"),
)
def question_type(question: Document, world: World) -> Iterable[Remark]:
    """Expect one of the types the platform can ask and mark."""
    said = question.doc.get("type")
    known = (*QUESTION_TYPES, *sorted(world.rooms.types))
    if said not in known:
        hint = meant(str(said), known)
        yield Remark(("type",), f"There is no question type “{said}”.", hint)


@rule(
    "KM017",
    zh="完成条件与活动不符",
    en="Completion rule does not fit the item",
    kinds=("module",),
    planted=Planted(MODULE, "{crm: card, done: {score: 70}}", "{crm: card, done: {read_to_end: true}}"),
)
def completion(module: Document, world: World) -> Iterable[Remark]:
    """Expect one activity an item: a lesson is read, an exam scored, a task handed in."""
    del world
    fitting = {
        "lesson": {"read_to_end", "min_seconds"},
        "exam": {"score", "attempts", "submitted"},
        "crm": {"score", "submitted"},
        "scenario": {"score", "submitted", "advance"},
        "task": {"submitted", "score"},
        "checklist": {"submitted"},
    }
    items = module.doc.get("items")
    for number, item in enumerate(items if isinstance(items, list) else []):
        named = [kind for kind in fitting if isinstance(item, dict) and kind in item]
        if isinstance(item, dict) and len(named) != 1:
            message = f"An item names exactly one activity, but this one names {len(named)}."
            yield Remark(("items", number), message, "Use one of: " + ", ".join(fitting) + ".")
        for kind in named:
            done = item.get("done") or {}
            for key in done if isinstance(done, dict) else {}:
                if key not in fitting[kind]:
                    message = f"“{key}” cannot complete a {kind}."
                    hint = "Use " + " or ".join(sorted(fitting[kind])) + "."
                    yield Remark(("items", number, "done", Key(key)), message, hint)
