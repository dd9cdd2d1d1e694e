"""KM3, second half: rubrics, weights and scales that add up."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from app.content.faults import Path
from app.content.lint.plots import COURSE, RUBRIC, TASK
from app.content.lint.rule import Planted, Remark, rule
from app.content.lint.world import World, below
from app.content.tree import Document

_FROM = ("from", "lo", "low", "min")
_TO = ("to", "hi", "high", "max")


def _number(value: Any) -> Fraction | None:
    """Return *value* as an exact number, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(str(value))


def _said(band: dict[str, Any], names: tuple[str, ...]) -> Fraction | None:
    return next((_number(band[name]) for name in names if name in band), None)


def bands(criterion: dict[str, Any]) -> list[tuple[int, Fraction, Fraction]]:
    """Return (position, from, to) of the bands of *criterion* that have both ends, lowest first."""
    found = []
    listed = criterion.get("bands")
    for number, band in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(band, dict):
            low, high = _said(band, _FROM), _said(band, _TO)
            if low is not None and high is not None:
                found.append((number, low, high))
    return sorted(found, key=lambda entry: entry[1])


@rule(
    "KM320",
    zh="评分档不连续",
    en="Bands with a gap or an overlap",
    kinds=("rubric",),
    planted=Planted(RUBRIC, "lo: 21, hi: 40", "lo: 25, hi: 40", at="      - {lo: 25"),
)
def contiguous(rubric: Document, world: World) -> Iterable[Remark]:
    """Expect that each band begins one point above the one below it, and that none ends below its start."""
    del world
    for path, criterion in below(rubric, "criteria"):
        before: Fraction | None = None
        for number, low, high in bands(criterion):
            place = (*path, "bands", number)
            if high < low:
                yield Remark(place, f"The band ends ({high}) below its start ({low}).", "Swap the two.")
            if before is not None and low - before not in (0, 1):
                message = f"The band begins at {low}, the one below it ends at {before}."
                yield Remark(place, message, "Leave neither a gap nor an overlap.")
            before = high


@rule(
    "KM321",
    zh="缺少零分档",
    en="No level for zero",
    kinds=("rubric",),
    planted=Planted(
        RUBRIC, "{lo: 0, hi: 0, text: {zh: 没有, en: Nothing}}\n      - {lo: 1, hi: 20", "{lo: 1, hi: 20",
        at="  - id: research",
    ),
)  # fmt: skip
def zero_level(rubric: Document, world: World) -> Iterable[Remark]:
    """Expect a band that says when a criterion earns nothing."""
    del world
    for path, criterion in below(rubric, "criteria"):
        found = bands(criterion)
        if found and found[0][1] != 0:
            message = f"No band of “{criterion.get('id')}” says when it earns 0."
            yield Remark(path, message, "Add a band from 0 to 0.")


@rule(
    "KM322",
    zh="评分表合计不是 100",
    en="Rubric does not add up to 100",
    kinds=("rubric",),
    planted=Planted(RUBRIC, "    max: 60\n", "    max: 50\n", at="criteria:"),
)
def rubric_total(rubric: Document, world: World) -> Iterable[Remark]:
    """Expect that the weights (or, without weights, the maxima) of the criteria add up to 100."""
    del world
    criteria = [criterion for _, criterion in below(rubric, "criteria")]
    key = "weight" if any("weight" in criterion for criterion in criteria) else "max"
    numbers = [_number(criterion.get(key)) for criterion in criteria]
    total = sum((number for number in numbers if number is not None), Fraction(0))
    if criteria and total != 100:
        yield Remark(("criteria",), f"The criteria add up to {float(total):g}.", "They must add up to 100.")


@rule(
    "KM323",
    zh="最高档与满分不符",
    en="Top band does not reach the maximum",
    kinds=("rubric",),
    planted=Planted(RUBRIC, "{lo: 1, hi: 60,", "{lo: 1, hi: 55,", at="  - id: plan"),
)
def top_band(rubric: Document, world: World) -> Iterable[Remark]:
    """Expect that the highest band ends at the maximum of its criterion."""
    del world
    for path, criterion in below(rubric, "criteria"):
        found, most = bands(criterion), _number(criterion.get("max"))
        if found and most is not None and found[-1][2] != most:
            message = f"The bands of “{criterion.get('id')}” end at {found[-1][2]}, its maximum is {most}."
            yield Remark(path, message, "Make them meet.")


