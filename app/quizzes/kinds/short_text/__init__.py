"""Answer in a few words."""

from app.quizzes.kinds.short_text.kind import ShortText

KIND = ShortText()
