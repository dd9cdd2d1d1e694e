"""Search, notes, what changed, and the lesson to take along."""

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.courses import queries, services
from app.courses.engine.dates import Anchors
from app.courses.engine.search import fold, search, sections_of_lesson
from app.courses.engine.unlocking import Standing, door
from app.courses.models import LessonNote, Progress
from app.kernel.errors import InvalidError, NotFoundError
from app.library.models import Release
from app.organisations.models import Cohort, Organisation
from app.platform.clock import now, today
from app.platform.database import commit, db
from tests import factories
from tests.courses.conftest import enrol, lesson, objects, publish

JSON = {"Accept": "application/json"}
HAN = {
    "id": "man",
    "title": {"zh": "MAN 法则", "en": "The MAN rule"},
    "body": {
        "zh": "先问钱。\n\n## 谁有决定权\n\n找到有**决定权**的人，看 ＭＡＮ 三个字母。\n\n"
        "## 需要\n\n没有需要就没有生意。",
        "en": "Ask about money first.\n\n## Who decides\n\nFind the person with authority.\n\n"
        "## Need\n\nNo need, no deal.",
    },
}


@pytest.fixture
def reader(client: FlaskClient, user: User) -> FlaskClient:
    return factories.sign_in(client, user)


def soup(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize(
    ("query", "anchors"),
    [
        ("钱", [""]),
        ("决定", ["s1"]),
        ("决定权", ["s1"]),
        ("man", ["", "s1", "s2"]),
        ("权 字母", ["s1"]),
        ("决定的人", ["s1"]),
        ("没有", ["s2"]),
        ("不存在的词", []),
        ("", []),
    ],
)
def test_chinese_is_found_from_one_character_on(query: str, anchors: list[str]) -> None:
    hits = [hit for hit in search(sections_of_lesson(HAN), query, "zh") if hit.section.language == "zh"]
    assert sorted(hit.section.anchor for hit in hits) == anchors
    for hit in hits:
        if hit.match:
            assert hit.before.lstrip("…") + hit.match + hit.after.rstrip("…") in hit.section.text


def test_english_is_found_whatever_its_case_and_the_readers_language_comes_first() -> None:
    hits = search(sections_of_lesson(HAN), "NEED deal", "en")
    assert [(hit.section.anchor, hit.section.heading) for hit in hits] == [("s2", "Need")]
    both = search(sections_of_lesson(HAN), "man", "en")
    assert {hit.section.language for hit in both} == {"zh", "en"}
    assert both[0].section.language == "en"
    assert fold("ＭＡＮ 甲İ") == "ＭＡＮ 甲İ"
    assert fold("ＭＡＮ９") == "man9"


def test_the_page_finds_lessons_words_and_checklists(reader: FlaskClient) -> None:
    page = soup(reader, "/learn/search?q=key+account")
    links = [link["href"] for link in page.select(".found a")]
    assert "/learn/glossary#word-key-account" in links
    assert "/learn/lesson/two#s1" in [
        a["href"] for a in soup(reader, "/learn/search?q=only").select(".found a")
    ]
    assert "/learn/checklist/c1" in [
        a["href"] for a in soup(reader, "/learn/search?q=first+line").select("a")
    ]
    assert soup(reader, "/learn/search?q=大客户").select_one(".found mark") is None  # it stands in the name
    assert "Nothing holds" in soup(reader, "/learn/search?q=zebra").get_text()
    assert "One Chinese character is enough" in soup(reader, "/learn/search").get_text()
    assert "<script>" not in reader.get("/learn/search?q=<script>").text.split("<main")[1]


def test_a_note_is_kept_changed_and_thrown_away_without_a_script(reader: FlaskClient) -> None:
    page = soup(reader, "/learn/lesson/one")
    form = page.select_one("form[data-notes]")
    assert form is not None
    assert [option["value"] for option in form.select("option")] == ["", "s1", "s2"]
    data = {"key": form.select_one("[name=key]")["value"], "anchor": "s2", "text": "Ask them <b>"}  # type: ignore[index]
    for _ in range(2):
        assert reader.post(form["action"], data=data).status_code == 302
    (row,) = db.session.scalars(select(LessonNote)).all()
    assert "Ask them &lt;b&gt;" in reader.get("/learn/lesson/one").text
    assert (
        reader.post(f"/learn/notes/{row.id}", data={"text": "Ask again", "from": "notes"}).location
        == "/learn/notes"
    )
    assert "Ask again" in soup(reader, "/learn/notes").get_text()
    assert reader.post(f"/learn/notes/{row.id}/delete").location == "/learn/lesson/one#notes"
    assert "No notes yet" in soup(reader, "/learn/notes").get_text()


def test_a_highlight_is_a_quote_without_words(reader: FlaskClient) -> None:
    data = {"quote": "Some  text\nwith", "anchor": "s1", "key": "k1"}
    answer = reader.post("/learn/lesson/one/notes", data=data, headers=JSON)
    assert answer.get_json()["quote"] == "Some text with"
    assert soup(reader, "/learn/notes").select_one(".note-quote a")["href"] == "/learn/lesson/one#s1"  # type: ignore[index]


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_note_says_something_and_not_a_book(reader: FlaskClient, text: str) -> None:
    assert reader.post("/learn/lesson/one/notes", data={"text": text}, headers=JSON).status_code == 422
    assert reader.get("/learn/lesson/one").text.count('class="note-card"') == 0


@pytest.mark.parametrize(("origin", "back"), [("notes", "/learn/notes"), ("lesson", "/learn/lesson/one")])
def test_a_note_that_is_too_long_stays_on_its_page(reader: FlaskClient, origin: str, back: str) -> None:
    reader.post("/learn/lesson/one/notes", data={"text": "Short"})
    (row,) = db.session.scalars(select(LessonNote)).all()
    answer = reader.post(f"/learn/notes/{row.id}", data={"text": "y" * 4001, "from": origin})
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.h1
    assert page.h1.text == (soup(reader, back).h1 or page).text
    assert "y" * 4001 in page.select_one("details[open] textarea").text  # type: ignore[union-attr]
    assert "4000 characters" in page.select_one("details[open] [role=alert]").text  # type: ignore[union-attr]
    assert "Short" in soup(reader, back).get_text()


def test_notes_are_nobody_elses(user: User, home: Organisation, release: Release) -> None:
    row = services.add_note(actor=factories.actor(user), lesson_id="one", text="mine")
    commit()
    other = factories.actor(factories.person("learner", organisation=home))
    assert queries.own_notes(other) == []
    with pytest.raises(NotFoundError):
        services.change_note(actor=other, note_id=row.id, text="yours")
    with pytest.raises(NotFoundError):
        services.delete_note(actor=other, note_id=row.id)
    with pytest.raises(NotFoundError):
        services.add_note(actor=other, lesson_id="nowhere", text="x")
    with pytest.raises(InvalidError):
        services.change_note(actor=factories.actor(user), note_id=row.id, text=" ")
    assert queries.own_data(factories.actor(user))["notes"][0]["text"] == "mine"  # type: ignore[index]


def edited(old: str, new: str) -> Release:
    body = lesson("one")["body"]["en"].replace(old, new)
    return publish(objects(more={("lesson", "one"): lesson("one", body)}))


def upgrade(to: Release) -> None:
    for cohort in db.session.scalars(select(Cohort)):
        cohort.release_id = to.id
    commit()


def test_an_edited_lesson_says_so_and_shows_the_difference(reader: FlaskClient, user: User) -> None:
    services.complete(actor=factories.actor(user), lesson_id="one")
    commit()
    assert "updated since you read it" not in reader.get("/learn/lesson/one").text
    upgrade(edited("A story.", "A longer story."))
    reader.post("/learn/lesson/one/position", data={"visit": "v", "seconds": 10, "percent": 30})
    page = soup(reader, "/learn/lesson/one")
    assert page.select_one('.updated a[href="/learn/lesson/one/changes"]')
    assert "done" in page.select_one(".lesson-aside").get_text()  # type: ignore[union-attr]
    changes = soup(reader, "/learn/lesson/one/changes")
    assert [new.get_text() for new in changes.select("ins")] == [" longer"]
    assert not changes.select("del")
    reader.post("/learn/lesson/one/seen")
    assert "updated since you read it" not in reader.get("/learn/lesson/one").text
    assert "Nothing has changed" in soup(reader, "/learn/lesson/one/changes").get_text()
    assert db.session.scalars(select(Progress)).one().completed_at is not None


def test_a_change_of_form_only_is_no_update(reader: FlaskClient, user: User) -> None:
    services.complete(actor=factories.actor(user), lesson_id="one")
    commit()
    upgrade(edited("A story.", "A *story*."))
    assert "updated since you read it" not in reader.get("/learn/lesson/one").text


def test_who_never_read_it_sees_no_changes(reader: FlaskClient) -> None:
    assert "Nothing has changed" in soup(reader, "/learn/lesson/one/changes").get_text()
    assert reader.post("/learn/lesson/one/seen").status_code == 404
    assert soup(reader, "/learn/lesson/three/changes", 403).select_one(".door")


def test_the_pack_needs_nothing_but_itself(reader: FlaskClient) -> None:
    answer = reader.get("/learn/lesson/one/pack")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="one.en.html"'
    page = BeautifulSoup(answer.text, "html.parser")
    assert not page.select("script, link, img, iframe, [popovertarget]")
    assert "--paper" in page.style.get_text()  # type: ignore[union-attr]
    assert not re.search(r"url\(|@import", page.style.get_text())  # type: ignore[union-attr]
    assert page.select_one('a.term[href="#term-key-account"]')
    assert page.select_one("#term-key-account")
    assert page.select_one('a[href="http://localhost/learn/lesson/two"]')
    assert "A question for you stands here" in page.get_text()
    assert page.select("svg")
    assert reader.get("/learn/lesson/three/pack").status_code == 403
    sheet = soup(reader, "/learn/lesson/one/sheet")
    assert sheet.select("link[rel=stylesheet]")
    assert not sheet.select("style")


@pytest.mark.parametrize(
    ("condition", "anchors", "message"),
    [
        ("week 3", Anchors(starts_on=today()), "Opens on %(date)s, in week %(week)s of your class."),
        (
            {"date": "hire+30d"},
            Anchors(hired_on=today()),
            "Opens on %(date)s, %(days)s days after you were hired.",
        ),
        (
            "hire+30d",
            Anchors(),
            "Opens %(days)s days after you were hired; your training admin enters that day.",
        ),
        ("week 3", Anchors(), "Opens on a date that your class has not set yet."),
        ("after:m2", Anchors(), "Finish “%(title)s” first."),
        ({"any": [{"date": "after:m2"}]}, Anchors(), "Finish “%(title)s” first."),
    ],
)
def test_a_closed_door_names_the_day_and_what_it_counts_from(
    condition: Any, anchors: Anchors, message: str
) -> None:
    moment = now().replace(tzinfo=None)
    shut = door(condition, Standing(moment, anchors))
    assert not shut.open
    assert shut.reasons[0].message == message
    later = Standing(moment + timedelta(days=60), anchors, complete_modules=frozenset({"m2"}))
    dated = anchors != Anchors() or "after" in str(condition)
    assert door(condition, later).open is dated


def test_a_guide_is_for_teachers(client: FlaskClient, home: Organisation, user: User, app: Flask) -> None:
    body = {"zh": "## 开场\n\n先问。", "en": "## Opening\n\nAsk first."}
    guide = {"id": "guide-m1", "module": "m1", "title": {"zh": "怎么教", "en": "How to teach"}, "body": body}
    publish(objects(more={("guide", "guide-m1"): guide}))
    teacher = factories.sign_in(client, factories.person("instructor", organisation=home))
    assert soup(teacher, "/learn/m1").select_one('a[href="/learn/guides/guide-m1"]')
    assert "Ask first." in soup(teacher, "/learn/guides/guide-m1").get_text()
    learner = factories.sign_in(app.test_client(), user)
    assert learner.get("/learn/guides/guide-m1").status_code == 403
    assert not soup(learner, "/learn/m1").select('a[href^="/learn/guides"]')


def test_a_module_may_be_unlocked_by_a_plain_text(client: FlaskClient, home: Organisation) -> None:
    second = {**objects()["module", "m2"], "unlock": "hire+30d"}
    row = publish(objects(more={("module", "m2"): second}))
    person = factories.person("learner", organisation=home)
    enrol(home, person, row, today())
    page = soup(factories.sign_in(client, person), "/learn/lesson/three", 403)
    assert "Opens 30 days after you were hired; your training admin enters that day." in page.get_text()
