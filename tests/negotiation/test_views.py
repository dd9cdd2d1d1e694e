"""The room in a browser: the whole journey, forged numbers, double clicks, stale windows, both languages."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.negotiation.engine.draft import Slots
from app.platform.database import commit
from tests import factories
from tests.negotiation.conftest import World
from tests.negotiation.material import CASE

RUN = "/negotiation/runs/{}"
JUDGED = {"archetype": "opinionated", "percent": "80", "cues": ["asserts"]}
PLAIN = {"en": "Plain mask", "zh": "素面脸谱"}
PLANNED = {"counter": ["let_them_design"], "backup": "draft_by_his_criteria", "trigger": "interrupts_twice"}


@pytest.fixture
def browser(world: World, client: FlaskClient) -> FlaskClient:
    return factories.sign_in(client, world.learner)


def _form(page: str, action: str) -> dict[str, str]:
    """Return the hidden fields of the form that posts to *action*."""
    forms = BeautifulSoup(page, "html.parser").find_all("form")
    form = next(form for form in forms if str(form["action"]).endswith(action))
    hidden = form.find_all("input", type="hidden")
    return {str(row["name"]): str(row.get("value", "")) for row in hidden}


def _say(browser: FlaskClient, number: int, **fields: str) -> str:
    page = browser.get(RUN.format(number)).text
    answer = browser.post(RUN.format(number) + "/say", data={**_form(page, "/say"), **fields})
    assert answer.status_code == 302, answer.text
    return browser.get(RUN.format(number)).text


def test_the_whole_journey_works_with_plain_forms(world: World, browser: FlaskClient) -> None:
    assert "First call at Jianshui College" in browser.get("/negotiation/").text
    page = browser.get(f"/negotiation/cases/{CASE}").text
    fields = {**_form(page, f"/cases/{CASE}"), "mode": "practice", "archetype": "opinionated"}
    answer = browser.post(f"/negotiation/cases/{CASE}", data=fields)
    assert browser.post(f"/negotiation/cases/{CASE}", data=fields).location == answer.location
    number = int(answer.location.rsplit("/", 1)[1])
    assert "First impression" in browser.get(answer.location).text
    browser.post(
        answer.location + "/judge", data={"archetype": "opinionated", "percent": "80", "cues": ["asserts"]}
    )
    browser.post(
        answer.location + "/plan",
        data={
            "counter": ["let_them_design"],
            "backup": "draft_by_his_criteria",
            "trigger": "interrupts_twice",
        },
    )
    _say(browser, number, act="open_purpose", words="I am from Moheng.")
    assert "I am from Moheng." in _say(browser, number, act="ask_advice")
    page = _say(browser, number, act="q_problem", topic="repairs")
    assert "3 of at most 30 moves" in page
    assert "Judge again" in page
    assert browser.post(answer.location + "/finish").status_code == 302
    assert "Your own review first" in browser.get(answer.location).text
    done = browser.post(answer.location + "/review", data={"turn": "0", "better": "", "words": "Ask more."})
    assert done.location.endswith("/debrief")
    told = browser.get(done.location).text
    assert "The mask is lifted" in told
    assert "How the mark came about" in told
    assert "Told you: last year the biggest machine" in told
    assert browser.get(answer.location).location.endswith("/debrief")


def test_terms_in_words_are_shown_before_they_are_said(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    page = browser.get(RUN.format(number)).text
    fields = {**_form(page, "/say"), "act": "offer", "words": "0.105 yuan, two years, 45 days"}
    answer = browser.post(RUN.format(number) + "/say", data=fields)
    assert answer.status_code == 200
    assert "This is how your words were understood" in answer.text
    assert "45 days" in answer.text
    assert world.run(number).turns == 0
    shown = BeautifulSoup(answer.text, "html.parser")
    chosen = {row["name"]: row.find("option", selected=True) for row in shown.select("select[name^=term-]")}
    terms = {name: str(option["value"]) for name, option in chosen.items() if option is not None}
    assert terms == {"term-price": "0.105", "term-term": "2"}
    assert browser.post(RUN.format(number) + "/say", data={**fields, **terms}).status_code == 302
    assert world.run(number).turns == 1


def test_a_script_gets_the_part_that_changed(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    fields = _form(browser.get(RUN.format(number)).text, "/say")
    headers = {"X-Fragment": "talk", "Accept": "application/json"}
    answer = browser.post(
        RUN.format(number) + "/say", data={**fields, "act": "open_purpose"}, headers=headers
    )
    assert answer.json is not None
    assert 'id="latest"' in answer.json["html"]
    assert "<html" not in answer.json["html"]
    fresh = dict(re.findall(r'name="(number|client_key)"[^>]*value="([^"]*)"', answer.json["html"]))
    assert fresh["number"] == "2"
    assert fresh["client_key"] != fields["client_key"]
    stale = browser.post(
        RUN.format(number) + "/say", data={**fields, "client_key": "other", "act": "silence"}, headers=headers
    )
    assert stale.status_code == 409
    assert stale.json is not None
    assert "another window" in stale.json["message"]


def test_a_double_click_is_one_turn_and_a_stale_window_a_sentence(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    fields = {**_form(browser.get(RUN.format(number)).text, "/say"), "act": "open_purpose"}
    for _ in range(2):
        assert browser.post(RUN.format(number) + "/say", data=fields).status_code == 302
    assert world.run(number).turns == 1
    stale = browser.post(RUN.format(number) + "/say", data={**fields, "client_key": "another"})
    assert stale.status_code == 409
    assert "moved on in another window" in stale.text


def test_a_move_without_its_slot_keeps_what_was_typed(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    fields = {
        **_form(browser.get(RUN.format(number)).text, "/say"),
        "act": "q_problem",
        "words": "What hurts?",
    }
    answer = browser.post(RUN.format(number) + "/say", data=fields)
    assert answer.status_code == 422
    assert "Choose what the question or benefit is about." in answer.text
    assert "What hurts?" in answer.text
    assert world.run(number).turns == 0


def test_forged_numbers_find_nothing(world: World, client: FlaskClient) -> None:
    number = world.talk()
    people = (
        factories.person("learner", organisation=world.home),
        factories.person("learner", organisation=factories.organisation()),
        factories.person("instructor", organisation=factories.organisation()),
    )
    for person in people:
        browser = factories.sign_in(client.application.test_client(), person)
        assert browser.get(RUN.format(number)).status_code == 404
        assert browser.get(RUN.format(number) + "/debrief").status_code == 404
        for verb in ("judge", "plan", "say", "correct", "finish", "review"):
            assert browser.post(RUN.format(number) + f"/{verb}").status_code == 404, verb
    assert world.run(number).turns == 0


def test_a_teacher_may_read_a_debrief_but_not_a_talk_in_progress(world: World, client: FlaskClient) -> None:
    done, talk = world.done(), world.talk()
    teacher = factories.sign_in(client, factories.person("instructor", organisation=world.home))
    assert teacher.get(RUN.format(done) + "/debrief").status_code == 200
    assert teacher.get(RUN.format(talk) + "/debrief").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_graded_talk_wears_the_plain_mask_and_lets_nothing_slip(
    world: World, browser: FlaskClient, language: str
) -> None:
    browser.post("/language", data={"language": language})
    number = world.talk("graded", "doubtful")
    world.say(number, world.script("doubtful")[:4])
    page = browser.get(RUN.format(number)).text
    assert "neg-meter" not in page
    soup = BeautifulSoup(page, "html.parser")
    assert [row.get_text() for row in soup.select(".neg-head svg.mask title")] == [PLAIN[language]]
    shown = soup.select_one("#talk")
    assert shown is not None
    for secret in ("Doubtful", "将信将疑", "0.44", "reserve", "readiness"):
        assert secret not in shown.get_text()


def test_a_practice_talk_shows_trust_and_patience(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    world.say(number, world.script()[:3])
    assert "neg-meter" in browser.get(RUN.format(number)).text


def test_a_revised_judgement_is_kept_with_its_turn(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    world.say(number, world.script()[:3])
    url = RUN.format(number) + "/correct"
    assert browser.post(url, data={"percent": "80"}).status_code == 422
    answer = browser.post(url, data={"archetype": "doubtful", "percent": "80", "switched": "y"})
    assert answer.status_code == 302
    assert "Held since move 3: Doubtful, 80 %" in browser.get(RUN.format(number)).text


def test_steps_out_of_order_are_a_conflict_with_a_sentence(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    answer = browser.post(RUN.format(number) + "/judge", data={"archetype": "doubtful", "percent": "40"})
    assert answer.status_code == 409
    assert "already a step further" in answer.text
    assert browser.post(RUN.format(number) + "/review", data={"turn": "0", "better": ""}).status_code == 409


def test_a_breach_is_told_plainly(world: World, browser: FlaskClient) -> None:
    number = world.talk()
    world.say(number, [("accept_kickback", Slots()), ("exit_polite", Slots())])
    browser.post(RUN.format(number) + "/review", data={"turn": "1", "better": "refuse_alt", "words": "No."})
    told = browser.get(RUN.format(number) + "/debrief").text
    assert "A breach of integrity makes the whole run worth nothing" in told
    assert world.run(number).points == 0


def test_a_case_nobody_published_is_not_found(browser: FlaskClient) -> None:
    assert browser.get("/negotiation/cases/none").status_code == 404
    assert browser.post("/negotiation/cases/none").status_code == 404


def test_a_start_form_with_nonsense_is_shown_again(world: World, browser: FlaskClient) -> None:
    answer = browser.post(f"/negotiation/cases/{CASE}", data={"mode": "cheating", "archetype": ""})
    assert answer.status_code == 422


def test_pages_cost_the_same_for_three_and_for_thirty_runs(
    world: World, browser: FlaskClient, statements: list[str]
) -> None:
    def cost(path: str) -> int:
        browser.get(path)
        statements.clear()
        assert browser.get(path).status_code == 200
        return len(statements)

    for _ in range(3):
        world.start()
    few = [cost("/negotiation/"), cost(f"/negotiation/cases/{CASE}")]
    for _ in range(27):
        world.start()
    assert [cost("/negotiation/"), cost(f"/negotiation/cases/{CASE}")] == few


def test_a_debrief_costs_the_same_for_a_short_and_a_long_talk(
    world: World, browser: FlaskClient, statements: list[str]
) -> None:
    short = world.done()
    long = world.talk()
    world.say(long, world.script())
    browser.post(RUN.format(long) + "/review", data={"turn": "0", "better": "", "words": ""})
    commit()
    costs = []
    for number in (short, long):
        statements.clear()
        assert browser.get(RUN.format(number) + "/debrief").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]
