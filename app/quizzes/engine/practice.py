"""Practice: which objectives are weak, and which question comes next. The memory model is FSRS."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from fsrs import Card, Rating, Scheduler

Doc = Mapping[str, Any]
# The library's own parameters; no random fuzz, so that the same answers give the same dates.
SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Strength:
    """How firm a person is in one objective: the mean share over *answers*, ``None`` before any."""

    objective: str
    answers: int
    share: Fraction | None


def strengths(
    earned: Iterable[tuple[str, Fraction]], questions: Mapping[str, Doc], objectives: Iterable[str]
) -> list[Strength]:
    """Return the strength in each objective, the weakest first; those never asked come in the middle."""
    sums: dict[str, list[Fraction]] = {name: [] for name in objectives}
    for question_id, share in earned:
        for name in questions.get(question_id, {}).get("objectives", []):
            if name in sums:
                sums[str(name)].append(share)
    rows = [
        Strength(name, len(found), sum(found, Fraction(0)) / len(found) if found else None)
        for name, found in sums.items()
    ]
    half = Fraction(1, 2)
    return sorted(rows, key=lambda row: (half if row.share is None else row.share, row.objective))


def in_pool(question: Doc) -> bool:
    """Return whether a question may be practised: never one of the exam pool."""
    return question.get("pool") == "practice"


def next_question(
    pool: Iterable[str],
    questions: Mapping[str, Doc],
    due: Mapping[str, datetime],
    weak: Iterable[Strength],
    moment: datetime,
) -> str | None:
    """Return what to ask now: the card longest due, else a new question on the weakest objective.

    ``None`` when nothing is due and nothing is new.
    """
    known = sorted(pool)
    late = [ident for ident in known if ident in due and due[ident] <= moment]
    if late:
        return min(late, key=lambda ident: (due[ident], ident))
    fresh = [ident for ident in known if ident not in due]
    for row in weak:
        for ident in fresh:
            if row.objective in questions[ident].get("objectives", []):
                return ident
    return fresh[0] if fresh else None


def rating(share: Fraction) -> Rating:
    """Return how well a question was remembered: all right, partly, or not."""
    if share == 1:
        return Rating.Good
    return Rating.Hard if share >= Fraction(1, 2) else Rating.Again


def review(
    stored: Mapping[str, Any] | None, share: Fraction, moment: datetime
) -> tuple[dict[str, Any], datetime]:
    """Return the card after an answer that earned *share* at *moment*, and when it is due again."""
    card = Card.from_dict(dict(stored)) if stored else Card(card_id=0, due=moment)  # type: ignore[arg-type]
    fresh, _log = SCHEDULER.review_card(card, rating(share), moment)
    return dict(fresh.to_dict()), fresh.due
