"""Decide whether a statement holds."""

from collections.abc import Sequence
from fractions import Fraction

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import shape
from app.quizzes.kind import (
    Answer,
    Choice,
    Face,
    Feedback,
    FormData,
    OptionMark,
    Question,
    QuestionKind,
    UnreadableError,
    state_of,
)

WORDS = {"true": {"zh": "对", "en": "True"}, "false": {"zh": "错", "en": "False"}}


class TrueFalse(QuestionKind):
    """Decide whether a statement holds. Answer: ``{"pick": true | false}``."""

    name = "true_false"
    label = N_("True or false")
    hint = N_("Decide: true or false?")

    def problems(self, question: Question) -> list[Fault]:
        """Check that the key is true or false and that a reason is given."""
        faults = shape.common_problems(question, ("answer", "why", "why_wrong"))
        if not isinstance(question.get("answer"), bool):
            faults.append(Fault(("answer",), "KM301", "the answer must be true or false"))
        if "why" not in question:
            faults.append(Fault((), "KM310", "the question does not say why", "add why: {zh, en}"))
        for key in ("why", "why_wrong"):
            if key in question:
                faults += shape.both_languages(question[key], (key,), "the reason")
        return faults

    def option_ids(self, question: Question) -> list[str]:
        """Return nothing: true always stands before false."""
        return []

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the statement and the two words."""
        return Face(self.name, question["stem"], tuple(Choice(word, text) for word, text in WORDS.items()))

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the decision."""
        word = (form.get(field) or "").strip()
        if not word:
            return None
        if word not in WORDS:
            raise UnreadableError(N_("Choose true or false."), word)
        return {"pick": word == "true"}

    def right(self, question: Question) -> Answer:
        """Return whether it holds."""
        return {"pick": question["answer"] is True}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """All or nothing."""
        return Fraction(int(answer is not None and answer["pick"] is question["answer"]))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark the two words and say why."""
        pick = answer["pick"] if answer else None
        share = self.grade(question, answer)
        marks = tuple(
            OptionMark(word, text, (word == "true") is pick, (word == "true") is question["answer"], None)
            for word, text in WORDS.items()
        )
        why = question.get("why")
        if answer is not None and share == 0:
            why = question.get("why_wrong", why)
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            marks,
            why=why,
            explain=question.get("explain"),
        )
