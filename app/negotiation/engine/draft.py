"""What an act is made of besides its name, what it came to, and the words for a reply's slots."""

from dataclasses import dataclass, field
from typing import Any

from app.kernel.text import Bilingual
from app.negotiation.engine.state import Setting


@dataclass(frozen=True, slots=True)
class Slots:
    """What the learner added to an act: a topic, terms (issue to option) or a next step."""

    topic: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    advance: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the slots as plain values, empty ones left out."""
        rows = {"topic": self.topic, "terms": dict(self.terms), "advance": self.advance}
        return {name: value for name, value in rows.items() if value}


@dataclass(slots=True)
class Answer:
    """What one act came to: the cell to answer from, how well it landed (0 to 1), what it brought."""

    cell: str
    landed: float = 1.0
    facts: list[str] = field(default_factory=list)
    objection: str = ""
    counter: tuple[str, str] | None = None
    reasons: list[str] = field(default_factory=list)


def text_of(setting: Setting, slot: str, value: str) -> Bilingual:
    """Return the words for a reply's slot: a fact, an objection, a topic, an option of an issue."""
    case = setting.case
    if slot == "fact":
        return case.facts[value].text
    if slot == "objection":
        return case.objections[value]
    if slot == "topic":
        return case.topics[value].title
    name, option = value.split("=")
    issue = case.issues[name]
    label = issue.options[option].label
    return Bilingual(f"{issue.title.zh}：{label.zh}", f"{issue.title.en.lower()}: {label.en}")
