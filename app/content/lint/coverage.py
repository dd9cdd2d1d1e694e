"""What the course promises and must keep: objectives taught and tested, sources used, fair banks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from app.content.faults import Path
from app.content.lint.plots import BANK, EN, MODULE, OBJECTIVES, SECOND_BANK, SEEDS, TASK, statements
from app.content.lint.rule import Planted, Remark, rule, sweep
from app.content.lint.world import World, below, bodies, words
from app.content.shapes import meant
from app.content.sources import Place
from app.content.tree import Document, aside_of, classify

_ENOUGH = 3
_ALIKE = 94
_NUMBERS = re.compile(r"[\d\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+|[A-Z]+")
_DATE = re.compile(
    r"week\s+\d{1,2}(\s+(mon|tue|wed|thu|fri|sat|sun))?(\s+\d{1,2}:\d{2})?|hire\s*\+\s*\d{1,4}\s*d?"
    r"|after:[a-z0-9.-]+|\d{4}-\d{2}-\d{2}"
)
_LESSON = re.compile(r"(?s)\]\([^)]*\)|`[^`]*`")


def _published(world: World) -> Iterator[tuple[Document, Path, str, str]]:
    """Yield (document, path, id, module) of the objectives of modules that are not coming."""
    for document in world.tree.of("objectives"):
        for path, objective in below(document, "objectives"):
            name = str(objective.get("id"))
            module = str(objective.get("module") or name.partition(".")[0])
            if module not in world.coming:
                yield document, path, name, module


@sweep(
    "KM314",
    zh="目标的题目太少",
    en="Objective with too few questions",
    warning=True,
    planted=Planted(
        OBJECTIVES,
        "transversal:",
        "  - {id: m1.o2, module: m1, zh: 算出份额, en: Work out a share}\ntransversal:",
    ),
)
def untested(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find objectives of modules with a bank that fewer than three questions test."""
    tested = Counter(name for q in world.tree.of("question") for _, name in words(q.doc.get("objectives")))
    begun = {name.partition(".")[0] for name in tested}
    for document, path, name, _ in _published(world):
        if tested[name] < _ENOUGH and name.partition(".")[0] in begun:
            message = f"“{name}” is tested by {tested[name]} questions."
            yield document, Remark(path, message, "Write at least three.")


