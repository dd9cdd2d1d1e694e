"""Searching the course: plain substrings over the published text, in both languages.

A course is some hundred thousand characters and never changes once it is released, so the text of a
release is kept in memory and looked through from end to end (about a millisecond). That finds a single
Chinese character as surely as a whole phrase, on every database (ADR 0010).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.content.markdown.words import plain_text
from app.content.outline import outline

Doc = Mapping[str, Any]
_AROUND = 42
_MOST = 0.6
# Letters and digits of full width are found by their ordinary twins.
_NARROW = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of an object in one language: where it begins (“s3”, or “”), its heading and its words."""

    kind: str
    id: str
    language: str
    title: str
    anchor: str
    heading: str
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place found: the section, and the words around the first match in three pieces."""

    section: Section
    before: str
    match: str
    after: str
    weight: int


def fold(text: str) -> str:
    """Return *text* in the form in which it is compared; its length stays the same."""
    lowered = text.translate(_NARROW).lower()
    return lowered if len(lowered) == len(text) else text


def sections_of_lesson(doc: Doc) -> Iterator[Section]:
    """Yield the sections of a lesson in both languages, cut at its headings."""
    for language, body in doc["body"].items():
        title = str(doc["title"].get(language, ""))
        lines = body.split("\n")
        marks = [(mark.line, f"s{n}", mark.text) for n, mark in enumerate(outline(body).headings, 1)]
        starts = [(0, "", ""), *marks]
        for place, (line, anchor, heading) in enumerate(starts):
            end = starts[place + 1][0] - 1 if place + 1 < len(starts) else len(lines)
            text = plain_text("\n".join(lines[line:end])).replace("\n", " ").strip()
            if text or heading:
                yield _section("lesson", str(doc["id"]), language, (title, anchor, heading), text)


def sections_of_terms(doc: Doc) -> Iterator[Section]:
    """Yield the terms of a glossary in both languages."""
    for term in doc.get("terms", []):
        meaning = term.get("def") or term.get("means") or {}
        for language in ("zh", "en"):
            name = str(term.get(language, ""))
            yield _section(
                "glossary", str(term["id"]), language, (name, "", ""), str(meaning.get(language, ""))
            )


def sections_of_checklist(doc: Doc) -> Iterator[Section]:
    """Yield a checklist in both languages."""
    for language in ("zh", "en"):
        lines = [str((item.get("text") or item).get(language, "")) for item in doc.get("items", [])]
        title = str(doc["title"].get(language, ""))
        yield _section("checklist", str(doc["id"]), language, (title, "", ""), " ".join(lines))


READERS: Mapping[str, Callable[[Doc], Iterator[Section]]] = {
    "lesson": sections_of_lesson,
    "checklist": sections_of_checklist,
    "glossary": sections_of_terms,
}


def _section(kind: str, ident: str, language: str, names: tuple[str, str, str], text: str) -> Section:
    title, anchor, heading = names
    return Section(kind, ident, language, title, anchor, heading, text, fold(f"{title}\n{heading}\n{text}"))


def search(sections: Iterable[Section], query: str, language: str) -> list[Hit]:
    """Return the places that hold every word of *query*, the best first, the reader's language before.

    A longer Chinese phrase that stands nowhere is taken apart into pairs of characters, most of which a
    place must hold.
    """
    words = fold(query).split()
    if not words:
        return []
    sections = list(sections)
    found = list(_hits(sections, words, language))
    if not found:
        pairs = [pair for word in words for pair in _pairs(word)]
        found = list(_hits(sections, pairs, language, _MOST)) if pairs != words else []
    return sorted(found, key=lambda hit: -hit.weight)


def _pairs(word: str) -> list[str]:
    chinese = len(word) > 2 and all("\u3400" <= char <= "\u9fff" for char in word)
    return [word[n : n + 2] for n in range(len(word) - 1)] if chinese else [word]


def _hits(sections: list[Section], words: list[str], language: str, share: float = 1) -> Iterator[Hit]:
    """Yield the sections that hold at least *share* of the *words*."""
    for section in sections:
        held = [word for word in words if word in section.folded]
        if held and len(held) >= share * len(words):
            title, heading = fold(section.title), fold(section.heading)
            weight = sum(
                12 * (word in title) + 6 * (word in heading) + min(5, section.folded.count(word))
                for word in words
            )
            weight += 100 * (section.language == language) + 4 * (section.kind == "lesson")
            yield _shown(section, held[0], weight)


def _shown(section: Section, word: str, weight: int) -> Hit:
    """Return the hit with some words around the first match in the text, else its beginning."""
    text = section.text
    at = fold(text).find(word)
    if at < 0:
        return Hit(section, "", "", text[: 2 * _AROUND] + ("…" if len(text) > 2 * _AROUND else ""), weight)
    start, end = max(0, at - _AROUND), at + len(word)
    before = ("…" if start else "") + text[start:at]
    after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
    return Hit(section, before, text[at:end], after, weight)
