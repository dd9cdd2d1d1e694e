"""V1, V2, V5, V6, V11: that the right way wins, mistakes cost, order matters, and scores mean something."""

from collections.abc import Sequence
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from app.negotiation.engine import selfplay
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import FREE, Played, play
from app.negotiation.engine.score import deal_score
from bench.validity.figures import Figure, Sizes, correlation, dice, margin, mean, spearman
from bench.validity.players import PRICE_FIRST, World, every_move, moves, slip

if TYPE_CHECKING:
    from app.negotiation.engine.state import Setting

WRONG = (0, 2, 5, 8, 11, 14)
FELONIES = frozenset(("accept_kickback", "exit_polite"))


def matrix(world: World, sizes: Sizes) -> dict[tuple[str, str], list[float]]:
    """Return the scores of every type's way (first) with every type (second), over seeds and cases."""
    seeds = range(sizes.seeds)
    return {
        (way, who): [
            score
            for case in world.cases
            for score in world.scores(who, world.script(way, case=case), seeds, case)
        ]
        for way in world.slugs
        for who in world.slugs
    }


def dominance(table: dict[tuple[str, str], list[float]]) -> list[Figure]:
    """V1: matched minus mismatched, seed by seed, for all 56 mismatches."""
    margins, bounds = [], []
    for (way, who), scores in table.items():
        if way != who:
            gaps = [right - wrong for right, wrong in zip(table[who, who], scores, strict=True)]
            margins.append(mean(gaps))
            bounds.append(mean(gaps) - margin(gaps))
    own = [mean(scores) for (way, who), scores in table.items() if way == who]
    return [
        Figure("V1_matched_mean", mean(own)),
        Figure("V1_least_margin", min(margins), least=20),
        Figure("V1_least_lower_bound", min(bounds), least=15),
    ]