@sweep(
    "KM330",
    zh="目标没有课来教",
    en="Objective nobody teaches",
    warning=True,
    planted=Planted(
        OBJECTIVES,
        "transversal:",
        "  - {id: m1.o3, module: m1, zh: 说出原因, en: Say why}\ntransversal:",
    ),
)
def untaught(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find objectives of published modules that no lesson serves."""
    taught = {name for lesson in world.tree.of("lesson") for _, name in words(lesson.doc.get("objectives"))}
    begun = {str(lesson.doc.get("module")) for lesson in world.tree.of("lesson")}
    for document, path, name, module in _published(world):
        if name not in taught and module in begun:
            yield document, Remark(path, f"No lesson serves “{name}”.", "Name it in the head of a lesson.")


@sweep(
    "KM331",
    zh="判断题答案偏向一边",
    en="True or false favours one side",
    warning=True,
    planted=Planted(SECOND_BANK, new=statements("tttttttf"), at="  - id: m2-1"),
)
def one_sided(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find banks of eight or more statements of which over 75 % have the same answer."""
    banks: dict[str, list[Document]] = defaultdict(list)
    for question in world.tree.of("question"):
        if question.doc.get("type") == "true_false":
            banks[question.source.file].append(question)
    for found in banks.values():
        true = sum(question.doc.get("answer") is True for question in found)
        most = max(true, len(found) - true)
        if len(found) >= 8 and most > 0.75 * len(found):
            message = f"{most} of {len(found)} statements have the same answer."
            yield found[0], Remark((), message, "Turn some of them round.")


@sweep(
    "KM333",
    zh="题干几乎相同",
    en="Two questions nearly the same",
    warning=True,
    planted=Planted(
        BANK,
        "stem: {zh: 哪些说明它重要？, en: What shows that it matters?}",
        "stem: {zh: 甲占全部的销量百分之几呢？, en: What percentage of the volume is the first customer’s?}",
        at="    stem: {zh: 甲占全部销量",
    ),
)
def near_stems(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find questions of one bank whose stems are nearly the same (other numbers excepted)."""
    banks: dict[str, list[tuple[Document, str, str, list[str]]]] = defaultdict(list)
    for question in world.tree.of("question"):
        stem = question.doc.get("stem")
        if isinstance(stem, dict) and "cluster" not in question.doc:
            zh, en = str(stem.get("zh", "")), str(stem.get("en", ""))
            banks[question.source.file].append((question, zh, en, _NUMBERS.findall(zh + en)))
    for found in banks.values():
        for one, two in combinations(found, 2):
            if one[1] != two[1] and one[3] == two[3] and fuzz.ratio(one[2], two[2], score_cutoff=_ALIKE):
                message = f"“{one[0].id}” asks nearly the same."
                yield two[0], Remark(("stem",), message, "Keep one of the two, or ask something else.")


@rule(
    "KM332",
    zh="角色没有个人任务",
    en="Role without a part of its own",
    kinds=("task",),
    planted=Planted(
        TASK,
        "work_packages:",
        "team: {roles: [lead, legal]}\nindividual: [{role: lead, deliver: log}]\nwork_packages:",
        at="team:",
    ),
)
def idle_roles(task: Document, world: World) -> Iterable[Remark]:
    """Expect that where a task lists individual parts, every role of the team has one."""
    del world
    team, parts = task.doc.get("team"), task.doc.get("individual")
    roles = team.get("roles") if isinstance(team, dict) else None
    if not isinstance(parts, list) or not isinstance(roles, list):
        return
    mappings = [part for part in parts if isinstance(part, dict)]
    if any(part.get("each") is True for part in mappings):
        return
    busy = {part.get("role") for part in mappings}
    for number, role in enumerate(roles):
        name = role.get("id") if isinstance(role, dict) else role
        if name not in busy:
            message = f"The role “{name}” has no part of its own."
            yield Remark(("team", "roles", number), message, "Give it one in “individual”.")


@rule(
    "KM115",
    zh="词条没有翻译",
    en="Term left in Chinese",
    kinds=("lesson",),
    warning=True,
    planted=Planted(EN, "- Look at profit", "- Look at the 大客户"),
)
def left_in_chinese(lesson: Document, world: World) -> Iterable[Remark]:
    """Find terms that stand in Chinese on the English side, without their translation beside them."""
    names = {str(term.get("zh")): str(term.get("en")) for term in world.parts("glossary", "terms").values()}
    body = bodies(lesson).get("en", "")
    for number, line in enumerate(body.split("\n"), 1):
        if line.isascii():
            continue
        bare = _LESSON.sub(lambda part: " " * len(part[0]), line)
        for zh, en in names.items():
            if len(zh) > 1 and f"{zh}" in bare and en.casefold() not in line.casefold():
                path = ("body", "en", number, bare.index(zh) + 1)
                yield Remark(path, f"“{zh}” is left in Chinese.", f"Write “{en}”.")


def _dates(condition: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(condition, str):
        yield path, condition
    elif isinstance(condition, dict):
        if isinstance(condition.get("date"), str):
            yield (*path, "date"), condition["date"]
        for key in ("any", "all"):
            listed = condition.get(key)
            for number, inner in enumerate(listed if isinstance(listed, list) else []):
                yield from _dates(inner, (*path, key, number))


@rule(
    "KM019",
    zh="日期写法看不懂",
    en="Date not understood",
    kinds=("module",),
    planted=Planted(MODULE, "{date: week 1}", "{date: weak 1}", at="unlock:"),
)
def dates(module: Document, world: World) -> Iterable[Remark]:
    """Expect ``week 3``, ``week 8 mon 09:00``, ``hire+30d``, ``after:m2`` or a day of the calendar."""
    del world
    for path, text in _dates(module.doc.get("unlock"), ("unlock",)):
        if not _DATE.fullmatch(text.strip().lower()):
            message = f"“{text}” is not a date the course understands."
            yield Remark(path, message, "Write “week 3”, “hire+30d”, “after:m2” or 2027-03-01.")


def _units(world: World) -> Iterator[tuple[Document, Path, dict[str, Any]]]:
    for seeds in aside_of(world.tree, "seeds"):
        for path, unit in below(seeds, "units"):
            yield seeds, path, unit


@sweep(
    "KM510",
    zh="素材单元没有课来教",
    en="Source unit untaught",
    planted=Planted(SEEDS, "{unit: demo-01, lessons: [start]}", "{unit: demo-01, modules: [m1]}"),
)
def untaught_units(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Expect that every unit of the sources is taught in a lesson, unless all of its modules are coming."""
    for seeds, path, unit in _units(world):
        modules = {name for _, name in words(unit.get("modules"))}
        kept = unit.get("lessons") or unit.get("by") in ("course", "tasks", "marking")
        if not kept and not (modules and modules <= world.coming):
            message = f"No lesson teaches the unit “{unit.get('unit')}”."
            yield seeds, Remark(path, message, "Name its lessons: “lessons: […]”.")


@sweep(
    "KM511",
    zh="素材单元重复",
    en="Source unit listed twice",
    planted=Planted(
        SEEDS,
        "units:\n",
        "units:\n  - {unit: demo-01, lessons: [start]}\n",
        at="  - {unit: demo-01, lessons: [start]}\n  - {unit: demo-02",
    ),
)
def units_twice(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find units that the map of the sources lists twice."""
    seen: set[tuple[str, str]] = set()
    for seeds, path, unit in _units(world):
        key = (seeds.id, str(unit.get("unit")))
        if key in seen:
            yield seeds, Remark(path, f"The unit “{key[1]}” is listed twice.", "Keep one of the two.")
        seen.add(key)


@sweep(
    "KM512",
    zh="素材对照表里的课不存在",
    en="Map of the sources names nothing",
    planted=Planted(SEEDS, "{unit: demo-02, lessons: [start]}", "{unit: demo-02, lessons: [strat]}"),
)
def unit_lessons(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find lessons that the map of the sources names and that do not exist."""
    for seeds, path, unit in _units(world):
        for number, name in words(unit.get("lessons")):
            if world.lacks("lesson", name):
                message = f"There is no lesson “{name}”."
                yield seeds, Remark((*path, "lessons", number), message, meant(name, world.ids("lesson")))


@sweep(
    "KM513",
    zh="题目出处不在素材表里",
    en="Question from an unknown source",
    warning=True,
    planted=Planted(BANK, "source: {unit: demo-01}", "source: {unit: demo-77}"),
)
def question_sources(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Expect that the unit a question comes from stands in the map of the sources (where there is one)."""
    known: dict[str, set[str]] = defaultdict(set)
    for seeds, _, entry in _units(world):
        known[seeds.id].add(str(entry.get("unit")))
    for question in world.tree.of("question"):
        source = question.doc.get("source")
        unit = source.get("unit") if isinstance(source, dict) else None
        units = known.get(classify(question.source.file).parts.get("course", ""))
        if isinstance(unit, str) and units and unit not in units:
            message = f"The map of the sources has no unit “{unit}”."
            yield question, Remark(("source", "unit"), message, meant(unit, sorted(units)))
