"""Moodle XML: reading (hostile files refused) and writing."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException

from app.interop.engine.exchange import (
    Doc,
    HostileFileError,
    Reading,
    Text,
    apply_tags,
    choice,
    letters,
    pack,
    slug,
    tags_of,
    unpack,
)
from app.interop.engine.gift import accept

NAMES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "numeric": "numerical",
    "short_text": "shortanswer",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
}
CARRIES = tuple(NAMES)
_LARGEST = 5_000_000


# ---------------------------------------------------------------- writing
def write(questions: Iterable[Mapping[str, Any]]) -> str:
    """Return the questions as Moodle XML; kinds it has no words for are left out (see ``CARRIES``)."""
    root = Element("quiz")
    for question in questions:
        if question["type"] in NAMES:
            _question(root, question)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _text(parent: Element, tag: str, html: str, **attributes: str) -> Element:
    node = SubElement(parent, tag, attributes)
    SubElement(node, "text").text = html
    return node


def _answer(parent: Element, fraction: Fraction | int, html: str, why: Any) -> Element:
    node = _text(
        parent, "answer", html, fraction=f"{float(fraction):.5f}".rstrip("0").rstrip("."), format="html"
    )
    if why:
        _text(node, "feedback", pack(why), format="html")
    return node


def _question(root: Element, question: Mapping[str, Any]) -> None:
    node = SubElement(root, "question", type=NAMES[question["type"]])
    _text(node, "name", str(question["id"]))
    _text(node, "questiontext", pack(question["stem"]), format="html")
    if "explain" in question:
        _text(node, "generalfeedback", pack(question["explain"]), format="html")
    SubElement(node, "defaultgrade").text = str(question.get("points", 1))
    SubElement(node, "idnumber").text = str(question["id"])
    _WRITERS[question["type"]](node, question)
    found = tags_of(question)
    if found:
        tags = SubElement(node, "tags")
        for tag in found:
            _text(tags, "tag", tag)


def _write_choice(node: Element, question: Mapping[str, Any]) -> None:
    single = question["type"] == "single"
    SubElement(node, "single").text = "true" if single else "false"
    SubElement(node, "shuffleanswers").text = "false" if question.get("shuffle") is False else "true"
    right = sum(1 for option in question["options"] if option.get("correct") is True)
    for option in question["options"]:
        share = (
            Fraction(100, right) if option.get("correct") is True else Fraction(0 if single else -100, right)
        )
        _answer(node, share, pack(option), option.get("why"))


def _write_true_false(node: Element, question: Mapping[str, Any]) -> None:
    for word in (True, False):
        right = word is question["answer"]
        why = question.get("why") if right else question.get("why_wrong")
        _answer(node, 100 if right else 0, "true" if word else "false", why)


def _write_numeric(node: Element, question: Mapping[str, Any]) -> None:
    answer = _answer(node, 100, str(question["answer"]), question.get("why"))
    SubElement(answer, "tolerance").text = str(question.get("tolerance", 0))


def _write_short(node: Element, question: Mapping[str, Any]) -> None:
    SubElement(node, "usecase").text = "0"
    words = [*question["accept"]["zh"], *question["accept"]["en"]]
    for word in dict.fromkeys(words):
        _answer(node, 100, str(word), question.get("why"))


def _write_matching(node: Element, question: Mapping[str, Any]) -> None:
    right = {entry["id"]: entry for entry in question["right"]}
    for entry in question["left"]:
        _text(
            _text(node, "subquestion", pack(entry), format="html"),
            "answer",
            pack(right[question["pairs"][entry["id"]]]),
        )
    used = set(question["pairs"].values())
    for ident, entry in right.items():
        if ident not in used:
            _text(_text(node, "subquestion", "", format="html"), "answer", pack(entry))


def _write_ordering(node: Element, question: Mapping[str, Any]) -> None:
    SubElement(node, "gradingtype").text = {
        "neighbours": "RELATIVE_NEXT_EXCLUDE_LAST",
        "all": "ALL_OR_NOTHING",
    }.get(str(question.get("score")), "ABSOLUTE_POSITION")
    for place, entry in enumerate(question["items"], 1):
        _answer(node, place, pack(entry), entry.get("why"))


def _write_essay(node: Element, question: Mapping[str, Any]) -> None:
    rows = (
        f"{pack(row)}: " + " / ".join(f"{level['points']} {pack(level)}" for level in row["levels"])
        for row in question["rubric"]
    )
    _text(node, "graderinfo", "<br>".join(rows), format="html")


_WRITERS = {
    "single": _write_choice,
    "multiple": _write_choice,
    "true_false": _write_true_false,
    "numeric": _write_numeric,
    "short_text": _write_short,
    "matching": _write_matching,
    "ordering": _write_ordering,
    "essay": _write_essay,
}


# ---------------------------------------------------------------- reading
def read(data: bytes) -> Reading:
    """Return the questions of a Moodle XML file; HostileFileError for entities, ValueError for no XML."""
    if len(data) > _LARGEST:
        raise HostileFileError("the file is larger than 5 MB")
    try:
        root = Safe.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise HostileFileError(
            "the file defines entities or a document type, which questions never need"
        ) from error
    except ParseError as error:
        line = error.position[0]
        reading = Reading()
        reading.refuse(line, "", f"this is not XML: {error.msg}")
        return reading
    return _all(root, _lines(data))


def _lines(data: bytes) -> list[int]:
    """Return the line on which each <question …> begins, in order."""
    return [data.count(b"\n", 0, match.start()) + 1 for match in re.finditer(rb"<question[\s>]", data)]


def _all(root: Element, lines: list[int]) -> Reading:
    reading = Reading()
    if root.tag != "quiz":
        reading.refuse(1, root.tag, "the root of a Moodle file is <quiz>")
        return reading
    for n, node in enumerate(root.findall("question")):
        line, kind = lines[n] if n < len(lines) else 1, str(node.get("type"))
        if kind == "category":
            continue
        name = (node.findtext("name/text") or "").strip()
        if kind not in _READERS:
            reading.refuse(line, name, f"we have no kind of question like Moodle's “{kind}”")
            continue
        try:
            reading.questions.append((line, _read(node, kind, name, len(reading.questions) + 1)))
        except (ValueError, LookupError, ArithmeticError) as error:
            reading.refuse(line, name, str(error) or "a part of it is missing")
    return reading


def _html(node: Element | None) -> Text:
    return unpack((node.findtext("text") or "") if node is not None else "")


def _read(node: Element, kind: str, name: str, number: int) -> Doc:
    ident = (node.findtext("idnumber") or name).strip()
    stem = _html(node.find("questiontext"))
    if not stem["zh"]:
        raise ValueError("it has no text")
    question: Doc = {"id": slug(ident, f"imported-{number}"), "stem": stem}
    apply_tags(question, [tag.findtext("text") or "" for tag in node.findall("tags/tag")])
    explain = _html(node.find("generalfeedback"))
    if explain["zh"]:
        question["explain"] = explain
    _READERS[kind](node, question)
    points = node.findtext("defaultgrade")
    if points and Fraction(points) != 1:
        question["points"] = _number(points)
    return question


def _number(text: str) -> int | float:
    value = Fraction(text.strip())
    return int(value) if value.denominator == 1 else float(value)


def _share(answer: Element) -> float:
    return float(answer.get("fraction") or 0)


def _why(answer: Element) -> Text | None:
    why = _html(answer.find("feedback"))
    return why if why["zh"] else None


def _read_choice(node: Element, question: Doc) -> None:
    rows = [(_html(answer), _share(answer) > 0, _why(answer)) for answer in node.findall("answer")]
    if len(rows) < 2:
        raise ValueError("a choice needs two options or more")
    single = (node.findtext("single") or "true").strip() in ("true", "1")
    question["type"] = "single" if single else "multiple"
    if (node.findtext("shuffleanswers") or "true").strip() in ("false", "0"):
        question["shuffle"] = False
    question.update(choice(question, rows))


def _read_true_false(node: Element, question: Doc) -> None:
    answers = {(answer.findtext("text") or "").strip(): answer for answer in node.findall("answer")}
    key = next(word for word, answer in answers.items() if _share(answer) > 0)
    question.update(type="true_false", answer=key == "true")
    for word, answer in answers.items():
        why = _why(answer)
        if why:
            question["why" if word == key else "why_wrong"] = why


def _read_numeric(node: Element, question: Doc) -> None:
    answer = max(node.findall("answer"), key=_share)
    question.update(type="numeric", answer=_number(answer.findtext("text") or ""))
    question["tolerance"] = _number(answer.findtext("tolerance") or "0")
    why = _why(answer)
    if why:
        question["why"] = why


def _read_short(node: Element, question: Doc) -> None:
    right = [answer for answer in node.findall("answer") if _share(answer) >= 100]
    words = [unpack(answer.findtext("text") or "")["zh"] for answer in right]
    if not words:
        raise ValueError("no answer counts in full")
    question.update(type="short_text", accept=accept(words))
    why = _why(right[0])
    if why:
        question["why"] = why


def _read_matching(node: Element, question: Doc) -> None:
    pairs = [(_html(sub), _html(sub.find("answer"))) for sub in node.findall("subquestion")]
    rights = [text for n, (_, text) in enumerate(pairs) if text not in [other for _, other in pairs[:n]]]
    names = [f"r{ident}" for ident in letters(len(rights))]
    left = [(one, names[rights.index(other)]) for one, other in pairs if one["zh"]]
    if len(left) < 2:
        raise ValueError("matching needs two pairs or more")
    ids = [f"l{ident}" for ident in letters(len(left))]
    question.update(
        type="matching",
        left=[{"id": ident, **one} for ident, (one, _) in zip(ids, left, strict=True)],
        right=[{"id": name, **text} for name, text in zip(names, rights, strict=True)],
        pairs={ident: name for ident, (_, name) in zip(ids, left, strict=True)},
    )


def _read_ordering(node: Element, question: Doc) -> None:
    rows = sorted(node.findall("answer"), key=_share)
    items = []
    for ident, answer in zip(letters(len(rows)), rows, strict=True):
        why = _why(answer)
        items.append({"id": ident, **_html(answer), **({"why": why} if why else {})})
    question.update(type="ordering", items=items)
    word = (node.findtext("gradingtype") or "").strip()
    score = {"RELATIVE_NEXT_EXCLUDE_LAST": "neighbours", "ALL_OR_NOTHING": "all"}.get(word)
    if score:
        question["score"] = score


def _read_essay(_node: Element, question: Doc) -> None:
    levels = [
        {"points": 0, "zh": "未达到", "en": "Not reached"},
        {"points": 1, "zh": "达到", "en": "Reached"},
    ]
    question.update(
        type="essay", rubric=[{"id": "whole", "zh": "整体", "en": "As a whole", "levels": levels}]
    )


_READERS = {
    "multichoice": _read_choice,
    "truefalse": _read_true_false,
    "numerical": _read_numeric,
    "shortanswer": _read_short,
    "matching": _read_matching,
    "ordering": _read_ordering,
    "essay": _read_essay,
}
