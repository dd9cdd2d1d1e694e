"""Point at a place in a picture, or choose it from a list in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import options, shape
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
from app.quizzes.kinds.gaps import FOREIGN

_SIZES = {"rect": 4, "circle": 3, "line": 4}
_TONES = ("plain", "soft", "accent")
# A spot is a pointer target; WCAG 2.2 asks for 24 by 24 pixels, and a phone shows 480 units on 328.
SMALLEST = 24


class Hotspot(QuestionKind):
    """Point at places. Answer: ``{"picks": [spot id, …]}``.

    One right spot: choose one. Several: share as in a multiple choice. Each spot has its text in a
    list under the picture, so nothing depends on seeing or on a mouse.
    """

    name = "hotspot"
    label = N_("Place in a picture")
    hint = N_("Point at the place in the picture, or choose it from the list below.")

    def problems(self, question: Question) -> list[Fault]:
        """Check the picture, its text alternative and the spots."""
        faults = shape.common_problems(question, ("picture", "spots"))
        faults += shape.entry_problems(question, "spots", (2, 8), ("area", "correct", "why"))
        faults += _picture_problems(question.get("picture"))
        return faults or _spot_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return nothing: the list follows the picture."""
        return []

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the picture, its areas and the list."""
        choices = tuple(Choice(str(spot["id"]), options.text(spot)) for spot in question["spots"])
        areas = {str(spot["id"]): list(spot["area"]) for spot in question["spots"]}
        body = {"picture": question["picture"], "areas": areas, "several": len(_right(question)) > 1}
        return Face(self.name, question["stem"], choices, body=body)

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the spots chosen."""
        chosen = {value.strip() for value in form.getlist(field)} - {""}
        known = [str(spot["id"]) for spot in question["spots"]]
        if not chosen <= set(known):
            raise UnreadableError(FOREIGN, ", ".join(sorted(chosen - set(known))))
        picks = [ident for ident in known if ident in chosen]
        return {"picks": picks} if picks else None

    def right(self, question: Question) -> Answer:
        """Return the right spots."""
        return {"picks": [str(s["id"]) for s in question["spots"] if s.get("correct") is True]}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Right spots less wrong ones, over the number of right spots."""
        right, picks = _right(question), set((answer or {}).get("picks", []))
        return max(Fraction(0), Fraction(len(picks & right) - len(picks - right), len(right)))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every spot with its reason, in the picture and in the list."""
        picks = set((answer or {}).get("picks", []))
        share = self.grade(question, answer)
        marks = tuple(
            OptionMark(
                str(s["id"]), options.text(s), s["id"] in picks, s.get("correct") is True, s.get("why")
            )
            for s in question["spots"]
        )
        areas = {str(spot["id"]): list(spot["area"]) for spot in question["spots"]}
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            marks,
            explain=question.get("explain"),
            body={"picture": question["picture"], "areas": areas},
        )


def _right(question: Question) -> set[str]:
    return {str(spot["id"]) for spot in question["spots"] if spot.get("correct") is True}


def _numbers(value: object, count: int) -> bool:
    return isinstance(value, list) and len(value) == count and all(shape.is_number(one) for one in value)


def _picture_problems(picture: Any) -> list[Fault]:
    if not isinstance(picture, Mapping):
        return [Fault(("picture",), "KM003", "the picture is missing", "write {width, height, alt, draw}")]
    faults = shape.unknown_keys(picture, ("width", "height", "alt", "draw"), ("picture",))
    faults += shape.both_languages(picture.get("alt"), ("picture", "alt"), "the text alternative")
    for key in ("width", "height"):
        if not shape.is_number(picture.get(key)) or not 100 <= picture[key] <= 1200:
            faults.append(Fault(("picture", key), "KM004", f"{key} is a number from 100 to 1200"))
    drawn = picture.get("draw")
    for place, item in enumerate(drawn if isinstance(drawn, list) else [None]):
        faults += _shape_problems(item, ("picture", "draw", place))
    return faults


def _shape_problems(item: Any, path: shape.Path) -> list[Fault]:
    named = [key for key in (*_SIZES, "text") if isinstance(item, Mapping) and key in item]
    if len(named) != 1:
        return [Fault(path, "KM004", "a shape is one of rect, circle, line, text")]
    faults = shape.unknown_keys(item, (named[0], "tone", "at"), path)
    if item.get("tone", "plain") not in _TONES:
        faults.append(Fault((*path, "tone"), "KM004", "tone is plain, soft or accent"))
    if named[0] == "text":
        faults += shape.both_languages(item["text"], (*path, "text"), "the text")
        if not _numbers(item.get("at"), 2):
            faults.append(Fault((*path, "at"), "KM004", "at is [x, y]"))
    elif not _numbers(item[named[0]], _SIZES[named[0]]):
        faults.append(Fault((*path, named[0]), "KM004", f"{named[0]} needs {_SIZES[named[0]]} numbers"))
    return faults


def _spot_problems(question: Question) -> list[Fault]:
    faults: list[Fault] = []
    picture = question["picture"]
    for place, spot in enumerate(question["spots"]):
        path = ("spots", place, "area")
        if not _numbers(spot.get("area"), 4):
            faults.append(Fault(path, "KM004", "area is [x, y, width, height]"))
            continue
        x, y, wide, high = spot["area"]
        if min(wide, high) < SMALLEST:
            faults.append(Fault(path, "KM319", f"the spot is smaller than {SMALLEST} × {SMALLEST}"))
        if x < 0 or y < 0 or x + wide > picture["width"] or y + high > picture["height"]:
            faults.append(Fault(path, "KM319", "the spot lies outside the picture"))
    if not _right(question):
        faults.append(Fault(("spots",), "KM301", "no spot is correct; mark at least one"))
    return faults
