"""A quick look at a lesson's Markdown: what it is made of, with lines and columns, without rendering it.

Rendering takes ten times as long; the linter reads hundreds of lessons in the time of one page.
"""

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE_ROW = re.compile(r"\s*\|[\s:|-]+\|\s*$")
_CALLOUT = re.compile(r":::\s*(.*?)\s*$")
_INSERT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(\s*([^()\s]*)(?:\s+\"[^\"]*\")?\s*\)")
_CODE = re.compile(r"`[^`]*`")
_HTML = re.compile(r"</?[A-Za-z][^>]*>|<!--")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in a body: its line and column (from 1), its *kind* and what it says."""

    line: int
    column: int
    kind: str
    text: str


@dataclass(slots=True)
class Outline:
    """The parts of one body, in reading order."""

    headings: list[Mark] = field(default_factory=list)
    items: list[Mark] = field(default_factory=list)
    rows: list[Mark] = field(default_factory=list)
    callouts: list[Mark] = field(default_factory=list)
    unclosed: list[Mark] = field(default_factory=list)
    strays: list[Mark] = field(default_factory=list)
    inserts: list[Mark] = field(default_factory=list)
    links: list[Mark] = field(default_factory=list)
    images: list[Mark] = field(default_factory=list)
    html: list[Mark] = field(default_factory=list)
    text: str = ""


def outline(body: str) -> Outline:
    """Scan *body* line by line; fenced code is passed over."""
    found = Outline(text=body)
    fence = ""
    for number, line in enumerate(body.split("\n"), 1):
        fenced = _FENCE.match(line)
        if fenced:
            fence = "" if fence == fenced[1] else fence or fenced[1]
        elif not fence:
            _block(found, number, line)
            _inside(found, number, line)
    found.strays += found.unclosed
    return found


def _block(found: Outline, number: int, line: str) -> None:
    heading = _HEADING.match(line)
    if heading:
        found.headings.append(Mark(number, 1, str(len(heading[1])), heading[2]))
    elif line.startswith(":::"):
        _callout(found, number, line)
    elif _ROW.match(line):
        if not _RULE_ROW.match(line):
            found.rows.append(Mark(number, 1, str(line.strip().strip("|").count("|") + 1), line.strip()))
    elif _ITEM.match(line):
        found.items.append(Mark(number, 1, "item", line.strip()))


def _callout(found: Outline, number: int, line: str) -> None:
    match = _CALLOUT.match(line)
    words = match[1].split(maxsplit=1) if match else []
    if words:
        mark = Mark(number, 1, words[0], words[1] if len(words) > 1 else "")
        found.strays += found.unclosed  # a callout inside a callout leaves the outer one open
        found.unclosed = [mark]
        found.callouts.append(mark)
    elif found.unclosed:
        found.unclosed = []
    else:
        found.strays.append(Mark(number, 1, "", ""))


def _inside(found: Outline, number: int, line: str) -> None:
    if "`" in line:
        line = _CODE.sub(lambda code: " " * len(code[0]), line)
    if "{{" in line:
        for match in _INSERT.finditer(line):
            kind, _, name = match[1].partition(":")
            found.inserts.append(Mark(number, match.start() + 1, kind.strip(), name.strip()))
    if "](" in line:
        for match in _LINK.finditer(line):
            if match[1]:
                found.images.append(Mark(number, match.start() + 1, match[2].strip(), match[3]))
            else:
                found.links.append(Mark(number, match.start() + 1, match[2].strip(), match[3]))
    if "<" in line:
        found.html += [Mark(number, m.start() + 1, "html", m[0]) for m in _HTML.finditer(line)]
