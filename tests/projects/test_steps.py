"""What the engine tells a teacher to do while marks are being given."""

from app.projects.engine import gates, steps

TEAMS = [
    gates.TeamState(number, f"Team {number}", {number: "Somebody"}, delegate=number) for number in (1, 2, 3)
]


def told(teacher: int, delegates: dict[int, int]) -> list[tuple[str, dict[str, int], bool]]:
    done = {("teacher", 0): teacher} | {("delegate", team): count for team, count in delegates.items()}
    facts = steps.Facts(7, gates.REPORTING, TEAMS, {}, done, asks_contribution=False, answered=frozenset())
    return [(step.message, step.params, step.waiting) for step in steps.for_teacher(facts)]


def test_teacher_marks_first() -> None:
    assert told(1, {}) == [("Mark %(count)s more teams", {"count": 2}, True)]


def test_marking_is_not_closed_while_a_delegate_still_has_teams_to_mark() -> None:
    message = "Your sheets are in; delegates still have %(count)s to hand in"
    assert told(3, {1: 2, 2: 1}) == [(message, {"count": 3}, False)]
    assert told(3, {1: 2, 2: 2, 3: 1}) == [(message, {"count": 1}, False)]


def test_marking_is_closed_when_all_sheets_are_in() -> None:
    assert told(3, {1: 2, 2: 2, 3: 2}) == [("Your sheets are in: close the marking", {}, True)]


def test_a_team_without_a_delegate_owes_nothing() -> None:
    teams = [*TEAMS[:2], gates.TeamState(3, "Team 3", {3: "Somebody"})]
    done = {("teacher", 0): 3, ("delegate", 1): 2, ("delegate", 2): 2}
    facts = steps.Facts(7, gates.REPORTING, teams, {}, done, asks_contribution=False, answered=frozenset())
    assert [step.message for step in steps.for_teacher(facts)] == ["Your sheets are in: close the marking"]
