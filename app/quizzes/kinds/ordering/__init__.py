"""Put things in their right order."""

from app.quizzes.kinds.ordering.kind import Ordering

KIND = Ordering()
