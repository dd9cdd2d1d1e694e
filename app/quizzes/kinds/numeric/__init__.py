"""Give a number, with unit and tolerance."""

from app.quizzes.kinds.numeric.kind import Numeric

KIND = Numeric()
