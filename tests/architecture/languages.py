"""What the program says, and what is said in the other language: read anew from sources and catalogues."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "N_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
SPOKEN_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt", "data-label", "data-key-label")
TRANSLATED = re.compile(r"{%-?\s*trans\b.*?endtrans\s*-?%}", re.DOTALL)
JINJA = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
GROUND = ("kernel", "content")  # platform says what they say
BOTH = {"error_plain.html"}  # says everything in both languages at once, whatever is broken
NAMES = {"KAMpus", "SHA-256", "KAMpus 大客户学堂", "大客户学堂", "中文", "English"}


def rooms(root: Path) -> list[Path]:
    """Return every package that has a catalogue to keep."""
    return sorted(
        path.parent for path in (root / "app").glob("*/__init__.py") if path.parent.name not in GROUND
    )


def spoken(root: Path, room: Path) -> set[str]:
    """Return the messages that the sources of *room* use."""
    with (root / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(room, methods, options, KEYWORDS, strip_comment_tags=True)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def catalogue(room: Path) -> Catalog:
    """Return the Chinese of *room*, empty if it has none."""
    path = room / "translations/zh/LC_MESSAGES/messages.po"
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale="zh")


def said(entry: object) -> str:
    """Return the Chinese of one catalogue entry (of the plural too: it has one form)."""
    return entry if isinstance(entry, str) else " ".join(entry) if isinstance(entry, tuple | list) else ""


def gaps(root: Path) -> list[str]:
    """Return every message without Chinese, in doubt, or no longer used."""
    wrong = []
    for room in rooms(root):
        known = {m.id[0] if isinstance(m.id, tuple) else m.id: m for m in catalogue(room) if m.id}
        used = spoken(root, room)
        if room.name == "platform":
            used = used.union(*(spoken(root, room.parent / name) for name in GROUND))
        wrong += [f"{room.name}: no Chinese for “{text}”" for text in sorted(used - set(known))]
        wrong += [f"{room.name}: nobody says “{text}” any more" for text in sorted(set(known) - used)]
        for text in sorted(used & set(known)):
            if not said(known[text].string).strip() or known[text].fuzzy:
                wrong.append(f"{room.name}: empty or in doubt: “{text}”")
    return wrong


def two_ways(root: Path) -> list[str]:
    """Return every message that is said in two ways in Chinese."""
    ways: dict[str, dict[str, str]] = {}
    for room in rooms(root):
        for message in catalogue(room):
            if message.id and isinstance(message.id, str):
                ways.setdefault(message.id, {})[said(message.string)] = room.name
    return [f"“{text}”: {chinese}" for text, chinese in sorted(ways.items()) if len(chinese) > 1]


def lost_parameters(root: Path) -> list[str]:
    """Return every message whose Chinese lacks or invents a parameter."""
    wrong = []
    for room in rooms(root):
        for message in catalogue(room):
            if message.id:
                text = message.id if isinstance(message.id, str) else message.id[1]
                names = [set(re.findall(r"%\((\w+)\)", side)) for side in (text, said(message.string))]
                wrong += [f"{room.name}: “{text}”"] if names[0] != names[1] else []
    return wrong


def literals(markup: str) -> Iterator[str]:
    """Yield the words in a template that no translation can reach."""
    soup = BeautifulSoup(JINJA.sub(" ", TRANSLATED.sub(" ", markup)), "html.parser")
    for silent in soup(["script", "style", "svg", "code", "kbd"]):
        silent.decompose()
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and not isinstance(text, Comment):
            yield str(text).strip()
    for tag in soup.find_all(True):
        yield from (str(tag[name]) for name in SPOKEN_ATTRIBUTES if name in tag.attrs)


def untranslatable(root: Path) -> list[str]:
    """Return every word that stands in a template instead of in a catalogue."""
    wrong = []
    for path in sorted((root / "app").rglob("*.html")):
        loose = literals(path.read_text(encoding="utf-8"))
        words = [
            text for text in loose if WORD.search(text) and text.strip(" ·") not in NAMES and '="' not in text
        ]
        hits = [text[:60] for text in words if path.name not in BOTH]
        wrong += [f"{path.relative_to(root)}: “{text}”" for text in hits]
    return wrong
