"""GIFT, Moodle's text format for questions: reading and writing."""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from app.interop.engine.exchange import (
    Doc,
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

CARRIES = ("single", "multiple", "true_false", "numeric", "short_text", "matching", "essay")
_ESCAPE = re.compile(r"([~=#{}:\\])")
_UNESCAPE = re.compile(r"\\(.)", re.DOTALL)
_TITLE = re.compile(r"\s*::((?:\\.|[^\\])*?)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_META = re.compile(r"\[(id|tag):((?:\\.|[^\]])*)\]")
_ANSWER = re.compile(r"(?<!\\)([=~])")
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_TRUE = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def _out(text: str) -> str:
    return _ESCAPE.sub(r"\\\1", text).replace("\n", r"\n")


def _in(text: str) -> str:
    return _UNESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], text).strip()


def _cut(text: str, sign: str) -> list[str]:
    """Split *text* at *sign* where it is not escaped."""
    return re.split(rf"(?<!\\){re.escape(sign)}", text)


def _html(text: str) -> Text:
    return unpack(_in(text))


# ---------------------------------------------------------------- writing
def write(questions: Iterable[Mapping[str, Any]]) -> str:
    """Return the questions as GIFT; kinds it has no words for are left out (see ``CARRIES``)."""
    return "\n\n".join(_question(q) for q in questions if q["type"] in CARRIES) + "\n"


def _question(question: Mapping[str, Any]) -> str:
    meta = " ".join(f"[tag:{tag}]" for tag in tags_of(question))
    head = f"// [id:{question['id']}] {meta}".rstrip()
    body = _BODIES[str(question["type"])](question)
    if "explain" in question:
        body += f"\n\t####{_out(pack(question['explain']))}"
    return f"{head}\n::{_out(str(question['id']))}::[html]{_out(pack(question['stem']))}{{{body}}}"


def _why(spec: Mapping[str, Any], key: str = "why") -> str:
    return f"#{_out(pack(spec[key]))}" if key in spec else ""


def _write_single(question: Mapping[str, Any]) -> str:
    rows = [
        f"\n\t{'=' if option.get('correct') is True else '~'}{_out(pack(option))}{_why(option)}"
        for option in question["options"]
    ]
    return "".join(rows) + "\n"


def _write_multiple(question: Mapping[str, Any]) -> str:
    right = sum(1 for option in question["options"] if option.get("correct") is True)
    rows = []
    for option in question["options"]:
        weight = Fraction(100, right) if option.get("correct") is True else Fraction(-100, right)
        rows.append(f"\n\t~%{float(weight):.5f}%{_out(pack(option))}{_why(option)}")
    return "".join(rows) + "\n"


def _write_true_false(question: Mapping[str, Any]) -> str:
    word = "TRUE" if question["answer"] else "FALSE"
    wrong = _out(pack(question["why_wrong"])) if "why_wrong" in question else ""
    right = _out(pack(question["why"])) if "why" in question else ""
    return f"{word}#{wrong}#{right}" if wrong or right else word


def _write_numeric(question: Mapping[str, Any]) -> str:
    return f"#\n\t={question['answer']}:{question.get('tolerance', 0)}{_why(question)}\n"


def _write_short(question: Mapping[str, Any]) -> str:
    words = [*question["accept"]["zh"], *question["accept"]["en"]]
    rows = [f"\n\t={_out(str(word))}{_why(question)}" for word in dict.fromkeys(words)]
    return "".join(rows) + "\n"


def _write_matching(question: Mapping[str, Any]) -> str:
    right = {entry["id"]: entry for entry in question["right"]}
    rows = [
        f"\n\t={_out(pack(entry))} -> {_out(pack(right[question['pairs'][entry['id']]]))}"
        for entry in question["left"]
    ]
    used = set(question["pairs"].values())
    rows += [f"\n\t= -> {_out(pack(entry))}" for ident, entry in right.items() if ident not in used]
    return "".join(rows) + "\n"


_BODIES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "single": _write_single,
    "multiple": _write_multiple,
    "true_false": _write_true_false,
    "numeric": _write_numeric,
    "short_text": _write_short,
    "matching": _write_matching,
    "essay": lambda _question: "",
}


# ---------------------------------------------------------------- reading
def read(text: str) -> Reading:
    """Return the questions of a GIFT file; nothing stops the reading."""
    reading = Reading()
    for line, block in _blocks(text.removeprefix("\ufeff")):
        try:
            _read_block(reading, line, block)
        except (ValueError, LookupError, ArithmeticError) as error:
            reading.refuse(line, block, str(error) or "not a question in GIFT")
    return reading


def _blocks(text: str) -> list[tuple[int, str]]:
    """Return (line, text) of every stretch between blank lines that stand outside of braces."""
    found: list[tuple[int, str]] = []
    held: list[str] = []
    start, depth = 1, 0
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], 1):
        if not line.strip() and depth <= 0:
            if any(row.strip() for row in held):
                found.append((start, "\n".join(held)))
            held, depth = [], 0
            continue
        if not held:
            start = number
        held.append(line)
        if not line.lstrip().startswith("//"):
            bare = re.sub(r"\\.", "", line)
            depth += bare.count("{") - bare.count("}")
    if held:
        found.append((start, "\n".join(held)))
    return found


