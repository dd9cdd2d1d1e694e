"""Pick every right option; each right tick counts, each wrong one takes back."""

from app.quizzes.kinds.multiple.kind import Multiple

KIND = Multiple()
