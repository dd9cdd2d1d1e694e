"""What the customer says: complete, the same keys in both languages, nothing hidden let slip."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from app.negotiation.engine import selfplay
from app.negotiation.engine.lint import CELLS, CHECKERS, problems_of_case, problems_of_lines
from app.negotiation.engine.realise import plain
from app.negotiation.engine.run import HANDLERS, replay
from tests.negotiation.material import SLUGS, archetype, documents, the_case

SEEDS = range(40)
HIDDEN = ("openness", "verified", "readiness", "aspiration", "walkout")


@pytest.mark.parametrize(("kind", "name"), sorted(documents()))
def test_the_documents_have_no_faults(kind: str, name: str) -> None:
    assert CHECKERS[kind](documents()[kind, name]) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_line_is_there_in_both_languages(slug: str) -> None:
    for line in archetype(slug).lines.by_key.values():
        assert bool(line.text.zh) == bool(line.text.en), line.key
        assert bool(line.stage.zh) == bool(line.stage.en), line.key
        assert not re.search("[一-鿿]", line.text.en + line.stage.en), line.key


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_stands_twice(slug: str) -> None:
    for language in ("zh", "en"):
        said = [
            (line.stage.get(language), line.text.get(language))
            for line in archetype(slug).lines.by_key.values()
            if line.key.startswith("body.")
        ]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("slug", SLUGS)
def test_all_forty_moves_are_answered(slug: str) -> None:
    assert len(HANDLERS) == 40
    for act in HANDLERS:
        state, turns = replay(the_case(), archetype(slug), 11, selfplay.spam(act, 1))
        assert turns[0].cell in CELLS
        assert plain(state.setting, turns[0].reply, "zh")
        assert plain(state.setting, turns[0].reply, "en")


@pytest.mark.parametrize("slug", SLUGS)
def test_hidden_state_never_shows_in_what_is_said(slug: str) -> None:
    case, who = the_case(), archetype(slug)
    labels = [label.get(language) for label in who.moves.archetypes.values() for language in ("zh", "en")]
    floors = [f"{case.reserve_customer}", f"{case.reserve_seller}", f"{case.target_customer}"]
    acts = selfplay.script(case, who.scripts["matched"])
    for seed in SEEDS:
        state, turns = replay(case, who, seed, acts)
        for turn in turns:
            for language in ("zh", "en"):
                said = plain(state.setting, turn.reply, language)
                assert not [word for word in (*labels, *floors, *HIDDEN) if word.lower() in said.lower()], (
                    said
                )


@pytest.mark.parametrize("slug", SLUGS)
def test_only_told_facts_are_in_the_words(slug: str) -> None:
    case, who = the_case(), archetype(slug)
    state, turns = replay(case, who, 7, selfplay.script(case, who.scripts["matched"]))
    for number, turn in enumerate(turns):
        said = plain(state.setting, turn.reply, "zh")
        told = {fact for earlier in turns[: number + 1] for fact in earlier.revealed}
        assert {name for name, fact in case.facts.items() if fact.text.zh in said} <= told


def _told(acts: list[Mapping[str, Any]]) -> set[str]:
    case = the_case()
    return set(replay(case, archetype("doubtful"), 1, selfplay.script(case, acts))[0].revealed)


def test_every_fact_can_be_told() -> None:
    told = _told([{"act": act} for act in ("ask_advice", "q_authority", "q_process") for _ in range(2)])
    warm: list[Mapping[str, Any]] = [{"act": "obj_clarify"}, {"act": "proof"}]
    for number in range(1, len(the_case().topics) + 1):
        asked = ("q_situation", "q_problem", "q_implication", "q_implication", "q_payoff")
        moves = [*warm, *({"act": act, "topic": number} for act in asked)]
        told |= _told([*moves, {"act": "q_interest"}, {"act": "q_interest"}])
    assert told == set(the_case().facts)


def test_a_broken_line_is_reported_at_its_place() -> None:
    doc = {
        "openers": {"cold": []},
        "cues": {},
        "bodies": {"flatter": [{"zh": "{fakt}", "en": "He has no trust."}], "nonsense": []},
        "tails": {},
    }
    codes = {(fault.code, fault.path[:3]) for fault in problems_of_lines(doc)}
    assert ("KM110", ("bodies", "flatter", 0)) in codes
    assert ("KM220", ("bodies", "flatter", 0)) in codes
    assert ("KM520", ("bodies", "flatter", 0)) in codes
    assert ("KM221", ("bodies", "nonsense")) in codes
    assert ("KM310", ("bodies", "flatter")) in codes


def test_a_broken_case_is_reported_at_its_place() -> None:
    source = documents()["case", "office-first-call"]
    doc = {
        **source,
        "facts": {
            **source["facts"],
            "f-orphan": {"kind": "situation", "topic": "x", "zh": "无", "en": "none"},
        },
        "packages": {"fair": {"price": "1.00"}},
        "topics": [{**source["topics"][0], "problem": "f-none"}, *source["topics"][1:]],
    }
    codes = {(fault.code, fault.path) for fault in problems_of_case(doc)}
    assert ("KM224", ("topics", 0)) in codes
    assert ("KM225", ("packages", "fair", "price")) in codes
    assert ("KM226", ("facts", "f-orphan")) in codes
