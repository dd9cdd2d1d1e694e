"""Two journeys in a browser, in both languages: a learner searches and marks, an author writes."""

import re
from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts.models import User
from app.content.lint.checkers import REGISTERED
from app.courses.models import LessonNote
from app.library import queries
from app.library.models import ContentDraft, Release
from app.organisations.models import Organisation
from app.platform.database import commit, db
from tests import factories
from tests.courses.test_browser import FLAGS
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return the machine's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask, release: Release) -> Iterator[str]:
    """Return the address of this test's own server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def enter(chromium: Browser, address: str, email: str, language: str) -> tuple[Page, list[str]]:
    """Sign a person in with a browser of that language; return the page and what its scripts complain of."""
    complaints: list[str] = []
    page = chromium.new_context(locale=LOCALES[language]).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    if not (page.get_attribute("html", "lang") or "").startswith(language):
        page.click(".masthead form[action='/language'] button, form[action='/language'] button")
    return page, complaints


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_learner_searches_marks_and_writes(
    chromium: Browser, address: str, user: User, language: str
) -> None:
    email = user.email
    db.session.rollback()
    page, complaints = enter(chromium, address, email, language)
    page.goto(f"{address}/learn/")
    page.fill("#course-search", "第一" if language == "zh" else "second heading")
    page.press("#course-search", "Enter")
    page.goto(f"{address}/learn/search?q={'story'}")
    page.locator(".found a").first.click()
    page.wait_for_url(re.compile(r"/learn/lesson/one"))
    word = page.locator("button.term").first
    word.hover()
    expect(page.locator(".term-card:popover-open")).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(".term-card:popover-open")).to_have_count(0)
    page.locator(".lesson-body p", has_text="Some text").first.select_text()
    page.click("[data-mark]")
    expect(page.locator(".note-quote")).to_contain_text("Some text with")
    page.fill("#note-new", "问谁决定")
    page.click("[data-notes] button")
    expect(page.locator(".note-text")).to_have_text("问谁决定")
    db.session.rollback()
    rows = db.session.execute(select(LessonNote.quote, LessonNote.text).order_by(LessonNote.id)).all()
    db.session.rollback()
    assert rows[0][0].startswith("Some text with")
    assert rows[1][1] == "问谁决定"
    assert complaints == []
    page.context.close()


@pytest.fixture
def writers(home: Organisation, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Return the addresses of an author and of a second one."""
    monkeypatch.setattr(REGISTERED, "alone", {})
    monkeypatch.setattr(REGISTERED, "beside", {})
    people = [factories.person("author", organisation=home) for _ in range(2)]
    commit()
    emails = people[0].email, people[1].email
    db.session.rollback()
    return emails


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_author_writes_and_a_second_one_approves(
    chromium: Browser, address: str, writers: tuple[str, str], language: str
) -> None:
    page, complaints = enter(chromium, address, writers[0], language)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/releases/drafts?kind=checklist")
    page.locator("form[action='/releases/drafts'] button").first.click()
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    draft = page.url
    expect(page.locator("[data-preview]")).to_contain_text("First line")
    page.fill("#f-title-en", "A mended checklist")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-preview]")).to_contain_text("A mended checklist")
    page.click("button[value='add:items']")
    page.fill("#f-items-1-zh", "第二行")
    page.fill("#f-items-1-en", "Second line")
    expect(page.locator("[data-preview]")).to_contain_text("Second line")
    page.click("button[value=preview]")
    expect(page.locator(".sides section[lang='zh-CN']")).to_contain_text("第二行")
    page.goto(draft)
    page.click("button[value=send]")
    expect(page.locator(".desk-bar a")).to_be_visible()
    other, more = enter(chromium, address, writers[1], language)
    other.goto(f"{draft}/review")
    expect(other.locator(".sides")).to_contain_text("第二行")
    other.click("button[value=approve]")
    other.wait_for_url(re.compile(r"/releases/drafts$"))
    db.session.rollback()
    row = db.session.scalars(select(ContentDraft)).one()
    assert (row.state, row.doc["title"]["en"]) == ("approved", "A mended checklist")
    assert [item["en"] for item in row.doc["items"]] == ["First line", "Second line"]
    assert queries.current_release() is not None
    db.session.rollback()
    assert complaints + more == []
    other.context.close()
    page.context.close()
