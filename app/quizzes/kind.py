"""The promise every question kind keeps.

A kind reads an answer from a form, marks it exactly (a Fraction of the points, so nothing is lost to
rounding), shows the question without its key (``face``) and, once marking is allowed, with it
(``feedback``). The page before submission is built from the face alone: a template that never
receives the key cannot leak it.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from app.content.faults import Fault
from app.kernel.errors import InvalidError

Question = Mapping[str, Any]
Answer = dict[str, Any]
Text = Mapping[str, str]


class FormData(Protocol):
    """What was sent by a browser: several values may share one name (a werkzeug MultiDict fits)."""

    def get(self, key: str) -> str | None:
        """Return the first value called *key*, or nothing."""

    def getlist(self, key: str) -> list[str]:
        """Return every value called *key*."""


class UnreadableError(InvalidError):
    """What was typed cannot be read as an answer; the sentence says how to write it.

    *typed* is kept so that the page can show it again; a question of several parts also keeps a
    *draft*, an answer with everything as it was typed.
    """

    code = "unreadable"

    def __init__(self, message: str, typed: str = "", draft: Answer | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.typed = typed
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as the learner sees it before marking: no key, no reason."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Part:
    """One of several places of a question that want an answer: by choosing, or by typing."""

    id: str
    text: Text
    choices: tuple[Choice, ...] = ()
    unit: Text | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """A question as it may be shown before marking.

    *parts* are the places to answer where there are several; *body* is what the kind's own page draws
    around them (pieces of a text, a table, a picture), without key and reasons.
    """

    kind: str
    stem: Text
    choices: tuple[Choice, ...] = ()
    unit: Text | None = None
    parts: tuple[Part, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_part(self) -> dict[str, Part]:
        """Return the parts by id."""
        return {part.id: part for part in self.parts}


@dataclass(frozen=True, slots=True)
class OptionMark:
    """One option after marking: was it chosen, was it right, and why."""

    id: str
    text: Text
    chosen: bool
    correct: bool
    why: Text | None


@dataclass(frozen=True, slots=True)
class PartMark:
    """One part after marking: what was given, what was expected, which share it earned, and why."""

    id: str
    text: Text
    given: Text | None
    expected: Text
    share: Fraction
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """A marked answer as it is shown after submission.

    *share* is the part of the points earned, *state* is ``right``, ``partly``, ``wrong`` or
    ``blank``; *given* and *expected* are what stands in place of options (numbers with their unit).
    """

    kind: str
    stem: Text
    share: Fraction
    state: str
    options: tuple[OptionMark, ...] = ()
    given: str = ""
    expected: Text | None = None
    why: Text | None = None
    explain: Text | None = None
    parts: tuple[PartMark, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)


class QuestionKind(ABC):
    """One way to ask. A sub-package of ``kinds`` offers exactly one as ``KIND``.

    *name* is the folder's name, *label* an English msgid for authors, *hint* one that tells the
    learner how to answer. Answers of a kind *by_hand* earn nothing until a person has marked them.
    """

    name: str
    label: str
    hint: str
    by_hand = False

    @abstractmethod
    def problems(self, question: Question) -> list[Fault]:
        """Return what is wrong with *question*, as its author would want to hear it."""

    @abstractmethod
    def option_ids(self, question: Question) -> list[str]:
        """Return the ids that may be put into another order (none if order carries no meaning)."""

    @abstractmethod
    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Return *question* without key and reasons, its options in *order*."""

    @abstractmethod
    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the answer found under *field*, ``None`` for a blank; raise UnreadableError."""

    @abstractmethod
    def right(self, question: Question) -> Answer:
        """Return an answer that earns everything (for demo data and studies; never for a page)."""

    @abstractmethod
    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Return the share of the points, from 0 to 1, that *answer* earns; a blank earns 0."""

    @abstractmethod
    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Return the marked answer with the right one and the reasons."""


def state_of(share: Fraction, answer: Answer | None) -> str:
    """Return the word for a share: ``blank``, ``right``, ``partly`` or ``wrong``."""
    if answer is None:
        return "blank"
    if share == 1:
        return "right"
    return "partly" if share > 0 else "wrong"
