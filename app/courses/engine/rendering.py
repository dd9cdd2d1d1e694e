"""From a lesson's Markdown to safe HTML in pieces: text, and the places where self-checks stand.

The fixed list of extensions is the content format's. Text is sanitised first; only then our own parts
(figures, facts, term buttons) are put in, so nothing an author writes can become markup of ours.
Headings are numbered s1, s2, …: the two languages have the same headings, so a reading position
survives switching the language.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import count
from typing import Any

import nh3
from markdown import Markdown
from markupsafe import Markup

from app.courses.engine.figures.canvas import Figure
from app.courses.engine.figures.catalogue import FIGURES

Doc = Mapping[str, Any]
Linker = Callable[[str, str], str]

EXTENSIONS = (
    "tables",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "toc",
    "fenced_code",
)
SCHEMES = ("lesson", "exam", "scenario", "crm", "task", "checklist", "module")
CALLOUTS = {
    "case": {"zh": "案例", "en": "Case"},
    "seed": {"zh": "素材", "en": "From the source"},
    "note": {"zh": "记一笔", "en": "To take along"},
    "warning": {"zh": "当心", "en": "Watch out"},
    "try": {"zh": "动手", "en": "Your turn"},
}
AS_TABLE = {"zh": "用表格看这张图", "en": "See this figure as a table"}
SCROLLS = {"zh": "表格，可左右滑动", "en": "Table, scrolls sideways"}
_TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "code", "pre", "blockquote"),
    *("table", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "sup", "sub", "hr", "br", "div", "span"),
}
_ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "th": {"align", "scope", "colspan", "rowspan"},
    "td": {"align", "colspan", "rowspan"},
    "ol": {"start"},
}
_INSERT = re.compile(r"\{\{\s*(q|figure|fact)\s*:\s*([\w.-]+)\s*\}\}")
_SLOT = re.compile(r"<p>kminsert-(q|figure|fact)-([\w.-]+)-</p>|kminsert-(q|figure|fact)-([\w.-]+)-")
_LINK = re.compile(r'<a href="([a-z]+):([\w.-]+)"[^>]*>(.*?)</a>', re.DOTALL)


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


def render(body: str, language: str, facts: Doc, terms: Mapping[str, Term], link: Linker) -> Rendered:
    """Render *body*; *facts* and *terms* by id; *link* turns (scheme, id) into an address."""
    numbers = count(1)
    markdown = Markdown(
        extensions=list(EXTENSIONS),
        extension_configs={
            "toc": {"slugify": lambda _text, _sep: f"s{next(numbers)}"},
            "tables": {"use_align_attribute": True},
        },
    )
    html = markdown.convert(_prepared(body, language))
    tokens: list[dict[str, Any]] = markdown.toc_tokens  # type: ignore[attr-defined]
    headings = tuple(Heading(token["id"], unescape(token["name"])) for token in tokens if token["level"] == 2)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "glossary", *SCHEMES},
        link_rel=None,
    )
    used: dict[str, Term] = {}
    linked = _LINK.sub(lambda match: _linked(match, terms, used, link), clean)
    pieces = tuple(_pieces(_tables(linked, language), language, facts))
    return Rendered(pieces, headings, tuple(used.values()))


def _prepared(body: str, language: str) -> str:
    """Turn callouts into blocks and inserts into slots that Markdown and the sanitiser leave alone."""
    lines = []
    for line in body.split("\n"):
        fence = line.strip()
        if not fence.startswith(":::"):
            lines.append(line)
            continue
        kind = fence.removeprefix(":::").split()
        if kind and kind[0] in CALLOUTS:
            title = CALLOUTS[kind[0]][language]
            lines += ["", f'<div class="callout callout-{kind[0]}" markdown="1">', ""]
            lines += [f"{title}", "{: .callout-title }", ""]
        else:
            lines += ["", "</div>", ""]
    return _INSERT.sub(lambda found: f"kminsert-{found[1]}-{found[2]}-", "\n".join(lines))


def _linked(match: re.Match[str], terms: Mapping[str, Term], used: dict[str, Term], link: Linker) -> str:
    scheme, ident, text = match[1], match[2], match[3]
    if scheme == "glossary":
        if ident not in terms:
            return text
        used[ident] = terms[ident]
        return f'<button type="button" class="term" popovertarget="term-{ident}">{text}</button>'
    if scheme in SCHEMES:
        return f'<a href="{escape(link(scheme, ident))}">{text}</a>'
    return match[0]


def _tables(html: str, language: str) -> str:
    html = (
        html.replace(' align="right"', ' class="num"')
        .replace(' align="left"', "")
        .replace(' align="center"', "")
    )
    html = html.replace("<th>", '<th scope="col">').replace(
        '<th class="num">', '<th scope="col" class="num">'
    )
    frame = f'<div class="table-scroll" tabindex="0" role="region" aria-label="{SCROLLS[language]}">'
    return html.replace("<table>", f'{frame}<table class="table">').replace("</table>", "</table></div>")


def _pieces(html: str, language: str, facts: Doc) -> Iterator[Piece]:
    """Cut *html* at its self-checks and fill in figures and facts."""
    buffer, at = "", 0
    for slot in _SLOT.finditer(html):
        buffer += html[at : slot.start()]
        at = slot.end()
        kind, ident = slot[1] or slot[3], slot[2] or slot[4]
        if kind == "q":
            yield Piece("html", buffer)
            yield Piece("check", ident)
            buffer = ""
        elif kind == "figure":
            buffer += figure_html(FIGURES[ident](language), language) if ident in FIGURES else ""
        else:
            buffer += fact_html(facts.get(ident), ident, language)
    yield Piece("html", buffer + html[at:])


def fact_html(fact: Doc | None, ident: str, language: str) -> str:
    """Return a dated fact as a span; where it comes from stands in its title."""
    if fact is None:
        return escape(ident)
    value = fact["value"]
    shown = _side(value, language) + _side(fact.get("unit", ""), language)
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
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{SCROLLS[language]}">'
        f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        "</details></figure>"
    )


def _row(row: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escape(row[0])}</th>{cells}</tr>'
