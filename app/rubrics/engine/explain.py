"""An explanation: a tree of steps, each a sentence with its numbers, down to single criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from app.kernel.numbers import half_up
from app.kernel.text import Bilingual
from app.rubrics.engine.sentences import SENTENCES

Param = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation; *steps* are the numbers it is made of.

    *params* are texts ready to print, or ``{"zh": …, "en": …}`` where the text is content.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    steps: tuple["Step", ...] = ()

    @property
    def message(self) -> str:
        """Return the sentence as an English msgid with named places."""
        return SENTENCES[self.code]

    def say(self, language: str, translated: str | None = None) -> str:
        """Return the finished sentence; *translated* is the msgid in the reader's language."""
        values = {
            name: value if isinstance(value, str) else value["en" if language == "en" else "zh"]
            for name, value in self.params.items()
        }
        return (translated or self.message) % values

    def doc(self) -> dict[str, Any]:
        """Return plain data for a stored snapshot."""
        return {
            "code": self.code,
            "params": {
                name: value if isinstance(value, str) else dict(value) for name, value in self.params.items()
            },
            "steps": [step.doc() for step in self.steps],
        }


def step(code: str, *steps: Step, **params: str | int | Fraction | Bilingual) -> Step:
    """Return a step whose params are made printable: fractions with ``show``, content by language."""
    return Step(code, {name: _printable(value) for name, value in params.items()}, steps)


def read(doc: Mapping[str, Any]) -> Step:
    """Return the step that ``Step.doc`` stored."""
    return Step(str(doc["code"]), dict(doc["params"]), tuple(read(each) for each in doc["steps"]))


def show(value: Fraction) -> str:
    """Return a number one can copy into a calculator: 2 decimals, plus the exact fraction if needed."""
    rounded = half_up(value, 2)
    text = _minus(f"{rounded:f}".rstrip("0").rstrip("."))
    return text if Fraction(rounded) == value else f"{text} ({_minus(str(value))})"


def signed(value: Fraction) -> str:
    """Return ``show`` with an explicit sign: + generous, − strict."""
    return show(value) if value < 0 else f"+{show(value)}"


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _printable(value: str | int | Fraction | Bilingual) -> Param:
    if isinstance(value, Bilingual):
        return {"zh": value.zh, "en": value.en}
    return show(value) if isinstance(value, Fraction) else str(value)
