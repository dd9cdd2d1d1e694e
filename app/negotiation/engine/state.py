"""Where a talk stands after some acts: an immutable value that a step replaces by the next one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.case import Case

METERS = ("trust", "patience", "ego", "doubt", "openness", "respect", "focus", "verified")
UNKNOWN, KNOWN, IMPLIED, EXPLICIT = range(4)
OPEN, CLARIFIED, SETTLED = "open", "clarified", "settled"
ORDER, ADVANCE, CONTINUATION, NO_SALE = "order", "advance", "continuation", "no_sale"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run is played in: case, archetype and seed. Never changes within a run."""

    case: Case
    archetype: Archetype
    seed: int


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


@dataclass(frozen=True, slots=True)
class State:
    """The talk after *turn* acts of the learner. *ceilings* are what the meters can still reach."""

    setting: Setting
    turn: int
    meters: Mapping[str, float]
    ceilings: Mapping[str, float]
    needs: Mapping[str, Need]
    objections: tuple[Objection, ...]
    terms: Mapping[str, str]
    agreed: tuple[str, ...]
    rounds: int
    gifts: int
    strikes: float
    uses: Mapping[str, int]
    revealed: tuple[str, ...]
    advances: tuple[str, ...]
    claim: int
    breach: bool
    outcome: str
    ended: bool
    spoken: tuple[str, ...]
    said: Mapping[str, int]

    def need(self) -> float:
        """Return how strongly the customer feels and says that he needs something, 0 to 1."""
        topics = self.setting.case.topics
        felt = sum(
            topics[name].weight * need.worth * (1.0 if need.met else 0.75)
            for name, need in self.needs.items()
        )
        return min(1.0, felt / 0.5)

    def lock(self) -> float:
        """Return how far the archetype's own lock is open, 0 to 1."""
        lock, meters = self.setting.archetype.lock, self.meters
        return sum(
            weight * meters[name] if weight > 0 else -weight * (1.0 - meters[name])
            for name, weight in lock.items()
        )

    def readiness(self) -> float:
        """Return how ready the customer is to move, 0 to 1 (weights of the design, §5.2)."""
        meters = self.meters
        burden = sum({OPEN: 0.05, CLARIFIED: 0.02, SETTLED: 0.0}[row.state] for row in self.objections)
        return (
            0.42 * self.lock()
            + 0.26 * self.need()
            + 0.12 * meters["trust"]
            + 0.12 * meters["openness"]
            + 0.08 * (1.0 - meters["doubt"])
            - burden
        )

    def snapshot(self) -> dict[str, Any]:
        """Return everything but the setting as plain values that JSON can hold."""
        kept = {name: getattr(self, name) for name in FIELDS}
        kept["needs"] = {name: asdict(need) for name, need in self.needs.items()}
        kept["objections"] = [asdict(row) for row in self.objections]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


FIELDS = tuple(name for name in State.__dataclass_fields__ if name != "setting")
LISTS = ("agreed", "revealed", "advances", "spoken")


def restore(setting: Setting, snapshot: Mapping[str, Any]) -> State:
    """Return the state that :meth:`State.snapshot` described.

    A database may give keys back in another order (PostgreSQL's jsonb does), so order comes from the case.
    """
    values = {**snapshot, **{name: tuple(snapshot[name]) for name in LISTS}}
    values["meters"] = {name: snapshot["meters"][name] for name in METERS}
    values["ceilings"] = {name: snapshot["ceilings"][name] for name in METERS}
    values["needs"] = {name: Need(**snapshot["needs"][name]) for name in setting.case.topics}
    values["objections"] = tuple(Objection(**row) for row in snapshot["objections"])
    return State(setting=setting, **values)
