"""Questions in and out: what is carried comes back the same, and hostile files do no harm."""

import json
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import yaml
from defusedxml.ElementTree import fromstring
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from app.interop.engine import aiken, gift, moodle_xml, qti, workbook
from app.interop.engine.exchange import HostileFileError, pack, unpack
from app.library import services as library
from app.platform.database import commit
from app.quizzes.kinds import KINDS
from app.quizzes.kinds.lint import question_problems
from tests import factories

Doc = dict[str, Any]
WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="_"), min_size=1, max_size=12
).map(lambda text: f"w{text}")
BOTH = st.fixed_dictionaries({"zh": WORDS.map(lambda w: f"中{w}"), "en": WORDS})


def head(kind: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "id": st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True),
        "type": st.just(kind),
        "stem": BOTH,
        "level": st.sampled_from(["recall", "apply"]),
        "pool": st.sampled_from(["practice", "exam"]),
        "objectives": st.just(["m1.o1"]),
        "explain": BOTH,
    }


@st.composite
def choices(draw: st.DrawFn, kind: str) -> Doc:
    question: Doc = draw(st.fixed_dictionaries(head(kind)))
    count = draw(st.integers(2, 5))
    texts = draw(st.lists(BOTH, min_size=count, max_size=count, unique_by=lambda text: text["en"]))
    right = {draw(st.integers(0, count - 1))}
    if kind == "multiple":
        right |= {draw(st.integers(0, count - 1))}
    question["options"] = [
        {"id": "abcde"[n], **text, **({"correct": True} if n in right else {}), "why": draw(BOTH)}
        for n, text in enumerate(texts)
    ]
    return question


@st.composite
def matchings(draw: st.DrawFn) -> Doc:
    question: Doc = draw(st.fixed_dictionaries(head("matching")))
    rights = draw(st.lists(BOTH, min_size=2, max_size=4, unique_by=lambda text: (text["en"], text["zh"])))
    lefts = draw(st.lists(BOTH, min_size=len(rights), max_size=len(rights)))
    question["left"] = [{"id": f"l{'abcd'[n]}", **text} for n, text in enumerate(lefts)]
    question["right"] = [{"id": f"r{'abcd'[n]}", **text} for n, text in enumerate(rights)]
    question["pairs"] = {f"l{'abcd'[n]}": f"r{'abcd'[n]}" for n in range(len(rights))}
    return question


@st.composite
def orderings(draw: st.DrawFn) -> Doc:
    question: Doc = draw(st.fixed_dictionaries(head("ordering")))
    rows = draw(st.lists(BOTH, min_size=3, max_size=5))
    question["items"] = [{"id": "abcde"[n], **text, "why": draw(BOTH)} for n, text in enumerate(rows)]
    return question


NUMERIC = st.fixed_dictionaries(
    {
        **head("numeric"),
        "answer": st.integers(-999, 999),
        "tolerance": st.sampled_from([0, 1, 0.5]),
        "why": BOTH,
    }
)
TRUE_FALSE = st.fixed_dictionaries(
    {**head("true_false"), "answer": st.booleans(), "why": BOTH, "why_wrong": BOTH}
)
SHORT = st.fixed_dictionaries(
    {
        **head("short_text"),
        "why": BOTH,
        "accept": st.fixed_dictionaries(
            {
                "zh": st.lists(st.sampled_from(["帕累托", "甲公司", "是"]), min_size=1, unique=True),
                "en": st.lists(
                    st.sampled_from(["Pareto", "V. Pareto", "it = {so}: ~#"]), min_size=1, unique=True
                ),
            }
        ),
    }
)
CARRIED = {
    "single": choices("single"),
    "multiple": choices("multiple"),
    "true_false": TRUE_FALSE,
    "numeric": NUMERIC,
    "short_text": SHORT,
    "matching": matchings(),
    "ordering": orderings(),
}


