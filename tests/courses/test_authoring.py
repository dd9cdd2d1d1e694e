"""Writing in the browser: from the form to a release, with a second person, and to files and back."""

import dataclasses
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import User
from app.content.lint.checkers import REGISTERED
from app.library import queries, services
from app.library.engine.bundle import BundleError, packed, unpacked
from app.library.engine.fields import acted, cleaned, filled, more_of, parts_of, prepared
from app.library.models import ContentDraft, Release
from app.organisations.models import Organisation
from app.platform.database import commit, db
from tests import factories
from tests.content.planting import SPECIMEN

JSON = {"Accept": "application/json"}
QUESTION = "m1-single"


@pytest.fixture(autouse=True)
def own_rules_only(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rooms' checks out: the specimen's scenarios are too small for them."""
    monkeypatch.setattr(REGISTERED, "alone", {})
    monkeypatch.setattr(REGISTERED, "beside", {})


@pytest.fixture
def root(app: Flask, tmp_path: Path) -> Path:
    """Return the content folder of the application: the specimen as our course, published."""
    folder = Path(shutil.copytree(SPECIMEN, tmp_path / "tree"))
    for name, old, new in (
        ("courses/demo/course.yaml", "id: demo", "id: kas"),
        ("courses/ids.lock", "    demo:", "    kas:"),
    ):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    app.config["KAMPUS"] = dataclasses.replace(app.config["KAMPUS"], content=folder)
    services.publish(root=folder, notes="First")
    commit()
    return folder


@pytest.fixture
def house(root: Path) -> Organisation:
    return factories.organisation()


@pytest.fixture
def author(client: FlaskClient, house: Organisation) -> FlaskClient:
    return factories.sign_in(client, factories.person("author", organisation=house))


@pytest.fixture
def second(app: Flask, house: Organisation) -> FlaskClient:
    return factories.sign_in(app.test_client(), factories.person("author", organisation=house))


def opened(author: FlaskClient, kind: str, object_id: str) -> str:
    """Open something for writing and return the address of its draft."""
    answer = author.post("/releases/drafts", data={"kind": kind, "object_id": object_id})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def typed(page: BeautifulSoup) -> dict[str, str]:
    """Return the form of a draft as a browser would send it."""
    values = {}
    for field in page.select('.desk-form [name^="f/"]'):
        name = str(field["name"])
        if field.name == "textarea":
            values[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("[selected]") or field.select_one("option")
            values[name] = str(chosen["value"]) if chosen else ""
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            values[name] = str(field.get("value", ""))
    return values


def kept(address: str) -> ContentDraft:
    db.session.expire_all()
    return db.session.get_one(ContentDraft, int(address.rsplit("/", 1)[1]))


@pytest.mark.parametrize(
    ("kind", "object_id"),
    [("lesson", "start"), ("question", QUESTION), ("exam", "m1-check"), ("checklist", "week1"),
     ("module", "m1"),
     ("rubric", "t1"), ("figure", "first-steps"), ("glossary", "kas"), ("question", "m1-numeric")],
)  # fmt: skip
def test_saving_what_was_opened_changes_nothing(author: FlaskClient, kind: str, object_id: str) -> None:
    address = opened(author, kind, object_id)
    before = kept(address).doc
    values = typed(soup(author, address))
    assert values
    assert author.post(address, data=values, headers=JSON).get_json()["saved"]
    assert kept(address).doc == before


def test_a_lesson_goes_from_the_form_to_a_release(author: FlaskClient, second: FlaskClient) -> None:
    address = opened(author, "lesson", "start")
    values = typed(soup(author, address))
    values["f/body/en"] = values["f/body/en"].replace("Look at volume", "Look at the volume first")
    values["f/title/zh"] = "谁才是客户"
    assert author.post(address, data={**values, "action": "send"}).status_code == 302
    assert "somebody else has to review it" in soup(author, address + "/review").get_text()
    assert author.post(address + "/review", data={"verdict": "approve"}).status_code == 422
    review = soup(second, address + "/review")
    assert [new.get_text().strip() for new in review.select('.sides [lang="en"] ins')] == ["the", "first"]
    assert review.select('[lang="zh-CN"] ins')
    assert second.post(address + "/review", data={"verdict": "return"}).status_code == 422
    assert second.post(address + "/review", data={"verdict": "approve"}).status_code == 302
    assert author.post("/releases/drafts/publish", data={"notes": " "}).status_code == 422
    done = author.post("/releases/drafts/publish", data={"notes": "Clearer"}, follow_redirects=True)
    assert "Release 2 is published." in done.text
    newest = queries.current_release()
    assert newest is not None
    lesson = queries.document(newest.id, "lesson", "start").doc
    assert lesson["title"]["zh"] == "谁才是客户"
    assert "Look at the volume first" in lesson["body"]["en"]
    assert kept(address).state == "published"
    assert "Nobody is writing anything" in soup(author, "/releases/drafts").get_text()
    assert author.post(address, data=values).status_code == 410


def test_a_draft_comes_back_with_a_remark(author: FlaskClient, second: FlaskClient) -> None:
    address = opened(author, "checklist", "week1")
    author.post(address, data={"action": "send"})
    second.post(address + "/review", data={"verdict": "return", "remark": "Add the plant."})
    page = soup(author, address)
    assert "Add the plant." in page.get_text()
    assert author.post(address, data={"action": "add:items"}).status_code == 302
    values = typed(soup(author, address))
    assert values["f/items/2/zh"] == ""
    values |= {"f/items/2/zh": "见过工厂", "f/items/2/en": "Has seen the plant"}
    author.post(address, data=values)
    assert kept(address).doc["items"][2] == {
        "id": "read-file-2",
        "zh": "见过工厂",
        "en": "Has seen the plant",
    }
    author.post(address, data={"action": "up:items/2"})
    assert kept(address).doc["items"][1]["zh"] == "见过工厂"
    author.post(address, data={"action": "remove:items/0"})
    assert [item["id"] for item in kept(address).doc["items"]] == ["read-file-2", "read-file"]


def test_faults_are_shown_with_their_line(author: FlaskClient) -> None:
    address = opened(author, "question", QUESTION)
    values = typed(soup(author, address))
    values |= {"f/options/1/correct": "true", "f/options/2/en": ""}
    page = BeautifulSoup(author.post(address, data={**values, "action": "check"}).text, "html.parser")
    codes = [chip.get_text(strip=True) for chip in page.select(".findings .chip")]
    assert codes == ["KM301", "KM102"]
    first = page.select_one(".finding-line")
    assert first is not None
    assert first.get_text(" ", strip=True).startswith("m1.yaml:")
    assert first.code is not None
    assert first.code.get_text() == "options:"
    values |= {"f/options/1/correct": "false", "f/options/2/en": "The shop front"}
    page = BeautifulSoup(author.post(address, data={**values, "action": "check"}).text, "html.parser")
    assert "Nothing is wrong with this draft." in page.get_text()


def test_an_approved_draft_with_faults_is_not_published(author: FlaskClient, second: FlaskClient) -> None:
    address = opened(author, "exam", "m1-check")
    author.post(address, data={"f/questions": "m1-single\nm1-nowhere", "action": "send"})
    second.post(address + "/review", data={"verdict": "approve"})
    refused = author.post("/releases/drafts/publish", data={"notes": "x"})
    assert refused.status_code == 422
    assert "KM202" in refused.text
    assert db.session.query(Release).count() == 1


def test_the_preview_shows_both_languages_and_needs_no_script(author: FlaskClient) -> None:
    address = opened(author, "lesson", "start")
    shown = author.post(
        address, data={"f/title/en": "Our customer", "action": "preview"}, follow_redirects=True
    )
    page = BeautifulSoup(shown.text, "html.parser")
    assert [side["lang"] for side in page.select(".sides section")] == ["zh-CN", "en"]
    assert "Our customer" in page.get_text()
    assert len(page.select(".sides svg")) == 4
    assert not page.select(".sides [id]")
    part = author.get(f"/learn/preview/{address.rsplit('/', 1)[1]}?part=1").text
    assert "<html" not in part
    assert "Our customer" in part
    for kind, object_id, words in (
        ("question", QUESTION, "✓ The figures"),
        ("question", "m1-inline", "answer: False"),
        ("exam", "m1-check", "What comes first?"),
        ("checklist", "week1", "Has met the team"),
        ("rubric", "t1", "criteria[plan].max: 60"),
    ):
        number = opened(author, kind, object_id).rsplit("/", 1)[1]
        assert words in " ".join(soup(author, f"/learn/preview/{number}").get_text(" ").split())


def test_something_new_begins_with_an_id_and_a_lesson_in_its_module(author: FlaskClient) -> None:
    assert (
        author.post("/releases/drafts/new", data={"kind": "lesson", "object_id": "Not An Id"}).status_code
        == 422
    )
    assert (
        author.post("/releases/drafts/new", data={"kind": "lesson", "object_id": "start"}).status_code == 422
    )
    assert author.post("/releases/drafts/new", data={"kind": "poem", "object_id": "x"}).status_code == 422
    made = author.post("/releases/drafts/new", data={"kind": "lesson", "object_id": "second", "module": "m1"})
    assert kept(str(made.location)).doc["module"] == "m1"
    drafts = {(row.kind, row.object_id): row for row in db.session.scalars(select(ContentDraft))}
    assert drafts["module", "m1"].doc["items"][-1]["lesson"] == "second"
    question = author.post("/releases/drafts/new", data={"kind": "question", "object_id": "m1-new"})
    values = typed(soup(author, str(question.location)))
    assert values["f/options/0/correct"] == "true"
    assert values["f/options/1/correct"] == "false"
    dropped = author.post(str(question.location) + "/drop")
    assert dropped.location == "/releases/drafts"
    assert author.post(str(question.location) + "/drop").status_code == 410


def test_export_gives_the_files_and_import_takes_them_back(author: FlaskClient, root: Path) -> None:
    answer = author.get("/releases/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = set(archive.namelist())
        for name in names:
            assert archive.read(name) == (root / name).read_bytes(), name
    assert names == {
        path.relative_to(root).as_posix()
        for top in ("courses", "scenarios")
        for path in (root / top).rglob("*.*")
    }
    untouched = author.post("/releases/drafts/import", data={"zip": (io.BytesIO(answer.data), "content.zip")})
    assert untouched.status_code == 302
    assert db.session.query(ContentDraft).count() == 0
    address = opened(author, "lesson", "start")
    author.post(address, data={"f/minutes": "12"})
    edited = author.get("/releases/export.zip?drafts=1").data
    author.post(address + "/drop")
    author.post("/releases/drafts/import", data={"zip": (io.BytesIO(edited), "content.zip")})
    (row,) = queries.live_drafts(factories.actor(db.session.get_one(User, kept(address).author_id)))
    assert (row.kind, row.object_id, row.doc["minutes"]) == ("lesson", "start", 12)
    assert author.get("/releases/export.zip?drafts=1").data == edited


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a zip file"),
        (b"PK\x03\x04 broken", "not a zip file"),
        (zipped({"readme.txt": b"x"}), "holds no files below"),
        (zipped({"../courses/x/course.yaml": b"id: x"}), "holds no files below"),
        (zipped({"courses/x/../../etc/course.yaml": b"id: x"}), "holds no files below"),
        (zipped({"courses/x/course.yaml": b"a" * 2_000_001}), "holds too much"),
        (zipped({"courses/x/course.yaml": b"id: [\n"}), "courses/x/course.yaml:2 cannot be read"),
    ],
)
def test_a_bad_zip_is_refused_with_a_sentence(author: FlaskClient, data: bytes, says: str) -> None:
    answer = author.post("/releases/drafts/import", data={"zip": (io.BytesIO(data), "x.zip")})
    assert answer.status_code == 422
    assert says in answer.text
    assert db.session.query(ContentDraft).count() == 0


def test_a_zip_bomb_is_not_unpacked() -> None:
    many = zipped({f"courses/x/{n:02}-m/10-a{n}.zh.md": b"0" * 1_900_000 for n in range(20)})
    with pytest.raises(BundleError, match="large"):
        unpacked(many)
    assert unpacked(packed({"courses/x/course.yaml": b"id: x"})) == {"courses/x/course.yaml": b"id: x"}
    assert unpacked(zipped({"home/courses/x/course.yaml": b"id: x"})) == {"courses/x/course.yaml": b"id: x"}


def test_drafts_are_nobody_elses(author: FlaskClient, app: Flask) -> None:
    address = opened(author, "lesson", "start")
    stranger = factories.person("author", organisation=factories.organisation())
    away = factories.sign_in(app.test_client(), stranger)
    for tail in ("", "/review"):
        assert away.get(address + tail).status_code == 404
        assert away.post(address + tail, data={"verdict": "approve"}).status_code == 404
    assert away.get(f"/learn/preview/{address.rsplit('/', 1)[1]}").status_code == 404
    assert "start" not in soup(away, "/releases/drafts?q=zebra").get_text()


def test_somebody_elses_release_in_between_is_noticed(
    author: FlaskClient, second: FlaskClient, root: Path
) -> None:
    address = opened(author, "lesson", "start")
    author.post(address, data={"f/minutes": "12", "action": "send"})
    second.post(address + "/review", data={"verdict": "approve"})
    path = root / "courses/demo/01-first/10-start.en.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("A small shop", "One small shop"), encoding="utf-8"
    )
    services.publish(root=root)
    commit()
    refused = author.post("/releases/drafts/publish", data={"notes": "x"})
    assert refused.status_code == 422
    assert "published in another version" in refused.text


def test_a_form_fills_only_what_is_there() -> None:
    doc = {"id": "q", "n": 1, "on": True, "names": ["a"], "stem": {"zh": "问", "en": "Ask"}, "why": None}
    values = {
        "n": "2.5",
        "on": "false",
        "names": "b\n\n c ",
        "stem/zh": "再问\r\n",
        "evil": "x",
        "stem/fr": "y",
        "why": "z",
    }
    assert filled(doc, values) == {
        "id": "q", "n": 2.5, "on": False, "names": ["b", "c"], "stem": {"zh": "再问", "en": "Ask"},
        "why": "z",
    }  # fmt: skip
    assert [part.form for part in parts_of(doc)] == ["number", "flag", "words", "pair", "number"]
    options = [{"id": "a", "correct": True}, {"id": "b"}]
    assert cleaned(prepared({"options": options})) == {"options": options}
    assert acted(doc, "add:nowhere", "question") == doc
    assert acted(doc, "remove:names/9", "question") == doc
    assert acted(doc, "more:explain", "question")["explain"] == {"zh": "", "en": ""}
    assert acted(doc, "more:evil", "question") == doc
    assert more_of(doc, "question") == ["explain"]
    grown = acted({"options": [{"id": "a", "zh": "x", "correct": True}]}, "add:options", "question")
    assert grown["options"][1] == {"id": "b", "zh": ""}
