"""The talk in a real browser: no reloads, the right slots, terms to confirm, a second window, no script."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.platform.database import db
from tests.factories import PASSWORD
from tests.negotiation.conftest import World

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
def address(app: Flask, world: World) -> Iterator[str]:
    """Return the address of a talk that has not begun, served for this test."""
    number = world.talk()
    db.session.rollback()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/negotiation/runs/{number}"
    server.shutdown()
    thread.join()
    server.server_close()


def _enter(chromium: Browser, world: World, address: str, *, script: bool = True) -> Page:
    """Return a page on which the learner has opened the talk."""
    email = world.learner.email
    db.session.rollback()
    page = chromium.new_context(locale="en-GB", java_script_enabled=script).new_page()
    page.set_default_timeout(15000)
    page.goto(address)
    page.fill('[name="email"]', email)
    page.fill('[name="password"]', PASSWORD)
    page.click('main button[type="submit"]')
    page.goto(address)
    return page


def test_a_move_found_by_keyboard_is_said_without_a_reload(
    chromium: Browser, world: World, address: str
) -> None:
    page = _enter(chromium, world, address)
    expect(page.locator('[data-slot="topic"]')).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#move-search")).to_be_focused()
    page.keyboard.type("Ask about problems")
    page.keyboard.press("Enter")
    expect(page.locator('[value="q_problem"]')).to_be_checked()
    expect(page.locator("[data-chosen]")).to_have_text("Ask about problems")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#topic-problem")).to_have_text("Choose what the question or benefit is about.")
    expect(page.locator('[name="topic"]')).to_be_focused()
    page.locator("h1").evaluate("node => node.dataset.kept = 'yes'")
    page.select_option('[name="topic"]', "repairs")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#latest")).to_contain_text("last year the biggest machine")
    expect(page.locator("#latest")).to_be_focused()
    expect(page.locator("h1")).to_have_attribute("data-kept", "yes")


def test_terms_are_confirmed_and_a_second_window_is_told(
    chromium: Browser, world: World, address: str
) -> None:
    page = _enter(chromium, world, address)
    page.get_by_text("Bargain", exact=True).click()
    page.check('[value="offer"]')
    page.fill('[name="words"]', "0.115 yuan, two years")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator(".neg-confirm")).to_contain_text("Contract term: two years")
    expect(page.locator("#term-price")).to_have_value("0.115")
    other = page.context.new_page()
    other.goto(address)
    other.check('[value="open_purpose"]')
    other.get_by_role("button", name="Say it").click()
    expect(other.locator(".neg-mine")).to_have_count(1)
    page.get_by_role("button", name="Confirm and say it").click()
    expect(page.locator("[data-status]")).to_contain_text("moved on in another window")
    assert world.run(int(address.rsplit("/", 1)[1])).turns == 1


def test_without_a_script_the_talk_works_as_forms(chromium: Browser, world: World, address: str) -> None:
    page = _enter(chromium, world, address, script=False)
    page.check('[value="q_problem"]')
    page.select_option('[name="topic"]', "repairs")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#latest")).to_contain_text("last year the biggest machine")
    page.get_by_role("button", name="End politely and leave").click()
    expect(page.locator("h1")).to_have_text("Review")
