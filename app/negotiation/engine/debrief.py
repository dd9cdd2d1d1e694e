"""Everything a debrief shows, computed from the run alone: mark, turning points, curves, profile, deal."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.negotiation.engine.deal import Outcome, complete, frontier, left_on_table, worth
from app.negotiation.engine.outcome import final_outcome, missing_gates, stick, three_months_later
from app.negotiation.engine.plane import Rung, ladder
from app.negotiation.engine.profile import Share, behaviour, spin
from app.negotiation.engine.regret import Regret, regrets
from app.negotiation.engine.review import OwnReview, reviewing
from app.negotiation.engine.run import Played, Turn, start, step
from app.negotiation.engine.score import DealScore, Guess, Part, Plan, deal_score, judgement, planning, using
from app.negotiation.engine.state import ORDER, Objection, Setting, State


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a run: its four parts, each a list of lines that add up to it."""

    judge: tuple[Part, ...]
    plan: tuple[Part, ...]
    use: tuple[Part, ...]
    review: tuple[Part, ...]
    breach: bool

    def parts(self) -> list[Part]:
        """Return the four parts, each added up."""
        named = (("judge", self.judge), ("plan", self.plan), ("use", self.use), ("review", self.review))
        return [
            Part(name, round(sum(row.points for row in rows), 2), sum(row.of for row in rows))
            for name, rows in named
        ]

    def total(self) -> float:
        """Return the whole, 0 to 100; nothing after a breach of integrity."""
        return 0.0 if self.breach else round(sum(part.points for part in self.parts()), 2)


@dataclass(frozen=True, slots=True)
class Learner:
    """What the learner handed in besides the acts."""

    guesses: tuple[Guess, ...] = ()
    plan: Plan = field(default_factory=Plan)
    review: OwnReview | None = None


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole debrief of one run."""

    state: State
    turns: tuple[Turn, ...]
    curve: tuple[tuple[int, float, float, float, float], ...]
    mark: Mark
    deal: DealScore
    regrets: tuple[Regret, ...]
    outcome: str
    stick: float
    later: str
    behaviour: tuple[Share, ...]
    spin: dict[str, int]
    objections: tuple[Objection, ...]
    ladder: tuple[Rung, ...]
    missed: tuple[str, ...]
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Where the deal lies among all possible ones: worth to both sides, what was left, the fair point."""

    seller: float
    customer: float
    left: float
    better: Outcome
    nash: Outcome


def table(state: State) -> Table | None:
    """Return where the terms on the table lie, or nothing when none were named."""
    if not state.terms:
        return None
    case = state.setting.case
    seller, customer = worth(case, complete(case, state.terms))
    left, better = left_on_table(case, state.terms)
    return Table(seller, customer, left, better, frontier(case).nash)


def _played(setting: Setting, acts: Sequence[Played]) -> tuple[list[State], list[Turn]]:
    states, turns = [start(setting.case, setting.archetype, setting.seed)], []
    for act, slots in acts:
        state, turn = step(states[-1], act, slots)
        states.append(state)
        turns.append(turn)
    return states, turns


def mark(state: State, turns: Sequence[Turn], learner: Learner, found: Sequence[Regret]) -> Mark:
    """Return the mark of a finished run."""
    acts = [turn.act for turn in turns]
    shown = frozenset(turn.cue for turn in turns if turn.cue)
    return Mark(
        judge=tuple(judgement(state.setting.archetype.id, learner.guesses, shown)),
        plan=tuple(planning(state, learner.plan, acts)),
        use=tuple(using(state, learner.guesses)),
        review=tuple(reviewing(found, learner.review)),
        breach=state.breach,
    )


def _cited(learner: Learner) -> set[str]:
    return {cue for guess in learner.guesses for cue in guess.cues}


def debrief(
    setting: Setting, acts: Sequence[Played], learner: Learner, found: Sequence[Regret] | None = None
) -> Debrief:
    """Return the whole debrief by playing the run again, with every alternative unless *found* is given."""
    states, turns = _played(setting, acts)
    last = states[-1]
    found = regrets(setting, acts) if found is None else found
    return Debrief(
        state=last,
        turns=tuple(turns),
        curve=tuple(
            (state.turn, state.meters["trust"], state.meters["patience"], state.need(), state.lock())
            for state in states
        ),
        mark=mark(last, turns, learner, found),
        deal=deal_score(last),
        regrets=tuple(found),
        outcome=final_outcome(last),
        stick=stick(last),
        later=three_months_later(last),
        behaviour=tuple(behaviour([turn.act for turn in turns])),
        spin=spin([turn.act for turn in turns]),
        objections=tuple(last.objections),
        ladder=tuple(ladder(states, [turn.act for turn in turns])),
        missed=tuple(
            dict.fromkeys(turn.cue for turn in turns if turn.cue and turn.cue not in _cited(learner))
        ),
        gates=missing_gates(last) if final_outcome(last) == ORDER else (),
    )
