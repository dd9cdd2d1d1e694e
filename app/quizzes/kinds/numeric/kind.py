"""Give a number, with unit and tolerance."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import shape
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
        if exact(question.get("answer")) is None:
            faults.append(Fault(("answer",), "KM301", "the answer must be a number"))
        faults += _tolerance_problems(question)
        if "unit" in question:
            faults += shape.both_languages(question["unit"], ("unit",), "the unit")
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
            value = read_number(typed, _units(question))
        except NotANumberError as error:
            raise UnreadableError(error.msgid, typed, **error.params) from error
        return {"value": str(value), "typed": typed}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Give all points within the tolerance, the share of a known slip, or nothing."""
        if answer is None:
            return Fraction(0)
        value = Fraction(answer["value"])
        if abs(value - Fraction(str(question["answer"]))) <= _tolerance(question):
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
            expected=_with_unit(question),
            why=why,
            explain=question.get("explain"),
        )


def exact(value: object) -> Fraction | None:
    """Return an author's number exactly (text keeps decimals that a float would bend), or ``None``."""
    if not (shape.is_number(value) or isinstance(value, str)):
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None


def _tolerance(question: Question) -> Fraction:
    if "tolerance_percent" in question:
        return abs(Fraction(str(question["answer"]))) * Fraction(str(question["tolerance_percent"])) / 100
    return Fraction(str(question.get("tolerance", 0)))


def _units(question: Question) -> list[str]:
    unit: Mapping[str, str] = question.get("unit") or {}
    units = [str(side) for side in unit.values()] + [str(other) for other in question.get("accept_units", [])]
    return [*units, "percent", "per cent"] if "%" in units else units


def _with_unit(question: Question) -> dict[str, str]:
    unit: Mapping[str, str] = question.get("unit") or {}
    number = str(question["answer"])
    joined = {side: str(unit.get(side, "")) for side in ("zh", "en")}
    return {
        "zh": number + joined["zh"],
        "en": number + _joint(joined["en"]) + joined["en"],
    }


def _joint(unit: str) -> str:
    """Return what stands between a number and its English unit: 11%, 18 firms, 18 × 10,000 yuan."""
    if unit in ("", "%"):
        return ""
    return " × " if unit[0].isdigit() else " "


def _slip(question: Question, value: Fraction) -> Mapping[str, Any] | None:
    for slip in question.get("mistakes", []):
        if abs(value - Fraction(str(slip["value"]))) <= Fraction(str(slip.get("tolerance", 0))):
            found: Mapping[str, Any] = slip
            return found
    return None


def _tolerance_problems(question: Question) -> list[Fault]:
    faults = []
    for key in ("tolerance", "tolerance_percent"):
        number = exact(question.get(key, 0))
        if number is None or number < 0:
            faults.append(Fault((key,), "KM304", f"{key} must be a number, 0 or more"))
    if "tolerance" in question and "tolerance_percent" in question:
        faults.append(Fault(("tolerance_percent",), "KM304", "give one tolerance, not two"))
    return faults


def _mistake_problems(question: Question) -> list[Fault]:
    faults: list[Fault] = []
    for place, slip in enumerate(question.get("mistakes", [])):
        path = ("mistakes", place)
        if not isinstance(slip, Mapping) or exact(slip.get("value")) is None:
            faults.append(
                Fault(path, "KM004", "a known mistake needs a value", "write {value: 12.5, why: {…}}")
            )
            continue
        faults += shape.unknown_keys(slip, ("value", "tolerance", "share", "why"), path)
        faults += shape.both_languages(slip.get("why"), (*path, "why"), "the reason")
        share = exact(slip.get("share", 0))
        if share is None or not 0 <= share < 1:
            faults.append(Fault((*path, "share"), "KM304", "the share of a mistake lies from 0 to below 1"))
    return faults
