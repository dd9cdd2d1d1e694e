"""The mark of a run, out of 100, in the four parts of 针锋相对 (design §5.7), every point with its reason.

Judgement 20, plan 20, use and correct 40, review 20. A breach of integrity caps the whole at nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.negotiation.engine.deal import frontier, stand
from app.negotiation.engine.outcome import advance_value, final_outcome, stick
from app.negotiation.engine.state import ADVANCE, CLEAN, ORDER, SETTLED, State

OUTCOME_POINTS = {"order": 45.0, "advance": 28.0, "continuation": 8.0, "no_sale": 0.0, "clean": 45.0}
VALUE_POINTS, RELATION_POINTS = 35.0, 20.0
CLEAN_VALUE = 0.8


@dataclass(frozen=True, slots=True)
class DealScore:
    """How the talk itself went, 0 to 100: its outcome, what it is worth, what is left of the relation."""

    outcome: float
    value: float
    relation: float
    breach: bool

    @property
    def total(self) -> float:
        """Return the sum, or nothing after a breach."""
        return 0.0 if self.breach else round(self.outcome + self.value + self.relation, 4)


def _outcome_points(state: State) -> float:
    ending = final_outcome(state)
    points = OUTCOME_POINTS[ending]
    if ending == CLEAN:
        return points
    if ending == ORDER:
        return points * stick(state)
    if ending == ADVANCE:
        return points * (0.4 + 0.6 * advance_value(state)) * min(1.0, 0.5 + 0.5 * stick(state))
    return points * (1.0 if state.need() > 0.2 else 0.5)


def _value_points(state: State) -> float:
    ending = final_outcome(state)
    if ending == ORDER:
        seller, customer = stand(state.setting.case, state.terms)
        best = frontier(state.setting.case)
        share = 0.6 * min(1.0, seller / best.best_seller) + 0.4 * min(
            1.0, (seller + customer) / best.best_joint
        )
        return VALUE_POINTS * share * stick(state)
    if ending == CLEAN:
        return VALUE_POINTS * CLEAN_VALUE
    if ending == ADVANCE:
        settled = len(state.agreed) / len(state.setting.case.issues)
        return VALUE_POINTS * (0.5 * state.need() + 0.2 * settled) * stick(state)
    return 0.0


def _relation_points(state: State) -> float:
    if final_outcome(state) == CLEAN:
        return RELATION_POINTS * (0.4 + 0.3 * state.meters["clean"])
    standing = sum(row.state != SETTLED for row in state.objections)
    kept = 0.5 * state.meters["trust"] + 0.3 * state.meters["patience"] + 0.2 * max(0.0, 1.0 - standing / 3)
    return RELATION_POINTS * kept * (0.3 if final_outcome(state) == "no_sale" else 1.0)


def deal_score(state: State) -> DealScore:
    """Return the score of the talk alone."""
    return DealScore(
        outcome=round(_outcome_points(state), 4),
        value=round(_value_points(state), 4),
        relation=round(_relation_points(state), 4),
        breach=state.breach,
    )


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess of the type at a turn (0: before the first word), with its probability and cues cited.

    *spread* are the probabilities of all types, if the learner gave them; they add up to one.
    """

    turn: int
    archetype: str
    probability: float
    cues: tuple[str, ...] = ()
    spread: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a mark: a stable name, points reached, points possible."""

    name: str
    points: float
    of: float


TYPES = 8
BLANK = (1 - 1 / TYPES) ** 2 + (TYPES - 1) / TYPES**2
# The guess before the first word is kept and shown, not marked: nothing can be known yet.
CHECKPOINTS = ((3, 5.0), (8, 6.0), (99, 4.0))


def brier_share(truth: str, guess: Guess | None) -> float:
    """Return how good a guess is, 0 to 1, by the Brier score against knowing nothing (uniform over eight).

    The rest of the probability is spread evenly over the other types; a proper score, so honest doubt pays.
    """
    if guess is None:
        return 0.0
    if guess.spread:
        given = dict(guess.spread)
        total = sum(value**2 for name, value in given.items() if name != truth)
        total += (1.0 - given.get(truth, 0.0)) ** 2
        return max(0.0, 1.0 - total / BLANK)
    rest = (1.0 - guess.probability) / (TYPES - 1)
    right = guess.probability if guess.archetype == truth else rest
    squares = (1.0 - guess.probability) ** 2 if guess.archetype == truth else guess.probability**2
    others = TYPES - 1 if guess.archetype == truth else TYPES - 2
    total = squares + others * rest**2 + (0.0 if guess.archetype == truth else (1.0 - right) ** 2)
    return max(0.0, 1.0 - total / BLANK)


def _standing(guesses: Sequence[Guess], turn: int) -> Guess | None:
    return max((guess for guess in guesses if guess.turn <= turn), key=lambda guess: guess.turn, default=None)


def judgement(truth: str, guesses: Sequence[Guess], cues_shown: frozenset[str]) -> list[Part]:
    """Mark the judgement: the standing guess at four checkpoints (15) and the cues cited (5)."""
    parts = [
        Part(f"guess_{turn}", round(points * brier_share(truth, _standing(guesses, turn)), 2), points)
        for turn, points in CHECKPOINTS
    ]
    cited = {cue for guess in guesses for cue in guess.cues}
    seen = len(cited & cues_shown)
    good = seen / len(cited) if cited else 0.0
    return [*parts, Part("cues", round(5.0 * good * min(1.0, seen / 2), 2), 5.0)]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the learner meant to do: cards of the counter-strategy and back-up, trigger, own words."""

    counter: frozenset[str] = frozenset()
    backup: frozenset[str] = frozenset()
    trigger: frozenset[str] = frozenset()
    words: str = ""


def _overlap(chosen: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of *right* that was chosen, less for every card too many."""
    if not chosen or not right:
        return 0.0
    hit = len(chosen & right)
    return hit / len(right) * hit / max(hit, len(chosen))


def planning(state: State, plan: Plan, acts: Sequence[str]) -> list[Part]:
    """Mark the plan: counter-strategy 8, back-up 4, trigger 3, carried out 5."""
    archetype = state.setting.archetype
    helpful, harmful = sum(act in archetype.rise for act in acts), sum(act in archetype.fall for act in acts)
    kept = helpful / max(6, helpful + 2 * harmful) if plan.counter else 0.0
    return [
        Part("counter", round(8.0 * _overlap(plan.counter, archetype.counter_cards), 2), 8.0),
        Part("backup", round(4.0 * _overlap(plan.backup, archetype.backup_cards), 2), 4.0),
        Part("trigger", round(3.0 * _overlap(plan.trigger, archetype.trigger_cards), 2), 3.0),
        Part("carried_out", round(5.0 * min(1.0, kept), 2), 5.0),
    ]


def using(state: State, guesses: Sequence[Guess]) -> list[Part]:
    """Mark the talk: its own score (34) and whether a wrong guess was put right in time (6)."""
    truth = state.setting.archetype.id
    shares = ((3, 1.0), (8, 0.8), (99, 0.4))
    right = [
        share for turn, share in shares if (found := _standing(guesses, turn)) and found.archetype == truth
    ]
    last = _standing(guesses, 99)
    held = right[0] if right and last and last.archetype == truth else 0.0
    deal = deal_score(state)
    return [
        Part("deal", round(0.34 * deal.total, 2), 34.0),
        Part("corrected", round(6.0 * held, 2), 6.0),
    ]
