"""Evolution of open-loop scripts: whether anything beats talking to the customer who is there."""

import random
from collections.abc import Sequence

from app.negotiation.engine import selfplay
from app.negotiation.engine.run import Played, play
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting
from bench.validity.figures import dice
from bench.validity.players import World, every_move

LONGEST = 28
RACE = 3.0


def vocabulary(world: World) -> list[Played]:
    """Return every move a script can be made of."""
    case = world.cases[0]
    rows: list[dict[str, object]] = [
        {"act": act, "topic": topic}
        for act in ("q_situation", "q_problem", "q_implication", "q_payoff", "benefit")
        for topic in (1, 2, 3)
    ]
    rows += [
        {"act": act, "package": name}
        for act in ("offer", "trade")
        for name in ("open", "fair", "low", "hopeful")
    ]
    rows += [{"act": "ask_advance", "advance": number} for number in (1, 2, 3, 4)]
    return [*every_move(world, case), *selfplay.script(case, rows)]


def _changed(acts: list[Played], luck: random.Random, words: Sequence[Played]) -> list[Played]:
    out, place = list(acts), luck.randrange(len(acts))
    kind = luck.random()
    if kind < 0.35:
        out[place] = luck.choice(words)
    elif kind < 0.65 and len(out) < LONGEST:
        out.insert(place, luck.choice(words))
    elif kind < 0.8 and len(out) > 3:
        del out[place]
    else:
        other = luck.randrange(len(out))
        out[place], out[other] = out[other], out[place]
    return out


def climb(
    world: World, slugs: Sequence[str], starts: Sequence[list[Played]], evaluations: int, seed: int
) -> list[Played]:
    """Return the best script found for customers *slugs* by hill climbing from each start in turn.

    A candidate that loses clearly on the first seed is not played on the others; it counts as evaluated.
    """
    luck, words = dice(seed), vocabulary(world)
    places = [[world.setting(slug, 100 + number) for slug in slugs] for number in range(3)]
    best, champion = list(starts[0]), -1.0
    for first in starts:
        at, current = [_mean(row, first) for row in places], list(first)
        for _ in range(evaluations // len(starts)):
            candidate = _changed(current, luck, words)
            found = _race(places, candidate, at)
            if found and sum(found) >= sum(at):
                current, at = candidate, found
        if sum(at) > champion:
            best, champion = current, sum(at)
    return best


def _mean(places: Sequence[Setting], acts: Sequence[Played]) -> float:
    return sum(deal_score(play(place, acts)).total for place in places) / len(places)


def _race(places: Sequence[Sequence[Setting]], acts: Sequence[Played], at: Sequence[float]) -> list[float]:
    found: list[float] = []
    for row, reached in zip(places, at, strict=True):
        found.append(_mean(row, acts))
        if found[-1] < reached - RACE:
            return []
    return found
