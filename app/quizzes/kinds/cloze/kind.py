"""Fill the gaps of a text."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import shape
from app.quizzes.kind import Answer, Face, Feedback, FormData, Question, QuestionKind, state_of
from app.quizzes.kinds import gaps

_GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


class Cloze(QuestionKind):
    """Fill the gaps ``[[id]]`` of a text. Answer: ``{"gaps": {id: value}}``; share = mean of the gaps."""

    name = "cloze"
    label = N_("Gap text")
    hint = N_("Fill every gap.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the text and its gaps, and that each language holds every gap once."""
        faults = shape.common_problems(question, ("text", "gaps", "shuffle"))
        faults += shape.both_languages(question.get("text"), ("text",), "the text")
        listed = question.get("gaps")
        if not isinstance(listed, list) or not 1 <= len(listed) <= 12:
            return [*faults, Fault(("gaps",), "KM303", "gaps needs 1 to 12 entries")]
        for place, gap in enumerate(listed):
            if isinstance(gap, Mapping):
                faults += gaps.problems(gap, ("gaps", place), ("id",))
            else:
                faults.append(
                    Fault(("gaps", place), "KM004", "a gap is written as {id, options | accept | answer}")
                )
        return faults or _text_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return the options of all drop-downs, each after its gap's id."""
        if question.get("shuffle") is False:
            return []
        return [name for ident, gap in _gaps(question).items() for name in gaps.option_ids(ident, gap)]

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the text in pieces: words and gaps."""
        found = _gaps(question)
        blank = {"zh": "", "en": ""}
        parts = tuple(gaps.part(ident, gap, blank, order) for ident, gap in found.items())
        pieces = {side: _pieces(str(question["text"][side])) for side in ("zh", "en")}
        return Face(self.name, question["stem"], parts=parts, body={"pieces": pieces})

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return what stands in the gaps."""
        return gaps.read_all(_gaps(question), form, field)

    def right(self, question: Question) -> Answer:
        """Return what belongs in the gaps."""
        return {"gaps": {ident: gaps.right(gap) for ident, gap in _gaps(question).items()}}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Mean of the gaps."""
        return gaps.mean(_gaps(question), answer)

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every gap, and show the text again with its numbers."""
        share = self.grade(question, answer)
        values = (answer or {}).get("gaps", {})
        marks = tuple(
            gaps.mark(ident, gap, {"zh": f"空 {n}", "en": f"Gap {n}"}, values.get(ident))
            for n, (ident, gap) in enumerate(_gaps(question).items(), 1)
        )
        pieces = {side: _pieces(str(question["text"][side])) for side in ("zh", "en")}
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            explain=question.get("explain"),
            parts=marks,
            body={"pieces": pieces, "numbers": {ident: n for n, ident in enumerate(_gaps(question), 1)}},
        )


def _gaps(question: Question) -> dict[str, gaps.Gap]:
    return {str(gap["id"]): gap for gap in question["gaps"]}


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return *text* as (``words`` or ``gap``, what stands there) in reading order."""
    return [
        ("gap" if n % 2 else "words", piece) for n, piece in enumerate(_GAP.split(text)) if piece or n % 2
    ]


def _text_problems(question: Question) -> list[Fault]:
    faults = []
    ids = [str(gap.get("id") or "") for gap in question["gaps"]]
    for place, ident in enumerate(ids):
        if not ident or ids.count(ident) > 1:
            faults.append(Fault(("gaps", place, "id"), "KM302", "every gap needs an id of its own"))
    for side in ("zh", "en"):
        held = Counter(_GAP.findall(str(question["text"][side])))
        for ident in sorted(set(ids) | set(held)):
            if held[ident] != ids.count(ident):
                message = f"the gap [[{ident}]] stands {held[ident]} times in the {side} text"
                faults.append(Fault(("text", side), "KM111", message, "every gap once in each language"))
    return faults
