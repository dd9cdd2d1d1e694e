"""axe on every kind of page, in both languages, at two widths, light and dark: no violations.

The same look also finds what is wider than a phone and targets that are smaller than 24 px. Dark changes
colours and nothing else, so what does not depend on them is asked in light alone.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, sync_playwright

from tests.accessibility.conftest import Tour, open_packs
from tests.journeys.traveller import FLAGS, Traveller

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RUN = """async scheme => (
    await axe.run(document, {resultTypes: ['violations'], ...(scheme === 'dark'
        ? {runOnly: ['color-contrast', 'link-in-text-block']} : {rules: {'target-size': {enabled: true}}})}))
    .violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')}`)"""
SETTLED = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moving = () => document.getAnimations().filter(
        one => one.playState === 'running' && one.effect.getComputedTiming().endTime < 10000);
    await frame();
    while (moving().length) await frame();
}"""
WIDTHS, LANGUAGES = (1280, 360), ("zh", "en")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def looks(page: Page) -> Iterator[str]:
    """Yield what is wrong with the open page at both widths, light and dark."""
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        wide = int(page.evaluate("document.documentElement.scrollWidth"))
        if wide > width:
            yield f"{width}: {wide} px wide"
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            for violation in page.evaluate(RUN, scheme):
                yield f"{width} {scheme}: {violation}"


def tour_faults(page: Page, tour: Tour, counted: list[str]) -> Iterator[str]:
    """Yield what is wrong with every page of a tour."""
    for language in LANGUAGES:
        traveller = Traveller(page, tour.site, language, scripts=True)
        if language == LANGUAGES[0] and tour.person:
            traveller.sign_in_as(tour.person.email, tour.person.password)
        traveller.go("/")
        traveller.speak()
        for address in tour.addresses:
            traveller.go(address)
            counted += [address] * len(WIDTHS) * len(SCHEMES)
            yield from (f"{address} {language} {fault}" for fault in looks(page))


def faults(tours: list[Tour]) -> tuple[list[str], int]:
    """Take several tours in one browser; return what is wrong and how many looks that were."""
    found: list[str] = []
    counted: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for tour in tours:
            page = browser.new_context(locale="zh-CN").new_page()
            page.set_default_timeout(30_000)
            open_packs(page)
            found += tour_faults(page, tour, counted)
            page.context.close()
        browser.close()
    return found, len(counted)


@pytest.mark.browser
def test_every_page_is_accessible(tours: list[Tour]) -> None:
    halves = [[replace(tour, addresses=tour.addresses[half::2]) for tour in tours] for half in (0, 1)]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(faults, halves))
    wrong = sorted(fault for found, _ in results for fault in found)
    assert not wrong, "\n".join(wrong)
    assert sum(count for _, count in results) >= 200