@rule(
    "KM324",
    zh="评分项没有档次",
    en="Criterion without bands",
    kinds=("rubric",),
    planted=Planted(RUBRIC, "    max: 60\n    bands:", "    max: 60\n    band:", at="  - id: plan"),
)
def without_bands(rubric: Document, world: World) -> Iterable[Remark]:
    """Expect that every criterion describes its bands."""
    del world
    for path, criterion in below(rubric, "criteria"):
        if len(bands(criterion)) < 2:
            message = f"“{criterion.get('id')}” describes fewer than two bands."
            yield Remark(path, message, "Say in “bands” what earns how much.")


def _sum(entries: Iterable[dict[str, Any]], key: str) -> Fraction:
    numbers = (_number(entry.get(key)) for entry in entries)
    return sum((number for number in numbers if number is not None), Fraction(0))


@rule(
    "KM325",
    zh="成绩权重合计不是 100",
    en="Course weights do not add up to 100",
    kinds=("course",),
    planted=Planted(COURSE, "kind: exam, weight: 60", "kind: exam, weight: 50", at="  components:"),
)
def course_weights(course: Document, world: World) -> Iterable[Remark]:
    """Expect that the components of the course mark add up to 100."""
    del world
    grading = course.doc.get("grading")
    listed = grading.get("components") if isinstance(grading, dict) else None
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    total = _sum(entries, "weight")
    if entries and total != 100:
        path = ("grading", "components")
        yield Remark(path, f"The weights add up to {float(total):g}.", "They must add up to 100.")


def _shares(document: Document) -> Iterator[tuple[Path, dict[str, Any]]]:
    grading = document.doc.get("grading")
    task = grading.get("task") if isinstance(grading, dict) else None
    if isinstance(task, dict):
        yield ("grading", "task"), task
    if isinstance(document.doc.get("marking"), dict):
        yield ("marking",), document.doc["marking"]


@rule(
    "KM326",
    zh="评分份额合计不是 100",
    en="Shares do not add up to 100",
    kinds=("course", "task"),
    planted=Planted(TASK, "delegates: 40}", "delegates: 50}", at="marking:"),
)
def shares(document: Document, world: World) -> Iterable[Remark]:
    """Expect that teacher and delegates, and group and individual, share 100."""
    del world
    for path, share in _shares(document):
        for one, two in (("teacher", "delegates"), ("group", "individual")):
            first, second = _number(share.get(one)), _number(share.get(two))
            if first is not None and second is not None and first + second != 100:
                message = f"“{one}” and “{two}” add up to {float(first + second):g}."
                yield Remark(path, message, "They must add up to 100.")


@rule(
    "KM327",
    zh="工作包权重合计不是 100",
    en="Work packages do not add up to 100",
    kinds=("task",),
    planted=Planted(TASK, "{id: wp1, weight: 40,", "{id: wp1, weight: 30,", at="work_packages:"),
)
def work_packages(task: Document, world: World) -> Iterable[Remark]:
    """Expect that the planned weights of the work packages add up to 100."""
    del world
    packages = [package for _, package in below(task, "work_packages")]
    key = "weight" if any("weight" in package for package in packages) else "planned_weight"
    total = _sum(packages, key)
    if packages and total != 100:
        message = f"The work packages add up to {float(total):g}."
        yield Remark(("work_packages",), message, "They must add up to 100.")


@rule(
    "KM328",
    zh="等级表没有降到 0",
    en="Scale does not fall to 0",
    kinds=("course",),
    planted=Planted(COURSE, "{min: 0, zh: 不及格", "{min: 10, zh: 不及格", at="  scale:"),
)
def scale(course: Document, world: World) -> Iterable[Remark]:
    """Expect that the grades fall step by step and that the lowest begins at 0."""
    del world
    grading = course.doc.get("grading")
    listed = grading.get("scale") if isinstance(grading, dict) else None
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    limits = [limit for limit in (_number(entry.get("min")) for entry in entries) if limit is not None]
    falling = all(high > low for high, low in pairwise(limits))
    if limits and (not falling or limits[-1] != 0):
        yield Remark(
            ("grading", "scale"), "The scale does not fall to 0.", "Order it, and end with “min: 0”."
        )


@rule(
    "KM329",
    zh="任务没有评分表",
    en="Task without a rubric",
    kinds=("task",),
    planted=Planted(TASK, "rubric: t1\n", "", at="id: t1"),
)
def unmarked_task(task: Document, world: World) -> Iterable[Remark]:
    """Expect that a task says by which rubric it is marked."""
    del world
    if '"rubric":' not in repr(task.doc).replace("'", '"'):
        yield Remark((), "The task names no rubric.", "Add “rubric: …”.")
