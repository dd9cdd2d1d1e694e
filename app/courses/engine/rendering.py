"""From a lesson's clean Markdown to its page in pieces: text, and the places where self-checks stand.

``app.content.markdown`` renders and sanitises; here our own parts are put in afterwards (figures, dated
facts, buttons that open a term), so nothing an author writes can become markup of ours. Headings are
numbered s1, s2, …: the two languages have the same headings, so a reading position survives switching
the language.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import count
from typing import Any

from markupsafe import Markup

from app.content.markdown import render as content
from app.courses.engine.figures import drawn
from app.courses.engine.figures.canvas import Figure
from app.courses.engine.figures.catalogue import FIGURES

Doc = Mapping[str, Any]
Linker = Callable[[str, str], str]

AS_TABLE = {"zh": "用表格看这张图", "en": "See this figure as a table"}
SCROLLS = {"zh": "表格，可左右滑动", "en": "Table, scrolls sideways"}
_HEADING = re.compile(r'<h([2-5]) id="[^"]*">')
_TERM = re.compile(r'<a [^>]*href="#term-([\w.-]+)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of finished HTML, or (kind ``check``) the id of the self-check that stands there."""

    kind: str
    text: str

    @property
    def html(self) -> Markup:
        """Return the stretch as markup: it went through the sanitiser, and what was added is our own."""
        return Markup(self.text)  # noqa: S704


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term that the lesson uses."""

    id: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A lesson ready for its page."""

    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]
    terms: tuple[Term, ...]

    def heading(self, ident: str) -> Heading | None:
        """Return the heading with this id, if the lesson has it."""
        return next((one for one in self.headings if one.id == ident), None)


def term_of(row: Doc) -> Term:
    """Read one row of the glossary."""
    return Term(str(row["id"]), {"zh": row["zh"], "en": row["en"]}, row.get("def") or row.get("means") or {})


@dataclass(frozen=True, slots=True)
class Inserts:
    """What a lesson may insert, by id: facts, glossary terms, and figures that content describes."""

    facts: Doc
    terms: Mapping[str, Term]
    figures: Mapping[str, Doc]


def render(body: str, language: str, inserts: Inserts, link: Linker) -> Rendered:
    """Render *body*; *link* turns (scheme, id) into an address."""
    terms = inserts.terms
    used: dict[str, Term] = {}

    def resolve(scheme: str, target: str) -> str | None:
        if scheme == "picture":
            return None
        if scheme != "glossary":
            return link(scheme, target)
        if target in terms:
            used[target] = terms[target]
            return f"#term-{target}"
        return None

    page = content.render(body, language=language, resolve=resolve)
    headings = tuple(
        Heading(f"s{n}", unescape(heading.title))
        for n, heading in enumerate(page.headings, 1)
        if heading.level == 2
    )
    return Rendered(tuple(_pieces(page.parts, language, inserts)), headings, tuple(used.values()))


def _pieces(
    parts: tuple[content.Html | content.Insert, ...], language: str, inserts: Inserts
) -> Iterator[Piece]:
    """Cut the page at its self-checks and fill in figures and facts."""
    buffer, numbers = "", count(1)
    for part in parts:
        if isinstance(part, content.Html):
            buffer += _dressed(part.text, numbers)
        elif part.kind == "q":
            yield Piece("html", buffer)
            yield Piece("check", part.name)
            buffer = ""
        elif part.kind == "figure":
            buffer += _figure(part.name, language, inserts)
        else:
            buffer += fact_html(inserts.facts.get(part.name), part.name, language)
    yield Piece("html", buffer)


def _figure(name: str, language: str, inserts: Inserts) -> str:
    if name in FIGURES:
        return figure_html(FIGURES[name](language), language)
    return (
        figure_html(drawn.draw(inserts.figures[name], language), language) if name in inserts.figures else ""
    )


def _dressed(html: str, numbers: "count[int]") -> str:
    """Return *html* with numbered headings, terms as buttons, and columns aligned by class."""
    html = _HEADING.sub(lambda found: f'<h{found[1]} id="s{next(numbers)}">', html)
    html = _TERM.sub(r'<button type="button" class="term" popovertarget="term-\1">\2</button>', html)
    return (
        html.replace(' align="right"', ' class="num"')
        .replace(' align="left"', "")
        .replace(' align="center"', "")
    )


def fact_html(fact: Doc | None, ident: str, language: str) -> str:
    """Return a dated fact as a span; where it comes from stands in its title."""
    if fact is None:
        return escape(ident)
    shown = _side(fact["value"], language) + _side(fact.get("unit", ""), language)
    parts = (_side(fact.get(key, ""), language) for key in ("about", "source", "verified_on"))
    told = " · ".join(part for part in parts if part)
    return f'<span class="fact" title="{escape(told)}">{escape(shown)}</span>'


def _side(value: object, language: str) -> str:
    return str(value[language]) if isinstance(value, Mapping) else str(value)


def figure_html(figure: Figure, language: str) -> str:
    """Return a figure with its caption and, folded away, the table that says the same."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in figure.columns)
    rows = "".join(_row(row) for row in figure.rows)
    return (
        f'<figure class="figure">{figure.svg}<figcaption><strong>{escape(figure.title)}</strong> '
        f"{escape(figure.caption)}</figcaption><details><summary>{AS_TABLE[language]}</summary>"
        f'<div class="table-scroll" tabindex="0" role="group" aria-label="{SCROLLS[language]}">'
        f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        "</details></figure>"
    )


def _row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'
