"""What a rule is, and the list of all rules.

A rule is one function with a code, a title in both languages and a planted fault: a small edit of the
specimen course (``specimen/``) that this rule, and as a rule only this one, must find.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.content.faults import Path
from app.content.lint.world import World
from app.content.sources import Place
from app.content.tree import Document
from app.kernel.text import Bilingual


class Remark(NamedTuple):
    """What a rule says about a document: where, what is wrong, what to do."""

    path: Path
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault put into the specimen: in *file*, *old* becomes *new*.

    Without *old* the file is written anew; without *new* (None) it is deleted. The rule must report the
    line on which *at* (by default *new*) begins in *site* (by default *file*), in a run with *overlay*.
    """

    file: str
    old: str = ""
    new: str | None = None
    at: str = ""
    site: str = ""
    overlay: str = ""


DocumentCheck = Callable[[Document, World], Iterable[Remark]]
TreeCheck = Callable[[World], Iterable[tuple[Document | Place, Remark]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. *check* looks at one document, *sweep* at the whole tree; a reading rule has neither."""

    code: str
    title: Bilingual
    planted: Planted
    kinds: tuple[str, ...] = ()
    warning: bool = False
    check: DocumentCheck | None = None
    sweep: TreeCheck | None = None


RULES: dict[str, Rule] = {}


def _enter(rule: Rule) -> None:
    if rule.code in RULES:
        raise ValueError(f"Two rules are called {rule.code}.")
    RULES[rule.code] = rule


def reading(code: str, *, zh: str, en: str, planted: Planted) -> None:
    """Enter a rule that is kept while files are read or shapes are checked."""
    _enter(Rule(code, Bilingual(zh, en), planted))


def rule(
    code: str, *, zh: str, en: str, planted: Planted, kinds: tuple[str, ...] = (), warning: bool = False
) -> Callable[[DocumentCheck], DocumentCheck]:
    """Enter the decorated function as a rule about each document of *kinds* (of all kinds when empty)."""

    def enter(check: DocumentCheck) -> DocumentCheck:
        _enter(Rule(code, Bilingual(zh, en), planted, kinds, warning, check=check))
        return check

    return enter


def sweep(
    code: str, *, zh: str, en: str, planted: Planted, warning: bool = False
) -> Callable[[TreeCheck], TreeCheck]:
    """Enter the decorated function as a rule about the tree as a whole."""

    def enter(check: TreeCheck) -> TreeCheck:
        _enter(Rule(code, Bilingual(zh, en), planted, (), warning, sweep=check))
        return check

    return enter
