"""Select, F, field, Enter: filing a value with its source in a real browser."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.platform.database import db
from tests.crm.conftest import World
from tests.factories import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
SELECT = """(words) => {
    for (const line of document.querySelectorAll("[data-doc] .crm-words")) {
        const at = line.textContent.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(line.firstChild, at);
        range.setEnd(line.firstChild, at + words.length);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }
}"""

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
    """Return the address of the learner's workspace, served for this test."""
    sandbox = world.start()
    world.account(sandbox)
    number = sandbox.id
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/crm/sandbox/{number}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, world: World, address: str) -> Iterator[Page]:
    """Return the workspace, signed in, in a browser that must not complain."""
    email = world.learner.email
    db.session.rollback()
    complaints: list[str] = []
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(f"{address}?doc=chat")
    yield page
    context.close()
    assert complaints == []


def test_a_value_is_filed_in_three_keystrokes_after_selecting(page: Page, address: str) -> None:
    page.goto(f"{address}?doc=card")
    page.evaluate(SELECT, "0575-88000100")
    page.keyboard.press("f")
    expect(page.locator("#field")).to_be_focused()
    expect(page.locator("#quote")).to_have_value("0575-88000100")
    expect(page.locator("#doc")).to_have_value("card")
    page.keyboard.press("s")  # the list finds the switchboard by its first letter
    page.keyboard.press("Enter")
    expect(page.locator(".crm-newest")).to_contain_text("→ +8657588000100")
    expect(page.locator("li.filed")).to_have_count(1)


def test_a_person_is_begun_from_the_selection(page: Page) -> None:
    page.evaluate(SELECT, "Fan Lijun")
    page.evaluate(SELECT, "Ms Liu")
    page.keyboard.press("p")
    expect(page.locator("#new-value")).to_be_focused()
    expect(page.locator("#new-value")).to_have_value("Ms Liu")
    page.keyboard.press("Enter")
    expect(page.locator(".crm-records [aria-current]")).to_have_text("Ms Liu")


def test_nothing_selected_is_said(page: Page) -> None:
    page.keyboard.press("f")
    expect(page.locator("[data-picked]")).to_have_text("Select a few words in the document first.")


def test_another_field_brings_its_own_choices(page: Page) -> None:
    page.select_option("#field", "grade")
    expect(page.locator("#value")).to_have_attribute("list", "choices-grade")
    page.select_option("#field", "phone")
    expect(page.locator("#value")).not_to_have_attribute("list", "choices-grade")


def test_on_a_phone_the_panes_are_tabs(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("#card")).to_be_visible()
    expect(page.locator("#source")).to_be_hidden()
    page.click(".crm-tabs [href='#source']")
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#card")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
