"""Self-checks inside a lesson: answered at once, as often as one likes, without a mark."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.library.engine.blobs import Blob
from app.platform.clock import now
from app.platform.database import db
from app.quizzes.kind import Answer, Face, Feedback
from app.quizzes.models import InlineAnswer
from app.quizzes.queries import attempts as queries
from app.quizzes.services.sheets import kind_of


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A question in a lesson as the page shows it: open, or answered with its feedback."""

    id: str
    kind: str
    hint: str
    face: Face
    answer: Answer | None = None
    feedback: Feedback | None = None
    typed: str | None = None
    error: str = ""

    @property
    def field(self) -> str:
        """Return the name of its form field."""
        return f"c-{self.id}"


def fresh(*, question: Blob) -> SelfCheck:
    """Return *question* as it is before it is answered."""
    kind = kind_of(question.doc)
    face = kind.face(question.doc, kind.option_ids(question.doc))
    return SelfCheck(str(question.doc["id"]), kind.name, kind.hint, face)


def shown(*, actor: Actor, questions: Iterable[Blob]) -> dict[str, SelfCheck]:
    """Return the self-checks of a lesson by id, those answered before with their feedback."""
    blobs = {str(blob.doc["id"]): blob for blob in questions}
    if not blobs:
        return {}
    answered = queries.last_inline_answers(actor, blobs)
    return {ident: _with_answer(blob, answered.get(ident)) for ident, blob in blobs.items()}


def _with_answer(question: Blob, kept: InlineAnswer | None) -> SelfCheck:
    bare = fresh(question=question)
    # An answer to an older version of the question is not shown against the new key.
    if kept is None or kept.question_hash != question.hash:
        return bare
    found = kind_of(question.doc).feedback(question.doc, kept.answer, ())
    return replace(bare, answer=kept.answer, feedback=found)


def check(*, actor: Actor, question: Blob, value: Answer | None) -> SelfCheck:
    """Mark *value* at once, write it down, and return it with its feedback; InvalidError for a blank."""
    if value is None:
        raise InvalidError(N_("Choose or type an answer first; then we can tell you whether it holds."))
    kind = kind_of(question.doc)
    row = InlineAnswer(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        question_id=str(question.doc["id"]),
        question_hash=question.hash,
        answer=value,
        share=str(kind.grade(question.doc, value)),
        answered_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    return _with_answer(question, row)
