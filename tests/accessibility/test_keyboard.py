"""The main pages by keyboard alone: Tab reaches every control in order, and shows where it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.accessibility.conftest import Tour, open_packs
from tests.journeys.traveller import FLAGS, Traveller

MAIN = (
    *("/", "/learn", "/negotiation", "/crm", "/projects", "/quizzes", "/track", "/gradebook", "/cohorts"),
    *("/people", "/profile", "/sign-in"),
)
CONTROLS = """() => {
    const seen = new Set();
    const controls = [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
    let number = 0;
    for (const one of controls) {
        if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) continue;
        if (one.closest('details:not([open])') && !one.matches('details > summary')) continue;
        if (one.type === 'radio') {
            const group = `${one.form?.action} ${one.name}`;
            if (seen.has(group)) continue;
            seen.add(group);
            const rest = one.form.querySelectorAll(`[type=radio][name="${one.name}"]`);
            rest.forEach(radio => radio.dataset.stop = number);
        }
        one.dataset.stop = number++;
    }
    return number;
}"""
HERE = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const marked = [one, one.closest('label'), one.nextElementSibling, one.parentElement].filter(Boolean);
    const shown = marked.some(e => {
        const style = getComputedStyle(e);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return outlined || style.boxShadow !== 'none';
    });
    return [Number(one.dataset.stop ?? -1), shown, one.outerHTML.slice(0, 90)];
}"""


CONTROL = "number => document.querySelector(`[data-stop='${number}']`).outerHTML.slice(0, 90)"


def by_tab(page: Page) -> Iterator[str]:
    """Yield what Tab does not reach, in what order it strays, and where it is not seen."""
    count = int(page.evaluate(CONTROLS))
    reached: list[int] = []
    page.evaluate("document.activeElement.blur()")
    for _ in range(4 * count + 20):  # a date is up to four stops
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is not None and here[0] in reached[-1:]:
            continue  # day, month and year of a date are three stops in one control
        if here is None or here[0] in reached:
            break
        reached.append(here[0])
        if not here[1]:
            yield f"no visible focus on {here[2]}"
    known = [stop for stop in reached if stop >= 0]
    if known != sorted(known):
        yield f"Tab jumps: {known}"
    missed = sorted(set(range(count)) - set(known))
    lost = [page.evaluate(CONTROL, number) for number in missed[:3]]
    yield from (f"Tab never reaches {control}" for control in lost)


def tour_faults(page: Page, tour: Tour) -> Iterator[str]:
    """Yield what is wrong with the main pages of a tour."""
    traveller = Traveller(page, tour.site, "en", scripts=True)
    if tour.person:
        traveller.sign_in_as(tour.person.email, tour.person.password)
    for address in tour.addresses:
        if address.startswith(MAIN) and "?" not in address:
            traveller.go(address)
            yield from (f"{address}: {fault}" for fault in by_tab(page))


@pytest.mark.browser
def test_tab_reaches_everything_and_shows_where_it_is(tours: list[Tour]) -> None:
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        for tour in tours:
            page = browser.new_context(locale="en-GB", reduced_motion="reduce").new_page()
            open_packs(page)
            wrong += tour_faults(page, tour)
            page.context.close()
        browser.close()
    assert not wrong, "\n".join(wrong)
