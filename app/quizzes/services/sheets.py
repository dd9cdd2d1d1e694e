"""The paper of an attempt: every question in the version it was asked in."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.kernel.errors import NotFoundError
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.quizzes.kind import Answer, QuestionKind
from app.quizzes.kinds import KINDS
from app.quizzes.models import Attempt, AttemptItem

Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question of an attempt with the version it was asked in, and the case it stands under."""

    item: AttemptItem
    question: Doc
    kind: QuestionKind
    cluster: Doc | None = None

    @property
    def field(self) -> str:
        """Return the name of its form field."""
        return f"q{self.item.position}"

    @property
    def points(self) -> Fraction:
        """Return the points it carries."""
        return Fraction(self.item.points)

    @property
    def marked(self) -> Answer | None:
        """Return the answer together with what a person gave it."""
        if self.item.answer is None:
            return None
        return {**self.item.answer, **(self.item.marking or {})}


def kind_of(question: Doc) -> QuestionKind:
    """Return the kind of *question*; NotFoundError when this installation does not know it."""
    kind = KINDS.all().get(str(question.get("type")))
    if kind is None:
        raise NotFoundError
    return kind


def sheets(*, attempt: Attempt) -> list[Sheet]:
    """Return the questions of *attempt* in their order (one statement at most, none when cached)."""
    cases = {item.cluster_hash for item in attempt.items if item.cluster_hash}
    pinned = library.blobs([*(item.question_hash for item in attempt.items), *sorted(cases)])
    return [_sheet(item, pinned) for item in attempt.items]


def _sheet(item: AttemptItem, pinned: Mapping[str, Blob]) -> Sheet:
    question = pinned[item.question_hash].doc
    cluster = pinned[item.cluster_hash].doc if item.cluster_hash else None
    return Sheet(item, question, kind_of(question), cluster)
