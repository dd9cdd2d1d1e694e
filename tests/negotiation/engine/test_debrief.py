"""Marks and debrief: proper scores, reasons in words, alternatives by replay, the review against them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.negotiation.engine import selfplay
from app.negotiation.engine.debrief import Learner, debrief, table
from app.negotiation.engine.draft import Slots
from app.negotiation.engine.reasons import METERS_DOWN, METERS_UP, REASONS, in_words
from app.negotiation.engine.regret import regrets, turning_points
from app.negotiation.engine.review import OwnReview, reviewing
from app.negotiation.engine.run import Played, replay
from app.negotiation.engine.score import Guess, Plan, brier_share, deal_score, judgement, planning
from app.negotiation.engine.state import Setting
from app.negotiation.engine.temper import METERS
from tests.negotiation.material import archetype, the_case


def _setting(slug: str = "opinionated", seed: int = 3) -> Setting:
    return Setting(the_case(), archetype(slug), seed)


def _acts(slug: str = "opinionated", name: str = "matched") -> list[Played]:
    return selfplay.script(the_case(), archetype(slug).scripts[name])


def test_a_good_run_well_judged_planned_and_reviewed_is_near_full_marks() -> None:
    cues = ("asserts", "lectures", "brags", "dismisses")
    guesses = tuple(Guess(turn, "opinionated", 0.9, cues) for turn in (0, 3, 8))
    plan = Plan(
        frozenset(("let_them_design", "spin_in_frame")),
        frozenset(("draft_by_his_criteria",)),
        frozenset(("interrupts_twice",)),
    )
    first = debrief(_setting(), _acts(), Learner(guesses, plan))
    worst = turning_points(first.regrets)
    own = OwnReview(
        worst[0].turn if worst else 0,
        worst[0].better if worst else "",
        "下次先请教再报价,并且先把他的办法写下来。",
    )
    whole = debrief(_setting(), _acts(), Learner(guesses, plan, own))
    assert whole.mark.total() >= 85
    assert [part.of for part in whole.mark.parts()] == [20, 20, 40, 20]
    assert whole.later == "firm"
    assert sum(part.points for part in whole.mark.parts()) == pytest.approx(whole.mark.total())


def test_a_breach_caps_everything_at_nothing() -> None:
    acts = [*_acts()[:4], ("accept_kickback", Slots()), *_acts()[4:]]
    told = debrief(_setting(), acts, Learner((Guess(0, "opinionated", 0.9),)))
    assert told.mark.total() == 0
    assert told.later == "breach"
    assert told.outcome == "no_sale"


@given(st.floats(0.125, 1.0), st.floats(0.125, 1.0))
def test_honest_probabilities_pay_best(truth: float, said: float) -> None:
    def expected(probability: float) -> float:
        right = brier_raw("opinionated", probability)
        wrong = brier_raw("doubtful", probability)
        return truth * right + (1 - truth) * wrong

    def brier_raw(real: str, probability: float) -> float:
        rest = (1 - probability) / 7
        spread = {"opinionated": probability, "doubtful": rest}
        hit = spread[real]
        squares = (1 - hit) ** 2 + (probability**2 if real != "opinionated" else 0)
        others = 7 if real == "opinionated" else 6
        return -(squares + others * rest**2)

    assert expected(truth) >= expected(said) - 1e-9
    share = brier_share("opinionated", Guess(0, "opinionated", said))
    assert 0 <= share <= 1


def test_a_sure_right_guess_is_worth_all_and_a_sure_wrong_one_nothing() -> None:
    assert brier_share("doubtful", Guess(0, "doubtful", 1.0)) == pytest.approx(1)
    assert brier_share("doubtful", Guess(0, "crooked", 1.0)) == 0
    assert brier_share("doubtful", Guess(0, "crooked", 0.125)) == pytest.approx(0)
    assert brier_share("doubtful", None) == 0


def test_cues_that_were_not_shown_earn_nothing() -> None:
    parts = judgement("doubtful", [Guess(3, "doubtful", 0.8, ("brags",))], frozenset(("hesitates",)))
    assert next(part for part in parts if part.name == "cues").points == 0
    assert next(part for part in parts if part.name == "guess_3").points > 0


def test_a_plan_of_every_card_is_no_plan() -> None:
    state = replay(the_case(), archetype("doubtful"), 1, [])[0]
    every = frozenset(archetype("doubtful").moves.cards)
    shotgun = planning(state, Plan(every, every, frozenset()), [])
    right = planning(state, Plan(archetype("doubtful").counter_cards), [])
    assert shotgun[0].points < 0.2 * right[0].points
    assert right[0].points == 8


def test_regret_is_what_the_replay_with_the_better_move_brings() -> None:
    setting = _setting()
    acts = selfplay.with_slips(_acts(), "escalate", times=1)
    rows = regrets(setting, acts)
    slip = next(row for row in rows if row.act == "escalate")
    assert slip.turn in {row.turn for row in turning_points(rows)}
    better = [*acts[: slip.turn - 1], (slip.better, Slots(topic="security")), *acts[slip.turn :]]
    reached = deal_score(replay(setting.case, setting.archetype, setting.seed, acts)[0]).total
    branch = deal_score(replay(setting.case, setting.archetype, setting.seed, better)[0]).total
    assert branch > reached + 1


def test_finding_the_turning_point_earns_the_review() -> None:
    rows = regrets(_setting(), selfplay.with_slips(_acts(), "obj_rebut", times=1))
    worst = turning_points(rows)[0]
    full = reviewing(
        rows, OwnReview(worst.turn, worst.better, "先问清楚他的意思,再换一把尺子说话,不当面顶他。")
    )
    missed = reviewing(rows, OwnReview(0, "", ""))
    assert sum(part.points for part in full) == 20
    assert sum(part.points for part in missed) == 0
    assert sum(part.points for part in reviewing(rows, None)) == 0


def test_objections_know_the_turn_that_caused_them() -> None:
    acts: list[Played] = [("open_purpose", Slots()), ("benefit", Slots("cost")), ("ask_order", Slots())]
    told = debrief(_setting(), acts, Learner())
    assert [(row.kind, row.turn, row.act) for row in told.objections] == [
        ("need", 2, "benefit"),
        ("early", 3, "ask_order"),
    ]


def test_the_table_shows_where_the_deal_lies() -> None:
    state = replay(the_case(), archetype("opinionated"), 3, _acts())[0]
    where = table(state)
    assert where is not None
    assert 0 <= where.left <= 1
    assert table(replay(the_case(), archetype("opinionated"), 3, [])[0]) is None


def test_every_reason_has_words() -> None:
    assert set(METERS_UP) == set(METERS_DOWN) == set(METERS)
    seen: set[str] = set()
    for slug in ("opinionated", "doubtful"):
        for act in archetype(slug).moves.by_id:
            acts = [(act, Slots(topic="cost", terms=(("price", "0.105"),)))] * 3
            for turn in replay(the_case(), archetype(slug), 2, acts)[1]:
                seen |= set(turn.reasons)
                assert all(in_words(turn.reasons, turn.changes))
    assert seen <= set(REASONS)
    assert len(seen) >= 12
