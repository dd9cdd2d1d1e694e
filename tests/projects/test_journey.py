"""A whole task through the services, from draft to released marks, and what each gate refuses on the way."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest

from app.content.canonical import canonical
from app.kernel import events
from app.kernel.errors import ConflictError, GoneError, InvalidError, NotAllowedError
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.events import ResultReleased
from app.projects.models.outcome import ResultRelease, ResultVersion
from app.projects.queries import inside, outcomes, waiting
from app.projects.services import marking, results, setup, teamwork
from tests.projects.world import TITLE, world

pytestmark = pytest.mark.usefixtures("app")


def test_from_draft_to_released_marks() -> None:
    heard: list[ResultReleased] = []
    events.subscribe(ResultReleased, heard.append)
    class_ = world().reach(gates.RELEASED)
    assert class_.project.aggregator == "mean"
    # Three teams: team j gets 80 + j from the teacher and 80 + j + i from each other delegate i.
    expected = [
        Fraction(804, 10) + Fraction(2, 10),
        Fraction(81) + Fraction(4, 10),
        Fraction(82) + Fraction(2, 10),
    ]
    for number in range(3):
        seen = outcomes.visible_results(class_.actor(number), class_.project_id)
        assert seen is not None
        assert [team["name"] for team in seen.teams] == [f"Team {'ABC'[number]}"]
        assert Fraction(seen.teams[0]["mark"]) == expected[number]
        assert [member["id"] for member in seen.teams[0]["members"]] == [class_.actor(number).user_id]
    assert len(heard[-1].rows) == 12
    assert (heard[-1].task_id, heard[-1].project_id) == ("t1", class_.project_id)
    people = [learner.id for learner in class_.learners]
    scores = outcomes.released_scores(class_.home.id, people)
    assert len(scores) == 12
    assert scores[people[0], "t1"] == (expected[0], Fraction(100))


def test_four_teams_are_marked_by_round_robin() -> None:
    class_ = world(teams=4, size=2).reach(gates.RELEASED)
    assert class_.project.aggregator == "round_robin"
    seen = outcomes.visible_results(class_.boss, class_.project_id)
    assert seen is not None
    assert seen.panel["method"] == "round_robin"
    # Delegate i marks i points above the same order, so the corrected marks are one point apart.
    marks = [Fraction(team["students"]) for team in seen.teams]
    assert [b - a for a, b in pairwise(marks)] == [1, 1, 1]


def test_gates_refuse_with_the_reason() -> None:
    class_ = world()
    class_.move(gates.PUBLISHED)
    with pytest.raises(InvalidError, match="not everyone has accepted"):
        class_.move(gates.PLANNING)
    class_.accept_all()
    class_.move(gates.PLANNING)
    with pytest.raises(InvalidError, match="has not closed its plan"):
        class_.move(gates.EXECUTING)
    with pytest.raises(InvalidError, match="no owner"):
        teamwork.close_plan(actor=class_.actor(0), team=class_.team(0), expected=0)
    class_.plan_all()
    class_.move(gates.EXECUTING)
    with pytest.raises(InvalidError, match="has not chosen a delegate"):
        class_.move(gates.REPORTING)
    class_.delegate_all()
    class_.move(gates.REPORTING)
    with pytest.raises(InvalidError, match="not a step"):
        class_.move(gates.DRAFT)


def test_release_needs_every_share_or_a_reason_that_everybody_sees() -> None:
    class_ = world().reach(gates.REPORTING)
    for number in range(3):
        class_.mark(class_.boss, number, 70)
    class_.move(gates.MODERATING)
    version = results.compute(actor=class_.boss, project=class_.project)
    with pytest.raises(InvalidError, match="6 delegates' sheets are missing"):
        results.release(actor=class_.boss, project=class_.project, number=version.number)
    results.release(
        actor=class_.boss, project=class_.project, number=version.number, waiver="The delegates were ill."
    )
    commit()
    seen = outcomes.visible_results(class_.actor(0), class_.project_id)
    assert seen is not None
    assert "The delegates were ill." in json.dumps(seen.teams[0]["steps"])
    assert seen.teams[0]["mark"] == "70.0"


def test_release_refuses_results_that_are_no_longer_true() -> None:
    class_ = world().reach(gates.MODERATING)
    with pytest.raises(InvalidError, match="Compute the results first"):
        results.release(actor=class_.boss, project=class_.project, number=1)
    version = results.compute(actor=class_.boss, project=class_.project)
    commit()
    team = class_.team(0)
    package = inside.packages([class_.project_id])[team.id][0]
    marking.mark_packages(actor=class_.boss, team=team, marks={package.id: (55, "")})
    commit()
    with pytest.raises(ConflictError, match="Marks have changed"):
        results.release(actor=class_.boss, project=class_.project, number=version.number)


def test_recomputing_gives_the_same_bytes_and_the_chain_holds() -> None:
    class_ = world(ask_contribution=True).reach(gates.MODERATING)
    first = results.compute(actor=class_.boss, project=class_.project)
    assert results.compute(actor=class_.boss, project=class_.project).id == first.id
    assert canonical(json.loads(first.inputs)) == first.inputs
    package = inside.packages([class_.project_id])[class_.team_ids[0]][0]
    marking.mark_packages(actor=class_.boss, team=class_.team(0), marks={package.id: (90, "good")})
    second = results.compute(actor=class_.boss, project=class_.project)
    assert (second.number, second.previous_sha256) == (2, first.sha256)
    assert results.verify(first)
    assert results.verify(second)
    forged = ResultVersion(
        inputs=first.inputs,
        outputs=first.outputs.replace("80", "90"),
        sha256=first.sha256,
        previous_sha256="",
    )
    assert not results.verify(forged)


def test_own_work_and_contribution_enter_the_own_mark() -> None:
    class_ = world(ask_contribution=True).reach(gates.REPORTING)
    people = class_.people(0)
    for place, person in enumerate(people[:3]):
        mates = {mate.id: 100 for mate in people if mate.id != person.id}
        mates[people[(place + 1) % 3].id] = 130 if place == 0 else 100
        teamwork.contribute(actor=class_.actor(0, place), team=class_.team(0), points=mates)
    team = class_.team(0)
    packages = inside.packages([class_.project_id])[team.id]
    marking.mark_packages(actor=class_.boss, team=team, marks={row.id: (90, "") for row in packages})
    commit()
    class_.reach(gates.RELEASED)
    outputs = json.loads(db.session.get_one(ResultVersion, 1).outputs)
    rows = {row["id"]: row for row in outputs["teams"][0]["members"]}
    assert rows[people[3].id]["steps"]["code"] == "member.mark_less"
    assert Fraction(rows[people[1].id]["factor"]) > 1
    assert {row["own"] for row in rows.values()} == {"90"}


def test_back_steps_need_a_reason_and_reopen_plans() -> None:
    class_ = world().reach(gates.EXECUTING)
    with pytest.raises(InvalidError, match="Say why"):
        class_.move(gates.PLANNING)
    class_.move(gates.PLANNING, reason="Two packages were forgotten.")
    assert class_.team(0).plan_closed_at is None


def test_a_stale_state_and_a_learner_are_refused() -> None:
    class_ = world()
    with pytest.raises(ConflictError, match="moved on"):
        setup.move(actor=class_.boss, project=class_.project, target="planning", expected="published")
    with pytest.raises(NotAllowedError):
        setup.move(actor=class_.actor(0), project=class_.project, target="published", expected="draft")
    with pytest.raises(InvalidError, match="Release the marks"):
        class_.move(gates.RELEASED)
    with pytest.raises(ConflictError, match="already has this task"):
        setup.create_project(actor=class_.boss, cohort=class_.cohort, task_id="t1")


def test_steps_at_the_wrong_time_are_gone() -> None:
    class_ = world().reach(gates.PLANNING)
    team = class_.team(0)
    with pytest.raises(GoneError):
        teamwork.hand_in(
            actor=class_.actor(0), team=team, work=teamwork.Work("w1", "k", url="https://example.com/x")
        )
    with pytest.raises(GoneError):
        teamwork.contribute(actor=class_.actor(0), team=team, points={})
    with pytest.raises(GoneError):
        results.compute(actor=class_.boss, project=class_.project)
    with pytest.raises(GoneError):
        class_.mark(class_.boss, 0, 80)


def test_next_steps_lead_everybody_through_the_task() -> None:
    class_ = world()

    def told(actor: object) -> list[str]:
        return [step.message for step in waiting.next_steps(actor)]  # type: ignore[arg-type]

    assert told(class_.boss) == ["Form the teams and publish the task"]
    assert told(class_.actor(0)) == []
    class_.move(gates.PUBLISHED)
    assert told(class_.actor(0)) == ["Read the task book and accept it"]
    assert told(class_.boss) == []
    class_.reach(gates.PLANNING)
    assert told(class_.actor(0)) == ["Share out the work packages and close the plan"]
    class_.reach(gates.EXECUTING)
    assert told(class_.actor(0)) == [
        "Hand in your work (%(count)s packages are empty)",
        "Choose a delegate and an alternate",
    ]
    class_.reach(gates.REPORTING)
    first = waiting.next_steps(class_.actor(0))[0]
    assert (first.message, first.params) == ("Mark %(count)s more teams as delegate", {"count": 2})
    assert first.title["en"] == TITLE
    assert told(class_.boss) == ["Mark %(count)s more teams"]
    class_.reach(gates.MODERATING)
    assert told(class_.boss) == ["Check the results and release them"]
    class_.reach(gates.RELEASED)
    assert told(class_.actor(0)) == ["See your mark and how it came about"]
    assert told(class_.boss) == []


def test_own_data_holds_ones_own_only() -> None:
    class_ = world().reach(gates.EXECUTING)
    teamwork.hand_in(
        actor=class_.actor(0),
        team=class_.team(0),
        work=teamwork.Work("screening-report", "k1", url="https://example.com/table"),
    )
    class_.reach(gates.RELEASED)
    mine, theirs = (outcomes.own_data(class_.actor(0, place)) for place in (0, 1))
    assert [row["name"] for row in mine["handed_in"]] == ["https://example.com/table"]  # type: ignore[attr-defined]
    assert theirs["handed_in"] == []
    assert mine["released_marks"] == [{"task": "t1", "mark": "403/5"}]


def test_one_release_is_written_once() -> None:
    class_ = world().reach(gates.RELEASED)
    with pytest.raises(GoneError):
        results.release(actor=class_.boss, project=class_.project, number=1)
    assert db.session.query(ResultRelease).count() == 1
