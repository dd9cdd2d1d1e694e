"""Each customer rewards the way that suits him, punishes his listed backfires, and cannot be pumped."""

from itertools import pairwise

import pytest

from app.negotiation.engine import selfplay
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.run import FREE, HANDLERS, Played, play, replay, start
from app.negotiation.engine.score import deal_score
from app.negotiation.engine.state import Setting
from tests.negotiation.material import SLUGS, archetype, the_case

SEEDS = range(24)


def _score(slug: str, acts: list[Played]) -> float:
    return selfplay.mean_score(the_case(), archetype(slug), acts, SEEDS)


def _script(slug: str, name: str) -> list[Played]:
    return selfplay.script(the_case(), archetype(slug).scripts[name])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_matched_way_beats_the_other_ways_clearly(slug: str) -> None:
    matched = _score(slug, _script(slug, "matched"))
    assert matched >= 85
    for other in SLUGS:
        if other != slug:
            assert matched - _score(slug, _script(other, "matched")) >= 20


@pytest.mark.parametrize("slug", SLUGS)
def test_the_back_up_is_sensible(slug: str) -> None:
    least = max(70, _score(slug, _script(slug, "matched")) - 25)
    assert _score(slug, _script(slug, "backup")) >= least
    assert _score(slug, _script(slug, "backup_2")) >= least


@pytest.mark.parametrize(
    ("slug", "act"), [(slug, act) for slug in SLUGS for act in archetype(slug).backfires]
)
def test_three_backfires_cost_what_cannot_be_won_back(slug: str, act: str) -> None:
    matched = _script(slug, "matched")
    assert _score(slug, matched) - _score(slug, selfplay.with_slips(matched, act)) >= 15


@pytest.mark.parametrize("slug", SLUGS)
def test_saying_who_one_is_again_pumps_no_trust(slug: str) -> None:
    case, who = the_case(), archetype(slug)
    once = replay(case, who, 4, selfplay.spam("open_purpose", 1))[0].meters["trust"]
    often = replay(case, who, 4, selfplay.spam("open_purpose", 6))[0]
    assert often.meters["trust"] <= once
    assert often.meters["patience"] < 0.6


@pytest.mark.parametrize("slug", SLUGS)
def test_no_single_act_repeated_gets_far(slug: str) -> None:
    scores = [_score_few(slug, act) for act in HANDLERS]
    assert max(scores) <= 50
    assert sum(scores) / len(scores) <= 30


def _score_few(slug: str, act: str) -> float:
    return selfplay.mean_score(the_case(), archetype(slug), selfplay.spam(act, 30), range(4))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_kickback_caps_the_run_at_nothing(slug: str) -> None:
    acts = selfplay.with_slips(_script(slug, "matched"), "accept_kickback", times=1)
    state = replay(the_case(), archetype(slug), 1, acts)[0]
    assert state.breach
    assert deal_score(state).total == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_implication_and_payoff_questions_carry_the_sale(slug: str) -> None:
    whole = _script(slug, "matched")
    without_implication = [played for played in whole if played[0] != "q_implication"]
    without_payoff = [played for played in whole if played[0] != "q_payoff"]
    assert _score(slug, whole) - _score(slug, without_implication) >= 5
    assert _score(slug, whole) - _score(slug, without_payoff) >= 20


@pytest.mark.parametrize("slug", SLUGS)
def test_situation_questions_beyond_four_weary(slug: str) -> None:
    topics = [*the_case().topics, "repairs", "cost"]
    acts: list[Played] = [("q_situation", Slots(topic)) for topic in topics]
    patience = [
        replay(the_case(), archetype(slug), 3, acts[:count])[0].meters["patience"]
        for count in range(len(acts) + 1)
    ]
    steps = [before - after for before, after in pairwise(patience)]
    assert min(steps[4:]) > max(steps[:4])


@pytest.mark.parametrize("slug", SLUGS)
def test_a_price_first_seller_causes_his_own_objections(slug: str) -> None:
    case = the_case()
    terms = tuple(sorted(case.packages["open"].items()))
    for seed in SEEDS:
        state, turns = replay(
            case, archetype(slug), seed, [("open_purpose", Slots()), ("offer", Slots(terms=terms))]
        )
        price = [row for row in state.objections if row.kind == "price"]
        assert [(row.turn, row.act) for row in price] == [(2, "offer")]
        assert turns[1].objection == "price"


@pytest.mark.parametrize(
    ("slug", "number"), [(slug, number) for slug in SLUGS for number in range(len(archetype(slug).examples))]
)
def test_the_archetypes_own_examples_hold(slug: str, number: int) -> None:
    case, who = the_case(), archetype(slug)
    example = who.examples[number]
    acts = selfplay.script(case, example["acts"])
    for seed in SEEDS:
        before, after = start(case, who, seed), replay(case, who, seed, acts)[0]
        for meter, way in example["expect"].items():
            change = after.meters[meter] - before.meters[meter]
            assert change > 0 if way == "up" else change < 0, (seed, meter)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cue_is_shared_with_a_neighbour_and_no_cue_tells_at_once(slug: str) -> None:
    who = archetype(slug)
    for cue, other in who.neighbours.items():
        assert cue in {name for temper in who.tempers for name, _ in temper.cues}
        assert cue in {name for temper in archetype(other).tempers for name, _ in temper.cues}
    first = {replay(the_case(), who, seed, [("open_purpose", Slots())])[1][0].cue for seed in range(80)}
    assert "" in first


@pytest.mark.parametrize("slug", SLUGS)
def test_the_seed_draws_every_sub_type(slug: str) -> None:
    who = archetype(slug)
    met = {Setting(the_case(), who, seed).temper.id for seed in range(60)}
    assert met == {temper.id for temper in who.tempers}
    assert sum(temper.weight for temper in who.tempers) == pytest.approx(1)
    for temper in who.tempers:
        assert sum(abs(weight) for _, weight in temper.lock) == pytest.approx(1)
        assert sum(weight for _, weight in temper.cues) == pytest.approx(1)


def test_a_clean_exit_from_a_crooked_deal_is_a_success() -> None:
    case, who = the_case(), archetype("crooked")
    for seed in SEEDS:
        state = replay(case, who, seed, _script("crooked", "backup"))[0]
        assert state.hint
        assert (state.outcome, deal_score(state).total >= 80) == ("clean", True)
        silent = [played for played in _script("crooked", "backup") if played[0] != "refuse_alt"]
        assert replay(case, who, seed, silent)[0].outcome != "clean"


@pytest.mark.parametrize("slug", SLUGS)
def test_saying_the_same_thing_at_once_never_pays(slug: str) -> None:
    """Metamorphic: a repetition that brings no news never raises the score, for any seed."""
    case, who, acts = the_case(), archetype(slug), _script(slug, "matched")
    for seed in range(6):
        reached = deal_score(play(Setting(case, who, seed), acts)).total
        for place, played in enumerate(acts[:-1]):
            if played[0] not in FREE:
                twice = [*acts[: place + 1], played, *acts[place + 1 :]]
                assert deal_score(play(Setting(case, who, seed), twice)).total <= reached, (seed, played)
