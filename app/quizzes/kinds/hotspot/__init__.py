"""Point at a place in a picture, or choose it from a list in words."""

from app.quizzes.kinds.hotspot.kind import Hotspot

KIND = Hotspot()
