"""Pick the one right option."""

from app.quizzes.kinds.single.kind import Single

KIND = Single()
