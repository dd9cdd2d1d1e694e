"""Every form of every page, sent badly: a sentence, what was typed is still there, and nothing is changed."""

import contextlib
from collections.abc import Iterator
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.platform.database import db
from tests.pages import forms
from tests.pages.conftest import PEOPLE, Reader
from tests.permissions.conftest import Town
from tests.permissions.walking import Page

SENTENCE = ("field-error", "error-message", 'role="alert"', 'data-tone="bad"', 'class="errors"')
WAYS = ("blank", "long", "tampered")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of requests whose changes would have been kept; in truth they are all undone."""
    done: list[str] = []

    def note() -> None:
        done.append("kept")
        db.session.rollback()

    monkeypatch.setattr("app.platform.database.commit", note)
    return done


def all_sheets(pages: dict[str, Page]) -> list[forms.Sheet]:
    """Return every different form: one for each address and set of fields."""
    found: dict[tuple[str, tuple[str, ...]], forms.Sheet] = {}
    for path, page in pages.items():
        if page.is_page and page.status == 200:
            for sheet in forms.sheets(path, page.text):
                found.setdefault((sheet.action, tuple(sorted(sheet.kinds))), sheet)
    return list(found.values())


def complaints(client: FlaskClient, sheet: forms.Sheet, way: str, kept: list[str]) -> Iterator[str]:
    """Send *sheet* in one bad *way* and yield what is wrong with the answer."""
    values = getattr(sheet, way)()
    kept.clear()
    with contextlib.closing(client.post(sheet.action, data=values)) as answer:
        status, text = answer.status_code, unescape(answer.text)
    if status in {404, 405} and way != "tampered":
        yield f"{status}: the form leads nowhere"
    if status >= 500:
        yield f"{status}"
    if status < 400:
        return
    if kept and sheet.action != "/sign-in":
        yield f"{status}, but something was kept"
    if not any(sign in text for sign in SENTENCE):
        yield f"{status} without a sentence"
    lost = [name for name in sheet.typed if name in values and status == 422 and values[name] not in text]
    if lost:
        yield f"{status}, and what was typed is lost: {lost}"


@pytest.mark.parametrize(("kind", "role"), [("college", ""), *PEOPLE])
def test_a_form_sent_badly_explains_itself(
    town: Town, read: Reader, kept: list[str], kind: str, role: str
) -> None:
    sheets = all_sheets(read(kind, role, "en"))
    client = town.forgetful(town.house(kind), role or "nobody")
    wrong = [
        f"{way} {sheet.action} on {sheet.page}: {complaint}"
        for sheet in sheets
        for way in WAYS
        for complaint in complaints(client, sheet, way, kept)
    ]
    assert wrong == []
    assert len(sheets) > 1


@pytest.mark.parametrize(("kind", "role"), [("college", ""), *PEOPLE])
def test_a_form_without_its_token_is_refused(
    town: Town, read: Reader, kept: list[str], kind: str, role: str
) -> None:
    """A page that had been open for too long, or a forged page elsewhere."""
    sheets = all_sheets(read(kind, role, "en"))
    client = town.forgetful(town.house(kind), role or "nobody")
    town.app.config["WTF_CSRF_ENABLED"] = True
    for sheet in sheets:
        kept.clear()
        answer = client.post(sheet.action, data={**sheet.values, "csrf_token": "forged"})
        assert answer.status_code == 400, sheet
        assert "reload" in answer.text.lower(), sheet
        assert kept == [], sheet
