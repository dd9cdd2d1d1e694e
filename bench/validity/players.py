"""The material and the players: cases and archetypes from the tree, scripts, baselines, one who adapts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.content.reader import read_tree
from app.negotiation.engine import selfplay
from app.negotiation.engine.archetype import Archetype, read_archetype
from app.negotiation.engine.case import Case, read_case
from app.negotiation.engine.cues import choose_cue, signs
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import Played, advance, play
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting, State, fresh
from bench.validity.figures import dice

Move = dict[str, object]


def moves(text: str) -> list[Move]:
    """Return a script written as ``act act=1 offer=open``: a digit is a topic, a word a package."""
    rows: list[Move] = []
    for word in text.split():
        act, _, what = word.partition("=")
        rows.append({"act": act, **({"topic" if what.isdigit() else "package": what} if what else {})})
    return rows


SPIN = (
    "q_problem=1 q_implication=1 q_implication=1 q_payoff=1 "
    "q_problem=2 q_implication=2 q_implication=2 q_payoff=2"
)
BASELINES = {
    "spin_only": f"open_purpose {SPIN} benefit=1 benefit=2 offer=open trade=fair ask_order",
    "pushover": "open_purpose smalltalk q_problem=1 empathise offer=open concede=fair concede=low ask_order",
    "flatterer": "open_purpose flatter smalltalk flatter q_problem=1 flatter offer=open flatter ask_order",
    "hard_close": "open_purpose q_situation=1 offer=open deadline hold_firm ask_order deadline ask_order",
    "price_first": "open_purpose offer=open feature advantage concede=fair deadline concede=low ask_order",
    "feature_dump": "open_purpose feature advantage feature advantage proof feature offer=open ask_order",
}
PRICE_FIRST = (
    "open_purpose offer=open feature advantage benefit=1 ask_order concede=fair feature advantage ask_order"
)


@dataclass(frozen=True)
class World:
    """Everything self-play needs."""

    cases: tuple[Case, ...]
    archetypes: dict[str, Archetype]

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Return the archetypes' ids in the order of the design."""
        known = next(iter(self.archetypes.values())).moves.archetypes
        return tuple(slug for slug in known if slug in self.archetypes)

    def script(self, slug: str, name: str = "matched", case: Case | None = None) -> list[Played]:
        """Return an archetype's exemplar for a case (the first one unless given)."""
        return selfplay.script(case or self.cases[0], self.archetypes[slug].scripts[name])

    def baseline(self, name: str, case: Case | None = None) -> list[Played]:
        """Return a baseline player's script."""
        return selfplay.script(case or self.cases[0], moves(BASELINES[name]))

    def setting(self, slug: str, seed: int, case: Case | None = None) -> Setting:
        """Return where a run is played."""
        return Setting(case or self.cases[0], self.archetypes[slug], seed)

    def scores(
        self, slug: str, acts: Sequence[Played], seeds: Iterable[int], case: Case | None = None
    ) -> list[float]:
        """Return the talk's score of *acts* for every seed."""
        return [deal_score(play(self.setting(slug, seed, case), acts)).total for seed in seeds]


def load(root: Path, most: int = 3) -> World:
    """Return the world of a tree, with at most *most* cases."""
    docs = {key: document.doc for key, document in read_tree(root).index().items()}
    cases = [read_case(doc) for (kind, _), doc in sorted(docs.items()) if kind == "case"]
    first = sorted(cases, key=lambda case: (case.id != "office-first-call", case.id))
    archetypes = {
        slug: read_archetype(doc, docs["lines", slug], docs["moves", "moves"])
        for (kind, slug), doc in docs.items()
        if kind == "archetype"
    }
    return World(tuple(first[:most]), archetypes)


class Observer:
    """Bayes on the signs a customer shows: the best any judge could do who knows all eight types."""

    def __init__(self, world: World) -> None:
        """Begin without knowing anything."""
        self.world = world
        self.belief = dict.fromkeys(world.slugs, 1.0 / len(world.slugs))

    def chance(self, slug: str, cue: str, cell: str) -> float:
        """Return how likely a customer of type *slug* who shows anything shows *cue* with *cell*."""
        archetype, total = self.world.archetypes[slug], 0.0
        for temper in archetype.tempers:
            rows = dict(signs(temper, archetype.moves.contrary, cell))
            if rows:
                total += temper.weight * rows.get(cue, 0.0) / sum(rows.values())
        return total

    def see(self, cue: str, cell: str) -> None:
        """Take in one sign."""
        if not cue:
            return
        likely = {slug: value * (0.001 + self.chance(slug, cue, cell)) for slug, value in self.belief.items()}
        total = sum(likely.values())
        self.belief = {slug: value / total for slug, value in likely.items()}

    def right(self, truth: str) -> float:
        """Return the chance that naming the likeliest type is right (ties share it)."""
        best = max(self.belief.values())
        tied = [slug for slug, value in self.belief.items() if value > best - 1e-9]
        return 1.0 / len(tied) if truth in tied else 0.0

    def guess(self) -> tuple[str, float]:
        """Return the likeliest type and its probability."""
        slug = max(self.belief, key=lambda name: self.belief[name])
        return slug, self.belief[slug]


def _next(world: World, slug: str, done: list[Played], case: Case, *, keys: bool) -> Played | None:
    """Return the first move of a type's script still to be made; without *keys* only what suits everybody."""
    left = list(done)
    for played in world.script(slug, "matched", case):
        if played in left:
            left.remove(played)
            continue
        if keys or played[0].startswith(("q_problem", "q_impl", "q_pay", "open", "benefit")):
            return played
    return None


SURE = 0.62


def adaptive(world: World, setting: Setting) -> State:
    """Play one run judging by signs: SPIN until fairly sure, then the way of the likeliest type."""
    state, observer, done = fresh(setting), Observer(world), list[Played]()
    while not state.ended:
        slug, sure = observer.guess()
        move = _next(world, slug, done, setting.case, keys=sure >= SURE) or _next(
            world, slug, done, setting.case, keys=True
        )
        act, slots = move or ("exit_polite", Slots())
        if act == "ask_order" and not move:
            break
        _, cells = advance(state, act, slots)
        done.append((act, slots))
        observer.see(choose_cue(state, act, cells[0]), cells[0])
    return state


def slip(acts: Sequence[Played], rate: float, seed: int, every: Sequence[Played]) -> list[Played]:
    """Return *acts* with, before each move at *rate*, a random one of *every*; the plan goes on after it."""
    luck, out = dice(seed), list[Played]()
    for played in acts:
        if luck.random() < rate:
            out.append(luck.choice(every))
        out.append(played)
    return out


def every_move(world: World, case: Case) -> list[Played]:
    """Return each of the forty moves once, with fitting slots."""
    rows: list[Move] = []
    for move in next(iter(world.archetypes.values())).moves.by_id.values():
        extra: Move = {"topic": 1} if "topic" in move.slots else {}
        if "terms" in move.slots:
            extra = {"package": "fair"}
        if "advance" in move.slots:
            extra = {"advance": 1}
        rows.append({"act": move.id, **extra})
    return selfplay.script(case, rows)