def _read_block(reading: Reading, line: int, block: str) -> None:
    meta = [
        match for row in block.split("\n") if row.lstrip().startswith("//") for match in _META.findall(row)
    ]
    rows = [row for row in block.split("\n") if not row.lstrip().startswith(("//", "$CATEGORY"))]
    text = "\n".join(rows)
    if not text.strip():
        return
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    marked = _FORMAT.match(body)
    body = body[marked.end() :] if marked else body
    parts = re.split(r"(?<!\\)\{|(?<!\\)\}", body)
    if len(parts) != 3:
        why = "no answer in braces" if len(parts) == 1 else "the braces do not match"
        raise ValueError(why)
    stem = f"{parts[0]}_____{parts[2]}" if parts[2].strip() else parts[0]
    ids = [value for key, value in meta if key == "id"]
    name = _in(ids[0] if ids else title[1] if title else "")
    question: Doc = {"id": slug(name, f"imported-{len(reading.questions) + 1}"), "stem": _html(stem)}
    apply_tags(question, [_in(value) for key, value in meta if key == "tag"])
    answers, _, explain = parts[1].partition("####")
    _answers(question, answers)
    if explain.strip():
        question["explain"] = _html(explain)
    reading.questions.append((line, question))


def _answers(question: Doc, body: str) -> None:
    """Put type and key into *question*; ValueError for a kind we do not have."""
    words = _cut(body, "#")
    if not body.strip():
        levels = [
            {"points": 0, "zh": "未达到", "en": "Not reached"},
            {"points": 1, "zh": "达到", "en": "Reached"},
        ]
        rubric = [{"id": "whole", "zh": "整体", "en": "As a whole", "levels": levels}]
        question.update(type="essay", rubric=rubric)
    elif words[0].strip().upper() in _TRUE:
        _true_false(question, words)
    elif body.lstrip().startswith("#"):
        _numeric(question, body.lstrip()[1:])
    else:
        _listed(question, body)


def _true_false(question: Doc, words: list[str]) -> None:
    question.update(type="true_false", answer=_TRUE[words[0].strip().upper()])
    for key, place in (("why_wrong", 1), ("why", 2)):
        if len(words) > place and words[place].strip():
            question[key] = _html(words[place])


def _number(text: str) -> int | float:
    value = Fraction(text.strip())
    return int(value) if value.denominator == 1 else float(value)


def _numeric(question: Doc, body: str) -> None:
    first = next((part for part in _cut(body, "=") if part.strip()), "")
    key, *why = _cut(_WEIGHT.sub("", first), "#")
    if ".." in key:
        low, high = (Fraction(side.strip()) for side in key.split(".."))
        answer, tolerance = _number(str((low + high) / 2)), _number(str((high - low) / 2))
    else:
        value, _, off = key.partition(":")
        answer, tolerance = _number(value), _number(off or "0")
    question.update(type="numeric", answer=answer, tolerance=tolerance)
    if why and why[0].strip():
        question["why"] = _html(why[0])


def _listed(question: Doc, body: str) -> None:
    pieces = _ANSWER.split(body)
    if pieces[0].strip():
        raise ValueError("an answer begins with neither = nor ~")
    signs, texts = pieces[1::2], pieces[2::2]
    if all(sign == "=" for sign in signs):
        pairs = [re.split(r"(?<!\\)->", text) for text in texts]
        if all(len(pair) == 2 for pair in pairs):
            _matching(question, pairs)
        else:
            _short(question, texts)
        return
    rows = []
    weighted = False
    for sign, text in zip(signs, texts, strict=True):
        said, *why = _cut(text, "#")
        weight = _WEIGHT.match(said.strip())
        weighted = weighted or bool(weight)
        right = sign == "=" or (weight is not None and float(weight[1]) > 0)
        said = said.strip()[weight.end() :] if weight else said
        rows.append((_html(said), right, _html(why[0]) if why and why[0].strip() else None))
    several = weighted and "=" not in signs
    question["type"] = "multiple" if several else "single"
    question.update(choice(question, rows))


def _short(question: Doc, texts: list[str]) -> None:
    words, why = [], None
    for text in texts:
        said, *reason = _cut(_WEIGHT.sub("", text), "#")
        words.append(_in(said))
        why = why or (_html(reason[0]) if reason and reason[0].strip() else None)
    question.update(type="short_text", accept=accept(words))
    if why:
        question["why"] = why


def accept(words: list[str]) -> dict[str, list[str]]:
    """Return words of one list by language: those with Chinese characters, and the others."""
    zh = [word for word in words if re.search(r"[\u3400-\u9fff]", word)]
    en = [word for word in words if word not in zh]
    return {"zh": zh or en, "en": en or zh}


def _matching(question: Doc, pairs: list[list[str]]) -> None:
    left = [(_html(one), _html(other)) for one, other in pairs if one.strip()]
    rights: list[Text] = []
    for _one, other in pairs:
        if _html(other) not in rights:
            rights.append(_html(other))
    names = [f"r{ident}" for ident in letters(len(rights))]
    question.update(
        type="matching",
        left=[{"id": f"l{ident}", **one} for ident, (one, _) in zip(letters(len(left)), left, strict=True)],
        right=[{"id": name, **text} for name, text in zip(names, rights, strict=True)],
        pairs={
            f"l{ident}": names[rights.index(other)]
            for ident, (_, other) in zip(letters(len(left)), left, strict=True)
        },
    )
