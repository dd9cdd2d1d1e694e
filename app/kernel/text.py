"""A text that exists in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same thing said in Chinese (*zh*) and in English (*en*)."""

    zh: str
    en: str

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "Bilingual":
        """Build from a content document's ``{zh: …, en: …}``."""
        return cls(zh=str(value["zh"]), en=str(value["en"]))

    def get(self, language: str) -> str:
        """Return the side for *language* (anything but ``en`` reads Chinese)."""
        return self.en if language == "en" else self.zh
