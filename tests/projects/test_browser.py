"""The rubric sheet in a real browser: every criterion saves by itself, and a conflict loses nothing."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.organisations.policies import Role
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.services import marking
from app.rubrics import services
from app.rubrics.models import ScoreEvent
from app.rubrics.services import Entry
from tests import factories
from tests.projects.world import World, world

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
def class_(app: Flask) -> World:
    """Return a class whose marking is open."""
    assert app is not None
    return world(teams=2, size=2).reach(gates.REPORTING)


@pytest.fixture
def page(app: Flask, chromium: Browser, class_: World) -> Iterator[Page]:
    """Return the teacher's sheet for the first team, served for this test."""
    email, where = class_.teacher.email, f"/projects/{class_.project_id}/marking/{class_.team_ids[0]}"
    db.session.rollback()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}{where}")
    page.fill("#email", email)
    page.fill("#password", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"http://127.0.0.1:{server.port}{where}")
    yield page
    context.close()
    server.shutdown()
    thread.join()
    server.server_close()


def _points() -> list[tuple[str, int | None, str]]:
    db.session.rollback()
    rows = db.session.query(ScoreEvent).order_by(ScoreEvent.id).all()
    return [(row.criterion, row.points, row.comment) for row in rows]


def test_a_level_saves_by_itself_and_points_show_their_level(page: Page) -> None:
    box = page.locator('[data-criterion="meeting"]')
    box.locator('input[value="good"]').check()
    expect(page.locator("#points-meeting")).to_have_value("17")
    expect(box.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    page.fill("#points-meeting", "19")
    expect(box.locator('input[value="excellent"]')).to_be_checked()
    page.fill("#comment-meeting", "Clear questions.")
    expect(box.locator("[data-version]")).not_to_have_value("1")
    expect(box.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    assert _points()[0] == ("meeting", 17, "")
    assert _points()[-1] == ("meeting", 19, "Clear questions.")
    page.reload()
    expect(page.locator("#points-meeting")).to_have_value("19")


@pytest.mark.parametrize(("choice", "stands"), [("[data-keep]", 12), ("[data-mine]", 20)])
def test_a_conflict_shows_both_and_the_choice_is_kept(
    page: Page, class_: World, choice: str, stands: int
) -> None:
    colleague = factories.person(Role.INSTRUCTOR, organisation=class_.home)
    entry = Entry("meeting", 12, "From next door.", 0, "other")
    team_id = class_.team_ids[0]
    marking.score(actor=factories.actor(colleague), project=class_.project, team_id=team_id, entries=[entry])
    commit()
    box = page.locator('[data-criterion="meeting"]')
    page.fill("#points-meeting", "20")
    expect(box.locator("[data-theirs]")).to_have_text("12 · From next door.")
    expect(box.locator("[data-yours]")).to_have_text("20 · –")
    expect(box.locator("[data-keep]")).to_be_focused()
    box.locator(choice).click()
    expect(box.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    expect(page.locator("#points-meeting")).to_have_value(str(stands))
    assert _points()[-1][1] == stands


PACE = {"key": 0.7, "think": 5.0, "remark": 12.0}
"""Seconds of a person: one key, looking at one criterion, choosing and reading one remark."""


def test_a_whole_sheet_takes_two_keys_a_criterion(page: Page, class_: World) -> None:
    services.keep_snippet(actor=class_.boss, text="Name the source of each figure.", shared=False)
    commit()
    page.reload()
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    page.locator("h2").first.click()
    press("ArrowDown")
    for digit in "12121":
        press(digit)
        press("Enter")
    assert keys <= 1 + 2 * 5
    expect(page.locator("[data-saved][data-state=saved]")).to_have_count(5)
    # One remark a team by its first letters, put where the marker was.
    remark = 0
    for key in ("u", "ArrowUp", "/"):
        page.keyboard.press(key)
        remark += 1
    page.keyboard.type("name")
    page.keyboard.press("Enter")
    expect(page.locator('textarea[name^="comment-"]').nth(3)).to_have_value("Name the source of each figure.")
    seconds = 8 * (PACE["key"] * (keys + remark + 6) + PACE["think"] * 5 + PACE["remark"])
    assert seconds <= 600
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-saved][data-state=saved]").nth(3)).to_be_visible()
    db.session.rollback()
    newest = db.session.query(ScoreEvent).filter_by(criterion="meeting").order_by(ScoreEvent.version.desc())
    page.wait_for_timeout(700)
    assert newest.first().comment == "Name the source of each figure."  # type: ignore[union-attr]