def backups(world: World, sizes: Sizes) -> list[Figure]:
    """V2: both back-ups are good; three of any listed mistake cost what cannot be won back."""
    seeds, least, gap, cost = range(max(20, sizes.seeds // 5)), [], [], []
    for slug in world.slugs:
        matched = mean(world.scores(slug, world.script(slug), seeds))
        others = [
            mean(world.scores(slug, world.script(slug, name), seeds)) for name in ("backup", "backup_2")
        ]
        least.append(min(others))
        gap.append(matched - min(others))
        for act in world.archetypes[slug].backfires:
            slips = selfplay.with_slips(world.script(slug), act)
            cost.append(matched - mean(world.scores(slug, slips, seeds)))
    return [
        Figure("V2_least_backup", min(least), least=70),
        Figure("V2_largest_gap_to_backup", max(gap), most=25),
        Figure("V2_least_cost_of_a_backfire", min(cost), least=15),
    ]


def corrected(world: World, wrong: str, right: str, after: int) -> list[Played]:
    """Return *after* moves in the wrong way, then what is still to be done in the right one."""
    begun = world.script(wrong)[:after]
    left, rest = list(begun), []
    for played in world.script(right):
        if played in left:
            left.remove(played)
        else:
            rest.append(played)
    return [*begun, *rest]


def correction(world: World, sizes: Sizes) -> list[tuple[int, float, float]]:
    """Return for each number of wrong moves the mean score and half its 95 per cent interval."""
    seeds, rows = range(max(6, sizes.seeds // 4)), []
    for after in WRONG:
        scores = [
            score
            for wrong in world.slugs
            for right in world.slugs
            if wrong != right
            for score in world.scores(right, corrected(world, wrong, right, after), seeds)
        ]
        rows.append((after, mean(scores), margin(scores)))
    return rows


def correction_figures(rows: list[tuple[int, float, float]]) -> list[Figure]:
    """V5: the later one corrects, the less is left, each step clearly."""
    steps = [before[1] - after[1] for before, after in pairwise(rows)]
    clear = [before[1] - before[2] - after[1] - after[2] for before, after in pairwise(rows)]
    return [
        *(Figure(f"V5_after_{after}_wrong_moves", score) for after, score, _ in rows),
        Figure("V5_least_step_down", min(steps), least=0),
        Figure("V5_least_gap_between_intervals", min(clear), least=0),
        Figure("V5_kept_when_corrected_by_move_2", rows[1][1] / rows[0][1], least=0.75),
    ]


def _without(acts: Sequence[Played], name: str) -> list[Played]:
    return [played for played in acts if played[0] != name]


def _inversions(order: Sequence[int]) -> int:
    return sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))


ORDER = ("q_problem", "q_implication", "q_payoff")


def _orders(world: World, slug: str) -> tuple[list[float], list[float]]:
    """Return inversions and scores of the matched script with each topic's SPIN questions permuted."""
    acts, counts, scores = world.script(slug), [], []
    places = [
        [place for place, (act, slots) in enumerate(acts) if act in ORDER and slots.topic == topic]
        for topic in dict.fromkeys(slots.topic for act, slots in acts if act in ORDER)
    ]
    for order in permutations(range(3)):
        changed = list(acts)
        for row in places:
            kinds = [acts[place] for place in row]
            groups = [[played for played in kinds if played[0] == name] for name in ORDER]
            for place, played in zip(row, (p for number in order for p in groups[number]), strict=True):
                changed[place] = played
        counts.append(float(_inversions(order)))
        scores.append(mean(world.scores(slug, changed, range(8))))
    return counts, scores


def _objections(world: World, acts: Sequence[Played], seeds: range) -> tuple[float, float]:
    """Return objections raised in a talk, and the share whose cause, taken away, takes them away too."""
    raised, right = 0, 0
    for slug in world.slugs:
        for seed in seeds:
            place = world.setting(slug, seed)
            for row in play(place, acts).objections:
                if row.turn:
                    raised += 1
                    rest = [*acts[: row.turn - 1], *acts[row.turn :]]
                    again = play(place, rest[: row.turn - 1]).objections
                    named = acts[row.turn - 1][0] == row.act
                    right += named and not any(other.turn and other == row for other in again)
    talks = len(world.slugs) * len(seeds)
    return raised / talks, right / raised if raised else 1.0


def spin(world: World, sizes: Sizes) -> list[Figure]:
    """V6: the order of SPIN, what each question carries, who makes the objections."""
    seeds = range(max(8, sizes.seeds // 10))
    ranked = [_orders(world, slug) for slug in world.slugs]
    losses = {
        name: min(
            mean(world.scores(slug, world.script(slug), seeds))
            - mean(world.scores(slug, _without(world.script(slug), name), seeds))
            for slug in world.slugs
        )
        for name in ("q_implication", "q_payoff")
    }
    first = selfplay.script(world.cases[0], moves(PRICE_FIRST))
    many, caused = _objections(world, first, seeds)
    own = mean(_own_objections(world, slug, seeds) for slug in world.slugs)
    return [
        Figure("V6_spearman_inversions_score", max(spearman(*row) for row in ranked), most=-0.5),
        Figure("V6_cost_of_no_implication", losses["q_implication"], least=5),
        Figure("V6_cost_of_no_payoff", losses["q_payoff"], least=20),
        Figure("V6_least_cost_of_a_fifth_situation_question", _situation(world), least=0.001),
        Figure("V6_objections_a_call_price_first", many),
        Figure("V6_objections_a_call_matched", own),
        Figure("V6_price_first_times_matched", many / max(own, 0.01), least=10),
        Figure("V6_objections_with_the_right_cause", caused, least=0.95),
    ]


def _own_objections(world: World, slug: str, seeds: range) -> float:
    acts = world.script(slug)
    return mean(
        sum(row.turn > 0 for row in play(world.setting(slug, seed), acts).objections) for seed in seeds
    )


def _situation(world: World) -> float:
    """Return the least patience a situation question beyond the fourth costs more than one before."""
    topics = list(world.cases[0].topics)
    acts = [("q_situation", Slots(topics[number % len(topics)])) for number in range(7)]
    extra = []
    for slug in world.slugs:
        patience = [play(world.setting(slug, 3), acts[:count]).meters["patience"] for count in range(8)]
        steps = [before - after for before, after in pairwise(patience)]
        extra.append(min(steps[4:]) - max(steps[:4]))
    return min(extra)


def _career(world: World, skill: float, person: int, games: int) -> list[float]:
    """Return the scores of somebody who slips at the rate 1 - *skill* in games against drawn customers."""
    luck = dice(person)
    harmless = [played for played in every_move(world, world.cases[0]) if played[0] not in FELONIES]
    scores = []
    for _ in range(games):
        slug, seed = luck.choice(world.slugs), luck.randrange(2**31)
        acts = slip(world.script(slug), 1.0 - skill, seed, harmless)
        scores.append(deal_score(play(world.setting(slug, seed), acts)).total)
    return scores


def reliability(world: World, sizes: Sizes) -> list[Figure]:
    """V11: two sets of sixteen runs agree, and both agree with the skill that was planted."""
    skills = [1.0 - 0.4 * number / sizes.people for number in range(sizes.people)]
    careers = [_career(world, skill, number, 32) for number, skill in enumerate(skills)]
    first, second = [mean(row[:16]) for row in careers], [mean(row[16:]) for row in careers]
    single = correlation([row[0] for row in careers], [row[16] for row in careers])
    return [
        Figure("V11_reliability_of_1_run", single),
        Figure("V11_reliability_of_16_runs", correlation(first, second), least=0.85),
        Figure("V11_correlation_with_planted_skill", correlation(first, skills), least=0.85),
    ]


def slips(world: World, sizes: Sizes) -> list[Figure]:
    """Measure the slip curve (design §7.11): wrong moves in between at a rate, the plan carried on."""
    harmless = [played for played in every_move(world, world.cases[0]) if played[0] not in FELONIES]
    rows = []
    for rate in (0.0, 0.1, 0.2, 0.3):
        scores = [
            score
            for place, slug in enumerate(world.slugs)
            for seed in range(max(10, sizes.seeds))
            for score in world.scores(
                slug, slip(world.script(slug), rate, 8 * seed + place, harmless), [seed]
            )
        ]
        bar = 65.0 if rate == 0.2 else None
        rows.append(Figure(f"slips_{rate:g}_score", mean(scores), least=bar))
    return rows


def repetition(world: World, sizes: Sizes) -> list[Figure]:
    """V7 (metamorphic): doing the same thing again at once, without news, never raises the score."""
    raised = 0
    for slug in world.slugs:
        acts = world.script(slug)
        for seed in range(max(3, sizes.seeds // 20)):
            place: Setting = world.setting(slug, seed)
            reached = deal_score(play(place, acts)).total
            for number, played in enumerate(acts[:-1]):
                if played[0] not in FREE:
                    twice = [*acts[: number + 1], played, *acts[number + 1 :]]
                    raised += deal_score(play(place, twice)).total > reached
    return [Figure("V7_repetitions_that_paid", raised, most=0)]


def spam(world: World) -> list[Figure]:
    """V7: one act over and over."""
    found = {
        act: [mean(world.scores(slug, [(act, slots)] * 30, range(4))) for slug in world.slugs]
        for act, slots in every_move(world, world.cases[0])
    }
    return [
        Figure("V7_best_mean_of_one_act_repeated", max(mean(row) for row in found.values()), most=30),
        Figure("V7_best_type_of_one_act_repeated", max(max(row) for row in found.values()), most=50),
    ]
