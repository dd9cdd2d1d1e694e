"""The plain words of a body: for searching, and for estimating how long it takes to read."""

import math
import re

_FENCED = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)\s*$", re.MULTILINE | re.DOTALL)
_MARKS = (
    (re.compile(r"^:::.*$", re.MULTILINE), ""),
    (re.compile(r"^\s*\|[\s:|-]+\|\s*$", re.MULTILINE), ""),
    (re.compile(r"\{\{[^{}]*\}\}"), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]:?"), ""),
    (re.compile(r"\{:[^}]*\}"), ""),
    (re.compile(r"^\s*(?:#{1,6}|[-*+>]|\d{1,3}[.)]|:)\s+", re.MULTILINE), ""),
    (re.compile(r"[*_`]{1,3}"), ""),
    (re.compile(r"\|"), " "),
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r"\n\s*\n+"), "\n"),
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9][\w'-]*")
# Quiet reading of explanatory prose: about 300 characters or 200 words a minute.
_CHARACTERS, _WORDS = 300, 200


def plain_text(body: str) -> str:
    """Return *body* without its marks, one block a line; inserts and code are left out."""
    text = _FENCED.sub("", body)
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def reading_minutes(body: str) -> int:
    """Return the minutes that reading *body* takes, at least one."""
    text = plain_text(body)
    minutes = len(_HAN.findall(text)) / _CHARACTERS + len(_WORD.findall(text)) / _WORDS
    return max(1, math.ceil(minutes))
