"""V4 and the judging half of V3: how fast the best possible observer knows whom he talks to."""

from app.negotiation.engine import selfplay
from app.negotiation.engine.cues import choose_cue
from app.negotiation.engine.run import advance
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import fresh
from bench.validity.figures import Figure, Sizes, mean
from bench.validity.players import SPIN, Observer, World, adaptive, moves

POLICIES = {
    "probing": "open_purpose q_process q_interest summarise silence ask_advice put_in_writing q_authority "
    "empathise hold_firm credit_idea obj_clarify",
    "spin": f"open_purpose {SPIN} q_problem=3 q_implication=3 q_payoff=3",
    "pitching": "open_purpose feature advantage offer=open feature proof advantage pilot concede=fair "
    "feature proof advantage",
}
TURNS = 12
Curves = dict[str, list[float]]
Pairs = dict[tuple[str, str], float]


def curves(world: World, sizes: Sizes) -> tuple[Curves, Pairs]:
    """Return the share named rightly after each turn, by policy, and how neighbours are confused."""
    found: Curves = {}
    pairs: dict[tuple[str, str], list[float]] = {}
    for name, text in POLICIES.items():
        acts, hits = selfplay.script(world.cases[0], moves(text)), [0.0] * TURNS
        for slug in world.slugs:
            for seed in range(sizes.seeds):
                state, observer = fresh(world.setting(slug, seed)), Observer(world)
                for turn in range(TURNS):
                    if not state.ended:
                        act, slots = acts[turn]
                        _, cells = advance(state, act, slots)
                        observer.see(choose_cue(state, act, cells[0]), cells[0])
                    hits[turn] += observer.right(slug)
                    if turn == 3 and name == "spin":
                        _confused(world, slug, observer, pairs)
        found[name] = [hit / (len(world.slugs) * sizes.seeds) for hit in hits]
    return found, {pair: mean(rows) for pair, rows in pairs.items()}


def _confused(world: World, slug: str, observer: Observer, pairs: dict[tuple[str, str], list[float]]) -> None:
    """Note for each neighbour whether, between the two, the wrong one looked likelier (a tie counts half)."""
    for other in sorted(set(world.archetypes[slug].neighbours.values())):
        mine, theirs = observer.belief[slug], observer.belief[other]
        wrong = 0.5 if abs(mine - theirs) < 1e-9 else float(theirs > mine)
        pairs.setdefault((slug, other), []).append(wrong)


def _turns_to(curve: list[float], share: float) -> int:
    return next((turn + 1 for turn, value in enumerate(curve) if value >= share), TURNS + 1)


def identification(found: Curves, pairs: Pairs) -> list[Figure]:
    """V4: not known at once, known in time by asking, known late by pitching."""
    lead = _turns_to(found["pitching"], 0.8) - _turns_to(found["probing"], 0.8)
    return [
        Figure("V4_known_at_turn_1", max(curve[0] for curve in found.values()), most=0.3),
        Figure("V4_known_at_turn_3_by_spin", found["spin"][2], most=0.6),
        Figure("V4_known_at_turn_8_by_probing", found["probing"][7], least=0.9),
        Figure("V4_turns_probing_is_ahead_of_pitching", lead, least=2),
        Figure("V4_least_confusion_of_neighbours_at_turn_4", min(pairs.values()), least=0.1),
    ]


def adapting(world: World, sizes: Sizes) -> Figure:
    """V3: whoever judges by signs and adapts comes close to one who knows the type from the start."""
    seeds = range(max(10, sizes.seeds // 4))
    reached = [
        deal_score(adaptive(world, world.setting(slug, seed))).total for slug in world.slugs for seed in seeds
    ]
    known = [score for slug in world.slugs for score in world.scores(slug, world.script(slug), seeds)]
    return Figure("V3_adaptive_share_of_oracle", mean(reached) / mean(known), least=0.9)
