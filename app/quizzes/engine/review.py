"""What a learner may see of an attempt, and when: the exam's review matrix."""

from collections.abc import Mapping
from typing import Any

SCORE, ANSWERS, WHY = "score", "answers", "why"
EVERYTHING = frozenset({SCORE, ANSWERS, WHY})
NOTHING: frozenset[str] = frozenset()
_DEFAULTS: dict[str, dict[str, Any]] = {
    "summative": {"after_submit": "score", "after_close": ["score", "answers", "why"]},
}


def shown(exam: Mapping[str, Any], *, submitted: bool, closed: bool) -> frozenset[str]:
    """Return which of score, answers and why may be shown; nothing at all before submission.

    *closed*: the sitting is over, or a teacher has released the answers. What ``after_submit`` shows
    stays visible after closing. Reasons are never shown without the answers they explain.
    """
    if not submitted:
        return NOTHING
    default = _DEFAULTS.get(str(exam.get("kind")), {"after_submit": list(EVERYTHING)})
    matrix = {**default, **(exam.get("review") or {})}
    found = _words(matrix.get("after_submit"))
    if closed:
        found |= _words(matrix.get("after_close"))
    return found if ANSWERS in found else found - {WHY}


def _words(said: Any) -> frozenset[str]:
    several = said if isinstance(said, list) else [said]
    return frozenset(str(word) for word in several) & EVERYTHING
