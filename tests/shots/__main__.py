"""Photograph every page that each demo person can reach, in both languages and two widths.

``python -m tests.shots [--role WORD] [--out FOLDER] [--most N] [--dark]``; pictures lie in
``build/shots/<role>/<language>-<width>/``, the server's words beside them, and ``sheet.png`` with all
pictures of a folder. Ends with 1 when a page fails, is wider than its window, or breaks the content
policy. Runs can go on side by side: each has a site of its own.
"""

import argparse
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.factory import create_app
from tests.conftest import settings
from tests.crawl import Visitor, endpoint_of, walk
from tests.site import ROOT, Person, Site, serve

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
LANGUAGES, WIDTHS, HEIGHT = ("zh", "en"), (1280, 360), 800
SPEAK = (
    "async language => (await fetch('/language', {method: 'POST', body: new URLSearchParams({language}), "
    "headers: {'X-CSRFToken': document.querySelector('meta[name=csrf-token]').content}})).status"
)


@dataclass(frozen=True)
class Order:
    """What to photograph: a person's pages, and where the pictures go."""

    site: Site
    person: Person | None
    addresses: list[str]
    out: Path
    dark: bool

    @property
    def name(self) -> str:
        """Return the folder name of this person's pictures."""
        return re.sub(r"\W+", "-", self.person.role if self.person else "nobody").strip("-").lower()


def file_name(address: str) -> str:
    """Return a file name for *address*."""
    return re.sub(r"[^\w]+", "-", address.strip("/")).strip("-")[:100] or "home"


def enter(page: Page, order: Order) -> None:
    """Sign in, if this is about somebody."""
    page.goto(f"{order.site.url}/sign-in")
    if order.person:
        page.fill("[name=email]", order.person.email)
        page.fill("[name=password]", order.person.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "sign-in" not in address)


def photograph(page: Page, order: Order, language: str, width: int) -> list[str]:
    """Take every page of *order* at one language and width; return what is wrong with them."""
    folder = order.out / order.name / f"{language}-{width}"
    folder.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    faults = []
    for address in order.addresses:
        where = f"{order.name} {language} {width} {address}"
        answer = page.goto(order.site.url + address)
        if answer is None or answer.status >= 400:
            faults.append(f"{where}: {answer.status if answer else 'no answer'}")
        wide = int(page.evaluate("document.documentElement.scrollWidth"))
        if wide > width:
            faults.append(f"{where}: {wide} px wide")
        page.screenshot(path=folder / f"{file_name(address)}.png", full_page=True)
    return faults


def sheet(page: Page, folder: Path, width: int) -> None:
    """Lay all pictures of *folder* side by side into one."""
    frame = f"width:{width * 3 // 8}px;height:800px;overflow:hidden;background:#fff"
    names = sorted(path.stem for path in folder.glob("*.png"))
    picture = '<div><div style="{}"><img src="{}.png" style="width:100%"></div>{}</div>'
    cards = "".join(picture.format(frame, name, name) for name in names)
    grid = f'<body style="display:flex;flex-wrap:wrap;gap:12px;font:14px sans-serif;background:#888">{cards}'
    (folder / "sheet.html").write_text(grid, encoding="utf-8")
    page.set_viewport_size({"width": 2000, "height": HEIGHT})
    page.goto((folder / "sheet.html").as_uri())
    page.screenshot(path=folder / "sheet.png", full_page=True)


def shoot(browser: Browser, order: Order) -> list[str]:
    """Take all pictures of one person; return what is wrong with the pages."""
    faults: list[str] = []
    context = browser.new_context(color_scheme="dark" if order.dark else "light", locale="en-GB")
    page = context.new_page()
    page.on(
        "console", lambda said: faults.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    enter(page, order)
    for language in LANGUAGES:
        status = page.evaluate(SPEAK, language)
        faults += [] if status == 200 else [f"{order.name}: switching to {language} gave {status}"]
        for width in WIDTHS:
            faults += photograph(page, order, language, width)
    for language, width in product(LANGUAGES, WIDTHS):
        sheet(page, order.out / order.name / f"{language}-{width}", width)
    context.close()
    return faults


def work(orders: list[Order]) -> list[str]:
    """Take the pictures of several people in one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        faults = [fault for order in orders for fault in shoot(browser, order)]
        browser.close()
    return faults


def take_orders(site: Site, options: argparse.Namespace, out: Path) -> list[Order]:
    """Walk the site as each person and return what there is to photograph."""
    endpoint = endpoint_of(create_app(settings(site.folder)))
    orders = []
    for person in [None, *site.people()]:
        if options.role and options.role not in (person.role.lower() if person else "nobody"):
            continue
        visitor = Visitor(site.url)
        pages = walk(visitor.sign_in(person) if person else visitor, endpoint, options.most)
        orders.append(Order(site, person, list(pages), out, options.dark))
        sys.stdout.write(f"{orders[-1].name}: {len(pages)} pages\n")
    return orders


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(prog="make shots", description="Photograph every page.")
    parser.add_argument("--role", default="", help="only people whose role contains this word")
    parser.add_argument("--out", type=Path, default=ROOT / "build/shots", help="where the pictures go")
    parser.add_argument("--most", type=int, default=8, help="at most so many pages of one kind")
    parser.add_argument("--dark", action="store_true", help="on dark paper")
    options = parser.parse_args()
    shutil.rmtree(options.out, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="kampus-shots-") as folder, serve(Path(folder)) as site:
        orders = take_orders(site, options, options.out)
        with ThreadPoolExecutor(2) as pool:
            faults = [fault for some in pool.map(work, (orders[::2], orders[1::2])) for fault in some]
        shutil.copy(site.folder / "server.log", options.out)
    pictures = len([path for path in options.out.rglob("*.png") if path.name != "sheet.png"])
    sys.stdout.write("\n".join([*faults, f"shots: {pictures}", f"faults: {len(faults)}", ""]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
