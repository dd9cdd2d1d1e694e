"""KM3, first half: questions and exams that measure what they mean to measure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from app.content.lint.plots import BANK, EXAM, SECOND_BANK, bank
from app.content.lint.rule import Planted, Remark, rule, sweep
from app.content.lint.world import World, below, words
from app.content.sources import Place
from app.content.tree import Document

_CATCH_ALL = re.compile(
    r"以上(?:都|皆|均|全)|都对|都不对|\b(?:all|none) of the (?:above|following)\b", re.IGNORECASE
)
_SPACE = re.compile(r"[\W_]+")


def options(question: Document) -> list[dict[str, Any]]:
    """Return the options of a choice question that are mappings."""
    return [entry for _, entry in below(question, "options")]


@rule(
    "KM301",
    zh="正确答案数目不对",
    en="Wrong number of right answers",
    kinds=("question",),
    planted=Planted(
        BANK,
        "{id: b, zh: 关系,",
        "{id: b, correct: true, zh: 关系,",
        at="    options:\n      - {id: a, correct: true, zh: 数字",
    ),
)
def right_answers(question: Document, world: World) -> Iterable[Remark]:
    """Expect exactly one right option in a single choice, at least one in a multiple choice."""
    del world
    right = sum(1 for option in options(question) if option.get("correct") is True)
    kind = question.doc.get("type")
    if kind == "single" and right != 1:
        yield Remark(
            ("options",), f"A single choice has one right option, this has {right}.", "Mark exactly one."
        )
    elif kind == "multiple" and right < 1:
        yield Remark(("options",), "No option is right.", "Mark at least one with “correct: true”.")


@rule(
    "KM302",
    zh="选项全对",
    en="Every option is right",
    kinds=("question",),
    warning=True,
    planted=Planted(
        BANK,
        "{id: b, zh: 店面很大,",
        "{id: b, correct: true, zh: 店面很大,",
        at="    options:\n      - {id: a, correct: true, zh: 占销量",
    ),
)
def nothing_to_choose(question: Document, world: World) -> Iterable[Remark]:
    """Find multiple choices whose every option is right."""
    del world
    right = [option.get("correct") is True for option in options(question)]
    if question.doc.get("type") == "multiple" and right and all(right):
        yield Remark(("options",), "Every option is right, so nothing has to be judged.", "Add a wrong one.")


@rule(
    "KM303",
    zh="选项太少",
    en="Too few options",
    kinds=("question",),
    planted=Planted(
        BANK,
        "      - {id: c, zh: 门面, en: The shop front, why",
        "    explain: {zh: 门面不算数。, en: A front.}\n    pool: practice #",
        at="    options:\n      - {id: a, correct: true, zh: 数字",
    ),
)
def few_options(question: Document, world: World) -> Iterable[Remark]:
    """Expect at least three options; with two, write a true/false question."""
    del world
    count = len(options(question))
    if question.doc.get("type") in ("single", "multiple") and count < 3:
        yield Remark(("options",), f"There are {count} options.", "Give three or more, or use true_false.")


@rule(
    "KM304",
    zh="缺少解析",
    en="No reason given",
    kinds=("question",),
    warning=True,
    planted=Planted(BANK, "    why: {zh: 表里写着。, en: The table says so.}\n", "", at="  - id: m1-numeric"),
)
def reasons(question: Document, world: World) -> Iterable[Remark]:
    """Expect that every option, and every true/false and numeric answer, says why."""
    del world
    if question.doc.get("type") in ("true_false", "numeric") and "why" not in question.doc:
        yield Remark((), "The answer gives no reason.", "Add “why: {zh: …, en: …}”.")
    for path, option in below(question, "options"):
        if "why" not in option:
            yield Remark(path, f"Option “{option.get('id')}” gives no reason.", "Add “why: {zh: …, en: …}”.")


@rule(
    "KM305",
    zh="测验题又用作课内自测",
    en="Exam question also used in a lesson",
    kinds=("exam",),
    planted=Planted(EXAM, "[m1-single,", "[m1-inline, m1-single,"),
)
def exam_and_lesson(exam: Document, world: World) -> Iterable[Remark]:
    """Keep exam questions out of lessons, where the learner is told the answer."""
    for number, name in words(exam.doc.get("questions")):
        if name in world.inline_questions:
            lesson = world.inline_questions[name][0].id
            message = f"“{name}” is also asked inside the lesson “{lesson}”."
            yield Remark(("questions", number), message, "Use another question in one of the two.")


@rule(
    "KM306",
    zh="数值题没有误差范围",
    en="Number without tolerance",
    kinds=("question",),
    warning=True,
    planted=Planted(BANK, "    tolerance: 0.5\n", "", at="    answer: 40"),
)
def tolerance(question: Document, world: World) -> Iterable[Remark]:
    """Expect that a numeric question says how near is near enough, even when that is 0."""
    del world
    given = question.doc.keys() & {"tolerance", "tolerance_percent"}
    if question.doc.get("type") == "numeric" and len(given) != 1:
        message = "Both tolerances are given." if given else "No tolerance is given."
        yield Remark(("answer",), message, "Say “tolerance: 0” when only the exact number is right.")


@rule(
    "KM307",
    zh="选项文字重复",
    en="Two options say the same",
    kinds=("question",),
    planted=Planted(BANK, "zh: 店面很大, en: A large shop", "zh: 占销量四成, en: A large shop"),
)
def same_options(question: Document, world: World) -> Iterable[Remark]:
    """Find options that say the same in one of the languages."""
    del world
    for side in ("zh", "en"):
        seen: dict[str, str] = {}
        for path, option in below(question, "options"):
            text = str(option.get(side, "")).strip().casefold()
            if text and text in seen:
                message = f"Options “{seen[text]}” and “{option.get('id')}” say the same."
                yield Remark((*path, side), message, "Change one of them.")
            seen.setdefault(text, str(option.get("id")))


@rule(
    "KM308",
    zh="“以上都对”式选项",
    en="“All of the above”",
    kinds=("question",),
    warning=True,
    planted=Planted(BANK, "zh: 门面, en: The shop front", "zh: 以上都对, en: All of the above"),
)
def catch_all(question: Document, world: World) -> Iterable[Remark]:
    """Find options that mean “all (or none) of the above”: shuffled, they make no sense."""
    del world
    for path, option in below(question, "options"):
        side = next((s for s in ("zh", "en") if _CATCH_ALL.search(str(option.get(s, "")))), "")
        if side and question.doc.get("shuffle") is not False:
            message = "“All of the above” makes no sense when options are shuffled."
            yield Remark((*path, side), message, "Write a real option, or make it a multiple choice.")


@sweep(
    "KM309",
    zh="题干重复",
    en="Two questions ask the same",
    planted=Planted(
        BANK, "zh: 哪些说明它重要？", "zh: 先看什么？", at="    stem: {zh: 先看什么？, en: What shows"
    ),
)
def same_stems(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find questions whose stems are the same but for spaces and punctuation."""
    seen: dict[str, str] = {}
    for question in world.tree.of("question"):
        stem = question.doc.get("stem")
        text = _SPACE.sub("", str(stem.get("zh", ""))) if isinstance(stem, dict) else ""
        if text and text in seen:
            yield question, Remark(("stem", "zh"), f"“{seen[text]}” asks the same.", "Keep one of the two.")
        seen.setdefault(text, question.id)


