"""Decide whether a statement holds."""

from app.quizzes.kinds.true_false.kind import TrueFalse

KIND = TrueFalse()
