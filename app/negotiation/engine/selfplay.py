"""Exemplar scripts played without a learner: the archetypes' own, one after another's manner, with slips.

Scripts are written for any case: ``topic: 1`` is the heaviest topic, ``package: fair`` one of the case's,
``advance: 1`` the smallest of its next steps.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.negotiation.engine.archetype import Archetype
from app.negotiation.engine.case import Case
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import Played, play
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting


def resolve(case: Case, move: Mapping[str, Any]) -> Played:
    """Return a script's *move* as an act with slots of this *case*."""
    ranked = sorted(case.topics.values(), key=lambda topic: -topic.weight)
    topic = ranked[int(move["topic"]) - 1].id if "topic" in move else ""
    terms = case.packages[move["package"]] if "package" in move else {}
    steps = sorted((row for row in case.advances.values() if row.value > 0), key=lambda row: row.readiness)
    advance = steps[int(move["advance"]) - 1].id if "advance" in move else ""
    return str(move["act"]), Slots(topic, tuple(sorted(terms.items())), advance)


def script(case: Case, moves: Iterable[Mapping[str, Any]]) -> list[Played]:
    """Return a whole script resolved for *case*."""
    return [resolve(case, move) for move in moves]


def mean_score(case: Case, archetype: Archetype, acts: Sequence[Played], seeds: Iterable[int]) -> float:
    """Return the mean deal score (0 to 100) of *acts* over *seeds*."""
    scores = [deal_score(play(Setting(case, archetype, seed), acts)).total for seed in seeds]
    return sum(scores) / len(scores)


def with_slips(acts: Sequence[Played], slip: str, times: int = 3, every: int = 3) -> list[Played]:
    """Return *acts* with *slip* put in *times* times, one after every *every* moves."""
    out: list[Played] = []
    for number, played in enumerate(acts, start=1):
        out.append(played)
        if number % every == 0 and number // every <= times:
            out.append((slip, Slots()))
    return out


def spam(act: str, times: int) -> list[Played]:
    """Return one act over and over."""
    return [(act, Slots())] * times
