"""V9, V10, V12, V13, V16: the same again everywhere, no leaks, right sums, clean hands."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import product
from pathlib import Path

from app.kernel.text import Bilingual
from app.negotiation.engine.case import Case
from app.negotiation.engine.deal import enumerate_outcomes, left_on_table
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.lint import LEAKS
from app.negotiation.engine.log import digest
from app.negotiation.engine.realise import plain, render
from app.negotiation.engine.run import Played, advance, play, replay, start, step
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting, fresh
from bench.validity.figures import Figure, Sizes, dice, mean
from bench.validity.players import World
from bench.validity.search import vocabulary

REWINDS = 40


def _random_acts(words: Sequence[Played], luck: random.Random) -> list[Played]:
    tame = [played for played in words if played[0] not in ("exit_polite", "bypass", "expose")]
    return [luck.choice(tame) for _ in range(luck.randrange(6, 30))]


def fingerprint(world: World, runs: int) -> str:
    """Return one hash over the last states and words of *runs* random runs."""
    words, total = vocabulary(world), sha256()
    for number in range(runs):
        luck = dice(number)
        slug = world.slugs[number % len(world.slugs)]
        acts = _random_acts(words, luck)
        state, turns = replay(world.cases[0], world.archetypes[slug], number, acts)
        total.update(digest([state.snapshot(), [turn.log() for turn in turns]]).encode())
        total.update("".join(key for turn in turns for key in turn.reply.keys).encode())
    return total.hexdigest()


def _elsewhere(root: Path, runs: int, salt: str) -> str:
    """Return the fingerprint as another process with another hash seed finds it."""
    return subprocess.run(
        [sys.executable, "-m", "bench.validity", "--fingerprint", str(runs)],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": salt},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def _rewinds(world: World) -> int:
    """Return how many prefixes, played again, do not stand where the whole run stood."""
    wrong, words = 0, vocabulary(world)
    for number in range(REWINDS):
        slug, acts = world.slugs[number % len(world.slugs)], _random_acts(words, dice(number))
        state = start(world.cases[0], world.archetypes[slug], number)
        for place, (act, slots) in enumerate(acts):
            if state.ended:
                break
            state = step(state, act, slots)[0]
            again = replay(world.cases[0], world.archetypes[slug], number, acts[: place + 1])[0]
            wrong += again.snapshot() != state.snapshot()
    return wrong


def determinism(world: World, sizes: Sizes, root: Path) -> list[Figure]:
    """V9: the same runs in two processes with different hash seeds, and every rewind a replay."""
    first, second = (_elsewhere(root, sizes.runs, salt) for salt in ("1", "2"))
    return [
        Figure("V9_runs_replayed", sizes.runs),
        Figure("V9_identical_in_two_processes", float(first == second and bool(first)), least=1),
        Figure("V9_rewinds_that_differ", _rewinds(world), most=0),
    ]


def _skin(case: Case) -> Case:
    """Return the case with other names and words everywhere: what is played must not notice."""
    other = Bilingual("某某", "somebody else")
    return replace(
        case, brief=other, title=other, rival=other, firm=dict.fromkeys(case.firm, other),
        topics={name: replace(topic, title=other) for name, topic in case.topics.items()},
        facts={name: replace(fact, text=other) for name, fact in case.facts.items()},
    )  # fmt: skip


def skins(world: World) -> list[Figure]:
    """V11, V1: names and language change nothing that is played."""
    other, gaps = _skin(world.cases[0]), []
    for slug in world.slugs:
        acts = world.script(slug)
        for seed in range(10):
            same = deal_score(play(Setting(other, world.archetypes[slug], seed), acts)).total
            gaps.append(abs(same - world.scores(slug, acts, [seed])[0]))
    return [Figure("V11_skin_effect", max(gaps), most=0.05)]


def wording(world: World, sizes: Sizes) -> list[Figure]:
    """V10: no reply twice in a run, few over ten runs, the same keys in both languages, nothing leaked."""
    within, over, turns, lines, leaks, odd = 0, 0, 0, 0, 0, 0
    words, number = vocabulary(world), 0
    while lines < sizes.lines:
        slug = world.slugs[number % len(world.slugs)]
        heard: set[str] = set()
        for case in world.cases:
            for run in range(10 // len(world.cases) + 1):
                number += 1
                acts = world.script(slug, "matched", case) if run % 2 else _random_acts(words, dice(number))
                acts = acts if case is world.cases[0] or run % 2 else world.script(slug, "backup_2", case)
                state, rows = replay(case, world.archetypes[slug], number, acts)
                said = [plain(state.setting, turn.reply, "zh") for turn in rows]
                turns, within = turns + len(said), within + len(said) - len(set(said))
                over += sum(text in heard for text in said)
                heard |= set(said)
                for turn in rows:
                    lines += 1
                    pair = [render(state.setting, turn.reply, language) for language in ("zh", "en")]
                    odd += [bool(piece.text) for piece in pair[0]] != [bool(piece.text) for piece in pair[1]]
                    text = " ".join(piece.text + piece.stage for row in pair for piece in row)
                    leaks += bool(LEAKS.search(text))
    return [
        Figure("V10_repeated_within_a_run", within, most=0),
        Figure("V10_repeated_over_ten_runs", over / turns, most=0.02),
        Figure("V10_replies_without_a_twin", odd, most=0),
        Figure("V10_rendered_lines", lines),
        Figure("V10_leaks_of_hidden_state", leaks, most=0),
        Figure("V10_bodies_per_language", _bodies(world), least=1850 if sizes.lines > 5000 else None),
    ]


def _bodies(world: World) -> int:
    return sum(
        key.startswith("body.") for archetype in world.archetypes.values() for key in archetype.lines.by_key
    )


def _random_case(case: Case, luck: random.Random) -> Case:
    issues = {
        name: replace(
            issue,
            seller=luck.random(),
            customer=luck.random(),
            options={
                option.id: replace(option, seller=luck.random(), customer=luck.random())
                for option in issue.options.values()
            },
        )
        for name, issue in case.issues.items()
    }
    return replace(case, issues=issues, reserve_seller=0.0, reserve_customer=0.0)


def _brute(case: Case) -> set[tuple[float, float]]:
    """Return the frontier as a second, plainer program finds it."""
    points = set()
    for options in product(*(issue.options.values() for issue in case.issues.values())):
        pairs = list(zip(case.issues.values(), options, strict=True))
        seller = sum(issue.seller * option.seller for issue, option in pairs)
        points.add((round(seller, 6), round(sum(i.customer * o.customer for i, o in pairs), 6)))
    best, kept = -1.0, set()
    for seller, customer in sorted(points, key=lambda point: (-point[0], -point[1])):
        if customer > best + 1e-9:
            kept.add((seller, customer))
            best = customer
    return kept


def frontier(world: World, sizes: Sizes) -> list[Figure]:
    """V12: frontier and Nash point are what brute force finds, fast, and what is left can be had."""
    wrong, spent = 0, []
    for number in range(sizes.cases):
        case = _random_case(world.cases[0], dice(number))
        began = time.process_time()
        found = enumerate_outcomes(case)
        spent.append(1000 * (time.process_time() - began))
        wrong += {(row.seller, row.customer) for row in found.pareto} != _brute(case)
        best = max(row.seller * row.customer for row in found.outcomes)
        wrong += abs(found.nash.seller * found.nash.customer - best) > 1e-9
    return [
        Figure("V12_random_cases", sizes.cases),
        Figure("V12_frontiers_that_differ", wrong, most=0),
        Figure("V12_mean_ms_a_case", mean(spent), most=10),
        Figure("V12_deals_whose_rest_cannot_be_had", _unreachable(world), most=0),
    ]


def _unreachable(world: World) -> int:
    wrong = 0
    for case in world.cases:
        for package in case.packages.values():
            left, better = left_on_table(case, package)
            again, _ = left_on_table(case, dict(better.package))
            wrong += left < 0 or again > 1e-9
    return wrong


def ethics(world: World, sizes: Sizes) -> list[Figure]:
    """V13: taking the favour never beats refusing it, however the talk goes on; a clean exit is a success."""
    better, words = 0, vocabulary(world)
    for number in range(sizes.runs):
        luck = dice(number)
        place, rest = world.setting("crooked", number), _random_acts(words, luck)
        before = [played for played in world.script("crooked")[: 9 + number % 4] if played[0] != "refuse_alt"]
        took = play(place, [*before, ("accept_kickback", Slots()), *rest])
        left = play(place, [*before, ("refuse_alt", Slots()), *rest])
        better += deal_score(took).total > deal_score(left).total
    clean = [
        deal_score(play(world.setting("crooked", seed), world.script("crooked", "backup"))).total
        for seed in range(max(20, sizes.seeds))
    ]
    return [
        Figure("V13_kickbacks_that_paid", better, most=0),
        Figure("V13_least_clean_exit", min(clean), least=80),
    ]


def speed(world: World, seconds: float) -> list[Figure]:
    """V16: turns per second of processor time, without and with words."""
    figures = []
    for name, bar in (("engine", 30_000.0), ("with_words", None)):
        turns, seed, began = 0, 0, time.process_time()
        while time.process_time() - began < seconds:
            seed += 1
            for slug in world.slugs:
                acts = world.script(slug)
                if name == "engine":
                    state = fresh(world.setting(slug, seed))
                    for act, slots in acts:
                        if state.ended:
                            break
                        advance(state, act, slots)
                    turns += state.turn
                else:
                    turns += len(replay(world.cases[0], world.archetypes[slug], seed, acts)[1])
        figures.append(
            Figure(f"V16_turns_per_cpu_second_{name}", turns / (time.process_time() - began), least=bar)
        )
    return figures
