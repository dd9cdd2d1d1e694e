"""Where a talk stands after some acts.

A state is mutable for speed: :func:`app.negotiation.engine.run.step` copies it first and so never
changes the one it was given; only self-play, which owns its states, advances one in place.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.case import Case
from app.negotiation.engine.draws import between, u01, weighted
from app.negotiation.engine.temper import METERS, Temper

UNKNOWN, KNOWN, IMPLIED, EXPLICIT = range(4)
OPEN, CLARIFIED, SETTLED = "open", "clarified", "settled"
ORDER, ADVANCE, CONTINUATION, NO_SALE, CLEAN = "order", "advance", "continuation", "no_sale", "clean"
BURDEN = {OPEN: 0.05, CLARIFIED: 0.02, SETTLED: 0.0}
MILD, STRONG = 0.9, 1.1


@dataclass(frozen=True)
class Setting:
    """What a run is played in: case, archetype and seed. What the seed draws is drawn once."""

    case: Case
    archetype: Archetype
    seed: int

    @cached_property
    def temper(self) -> Temper:
        """Return the sub-type or blend of the archetype that this seed meets."""
        rows = self.archetype.tempers
        return (
            rows[0] if len(rows) == 1 else weighted([(row, row.weight) for row in rows], self.seed, "temper")
        )

    @cached_property
    def severity(self) -> float:
        """Return how strongly this customer reacts to anything, around 1."""
        return between(MILD, STRONG, self.seed, "severity")

    @cached_property
    def hint_turn(self) -> int:
        """Return the turn from which this customer may hint at a favour, 0 for never."""
        first = self.temper.hint
        return first + int(3 * u01(self.seed, "hint")) if first else 0


@dataclass(frozen=True, slots=True)
class Need:
    """How far one topic has come: unknown, known, implied, explicit; how bad; how much a cure is worth."""

    stage: int = UNKNOWN
    severity: float = 0.0
    worth: float = 0.0
    met: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason against, with the learner's turn and act that caused it (turn 0: he brought it along)."""

    kind: str
    turn: int
    act: str
    state: str = OPEN


UNTOUCHED = Need()