@pytest.mark.parametrize("kind", [kind for kind in CARRIED if kind in gift.CARRIES])
def test_gift_gives_back_what_it_was_given(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(CARRIED[kind])
    def check(question: Doc) -> None:
        reading = gift.read(gift.write([question]))
        assert reading.unread == []
        assert [row for _, row in reading.questions] == [question]

    check()


@pytest.mark.parametrize("kind", CARRIED)
def test_moodle_xml_gives_back_what_it_was_given(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(CARRIED[kind])
    def check(question: Doc) -> None:
        reading = moodle_xml.read(moodle_xml.write([question]).encode())
        assert reading.unread == []
        assert [row for _, row in reading.questions] == [question]

    check()


def examples() -> list[Doc]:
    """Return the first example of every kind of question."""
    found = []
    for name in KINDS.all():
        source = files(f"app.quizzes.kinds.{name}") / "examples.yaml"
        found.append(yaml.safe_load(source.read_text(encoding="utf-8"))["examples"][0]["question"])
    return found


def test_workbook_carries_every_kind_whole() -> None:
    rows = examples()
    reading = workbook.read(workbook.write(rows))
    assert reading.unread == []
    for (line, read), given_ in zip(reading.questions, rows, strict=True):
        assert line >= 2
        assert read == given_


def test_qti_package_is_well_formed_and_the_same_every_time() -> None:
    rows = examples()
    for language in ("zh", "en"):
        data = qti.write(rows, language=language)
        assert data == qti.write(rows, language=language)
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            assert len(names) == 1 + len(qti.CARRIES)
            manifest = fromstring(archive.read("imsmanifest.xml"))
            hrefs = {node.get("href") for node in manifest.iter() if node.tag.endswith("}resource")}
            assert hrefs == set(names) - {"imsmanifest.xml"}
            for name in hrefs:
                item = fromstring(archive.read(str(name)))
                assert item.tag.endswith("}assessmentItem")
                tags = [node.tag.partition("}")[2] for node in item]
                order = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"]
                assert tags == [tag for tag in order if tag in tags]
    assert "cloze" not in qti.CARRIES


def test_gift_as_people_write_it() -> None:
    text = """\
// a comment
$CATEGORY: $course$/top

::Q1:: Who is a key account? {
=The one that matters#Yes ~The nearest#No ~The loudest }

Two plus two is {#4:0.1}.

::range:: Between one and five {#1..5}

Sky is blue {TRUE#wrong#right}

Match. { =cat -> animal =rose -> plant = -> stone }

Grant is {~buried =entombed ~living} in his tomb.

Write about it {}

[markdown]Which two? {~%50%A ~%50%B ~%-100%C}

Who? {=Pareto =%100%帕累托}

Just a text without an answer.

Broken { =a ~b
"""
    reading = gift.read(text)
    kinds = [question["type"] for _, question in reading.questions]
    assert kinds == [
        "single", "numeric", "numeric", "true_false", "matching", "single", "essay", "multiple", "short_text",
    ]  # fmt: skip
    first, missing, span = reading.questions[0], reading.questions[5][1], reading.questions[2][1]
    assert first[0] == 4
    assert first[1]["options"][0] == {
        "id": "a",
        "zh": "The one that matters",
        "en": "The one that matters",
        "correct": True,
        "why": {"zh": "Yes", "en": "Yes"},
    }
    assert missing["stem"]["en"] == "Grant is _____ in his tomb."
    assert (span["answer"], span["tolerance"]) == (3, 2)
    assert [(row.line, row.why) for row in reading.unread] == [
        (23, "no answer in braces"),
        (25, "the braces do not match"),
    ]
    assert all(question_problems(question) is not None for _, question in reading.questions)


def test_aiken() -> None:
    reading = aiken.read(
        "Which?\nA. one\nB) two\nANSWER: B\n\nNone?\nA. x\nB. y\n\nKey?\nA. x\nB. y\nANSWER: D\nend"
    )
    assert [(line, q["options"][1].get("correct")) for line, q in reading.questions] == [(1, True)]
    assert [row.line for row in reading.unread] == [6, 10, 14]


def test_moodle_xml_names_what_it_cannot_take() -> None:
    text = """<?xml version="1.0"?>
<quiz>
  <question type="category"><category><text>top</text></category></question>
  <question type="stack"><name><text>Algebra</text></name></question>
  <question type="truefalse"><name><text>T</text></name><questiontext><text></text></questiontext></question>
  <question type="multichoice"><name><text>S</text></name>
    <questiontext><text><![CDATA[<p>Ask <script>alert(1)</script><b>now</b></p>]]></text></questiontext>
    <answer fraction="100"><text>yes</text></answer><answer fraction="0"><text>no</text></answer></question>
</quiz>"""
    reading = moodle_xml.read(text.encode())
    assert [(row.line, row.what) for row in reading.unread] == [(4, "Algebra"), (5, "T")]
    ((line, question),) = reading.questions
    assert line == 6
    assert question["stem"]["en"] == "Ask now"
    assert moodle_xml.read(b"<html/>").unread
    assert moodle_xml.read(b"<quiz>").unread


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""


def test_hostile_files_are_refused() -> None:
    with pytest.raises(HostileFileError):
        moodle_xml.read(BOMB)
    with pytest.raises(HostileFileError):
        moodle_xml.read(b"x" * 5_000_001)
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 31_000_000)
    with pytest.raises(HostileFileError):
        workbook.read(bomb.getvalue())
    with pytest.raises(ValueError, match="not a workbook"):
        workbook.read(b"plain text")


def test_formulas_stay_text() -> None:
    question = examples()[0] | {"stem": {"zh": "=1+1", "en": "@SUM(A1)"}}
    ((_, read),) = workbook.read(workbook.write([question])).questions
    assert read["stem"] == question["stem"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fall(text: str) -> None:
    gift.read(text)
    aiken.read(text)
    moodle_xml.read(text.encode())


def test_scripts_in_texts_are_only_words() -> None:
    assert unpack("<img src=x onerror=alert(1)>hi<script>bad()</script>") == {"zh": "hi", "en": "hi"}
    assert unpack(pack({"zh": "a<b", "en": "c&d"})) == {"zh": "a<b", "en": "c&d"}


@pytest.fixture
def author(client: FlaskClient, app: Flask) -> FlaskClient:
    objects: dict[tuple[str, str], Doc] = {("question", doc["id"]): doc for doc in examples()}
    library.release_objects(objects=objects)
    commit()
    return factories.sign_in(client, factories.person("author", organisation=factories.organisation()))


def test_author_reads_a_file_reviews_it_and_takes_it_away(author: FlaskClient) -> None:
    assert "Read a file" in author.get("/exchange").text
    data = {"format": "gift", "file": (BytesIO(b"::q1::Ask {=yes ~no}\n\nBad"), "q.txt")}
    page = author.post("/exchange", data=data).text
    assert "1 questions were read, 1 were not" in page
    assert "one language only" in page
    kept = json.dumps([{"id": "q1", "type": "single"}])
    answer = author.post("/exchange/bank", data={"kept": kept})
    assert yaml.safe_load(answer.data)["questions"][0]["id"] == "q1"
    assert author.post("/exchange/bank", data={"kept": "no"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("gift", b"", "Choose a file"),
        ("moodle", BOMB, "looks like an attack"),
        ("xlsx", b"text", "not an XLSX"),
        ("gift", b"\xff\xfe\xff\xff\x80", "not a text file"),
    ],
)
def test_bad_uploads_are_said(author: FlaskClient, name: str, data: bytes, says: str) -> None:
    answer = author.post("/exchange", data={"format": name, "file": (BytesIO(data), "f")})
    assert answer.status_code == 422
    assert says in answer.text


@pytest.mark.parametrize("name", ["gift", "moodle", "qti", "xlsx"])
def test_exports_are_files(author: FlaskClient, name: str) -> None:
    answer = author.get(f"/exchange/{name}?module=m2")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert author.get("/exchange/word").status_code == 404
