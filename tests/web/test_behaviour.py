"""What the shell's scripts add in a real browser, and what stays when they are off."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.platform.database import db
from tests.factories import PASSWORD, organisation, person

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return the machine's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Return the address of the application, served for this test."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Return a page of a fresh English browser, which must not complain about anything."""
    context = chromium.new_context(base_url=address, locale="en-GB")
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def test_a_change_of_language_keeps_what_was_typed_but_never_a_password(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("#email", "half-typed@")
    page.fill("#password", "not to be kept")
    page.click("button[name=language]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#email")).to_have_value("half-typed@")
    expect(page.locator("#password")).to_have_value("")


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    page.goto("/sign-in")
    with page.expect_response("**/theme"):
        page.click("[data-theme-form] button:visible")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_question_mark_opens_the_help_but_not_while_typing_and_not_when_switched_off(page: Page) -> None:
    page.goto("/sign-in")
    dialog = page.locator("#keys-help")
    page.locator("#email").press("?")
    expect(dialog).not_to_be_visible()
    page.locator("#content").press("?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Go to the home page")
    dialog.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.locator("#content").press("?")
    expect(dialog).not_to_be_visible()


def test_escape_closes_the_menu_and_gives_the_focus_back(page: Page) -> None:
    user = person("learner", organisation=organisation())
    email = user.email
    db.session.rollback()
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button")
    menu = page.locator(".masthead details.menu").last
    menu.locator("summary").click()
    expect(menu.get_by_text("Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_text("Sign out")).not_to_be_visible()
    expect(menu.locator("summary")).to_be_focused()


def test_without_scripts_dialogs_open_and_the_theme_changes(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto("/styleguide")
    page.click("a[href='#specimen-dialog']")
    dialog = page.locator("#specimen-dialog")
    expect(dialog).to_be_visible()
    dialog.locator("[data-dialog-close]").click()
    expect(dialog).not_to_be_visible()
    page.click("[data-theme-form] button:visible")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    context.close()