def _banks(world: World) -> Iterator[list[Document]]:
    """Yield the single-choice questions of each bank of eight or more."""
    files: dict[str, list[Document]] = {}
    for question in world.tree.of("question"):
        if question.doc.get("type") == "single" and options(question):
            files.setdefault(question.source.file, []).append(question)
    yield from (found for found in files.values() if len(found) >= 8)


def _longest_is_right(question: Document, side: str) -> bool:
    lengths = sorted(
        (len(str(option.get(side, ""))), option.get("correct") is True) for option in options(question)
    )
    return len(lengths) > 1 and lengths[-1][1] and lengths[-1][0] > lengths[-2][0]


@sweep(
    "KM310",
    zh="正确项总是最长",
    en="The longest option gives itself away",
    warning=True,
    planted=Planted(SECOND_BANK, new=bank(keys="abcabcabc", long_key=True), at="  - id: m2-1"),
)
def longest_option(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find banks in which picking the longest option is right for more than 60 % of the questions."""
    for found in _banks(world):
        for side, name in (("zh", "Chinese"), ("en", "English")):
            hits = sum(1 for question in found if _longest_is_right(question, side))
            if hits > 0.6 * len(found):
                message = f"In {hits} of {len(found)} questions the right option is the longest in {name}."
                yield found[0], Remark((), message, "Shorten right options or lengthen wrong ones.")
                break


@sweep(
    "KM311",
    zh="正确项位置偏向",
    en="Right options favour a position",
    warning=True,
    planted=Planted(SECOND_BANK, new=bank(keys="aaaaaaabc"), at="  - id: m2-1"),
)
def key_position(world: World) -> Iterable[tuple[Document | Place, Remark]]:
    """Find banks in which one position holds the right option in more than 60 % of the questions."""
    for found in _banks(world):
        places = Counter(
            next((n for n, option in enumerate(options(question), 1) if option.get("correct") is True), 0)
            for question in found
        )
        place, hits = places.most_common(1)[0]
        if hits > 0.6 * len(found):
            message = f"In {hits} of {len(found)} questions the right option is number {place}."
            yield found[0], Remark((), message, "Move some right options to other positions.")


@rule(
    "KM312",
    zh="测验内题目重复",
    en="Question asked twice in an exam",
    kinds=("exam",),
    planted=Planted(EXAM, "m1-numeric]", "m1-numeric, m1-single]", at="questions:"),
)
def asked_twice(exam: Document, world: World) -> Iterable[Remark]:
    """Find questions that one exam lists twice."""
    del world
    seen: set[str] = set()
    for number, name in words(exam.doc.get("questions")):
        if name in seen:
            yield Remark(("questions", number), f"“{name}” is asked twice.", "Delete one of the two.")
        seen.add(name)


@rule(
    "KM313",
    zh="测验没有题目",
    en="Exam without questions",
    kinds=("exam",),
    planted=Planted(EXAM, "questions: [m1-single, m1-multiple, m1-numeric]\n", "", at="id: m1-check"),
)
def empty_exam(exam: Document, world: World) -> Iterable[Remark]:
    """Expect that an exam lists its questions or says how to draw them."""
    del world
    if not exam.doc.keys() & {"questions", "draw"}:
        yield Remark((), "The exam asks nothing.", "Add “questions: […]” or “draw: […]”.")


@rule(
    "KM315",
    zh="题目没有目标",
    en="Question without an objective",
    kinds=("question",),
    warning=True,
    planted=Planted(
        BANK, "    objectives: [m1.o1]\n    stem: {zh: 甲占", "    stem: {zh: 甲占", at="  - id: m1-numeric"
    ),
)
def aimless(question: Document, world: World) -> Iterable[Remark]:
    """Expect that a question says which objective it tests."""
    del world
    if not question.doc.get("objectives"):
        yield Remark((), "The question tests no objective.", "Add “objectives: [m1.o1]”.")
