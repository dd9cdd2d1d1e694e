"""Match each entry on the left with one on the right."""

from app.quizzes.kinds.matching.kind import Matching

KIND = Matching()
