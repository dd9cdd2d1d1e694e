"""The next state while it is being made: a mutable copy that one step changes and then freezes."""

from dataclasses import dataclass, field, replace
from typing import Any

from app.kernel.text import Bilingual
from app.negotiation.engine.draws import u01
from app.negotiation.engine.state import OPEN, SETTLED, Need, Objection, Setting, State


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


class Draft:
    """A mutable copy of a state with the few verbs that the acts share."""

    def __init__(self, state: State) -> None:
        """Copy *state*; the turn being made is the one after it."""
        self.setting: Setting = state.setting
        self.before = state
        self.turn = state.turn + 1
        self.meters = dict(state.meters)
        self.ceilings = dict(state.ceilings)
        self.needs = dict(state.needs)
        self.objections = list(state.objections)
        self.terms = dict(state.terms)
        self.agreed = list(state.agreed)
        self.rounds = state.rounds
        self.gifts = state.gifts
        self.strikes = state.strikes
        self.uses = dict(state.uses)
        self.revealed = list(state.revealed)
        self.advances = list(state.advances)
        self.claim = state.claim
        self.breach = state.breach
        self.outcome = state.outcome
        self.ended = state.ended
        self.spoken = list(state.spoken)
        self.said = dict(state.said)

    def luck(self, key: str) -> float:
        """Return this turn's random number named *key*."""
        return u01(self.setting.seed, f"{self.turn}\x1f{key}")

    def freeze(self) -> State:
        """Return the finished state; the draft is not to be changed afterwards."""
        return State(
            setting=self.setting,
            turn=self.turn,
            meters=self.meters,
            ceilings=self.ceilings,
            needs=self.needs,
            objections=tuple(self.objections),
            terms=self.terms,
            agreed=tuple(self.agreed),
            rounds=self.rounds,
            gifts=self.gifts,
            strikes=self.strikes,
            uses=self.uses,
            revealed=tuple(self.revealed),
            advances=tuple(self.advances),
            claim=self.claim,
            breach=self.breach,
            outcome=self.outcome,
            ended=self.ended,
            spoken=tuple(self.spoken),
            said=self.said,
        )

    def change(self, meter: str, by: float) -> None:
        """Move *meter* by *by*; a loss also lowers what can still be reached, a gain stops there.

        Goodness is the meter itself, or for doubt what is left below one. Values are rounded, so that
        every machine stores the same digits.
        """
        sign = -1.0 if meter == "doubt" else 1.0
        good = self.meters[meter] if sign > 0 else 1.0 - self.meters[meter]
        gain = by * sign
        if gain < 0:
            lost = self.setting.archetype.decay * -gain
            self.ceilings[meter] = round(max(0.0, self.ceilings[meter] - lost * (meter != "patience")), 6)
        good = max(0.0, min(good + gain, max(good, self.ceilings[meter]) if gain > 0 else 1.0))
        self.meters[meter] = round(good if sign > 0 else 1.0 - good, 6)

    def reveal(self, fact: str) -> bool:
        """Note that the customer told *fact*; say whether it is news."""
        if fact in self.revealed:
            return False
        self.revealed.append(fact)
        return True

    def set_need(self, topic: str, **values: Any) -> Need:
        """Replace fields of one need."""
        need = replace(self.needs[topic], **values)
        self.needs[topic] = Need(need.stage, round(need.severity, 6), round(need.worth, 6), need.met)
        return need

    def unsettled(self) -> list[int]:
        """Return the places of the objections that still stand, oldest first."""
        return [place for place, row in enumerate(self.objections) if row.state != SETTLED]

    def object(self, kind: str, act: str) -> bool:
        """Raise an objection unless one of this kind already stands; say whether it is new."""
        if any(row.kind == kind and row.state != SETTLED for row in self.objections):
            return False
        self.objections.append(Objection(kind, self.turn, act))
        return True

    def mark(self, place: int, state: str) -> None:
        """Set the state of the objection at *place*."""
        self.objections[place] = replace(self.objections[place], state=state)

    def settle(self, *kinds: str, also_open: bool = False) -> list[str]:
        """Settle clarified objections of these kinds (open ones too if so said); return their kinds."""
        done = []
        for place in self.unsettled():
            row = self.objections[place]
            if row.kind in kinds and (also_open or row.state != OPEN):
                self.mark(place, SETTLED)
                done.append(row.kind)
        return done


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
