"""V3, V7, V8: no script for everybody, no trick for one, and no dependence on exact numbers."""

from dataclasses import replace
from multiprocessing import Pool

from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.draws import between
from app.negotiation.engine.run import Played
from app.negotiation.engine.temper import Pairs, Temper
from bench.validity.figures import Figure, Sizes, mean
from bench.validity.players import BASELINES, World
from bench.validity.search import climb

HELD_OUT = 1000
JITTER = 0.2


def _oracle(world: World, seeds: range) -> float:
    return mean(score for slug in world.slugs for score in world.scores(slug, world.script(slug), seeds))


def universal(world: World, sizes: Sizes) -> list[Figure]:
    """V3: the best fixed way of talking to all eight, found by search, against one who knows each."""
    seeds = range(HELD_OUT, HELD_OUT + max(20, sizes.seeds // 2))
    starts = [world.script(slug) for slug in world.slugs] + [world.baseline("spin_only")]
    best = climb(world, world.slugs, starts, sizes.evaluations, 1)
    oracle = _oracle(world, seeds)
    fixed = [*starts, *(world.baseline(name) for name in BASELINES), best]
    means = [
        mean(score for slug in world.slugs for score in world.scores(slug, acts, seeds)) for acts in fixed
    ]
    return [
        Figure("V3_best_style_share_of_oracle", max(means[:-1]) / oracle, most=0.7),
        Figure("V3_evolved_script_share_of_oracle", means[-1] / oracle, most=0.7),
    ]


def _special(job: tuple[World, str, int]) -> list[Played]:
    world, slug, evaluations = job
    starts = [world.script(slug), world.script(slug, "backup_2"), world.baseline("spin_only")]
    return climb(world, [slug], starts, evaluations, 2)


def specialists(world: World, sizes: Sizes) -> list[Figure]:
    """V7: a script evolved against one type gains hardly anything on that type's own way."""
    seeds = range(HELD_OUT, HELD_OUT + max(40, 5 * sizes.seeds // 2))
    jobs = [(world, slug, sizes.evaluations) for slug in world.slugs]
    if sizes.evaluations > 5000:
        with Pool(2) as pool:
            found = pool.map(_special, jobs, chunksize=1)
    else:
        found = [_special(job) for job in jobs]
    gains = [
        mean(world.scores(slug, acts, seeds)) - mean(world.scores(slug, world.script(slug), seeds))
        for slug, acts in zip(world.slugs, found, strict=True)
    ]
    return [Figure("V7_largest_gain_of_a_specialist", max(gains), most=5)]


def _jittered_pairs(pairs: Pairs, draw: int, *key: str) -> Pairs:
    return tuple((name, by * between(1 - JITTER, 1 + JITTER, draw, *key, name)) for name, by in pairs)


def _jittered(archetype: Archetype, draw: int) -> Archetype:
    tempers: list[Temper] = []
    for temper in archetype.tempers:
        effects = {
            act: (
                _jittered_pairs(gains, draw, archetype.id, act),
                _jittered_pairs(losses, draw, archetype.id, act),
            )
            for act, (gains, losses) in temper.effects.items()
        }
        tempers.append(replace(temper, effects=effects))
    return replace(archetype, tempers=tuple(tempers))


def robustness(world: World, sizes: Sizes) -> list[Figure]:
    """V8: every effect changed by up to a fifth, again and again; the right way still wins."""
    kept, compared, least = 0, 0, 100.0
    for draw in range(sizes.draws):
        other = replace(world, archetypes={s: _jittered(row, draw) for s, row in world.archetypes.items()})
        for who in world.slugs:
            matched = mean(other.scores(who, world.script(who), range(3)))
            for way in world.slugs:
                if way != who:
                    gap = matched - mean(other.scores(who, world.script(way), range(3)))
                    least, compared, kept = min(least, gap), compared + 1, kept + (gap > 0)
    return [
        Figure("V8_comparisons", compared),
        Figure("V8_share_that_kept_their_order", kept / compared, least=0.995),
        Figure("V8_least_margin", least),
    ]
