"""Questions, exams and attempts: asking fairly, keeping every answer, marking what was pinned."""
