"""Give a number, with unit and tolerance."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import quantity, shape
from app.quizzes.engine.numbers import NotANumberError, read_number
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

_KEYS = ("answer", "tolerance", "tolerance_percent", "unit", "accept_units", "why", "mistakes")


class Numeric(QuestionKind):
    """Give a number. Answer: ``{"value": "11", "typed": "11 %"}`` (the value exact, as text).

    Right within *tolerance* (absolute) or *tolerance_percent* (of the key); *mistakes* are known
    slips with feedback and, if the author likes, a share of the points.
    """

    name = "numeric"
    label = N_("A number")
    hint = N_("Type a number.")

    def problems(self, question: Question) -> list[Fault]:
        """Check key, tolerance, unit, reason and the known slips."""
        faults = shape.common_problems(question, _KEYS)
        faults += quantity.problems(question)
        if "why" not in question:
            faults.append(Fault((), "KM310", "the question does not say why", "add why: {zh, en}"))
        else:
            faults += shape.both_languages(question["why"], ("why",), "the reason")
        return faults + _mistake_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return nothing: there are no options."""
        return []

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the stem and the unit."""
        return Face(self.name, question["stem"], unit=question.get("unit"))

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the number; say how to write it if it cannot be read."""
        typed = (form.get(field) or "").strip()
        if not typed:
            return None
        try:
            value = read_number(typed, quantity.units(question))
        except NotANumberError as error:
            raise UnreadableError(error.msgid, typed, None, **error.params) from error
        return {"value": str(value), "typed": typed}

    def right(self, question: Question) -> Answer:
        """Return the key."""
        return {"value": str(Fraction(str(question["answer"]))), "typed": str(question["answer"])}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Give all points within the tolerance, the share of a known slip, or nothing."""
        if answer is None:
            return Fraction(0)
        value = Fraction(answer["value"])
        if quantity.hits(question, value):
            return Fraction(1)
        slip = _slip(question, value)
        return Fraction(str(slip.get("share", 0))) if slip else Fraction(0)

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Show what was typed, the key with its unit, and the reason (of the slip, if it is a known one)."""
        share = self.grade(question, answer)
        why = question.get("why")
        if answer is not None and share < 1:
            why = (_slip(question, Fraction(answer["value"])) or {}).get("why", why)
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            given=answer["typed"] if answer else "",
            expected=quantity.with_unit(question),
            why=why,
            explain=question.get("explain"),
        )


def _slip(question: Question, value: Fraction) -> Mapping[str, Any] | None:
    for slip in question.get("mistakes", []):
        if abs(value - Fraction(str(slip["value"]))) <= Fraction(str(slip.get("tolerance", 0))):
            found: Mapping[str, Any] = slip
            return found
    return None


def _mistake_problems(question: Question) -> list[Fault]:
    faults: list[Fault] = []
    for place, slip in enumerate(question.get("mistakes", [])):
        path = ("mistakes", place)
        if not isinstance(slip, Mapping) or quantity.exact(slip.get("value")) is None:
            faults.append(
                Fault(path, "KM004", "a known mistake needs a value", "write {value: 12.5, why: {…}}")
            )
            continue
        faults += shape.unknown_keys(slip, ("value", "tolerance", "share", "why"), path)
        faults += shape.both_languages(slip.get("why"), (*path, "why"), "the reason")
        share = quantity.exact(slip.get("share", 0))
        if share is None or not 0 <= share < 1:
            faults.append(Fault((*path, "share"), "KM304", "the share of a mistake lies from 0 to below 1"))
    return faults
