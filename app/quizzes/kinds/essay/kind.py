"""Write at length; a person marks it by a rubric that is pinned with the question."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.quizzes.engine import options, quantity, shape
from app.quizzes.kind import (
    Answer,
    Face,
    Feedback,
    FormData,
    PartMark,
    Question,
    QuestionKind,
    UnreadableError,
    state_of,
)

LONGEST = 20_000
PENDING = "pending"


class Essay(QuestionKind):
    """Write at length. Answer: ``{"text": words}``, with ``{"levels": {criterion: place}}`` once marked.

    Share = points of the levels given / highest points of all criteria.
    """

    name = "essay"
    label = N_("Essay")
    hint = N_("Write your answer. A teacher marks it by the criteria named below.")
    by_hand = True

    def problems(self, question: Question) -> list[Fault]:
        """Check lengths, criteria and levels."""
        faults = shape.common_problems(question, ("rubric", "min_chars", "max_chars", "sample"))
        for key in ("min_chars", "max_chars"):
            said = question.get(key, 1)
            sizes = list(said.values()) if isinstance(said, Mapping) else [said]
            if not all(shape.is_number(size) and 0 < size <= LONGEST for size in sizes):
                faults.append(Fault((key,), "KM004", f"{key} is a number of characters, or {{zh, en}}"))
        if "sample" in question:
            faults += shape.both_languages(question["sample"], ("sample",), "the sample")
        faults += shape.entry_problems(question, "rubric", (1, 6), ("levels",))
        return faults or _level_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return nothing: there are no options."""
        return []

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the task, the lengths and what will be looked at."""
        criteria = [(options.text(row), most(row)) for row in question["rubric"]]
        body = {
            "least": _sizes(question.get("min_chars")),
            "most": _sizes(question.get("max_chars")),
            "criteria": criteria,
        }
        return Face(self.name, question["stem"], body=body)

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return the text; refuse one that is far too long (what was typed is kept on the page)."""
        typed = (form.get(field) or "").replace("\r\n", "\n").strip()
        limit = max((_sizes(question.get("max_chars")) or {"zh": LONGEST}).values())
        if letters(typed) > limit:
            raise UnreadableError(
                N_("Your text has %(count)s characters; at most %(limit)s are read. Shorten it, please."),
                typed,
                count=letters(typed),
                limit=limit,
            )
        return {"text": typed} if typed else None

    def right(self, question: Question) -> Answer:
        """Return the sample, which a person still has to mark."""
        return {"text": str((question.get("sample") or {}).get("zh", "")) or "–"}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Return the points of the levels given over the highest points (0 before it is marked)."""
        levels = (answer or {}).get("levels")
        if not levels:
            return Fraction(0)
        rows = question["rubric"]
        earned = sum((points(row["levels"][levels[row["id"]]]) for row in rows), Fraction(0))
        return earned / sum((most(row) for row in rows), Fraction(0))

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Show the text and, once marked, the level reached in every criterion."""
        share = self.grade(question, answer)
        levels = (answer or {}).get("levels") or {}
        waiting = answer is not None and not levels
        return Feedback(
            self.name,
            question["stem"],
            share,
            PENDING if waiting else state_of(share, answer),
            given=answer["text"] if answer else "",
            explain=question.get("explain"),
            parts=() if waiting else tuple(_mark(row, levels.get(row["id"])) for row in question["rubric"]),
            body={"sample": question.get("sample"), "remark": (answer or {}).get("remark", "")},
        )


def letters(text: str) -> int:
    """Return the number of characters of *text* without white space."""
    return sum(1 for letter in text if not letter.isspace())


def points(level: Mapping[str, Any]) -> Fraction:
    """Return the points of one level, exactly."""
    return Fraction(str(level["points"]))


def most(criterion: Mapping[str, Any]) -> Fraction:
    """Return the highest points of one criterion."""
    return max(points(level) for level in criterion["levels"])


def read_levels(question: Question, chosen: Mapping[str, str]) -> dict[str, int]:
    """Return the place of the level given for every criterion; InvalidError while one is missing."""
    levels = {}
    for row in question["rubric"]:
        place = chosen.get(str(row["id"]), "")
        if not place.isdecimal() or int(place) >= len(row["levels"]):
            raise InvalidError(N_("Choose a level for every criterion; then the answer is marked."))
        levels[str(row["id"])] = int(place)
    return levels


def _mark(row: Mapping[str, Any], place: int | None) -> PartMark:
    top = max(row["levels"], key=points)
    if place is None:
        return PartMark(str(row["id"]), options.text(row), None, options.text(top), Fraction(0))
    level = row["levels"][place]
    return PartMark(
        str(row["id"]), options.text(row), options.text(level), options.text(top), points(level) / most(row)
    )


def _sizes(said: Any) -> dict[str, int] | None:
    if said is None:
        return None
    return {side: int(said[side] if isinstance(said, Mapping) else said) for side in ("zh", "en")}


def _level_problems(question: Question) -> list[Fault]:
    faults: list[Fault] = []
    for place, row in enumerate(question["rubric"]):
        path = ("rubric", place)
        listed = row.get("levels")
        if not isinstance(listed, list) or len(listed) < 2:
            faults.append(Fault((*path, "levels"), "KM303", "a criterion needs two levels or more"))
            continue
        faults += [
            fault for n, level in enumerate(listed) for fault in _one_level(level, (*path, "levels", n))
        ]
        found = [quantity.exact(level.get("points")) for level in listed if isinstance(level, Mapping)]
        held = [value for value in found if value is not None]
        if held != sorted(set(held)) or not held or held[0] != 0:
            message = "the levels do not rise from 0"
            faults.append(Fault((*path, "levels"), "KM321", message, "begin with points: 0 and go up"))
    return faults


def _one_level(level: Any, path: shape.Path) -> list[Fault]:
    if not isinstance(level, Mapping):
        return [Fault(path, "KM004", "a level is written as {points, zh, en}")]
    faults = shape.unknown_keys(level, ("points", "zh", "en"), path)
    if quantity.exact(level.get("points")) is None:
        faults.append(Fault((*path, "points"), "KM301", "points must be a number"))
    return faults + shape.both_languages(level, path, "the level")
