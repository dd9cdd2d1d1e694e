"""Gates open exactly when their conditions hold, and say in words why they do not."""

import pytest

from app.projects.engine import gates
from app.projects.engine.gates import TeamState


def _team(**changes: object) -> TeamState:
    values: dict[str, object] = {
        "id": 1,
        "name": "Team A",
        "members": {1: "Lin", 2: "Zhao"},
        "accepted": frozenset({1, 2}),
        "owners": ((1, 60), (2, 40)),
        "plan_closed": True,
        "delegate": 1,
        "alternate": 2,
        **changes,
    }
    return TeamState(**values)  # type: ignore[arg-type]


def _messages(found: list[gates.Obstacle]) -> list[str]:
    return [each.message % each.params for each in found]


@pytest.mark.parametrize("target", gates.STATES[1:])
def test_a_ready_class_passes_every_gate(target: str) -> None:
    assert gates.obstacles(target, [_team(), _team(name="Team B")]) == []


def test_one_team_cannot_be_published() -> None:
    assert "at least two teams" in _messages(gates.obstacles(gates.PUBLISHED, [_team()]))[0]


def test_a_lonely_member_is_named() -> None:
    found = gates.obstacles(gates.PUBLISHED, [_team(), _team(name="Team B", members={3: "Wu"})])
    assert _messages(found) == ["Team B has fewer than two members."]


def test_accepting_needs_every_member_by_name() -> None:
    found = gates.obstacles(gates.PLANNING, [_team(accepted=frozenset({1}))])
    assert _messages(found) == ["Team A: not everyone has accepted the task book yet (Zhao)."]


def test_executing_needs_closed_plans_and_reporting_needs_delegates() -> None:
    assert len(gates.obstacles(gates.EXECUTING, [_team(plan_closed=False)])) == 1
    for changes in ({"delegate": None}, {"alternate": None}, {"delegate": 9}):
        assert len(gates.obstacles(gates.REPORTING, [_team(**changes)])) == 1


@pytest.mark.parametrize(
    ("owners", "sentence"),
    [
        (((1, 60), (None, 40)), "1 work packages have no owner yet."),
        (((1, 60), (9, 40)), "1 work packages have no owner yet."),
        (((1, 50), (2, 40)), "The weights add up to 90%; they must add up to 100%."),
        (((1, 100),), "Zhao owns no work package yet."),
        (((1, 91), (2, 9)), "Zhao owns 9%; everyone must own at least 10%."),
    ],
)
def test_a_plan_that_cannot_close_says_why(owners: tuple[tuple[int | None, int], ...], sentence: str) -> None:
    assert sentence in _messages(gates.plan_obstacles(_team(owners=owners)))


def test_a_fair_plan_closes_at_exactly_ten_per_cent() -> None:
    assert gates.plan_obstacles(_team(owners=((1, 90), (2, 10)))) == []


def test_states_have_an_order() -> None:
    assert gates.after(gates.DRAFT) == gates.PUBLISHED
    assert gates.after(gates.RELEASED) is None
    assert gates.is_at_least(gates.REPORTING, gates.EXECUTING)
    assert not gates.is_at_least(gates.PLANNING, gates.EXECUTING)
