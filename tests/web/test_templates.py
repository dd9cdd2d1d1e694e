"""What holds for every template of every room, and for the pages of the shell."""

import gzip
import re
from itertools import accumulate
from pathlib import Path

import pytest
from flask import Flask, render_template, session
from flask.testing import FlaskClient

from app.organisations import services
from app.organisations.policies import Role
from app.platform.database import commit
from tests.factories import organisation, person, sign_in
from tests.web.markup import faults

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "app").rglob("*.html"))
SHEETS = sorted((ROOT / "app").rglob("*.css"))
INLINE = re.compile(r"<[^>{]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)
STATUSES = (400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_style_and_no_inline_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert "<style" not in text
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "|safe" not in text.replace(" ", "")


def test_the_finder_of_inline_styles_finds_them() -> None:
    assert INLINE.search('<p class="x" style="color: red">')
    assert INLINE.search("<a onclick='go()'>")
    assert not INLINE.search('<p data-style="x">')


def test_the_style_sheets_stay_small() -> None:
    sheets = b"".join(path.read_bytes() for path in sorted((ROOT / "app/web/static/web/css").glob("*.css")))
    assert len(gzip.compress(sheets)) <= 20_000


def _depths(text: str) -> list[int]:
    """Return how deep each brace of a style sheet is, comments left out."""
    braces = re.sub(r"/\*.*?\*/|[^{}]", "", text, flags=re.DOTALL)
    return list(accumulate(1 if brace == "{" else -1 for brace in braces))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_brace_of_a_style_sheet_closes_what_it_should(path: Path) -> None:
    depths = _depths(path.read_text(encoding="utf-8"))
    assert depths[-1] == 0
    assert min(depths) == 0
    assert max(depths) <= 3


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_says_what_happened_and_what_to_do(app: Flask, status: int, language: str) -> None:
    with app.test_request_context("/"):
        session["language"] = language
        page = render_template(
            "web/error.html", status=status, code="x", message="A sentence.", request_id="abc123"
        )
    assert faults(page) == []
    assert "A sentence." in page
    assert page.count("<li>") >= 1
    assert "abc123" in page


def test_the_last_error_page_needs_nothing_and_speaks_both_languages(app: Flask) -> None:
    page = app.jinja_env.get_template("web/error_plain.html").render(status=500, request_id="abc123")
    assert faults(page) == []
    assert "我们这边出了点问题" in page
    assert "Something broke on our side" in page
    assert "abc123" in page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("address", ["/", "/styleguide", "/sign-in", "/nowhere"])
def test_pages_for_everybody_are_sound(client: FlaskClient, address: str, language: str) -> None:
    answer = client.get(address, headers={"Accept-Language": language})
    assert faults(answer.text) == []
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}"' in answer.text
    assert 'class="skip" href="#content"' in answer.text


def test_the_front_page_shows_all_eight_masks(client: FlaskClient) -> None:
    assert client.get("/").text.count('class="mask"') == 8


def test_one_changes_organisation_only_when_there_are_several(client: FlaskClient) -> None:
    user = person("learner", organisation=organisation())
    sign_in(client, user)
    assert 'action="/organisation"' not in client.get("/styleguide").text
    services.add_member(organisation_id=organisation("company").id, user=user, role=Role.LEARNER)
    commit()
    page = client.get("/styleguide").text
    assert faults(page) == []
    assert page.count('name="organisation"') == 2


def test_changing_the_language_after_a_refused_form_leads_back_to_the_page_of_the_form(
    client: FlaskClient,
) -> None:
    user = person("learner", organisation=organisation())
    sign_in(client, user)
    home = {"Referer": "http://localhost/profile"}
    page = client.post(
        "/profile/password", data={"old": "wrong", "new": "long enough to be new"}, headers=home
    )
    assert page.status_code == 422
    assert 'name="next" value="/profile"' in page.text
    assert client.get("/profile/password").status_code == 405


def test_another_site_is_never_where_one_is_led(client: FlaskClient) -> None:
    sign_in(client, person("learner", organisation=organisation()))
    page = client.post("/profile/password", data={}, headers={"Referer": "https://evil.example/x"})
    answer = client.post("/language", data={"language": "en", "next": "https://evil.example/x"})
    assert page.status_code == 422
    assert answer.headers["Location"] == "/"