@dataclass(slots=True)
class State:
    """The talk after *turn* acts of the learner. *ceilings* are what the meters can still reach."""

    setting: Setting
    turn: int
    meters: dict[str, float]
    ceilings: dict[str, float]
    needs: dict[str, Need]
    objections: list[Objection]
    terms: dict[str, str]
    agreed: list[str]
    rounds: int
    gifts: int
    strikes: float
    uses: dict[str, int]
    landed: list[str]
    last: str
    moment: str
    revealed: list[str]
    advances: list[str]
    claim: int
    hint: int
    breach: bool
    outcome: str
    ended: bool
    spoken: list[str]
    said: dict[str, int]

    def copy(self) -> "State":
        """Return a state of its own with the same contents."""
        return State(
            self.setting,
            self.turn,
            self.meters.copy(),
            self.ceilings.copy(),
            self.needs.copy(),
            self.objections.copy(),
            self.terms.copy(),
            self.agreed.copy(),
            self.rounds,
            self.gifts,
            self.strikes,
            self.uses.copy(),
            self.landed.copy(),
            self.last,
            self.moment,
            self.revealed.copy(),
            self.advances.copy(),
            self.claim,
            self.hint,
            self.breach,
            self.outcome,
            self.ended,
            self.spoken.copy(),
            self.said.copy(),
        )

    def luck(self, key: str) -> float:
        """Return the random number *key* of this use of this act; other acts in between do not shift it."""
        return u01(self.setting.seed, self.moment + key)

    def need(self) -> float:
        """Return how strongly the customer feels and says that he needs something, 0 to 1."""
        topics, felt = self.setting.case.topics, 0.0
        for name, need in self.needs.items():
            if need.worth:
                felt += topics[name].weight * need.worth * (1.0 if need.met else 0.75)
        return felt / 0.5 if felt < 0.5 else 1.0

    def felt(self) -> float:
        """Return how much of the case's trouble he has put a worth to, 0 to 1."""
        topics = self.setting.case.topics
        return sum(topics[name].weight * need.worth for name, need in self.needs.items() if need.worth)

    def lock(self) -> float:
        """Return how far the archetype's own lock is open, 0 to 1."""
        meters, total = self.meters, 0.0
        for name, weight in self.setting.temper.lock:
            total += weight * meters[name] if weight > 0 else -weight * (1.0 - meters[name])
        return total

    def readiness(self) -> float:
        """Return how ready the customer is to move, 0 to 1 (weights of the design, §5.2)."""
        meters = self.meters
        burden = sum(BURDEN[row.state] for row in self.objections) if self.objections else 0.0
        return (
            0.42 * self.lock()
            + 0.26 * self.need()
            + 0.12 * meters["trust"]
            + 0.12 * meters["openness"]
            + 0.08 * (1.0 - meters["doubt"])
            - burden
        )

    def change(self, meter: str, by: float) -> None:
        """Move *meter* by *by*; a loss also lowers what can still be reached, a gain stops there.

        Goodness is the meter itself, or for doubt what is left below one. Values are rounded, so that
        every machine stores the same digits.
        """
        meters = self.meters
        if meter == "doubt":
            good, gain = 1.0 - meters[meter], -by
        else:
            good, gain = meters[meter], by
        if gain < 0:
            if meter != "patience":
                lower = self.ceilings[meter] + self.setting.archetype.decay * gain
                self.ceilings[meter] = round(lower, 6) if lower > 0 else 0.0
            good = good + gain if good + gain > 0 else 0.0
        else:
            most = self.ceilings[meter]
            good = max(good, min(good + gain, most))
        meters[meter] = round(good if meter != "doubt" else 1.0 - good, 6)

    def reveal(self, fact: str) -> bool:
        """Note that the customer told *fact*; say whether it is news."""
        if fact in self.revealed:
            return False
        self.revealed.append(fact)
        return True

    def set_need(self, topic: str, stage: int, severity: float, worth: float, *, met: bool = False) -> None:
        """Replace one need."""
        self.needs[topic] = Need(stage, round(severity, 6), round(worth, 6), met)

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
        row = self.objections[place]
        self.objections[place] = Objection(row.kind, row.turn, row.act, state)

    def settle(self, *kinds: str, also_open: bool = False) -> list[str]:
        """Settle clarified objections of these kinds (open ones too if so said); return their kinds."""
        done = []
        for place in self.unsettled():
            row = self.objections[place]
            if row.kind in kinds and (also_open or row.state != OPEN):
                self.mark(place, SETTLED)
                done.append(row.kind)
        return done

    def snapshot(self) -> dict[str, Any]:
        """Return everything but the setting as plain values that JSON can hold."""
        kept = {name: getattr(self, name) for name in FIELDS}
        kept["needs"] = {name: asdict(need) for name, need in self.needs.items()}
        kept["objections"] = [asdict(row) for row in self.objections]
        for name, value in kept.items():
            if isinstance(value, dict | list):
                kept[name] = value.copy()
        return kept


FIELDS = tuple(name for name in State.__dataclass_fields__ if name != "setting")


def _mood(setting: Setting) -> dict[str, float]:
    start, spread, seed = setting.temper.start, setting.archetype.spread, setting.seed
    return {name: round(start[name] + between(-spread, spread, seed, "start", name), 6) for name in METERS}


def fresh(setting: Setting) -> State:
    """Return the state before the first word; the seed moves the customer's mood a little."""
    native = setting.archetype.native
    return State(
        setting=setting,
        turn=0,
        meters=_mood(setting),
        ceilings=dict.fromkeys(METERS, 1.0),
        needs=dict.fromkeys(setting.case.topics, UNTOUCHED),
        objections=[Objection(native, 0, "")] if native else [],
        terms={},
        agreed=[],
        rounds=0,
        gifts=0,
        strikes=0.0,
        uses={},
        landed=[],
        last="",
        moment="",
        revealed=[],
        advances=[],
        claim=0,
        hint=0,
        breach=False,
        outcome="",
        ended=False,
        spoken=[],
        said={},
    )


def restore(setting: Setting, snapshot: Mapping[str, Any]) -> State:
    """Return the state that :meth:`State.snapshot` described.

    A database may give keys back in another order (PostgreSQL's jsonb does), so order comes from the case.
    """
    values: dict[str, Any] = {
        name: value.copy() if isinstance(value, dict | list) else value for name, value in snapshot.items()
    }
    values["meters"] = {name: snapshot["meters"][name] for name in METERS}
    values["ceilings"] = {name: snapshot["ceilings"][name] for name in METERS}
    values["needs"] = {name: Need(**snapshot["needs"][name]) for name in setting.case.topics}
    values["objections"] = [Objection(**row) for row in snapshot["objections"]]
    return State(setting=setting, **values)
