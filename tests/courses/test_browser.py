"""Reading, checking oneself and answering in a real browser: what the scripts add to the forms."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts.models import User
from app.courses.models import Progress
from app.platform.database import db
from app.quizzes.models import AttemptItem
from tests.factories import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return the machine's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask, user: User) -> Iterator[str]:
    """Return the address of this test's own server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, user: User, address: str) -> Iterator[Page]:
    """Return a signed-in learner's page whose scripts must not fail."""
    email = user.email
    db.session.rollback()
    complaints: list[str] = []
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    yield page
    context.close()
    assert complaints == []


def kept(question: str) -> object:
    """Return the answer the database holds, and let go of the lock that reading it took."""
    db.session.rollback()
    found = db.session.scalars(select(AttemptItem.answer).where(AttemptItem.question_id == question)).one()
    db.session.rollback()
    return found


def test_a_lesson_notes_the_place_by_itself(page: Page, address: str) -> None:
    with page.expect_response("**/lesson/one/position"):
        page.goto(f"{address}/learn/lesson/one")
    with page.expect_response("**/lesson/one/position"):
        page.locator("[data-end]").scroll_into_view_if_needed()
    expect(page.locator("[data-missing]")).to_contain_text("seconds to read")
    expect(page.locator(".toc a[aria-current]")).to_have_text("Second heading")
    db.session.rollback()
    row = db.session.scalars(select(Progress)).one()
    assert row.anchor == "s2"
    assert row.reached_end_at is not None


def test_a_term_opens_by_keyboard_and_closes_with_escape(page: Page, address: str) -> None:
    page.goto(f"{address}/learn/lesson/one")
    card = page.locator("#term-key-account")
    expect(card).to_be_hidden()
    page.locator("button.term").focus()
    page.keyboard.press("Enter")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_self_check_answers_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/learn/lesson/one")
    box = page.locator("#check-q-true")
    box.get_by_role("button", name="Check my answer").click()
    expect(box).to_contain_text("Choose or type an answer first")
    box.get_by_label("False").check()
    box.get_by_role("button", name="Check my answer").click()
    expect(box).to_contain_text("Not right")
    expect(box).to_contain_text("SECRET-t")
    assert page.url.endswith("/learn/lesson/one")


def test_every_change_is_saved_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/quizzes/exam/e1")
    page.get_by_role("button", name="Begin").click()
    question = page.locator("#q1")
    question.get_by_label("beta").check()
    expect(question.locator("[data-saved]")).to_contain_text("Saved")
    assert kept("q-single") == {"pick": "b"}
    number = page.locator("#q4")
    number.locator("input[type=text]").fill("eleven")
    expect(number.locator("[data-error]")).to_contain_text("cannot be read as a number")
    expect(number.locator("[data-saved]")).to_have_text("Not saved")
    assert kept("q-number") is None
    number.locator("input[type=text]").fill("4,711")
    expect(number.locator("[data-saved]")).to_contain_text("Saved")
    expect(number.locator("[data-error]")).to_be_hidden()
    expect(page.locator("[data-open-count]")).to_have_text("2 without an answer")
    page.reload()
    expect(page.locator("#q4 input[type=text]")).to_have_value("4,711")
    expect(page.locator("#q1").get_by_label("beta")).to_be_checked()


def test_an_answer_chosen_before_the_script_came_is_saved_too(page: Page, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto(f"{address}/quizzes/exam/e1")
    page.route("**/attempt.js*", hold)
    page.get_by_role("button", name="Begin").click(no_wait_after=True)
    page.locator("#q1").get_by_label("beta").check()
    page.wait_for_function("() => document.readyState === 'interactive'")
    held.pop().continue_()
    expect(page.locator("#q1 [data-saved]")).to_contain_text("Saved")
    assert kept("q-single") == {"pick": "b"}


def test_without_a_connection_answers_wait_and_are_sent_later(page: Page, address: str) -> None:
    page.goto(f"{address}/quizzes/exam/e1")
    page.get_by_role("button", name="Begin").click()
    page.route("**/answer", lambda route: route.abort())
    page.locator("#q1").get_by_label("alpha").check()
    expect(page.locator("[data-overall]")).to_contain_text("Not saved: 1 waiting")
    page.locator("#q3").get_by_label("True").check()
    expect(page.locator("[data-overall]")).to_contain_text("Not saved: 2 waiting")
    page.unroute("**/answer")
    expect(page.locator("#q3 [data-saved]")).to_contain_text("Saved", timeout=10_000)
    expect(page.locator("[data-overall]")).to_be_empty()
    assert kept("q-single") == {"pick": "a"}
    assert kept("q-true") == {"pick": True}
