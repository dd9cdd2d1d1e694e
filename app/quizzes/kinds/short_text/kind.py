"""Answer in a few words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import quantity, shape, wording
from app.quizzes.kind import (
    Answer,
    Face,
    Feedback,
    FormData,
    Question,
    QuestionKind,
    UnreadableError,
    state_of,
)
from app.quizzes.kinds import gaps


class ShortText(QuestionKind):
    """Answer in a few words. Answer: ``{"text": words}``.

    Right when it says one of ``accept`` in either language; ``near`` are known other answers with a
    share of the points and a reason of their own.
    """

    name = "short_text"
    label = N_("A few words")
    hint = N_("Answer in a few words. Case, spaces and punctuation do not count.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the accepted answers, the reason and the near misses."""
        faults = shape.common_problems(question, ("accept", "typos", "why", "near"))
        faults += gaps.accept_problems(question, ()) + shape.reason_problems(question)
        for place, near in enumerate(question.get("near", [])):
            path = ("near", place)
            if not isinstance(near, Mapping):
                faults.append(Fault(path, "KM004", "a near answer is written as {accept, share, why}"))
                continue
            faults += shape.unknown_keys(near, ("accept", "share", "why"), path)
            faults += gaps.accept_problems(near, path) + shape.reason_problems(near, path)
            share = quantity.exact(near.get("share", 0))
            if share is None or not 0 <= share < 1:
                faults.append(
                    Fault((*path, "share"), "KM304", "the share of a near answer lies from 0 to below 1")
                )
        return faults

    def option_ids(self, question: Question) -> list[str]:
        """Return nothing: there are no options."""
        return []

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the stem."""
        return Face(self.name, question["stem"])

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the words; refuse a whole paragraph."""
        typed = (form.get(field) or "").strip()
        if len(typed) > gaps.LONGEST:
            raise UnreadableError(gaps.TOO_LONG, typed)
        return {"text": typed} if typed else None

    def right(self, question: Question) -> Answer:
        """Return the first accepted answer."""
        return {"text": wording.accepted(question)[0]}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Give all points for an accepted answer, the share of a near one, or nothing."""
        if answer is None:
            return Fraction(0)
        if wording.matches(answer["text"], wording.accepted(question), int(question.get("typos", 0))):
            return Fraction(1)
        near = _near(question, answer["text"])
        return Fraction(str(near.get("share", 0))) if near else Fraction(0)

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Show what was written, one right answer in each language, and the reason."""
        share = self.grade(question, answer)
        why = question.get("why")
        if answer is not None and share < 1:
            why = (_near(question, answer["text"]) or {}).get("why", why)
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            given=answer["text"] if answer else "",
            expected={side: str(question["accept"][side][0]) for side in ("zh", "en")},
            why=why,
            explain=question.get("explain"),
        )


def _near(question: Question, typed: str) -> Mapping[str, Any] | None:
    for near in question.get("near", []):
        if wording.matches(typed, wording.accepted(near)):
            found: Mapping[str, Any] = near
            return found
    return None
