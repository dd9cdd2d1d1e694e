"""Write at length; a person marks it by a rubric."""

from app.quizzes.kinds.essay.kind import Essay

KIND = Essay()
