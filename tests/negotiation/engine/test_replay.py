"""A run is (case, archetype, seed, acts) and nothing else."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.negotiation.engine.draft import Slots
from app.negotiation.engine.log import GENESIS, Entry, chain, digest, read_slots, verify
from app.negotiation.engine.realise import plain
from app.negotiation.engine.run import HANDLERS, Played, replay, start, step
from app.negotiation.engine.selfplay import script
from app.negotiation.engine.state import Setting, State, restore
from app.negotiation.engine.temper import METERS
from tests.negotiation.material import SLUGS, archetype, the_case

ACTS = sorted(HANDLERS)


def _slots() -> st.SearchStrategy[Slots]:
    case = the_case()
    terms = st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(sorted(issue.options)) for name, issue in case.issues.items()}
    )
    return st.builds(
        lambda topic, chosen, advance: Slots(topic, tuple(sorted(chosen.items())), advance),
        st.sampled_from(["", *case.topics]),
        terms,
        st.sampled_from(["", *case.advances]),
    )


def played() -> st.SearchStrategy[list[Played]]:
    return st.lists(st.tuples(st.sampled_from(ACTS), _slots()), max_size=34)


@given(st.sampled_from(SLUGS), st.integers(0, 2**31), played())
@settings(max_examples=60, deadline=None)
def test_a_run_is_bounded_and_repeats_itself(slug: str, seed: int, acts: list[Played]) -> None:
    case, who = the_case(), archetype(slug)
    state, turns = replay(case, who, seed, acts)
    again, same = replay(case, who, seed, acts)
    assert state.snapshot() == again.snapshot()
    assert turns == same
    assert all(0.0 <= state.meters[name] <= 1.0 for name in METERS)
    assert all(0.0 <= need.severity <= 1.0 and 0.0 <= need.worth <= 1.0 for need in state.needs.values())
    assert 0.0 <= state.lock() <= 1.0
    assert len(turns) <= case.turns


@given(st.sampled_from(SLUGS), st.integers(0, 2**31), played(), st.integers(0, 34))
@settings(max_examples=40, deadline=None)
def test_rewinding_is_replaying_a_prefix(slug: str, seed: int, acts: list[Played], at: int) -> None:
    case, who = the_case(), archetype(slug)
    whole = replay(case, who, seed, acts)[1]
    part = replay(case, who, seed, acts[:at])[1]
    assert whole[: len(part)] == part


@given(st.sampled_from(SLUGS), st.integers(0, 2**31), played())
@settings(max_examples=30, deadline=None)
def test_a_snapshot_survives_json_and_goes_on_the_same(slug: str, seed: int, acts: list[Played]) -> None:
    setting = Setting(the_case(), archetype(slug), seed)
    state: State = start(setting.case, setting.archetype, seed)
    for act, slots in acts:
        if state.ended:
            break
        back = restore(setting, json.loads(json.dumps(state.snapshot(), sort_keys=True)))
        after, turn = step(state, act, slots)
        same, told = step(back, act, slots)
        assert told == turn
        assert chain(GENESIS, told, same) == chain(GENESIS, turn, after)
        state = after
    assert restore(setting, state.snapshot()) == state


@given(st.sampled_from(SLUGS), st.integers(0, 2**31), played())
@settings(max_examples=30, deadline=None)
def test_nothing_is_said_twice_and_the_language_changes_nothing(
    slug: str, seed: int, acts: list[Played]
) -> None:
    state, turns = replay(the_case(), archetype(slug), seed, acts)
    before = digest(state.snapshot())
    for language in ("zh", "en"):
        said = [plain(state.setting, turn.reply, language) for turn in turns]
        assert len(set(said)) == len(said)
        assert all(said)
    assert digest(state.snapshot()) == before


def test_acts_after_the_end_are_refused() -> None:
    state, _ = step(start(the_case(), archetype("doubtful"), 1), "exit_polite")
    with pytest.raises(ValueError, match="ended"):
        step(state, "silence")


def _entries(seed: int) -> tuple[Setting, list[Entry]]:
    setting = Setting(the_case(), archetype("opinionated"), seed)
    state, previous, rows = start(setting.case, setting.archetype, seed), GENESIS, []
    for act, slots in script(setting.case, setting.archetype.scripts["matched"]):
        state, turn = step(state, act, slots)
        previous = chain(previous, turn, state)
        rows.append(Entry(act, slots, previous))
    return setting, rows


def test_an_honest_log_is_proved_by_playing_it_again() -> None:
    assert verify(*_entries(5)) == 0


def test_a_changed_dropped_or_added_turn_is_found() -> None:
    setting, rows = _entries(5)
    changed = [*rows[:3], replace(rows[3], act="flatter"), *rows[4:]]
    dropped = [*rows[:4], *rows[5:]]
    assert verify(setting, changed) == 4
    assert verify(setting, dropped) == 5
    assert verify(setting, [*rows, rows[-1]]) == len(rows) + 1
    assert verify(replace(setting, seed=6), rows) == 1


def test_slots_come_back_from_their_plain_form() -> None:
    slots = Slots("repairs", (("price", "0.105"), ("term", "2")), "report_vp")
    assert read_slots(slots.plain()) == slots
    assert read_slots(Slots().plain()) == Slots()


def test_every_turn_logs_both_speakers() -> None:
    _, turns = replay(the_case(), archetype("doubtful"), 2, [("q_problem", Slots("cost"))])
    learner, customer = turns[0].log()
    assert (learner["speaker"], learner["act"], learner["topic"]) == ("learner", "q_problem", "cost")
    assert customer["speaker"] == "customer"
    assert customer["revealed"] == list(turns[0].revealed)
