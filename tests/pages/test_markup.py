"""Every page that anybody can reach, in both languages: sound markup, one heading, a title, its language."""

import pytest

from tests.pages.conftest import PEOPLE
from tests.pages.conftest import Reader as Read
from tests.permissions.walking import Page, links
from tests.web.markup import Strict

LANG = {"zh": "zh-CN", "en": "en"}


class Reader(Strict):
    """A strict reader that also notes headings, the title, the language and forms without a token."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.title = ""
        self.language = ""
        self.tokens: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the page is made of."""
        super().handle_starttag(tag, attrs)
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        self.headings += tag == "h1"
        if tag == "form" and (values.get("method") or "").lower() == "post":
            self.tokens.append((values.get("action") or "", False))
        if tag == "input" and values.get("name") == "csrf_token" and values.get("value") and self.tokens:
            self.tokens[-1] = (self.tokens[-1][0], True)

    def handle_data(self, data: str) -> None:
        """Note the title."""
        if self.open == ["html", "head", "title"]:
            self.title += data


def wrong_with(page: Page, language: str) -> list[str]:
    """Return what is wrong with a page, in words."""
    reader = Reader()
    reader.feed(page.text)
    reader.close()
    found = [*reader.faults, *(f"<{tag}> stays open" for tag in reader.open)]
    if reader.headings != 1:
        found.append(f"{reader.headings} h1")
    if not reader.title.removesuffix("KAMpus").strip(" ·\n"):
        found.append("no title")
    if reader.language != LANG[language]:
        found.append(f"speaks {reader.language}")
    return found + [f"no token in the form to {action}" for action, has in reader.tokens if not has]


def test_the_reader_finds_what_is_wrong() -> None:
    text = """<html lang="en"><head><title> · KAMpus</title></head><body><h1>a</h1><h1>b</h1>
        <form method="post" action="/x"><p></form></body></html>"""
    found = wrong_with(Page("/", 200, "text/html", text), "zh")
    assert {"2 h1", "no title", "speaks en", "no token in the form to /x"} <= set(found)
    assert any("closes something else" in fault for fault in found)


@pytest.mark.parametrize("language", LANG)
@pytest.mark.parametrize(("kind", "role"), [("college", ""), *PEOPLE])
def test_every_page_is_sound(read: Read, kind: str, role: str, language: str) -> None:
    pages = {path: page for path, page in read(kind, role, language).items() if page.is_page}
    pages = {path: page for path, page in pages.items() if page.status not in {301, 302, 303, 308}}
    wrong = {path: found for path, page in pages.items() if (found := wrong_with(page, language))}
    assert wrong == {}
    assert {path for path, page in pages.items() if page.status >= 500} == set()


@pytest.mark.parametrize(("kind", "role"), [("college", ""), *PEOPLE])
def test_no_link_leads_nowhere(read: Read, kind: str, role: str) -> None:
    """A page shows only doors that are open to its reader."""
    pages = read(kind, role, "en")
    shown = {
        link: path
        for path, page in pages.items()
        if page.is_page and page.status == 200
        for link in links(page)
    }
    dead = {link: shown[link] for link in shown if link in pages and pages[link].status >= 400}
    assert dead == {}
