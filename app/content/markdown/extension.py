"""Our additions to Python-Markdown: callouts, inserts, links into the course, tables that scroll.

Nothing else is switched on than the list ``EXTENSIONS``; raw HTML is switched off.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from app.content.vocabulary import CALLOUT_NAMES, INSERTS, LINKS, TABLE_NAME

# (scheme, target) -> address, or None when the thing is not open to the reader. “picture” is a scheme too.
Resolver = Callable[[str, str], str | None]

OPEN, CLOSE = "\ue010", "\ue011"
_CALLOUT = re.compile(r":::[ \t]*([\w-]*)[ \t]*([^\n]*)\Z")


def token(kind: str, name: str) -> str:
    """Return the mark that holds the place of an insert until the page is cut there."""
    return f"{OPEN}{kind}:{name}{CLOSE}"


class _Fences(Preprocessor):
    """Puts every ``:::`` line into a block of its own."""

    def run(self, lines: list[str]) -> list[str]:
        """Return *lines* with blank lines around fences and without our private marks."""
        spaced: list[str] = []
        for raw in lines:
            line = raw.replace(OPEN, "").replace(CLOSE, "")
            spaced += ["", line, ""] if line.startswith(":::") else [line]
        return spaced


class _Callout(BlockProcessor):
    """``::: case`` … ``:::`` becomes a note with a label in the reader's language."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md.parser)
        self._language = language

    def test(self, parent: Element, block: str) -> bool:
        """Return whether *block* is a fence."""
        del parent
        return bool(_CALLOUT.match(block))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Take the blocks up to the closing fence and parse them inside the note."""
        match = _CALLOUT.match(blocks.pop(0))
        name, words = (match[1], match[2]) if match else ("", "")
        if name not in CALLOUT_NAMES:
            return True  # a stray fence shows nothing; the linter has reported it
        end = next((n for n, block in enumerate(blocks) if block.strip() == ":::"), len(blocks))
        inner = blocks[:end]
        del blocks[: end + 1]
        box = _child(parent, "div", f"callout callout-{name}")
        box.set("role", "note")  # an aside would be a landmark, and many of one name confuse
        label = _child(box, "p", "callout-label")
        label.text = " ".join(part for part in (CALLOUT_NAMES[name].get(self._language), words) if part)
        self.parser.parseBlocks(box, inner)
        return True


class _Insert(InlineProcessor):
    """``{{kind:name}}`` becomes a mark; anything else in double braces stays text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        """Return the mark for a known kind of insert."""
        del data
        if m[1] not in INSERTS:
            return None, None, None
        return token(m[1], m[2]), m.start(0), m.end(0)


class _Weave(Treeprocessor):
    """Resolves links and pictures and dresses tables, once the page is parsed."""

    def __init__(self, md: Markdown, resolve: Resolver, table: str) -> None:
        super().__init__(md)
        self._resolve = resolve
        self._table = table
        self._tables = 0

    def run(self, root: Element) -> None:
        """Walk the page."""
        for link in list(root.iter("a")):
            self._link(link)
        for picture in list(root.iter("img")):
            self._picture(picture)
        for head in root.iter("th"):
            head.set("scope", "col")
        self._wrap_tables(root)

    def _link(self, link: Element) -> None:
        scheme, colon, target = link.get("href", "").partition(":")
        if not colon or scheme not in LINKS:
            return
        address = self._resolve(scheme, target)
        link.set("class", f"link-{scheme}")
        if address is None:
            link.tag = "span"
            link.attrib.pop("href")
        else:
            link.set("href", address)

    def _picture(self, picture: Element) -> None:
        address = self._resolve("picture", picture.get("src", ""))
        if address is None:
            picture.tag, picture.text = "span", picture.get("alt", "")
            picture.attrib.clear()
        else:
            picture.set("src", address)
            picture.set("loading", "lazy")

    def _wrap_tables(self, parent: Element) -> None:
        for number, child in enumerate(list(parent)):
            self._wrap_tables(child)
            if child.tag == "table":
                child.set("class", "table")
                self._tables += 1
                frame = Element("div", {"class": "table-scroll", "tabindex": "0", "role": "group"})
                frame.set("aria-label", f"{self._table} {self._tables}")
                frame.tail, child.tail = child.tail, None
                frame.append(child)
                parent[number] = frame


def _child(parent: Element, tag: str, style: str) -> Element:
    child = Element(tag, {"class": style})
    parent.append(child)
    return child


class CourseExtension(Extension):
    """All of our additions together."""

    def __init__(self, *, language: str, resolve: Resolver) -> None:
        super().__init__()
        self._language = language
        self._resolve = resolve

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register our parts and take raw HTML out."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_Fences(md), "course_fences", 20)
        md.parser.blockprocessors.register(_Callout(md, self._language), "course_callout", 175)
        pattern = r"\{\{\s*([a-z]+)\s*:\s*([\w.-]+)\s*\}\}"
        md.inlinePatterns.register(_Insert(pattern, md), "course_insert", 185)
        md.treeprocessors.register(
            _Weave(md, self._resolve, TABLE_NAME.get(self._language)), "course_weave", 2
        )


def extensions(language: str, resolve: Resolver) -> list[Extension | str]:
    """Return the fixed list of extensions."""
    return [
        TableExtension(use_align_attribute=True),
        TocExtension(slugify=slugify_unicode, marker="", baselevel=1),
        "fenced_code",
        "attr_list",
        "def_list",
        "footnotes",
        "sane_lists",
        CourseExtension(language=language, resolve=resolve),
    ]
