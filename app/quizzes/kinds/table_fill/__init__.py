"""Fill the empty cells of a table."""

from app.quizzes.kinds.table_fill.kind import TableFill

KIND = TableFill()
