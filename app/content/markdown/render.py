"""A lesson's body as a list of parts: clean HTML, and inserts that the page fills in between.

Rendering a page takes about ten milliseconds; callers keep the result by the hash of the lesson.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import nh3
from markdown import Markdown

from app.content.markdown.extension import CLOSE, OPEN, Resolver, extensions
from app.content.vocabulary import CALLOUT_NAMES, LINKS

_ALONE = re.compile(f"<p>\\s*({OPEN}[^{CLOSE}]*{CLOSE})\\s*</p>")
_TOKEN = re.compile(f"{OPEN}([a-z]+):([^{CLOSE}]*){CLOSE}")

_TAGS = (
    "p br hr h2 h3 h4 h5 ul ol li dl dt dd table thead tbody tr th td blockquote pre code em strong "
    "a img div span sup"
)
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={
        "a": {"href", "title", "id"},
        "img": {"src", "alt", "title", "loading"},
        "th": {"align", "scope"},
        "td": {"align"},
        "ol": {"start"},
        "li": {"id"},
        "sup": {"id"},
        "div": {"tabindex", "aria-label"},
        **{f"h{level}": {"id"} for level in range(2, 6)},
    },
    allowed_classes={
        "p": {"callout-label"},
        "a": {"footnote-ref", "footnote-backref", *(f"link-{scheme}" for scheme in LINKS)},
        "span": {f"link-{scheme}" for scheme in LINKS},
        "div": {"table-scroll", "footnote", "callout", *(f"callout-{name}" for name in CALLOUT_NAMES)},
        "table": {"table"},
    },
    tag_attribute_values={"div": {"role": {"group", "note"}}},
    url_schemes=set(),  # addresses within the platform only
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Html:
    """A stretch of clean HTML (it may open tags that a later stretch closes); templates print it as it is."""

    text: str

    def __html__(self) -> str:
        """Return the HTML: it has been through the sanitiser."""
        return self.text


@dataclass(frozen=True, slots=True)
class Insert:
    """A place left open: *kind* is ``q``, ``fact`` or ``figure``; a *block* stands on lines of its own."""

    kind: str
    name: str
    block: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page: its *level* (2 is the highest), its address on the page and its text."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered body: its parts in order, and its headings."""

    parts: tuple[Html | Insert, ...]
    headings: tuple[Heading, ...]

    def inserts(self, kind: str) -> tuple[str, ...]:
        """Return the names of the inserts of *kind*, each once, in order."""
        names = (part.name for part in self.parts if isinstance(part, Insert) and part.kind == kind)
        return tuple(dict.fromkeys(names))


def render(body: str, *, language: str, resolve: Resolver) -> Rendered:
    """Render the Markdown *body* for readers of *language*.

    *resolve* turns (scheme, target) of links and (“picture”, file) of pictures into addresses; what it
    answers with None becomes plain text.
    """
    md: Any = Markdown(extensions=extensions(language, resolve), output_format="html")
    html = _CLEANER.clean(md.convert(body))
    headings = tuple(_headings(md.toc_tokens))
    return Rendered(tuple(_cut(_ALONE.sub(_mark_block, html))), headings)


def _mark_block(match: re.Match[str]) -> str:
    return match[1].replace(OPEN, OPEN + OPEN)


def _cut(html: str) -> Iterator[Html | Insert]:
    """Yield the stretches of HTML and the inserts between them; a doubled mark is a block."""
    end = 0
    for match in _TOKEN.finditer(html):
        block = html[match.start() - 1 : match.start()] == OPEN
        before = html[end : match.start() - block]
        if before.strip():
            yield Html(before)
        yield Insert(match[1], match[2], block)
        end = match.end()
    if html[end:].strip():
        yield Html(html[end:])


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for entry in tokens:
        yield Heading(
            entry["level"], entry["id"], re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "", entry["name"]).strip()
        )
        yield from _headings(entry["children"])
