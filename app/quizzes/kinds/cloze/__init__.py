"""Fill the gaps of a text."""

from app.quizzes.kinds.cloze.kind import Cloze

KIND = Cloze()
