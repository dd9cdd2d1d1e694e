"""KM1: both languages, saying the same thing in their own punctuation."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.content.faults import Path
from app.content.lint.plots import BANK, CASE, CHECKLIST, EN, GLOSSARY, LINES, OBJECTIVES, ZH
from app.content.lint.rule import Planted, Remark, reading, rule
from app.content.lint.world import World, bodies
from app.content.outline import Mark, Outline
from app.content.shapes import sides_of
from app.content.tree import Document
from app.content.vocabulary import LANGUAGES

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_HALF = re.compile(r"[\u3400-\u9fff][*_]*[,;:?!]|[,;:?!][*_]*[\u3400-\u9fff]|[\u3400-\u9fff]\(")
_FULL = re.compile(r"[\uff0c\u3002\uff1b\uff1a\uff1f\uff01\u3001]")
_QUIET = re.compile(r"\{\{[^}]*\}\}|\]\([^)\s]*\)|`[^`]*`|^:::.*$", re.MULTILINE)

reading(
    "KM102", zh="有一种语言为空", en="One side is empty", planted=Planted(CHECKLIST, "en: Week one", "en: ''")
)
reading(
    "KM112", zh="两种语言的页首不一致", en="Heads differ", planted=Planted(EN, "minutes: 10", "minutes: 12")
)


def _pairs(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every mapping that has a side, at any depth."""
    if isinstance(value, dict):
        if "zh" in value or "en" in value:
            yield path, value
        for key, item in value.items():
            if isinstance(item, dict | list):
                yield from _pairs(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _pairs(item, (*path, number))


@rule(
    "KM101",
    zh="缺一种语言",
    en="One side is missing",
    planted=Planted(CASE, "{zh: 初次拜访, en: First call}", "{zh: 初次拜访}"),
)
def missing_side(document: Document, world: World) -> Iterable[Remark]:
    """Whatever is said in one language is said in the other one too."""
    del world
    for path, pair in _pairs(document.doc, ()):
        if document.kind in ("lesson", "guide") and len(bodies(document)) < len(LANGUAGES):
            continue  # KM104 says it better: the whole file is missing
        for fault in sides_of(pair, path):
            if fault.code == "KM101":
                yield Remark(path, fault.message, fault.hint)


@rule(
    "KM103",
    zh="两种语言写得一样",
    en="Same text on both sides",
    planted=Planted(OBJECTIVES, "en: Communication", "en: 沟通"),
)
def same_text(document: Document, world: World) -> Iterable[Remark]:
    """Refuse the same text on both sides (names, numbers and short codes may be the same)."""
    del world
    for path, pair in _pairs(document.doc, ()):
        zh, en = pair.get("zh"), pair.get("en")
        if isinstance(zh, str) and zh == en and (_HAN.search(zh) or len(_WORD.findall(zh)) > 3):
            yield Remark((*path, "en"), "Both sides say the same.", "Translate one of them.")


@rule(
    "KM104",
    zh="课文缺另一种语言的文件",
    en="Lesson without its twin",
    kinds=("lesson", "guide"),
    planted=Planted(EN, site=ZH, at="id: start"),
)
def twin(lesson: Document, world: World) -> Iterable[Remark]:
    """Expect a pair of files, ``.zh.md`` and ``.en.md``."""
    del world
    for side, other in (LANGUAGES, LANGUAGES[::-1]):
        if side in bodies(lesson) and other not in bodies(lesson):
            name = lesson.source.file.rsplit("/", 1)[-1].replace(f".{side}.md", f".{other}.md")
            yield Remark((), f"The file “{name}” is missing.", "Write the lesson in the other language too.")


def _uneven(lesson: Document, world: World, part: str, name: str) -> Iterator[Remark]:
    """Report sides that differ in their number of *part*, at the first one that has no partner."""
    sides = world.outlines(lesson)
    if len(sides) < 2:
        return
    counts = {side: len(getattr(found, part)) for side, found in sides.items()}
    if counts["zh"] != counts["en"]:
        more = "zh" if counts["zh"] > counts["en"] else "en"
        extra: Mark = getattr(sides[more], part)[min(counts.values())]
        message = f"The Chinese side has {counts['zh']} {name}, the English side {counts['en']}."
        yield Remark(("body", more, extra.line), message, "Give both sides the same parts.")


@rule(
    "KM105",
    zh="标题数目不同",
    en="Unequal headings",
    kinds=("lesson", "guide"),
    planted=Planted(ZH, "## 再看关系\n", "", site=EN, at="## Then at the relationship"),
)
def headings(lesson: Document, world: World) -> Iterable[Remark]:
    """Both sides have the same headings, level for level."""
    found = list(_uneven(lesson, world, "headings", "headings"))
    sides = world.outlines(lesson)
    if not found and len(sides) == 2:
        for zh, en in zip(sides["zh"].headings, sides["en"].headings, strict=True):
            if zh.kind != en.kind:
                message = f"This heading is of level {en.kind}, its Chinese twin of level {zh.kind}."
                found.append(Remark(("body", "en", en.line), message, "Give both the same level."))
    return found


@rule(
    "KM106",
    zh="列表项数目不同",
    en="Unequal lists",
    kinds=("lesson", "guide"),
    planted=Planted(EN, "- Look at profit", "- Look at profit\n- Look twice", at="- Look twice"),
)
def lists(lesson: Document, world: World) -> Iterable[Remark]:
    """Both sides have the same number of list items."""
    return _uneven(lesson, world, "items", "list items")


@rule(
    "KM107",
    zh="表格行列不同",
    en="Unequal tables",
    kinds=("lesson", "guide"),
    planted=Planted(ZH, "| 甲 | 40% |", "| 甲 | 40% |\n| 乙 | 60% |", at="| 乙 | 60% |"),
)
def tables(lesson: Document, world: World) -> Iterable[Remark]:
    """Both sides have the same number of table rows with the same number of cells."""
    found = list(_uneven(lesson, world, "rows", "table rows"))
    sides = world.outlines(lesson)
    if not found and len(sides) == 2:
        for zh, en in zip(sides["zh"].rows, sides["en"].rows, strict=True):
            if zh.kind != en.kind:
                message = f"This row has {en.kind} cells, its Chinese twin has {zh.kind}."
                found.append(Remark(("body", "en", en.line), message, "Give both rows the same cells."))
    return found


@rule(
    "KM108",
    zh="插入、链接或图片不同",
    en="Unequal inserts, links or pictures",
    kinds=("lesson", "guide"),
    planted=Planted(EN, "[meet the customer](scenario:first-call)", "meet him", site=ZH, at="然后去[见客户]"),
)
def insertions(lesson: Document, world: World) -> Iterable[Remark]:
    """Both sides insert the same questions, facts and figures, and link to the same places."""
    sides = world.outlines(lesson)
    if len(sides) < 2:
        return
    for side, other in (LANGUAGES, LANGUAGES[::-1]):
        spare = _targets(sides[other])
        for mark, target in _targeted(sides[side]):
            if target in spare:
                spare.remove(target)
            else:
                message = f"“{target}” stands only on this side, not on the other."
                yield Remark(("body", side, mark.line), message, "Put it on both sides, or on neither.")


def _targeted(found: Outline) -> list[tuple[Mark, str]]:
    inserts = [(mark, f"{mark.kind}:{mark.text}") for mark in found.inserts]
    return [*inserts, *((mark, mark.text.partition("#")[0]) for mark in (*found.links, *found.images))]


def _targets(found: Outline) -> list[str]:
    return [target for _, target in _targeted(found)]


@rule(
    "KM109",
    zh="中文里用了半角标点",
    en="Half-width punctuation in Chinese",
    planted=Planted(BANK, "zh: 关系要时间。", "zh: '关系, 要时间。'", at="关系, 要"),
)
def half_width(document: Document, world: World) -> Iterable[Remark]:
    """Chinese text uses the comma, colon, semicolon, question mark and brackets of full width."""
    for said in world.texts(document):
        if said.side == "zh":
            yield from _each_line(
                said.path, said.text, _HALF, "Half-width punctuation stands in Chinese text"
            )


@rule(
    "KM110",
    zh="英文里用了全角标点",
    en="Full-width punctuation in English",
    planted=Planted(LINES, "Have a seat.", "Have a seat\u3002", at="    en:"),
)
def full_width(document: Document, world: World) -> Iterable[Remark]:
    """English text uses English punctuation, unless it quotes Chinese."""
    for said in world.texts(document):
        if said.side == "en" and _FULL.search(said.text) and not _HAN.search(said.text):
            yield from _each_line(
                said.path, said.text, _FULL, "Full-width punctuation stands in English text"
            )


def _each_line(path: Path, text: str, pattern: re.Pattern[str], message: str) -> Iterator[Remark]:
    """Report the first hit in each line of *text*; code, links and inserts are passed over."""
    if not pattern.search(text):
        return
    quiet = _QUIET.sub(lambda part: " " * len(part[0]), text)
    for number, line in enumerate(quiet.split("\n"), 1):
        hit = pattern.search(line)
        if hit:
            place = (*path, number, hit.start() + 1)
            around = text.split("\n")[number - 1][max(0, hit.start() - 4) : hit.end() + 4].strip()
            yield Remark(place, f"{message}: “…{around}…”.", "Use the punctuation of the language.")


@rule(
    "KM111",
    zh="语言放错了边",
    en="Wrong language on this side",
    planted=Planted(
        GLOSSARY, "zh: 对公司重要的客户", "zh: Matters to the whole firm", at="  - {id: key-account"
    ),
)
def wrong_language(document: Document, world: World) -> Iterable[Remark]:
    """Expect that the Chinese side is in Chinese and the English side is not."""
    for said in world.texts(document):
        if said.side == "zh" and not _HAN.search(said.text) and len(_WORD.findall(said.text)) >= 4:
            yield Remark(said.path, "The Chinese side is not in Chinese.", "Translate it.")
        elif said.side == "en" and len(_HAN.findall(said.text)) * 2 > len(said.text) > 3:
            yield Remark(said.path, "The English side is in Chinese.", "Translate it.")


@rule(
    "KM113",
    zh="提示框不同",
    en="Unequal callouts",
    kinds=("lesson", "guide"),
    planted=Planted(EN, "::: case", "::: note"),
)
def callout_pairs(lesson: Document, world: World) -> Iterable[Remark]:
    """Both sides have the same callouts in the same order."""
    sides = world.outlines(lesson)
    if len(sides) < 2:
        return
    yield from _uneven(lesson, world, "callouts", "callouts")
    for zh, en in zip(sides["zh"].callouts, sides["en"].callouts, strict=False):
        if zh.kind != en.kind:
            message = f"This callout is “{en.kind}”, its Chinese twin is “{zh.kind}”."
            yield Remark(("body", "en", en.line), message, "Give both the same word.")


@rule(
    "KM114",
    zh="两种语言条数不同",
    en="Unequal lists of texts",
    kinds=("course", "module", "task", "rubric", "moves", "archetype", "lines"),
    planted=Planted(LINES, "[请坐。, 您好。]", "[请坐。]", at="  greet:"),
)
def list_sides(document: Document, world: World) -> Iterable[Remark]:
    """Where both sides are lists, they have the same number of entries."""
    del world
    for path, pair in _pairs(document.doc, ()):
        zh, en = pair.get("zh"), pair.get("en")
        if isinstance(zh, list) and isinstance(en, list) and len(zh) != len(en):
            message = f"The Chinese side has {len(zh)} entries, the English side {len(en)}."
            yield Remark(path, message, "Give both sides the same number.")
