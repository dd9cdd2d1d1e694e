"""What reading a foreign file gives: questions in our shape, and what could not be read, with its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

import nh3

Doc = dict[str, Any]
Text = dict[str, str]
_SPAN = re.compile(
    r"<span\b(?=[^>]*\bmultilang\b)[^>]*\blang=[\"']?(zh|en)[^>]*>(.*?)</span>", re.DOTALL | re.IGNORECASE
)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")


@dataclass(frozen=True, slots=True)
class Unread:
    """One thing a file holds that we cannot take: where, what it says, why not."""

    line: int
    what: str
    why: str


@dataclass(slots=True)
class Reading:
    """Everything a file gave: questions with their lines, and what was left behind."""

    questions: list[tuple[int, Doc]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def refuse(self, line: int, what: str, why: str) -> None:
        """Note something that could not be read."""
        self.unread.append(Unread(line, " ".join(what.split())[:80], why))


class HostileFileError(ValueError):
    """The file is built to do harm (an entity bomb, a zip bomb), or is far too large."""


def pack(text: Mapping[str, str]) -> str:
    """Return a bilingual text as HTML: plain where both sides are the same, else two marked spans."""
    zh, en = str(text["zh"]), str(text["en"])
    if zh == en:
        return escape(zh, quote=False)
    spans = (("zh", zh), ("en", en))
    return "".join(
        f'<span lang="{side}" class="multilang">{escape(said, quote=False)}</span>' for side, said in spans
    )


def unpack(html: str) -> Text:
    """Return foreign HTML as a bilingual plain text; one language stands on both sides."""
    found = {match[1].lower(): plain(match[2]) for match in _SPAN.finditer(html)}
    if found:
        some = next(iter(found.values()))
        return {"zh": found.get("zh", some), "en": found.get("en", some)}
    text = plain(html)
    return {"zh": text, "en": text}


def plain(html: str) -> str:
    """Return the words of *html*: no tags, no scripts, no styles."""
    if _TAG.search(html):
        html = nh3.clean(_BREAK.sub(" ", html), tags=set(), clean_content_tags={"script", "style"})
    return " ".join(unescape(html).split())


def one_language(question: Mapping[str, Any]) -> bool:
    """Return whether both sides of the stem are the same: the file had one language only."""
    stem = question.get("stem") or {}
    return bool(stem.get("zh")) and stem.get("zh") == stem.get("en")


def slug(text: str, fallback: str) -> str:
    """Return *text* as an id of ours, or *fallback*."""
    made = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return made[:60] or fallback


def letters(count: int) -> list[str]:
    """Return the ids a, b, c … for the entries of an imported list."""
    return [chr(ord("a") + n) for n in range(count)]


def choice(question: Doc, rows: Sequence[tuple[Text, bool, Text | None]]) -> Doc:
    """Return *question* with options a, b, c … from (text, right, reason); one right makes it single."""
    options = []
    for ident, (text, right, why) in zip(letters(len(rows)), rows, strict=True):
        option: Doc = {"id": ident, **text}
        if right:
            option["correct"] = True
        if why is not None and why["zh"]:
            option["why"] = why
        options.append(option)
    return {**question, "options": options}


def tags_of(question: Mapping[str, Any]) -> list[str]:
    """Return the properties that other systems keep as tags."""
    tags = [f"{key}:{question[key]}" for key in ("level", "pool", "points") if key in question]
    return tags + [f"objective:{name}" for name in question.get("objectives", [])]


def apply_tags(question: Doc, tags: list[str]) -> None:
    """Put the properties kept as tags back into *question*."""
    for tag in tags:
        key, _, value = tag.partition(":")
        if key in ("level", "pool"):
            question[key] = value
        elif key == "points":
            question["points"] = float(value) if "." in value else int(value)
        elif key == "objective":
            question.setdefault("objectives", []).append(value)
