"""Faults beside the planted ones: each edit of the specimen is reported with this code and line."""

from datetime import date
from pathlib import Path

import pytest

from app.content.lint import plots
from app.content.lint.checkers import none
from app.content.lint.rule import Planted, reading
from app.content.lint.run import lint
from app.content.reader import read_tree
from tests.content.planting import line_of, plant

CALL = "courses/demo/bank/m9.yaml"
NONE_RIGHT = """bank: x
questions:
  - id: m9-1
    type: multiple
    objectives: [m1.o1]
    stem: {zh: 哪些, en: Which}
    options:
      - {id: a, zh: 甲, en: One, why: {zh: 不, en: No}}
      - {id: b, zh: 乙, en: Two, why: {zh: 不, en: No}}
      - {id: c, zh: 丙, en: Three, why: {zh: 不, en: No}}
"""
AIM = "objectives: [m1.o1]\n    stem: {zh: 发票"
STEM = "stem: {zh: 先看什么？, en: What comes first?}"
ABOUT = "about: {zh: 甲类客户的份额, en: Share of the first class}"
WEEK = "title: {zh: 第一周, en: Week one}"
WHY = ", why: {zh: 门面不算数。, en: A front proves nothing.}"
MORE = [
    ("KM004", Planted(plots.BANK, "answer: false", "answer: no")),
    ("KM004", Planted(plots.BANK, "answer: 40", "answer: forty")),
    ("KM004", Planted(plots.BANK, AIM, AIM.replace("[m1.o1]", "m1.o1"))),
    ("KM004", Planted(plots.BANK, STEM, "stem: What comes first")),
    ("KM004", Planted(plots.FACTS, 'review_by: "2099-11-01"', "review_by: soon")),
    ("KM004", Planted(plots.FACTS, ABOUT, "about: {zh: 12, en: Share}")),
    ("KM004", Planted(plots.MODULE, "done: {score: 80}", "done: [80]")),
    ("KM004", Planted(plots.CHECKLIST, WEEK, "scale: [pass]\n" + WEEK)),
    ("KM004", Planted(CALL, new="bank: x\nquestions:\n  - just text\n", at="  - just text")),
    ("KM004", Planted(plots.EXAM, "pass: 80", "[a, b]: 80", at="[a, b]")),
    (
        "KM003",
        Planted(plots.COURSE, "modules:\n  - {id: m1,", "hour: {}\nmodules:\n  - {id: m1,", at="hour:"),
    ),
    ("KM006", Planted(CALL, new="bank: x\n")),
    ("KM006", Planted(plots.CHECKLIST, "{id: met-team, zh", "{zh", at="  - {zh: 见过")),
    ("KM007", Planted(plots.EN, "- Look at profit", "- Look at \x00profit", at="- Look at \x00")),
    ("KM009", Planted(plots.EN, "objectives: [m1.o1]\n---\n", "objectives: [m1.o1]\n", at="---")),
    ("KM010", Planted(plots.ZH, "三个月。\n:::", "三个月。\n:::\n\n:::\n", at=":::\n\n\n{{figure")),
    ("KM010", Planted(plots.ZH, "::: case", "::: cased")),
    ("KM010", Planted(plots.ZH, "店主说", "::: note\n店主说", at="::: case")),
    ("KM011", Planted(plots.EXAM, new="- a list\n")),
    ("KM012", Planted(plots.COURSE, "weeks: [1, 2]", "weeks: [1]", at="  - {id: m1")),
    ("KM012", Planted(plots.EXAM, "pass: 80", "pass: 180")),
    ("KM017", Planted(plots.MODULE, "{crm: card, done: {score: 70}}", "{minutes: 5}")),
    ("KM103", Planted(plots.CASE, "en: First call", "en: 初次拜访")),
    ("KM105", Planted(plots.EN, "## Then at", "### Then at")),
    ("KM107", Planted(plots.EN, "| First | 40% |", "| First | 40% | x |")),
    ("KM109", Planted(plots.ZH, "店主说：先试", "店主说:先试")),
    ("KM111", Planted(plots.CASE, "en: First call", "en: 初次拜访他们")),
    ("KM213", Planted(plots.EXAM, "module: m1", "module: m8")),
    ("KM213", Planted(plots.MODULE, "{date: week 1}", "{after: m8}", at="unlock:")),
    ("KM301", Planted(CALL, new=NONE_RIGHT, at="    options:")),
    ("KM304", Planted(plots.BANK, WHY, "", at="      - {id: c, zh: 门面")),
    ("KM320", Planted(plots.RUBRIC, "lo: 21, hi: 40", "lo: 41, hi: 40", at="      - {lo: 41")),
    ("KM506", Planted(plots.FACTS, 'verified_on: "2026-11-01"', 'verified_on: "2027-12-01"')),
]


@pytest.mark.parametrize(("code", "planted"), MORE, ids=lambda value: value if isinstance(value, str) else "")
def test_a_further_fault_is_found(code: str, planted: Planted, tmp_path: Path) -> None:
    root = plant(planted, tmp_path)
    findings = lint(root, today=date(2026, 11, 21), rooms=none()).findings
    file, line = line_of(planted, root)
    assert (code, file, line) in {(f.code, f.place.file, f.place.line) for f in findings}, findings


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    root = plant(Planted(plots.EXAM, new="id: x\n" + "# long\n" * 300_000), tmp_path)
    (found,) = [f for f in lint(root, today=date(2026, 11, 21), rooms=none()).findings if f.code == "KM007"]
    assert "larger than 2 MB" in found.message


def test_code_in_a_lesson_is_not_linted(tmp_path: Path) -> None:
    code = "- Look at profit, `{{figur:x}} <b>`\n\n```\n# not a heading\n::: nothing\n<b>\n```\n"
    root = plant(Planted(plots.EN, "- Look at profit\n", code), tmp_path)
    assert lint(root, today=date(2026, 11, 21), rooms=none()).findings == []


def test_papers_may_carry_titles_of_their_own(tmp_path: Path) -> None:
    paper = "scenarios/dossiers/card/documents/card.zh.md"
    root = plant(Planted(paper, new="---\nplace: 桌上\n---\n陶店主。\n"), tmp_path)
    document = read_tree(root).index()["dossier", "card"].doc["documents"][0]
    assert document["place"] == {"zh": "桌上"}
    assert document["body"]["zh"] == "陶店主。"


@pytest.mark.parametrize("name", [plots.BANK, plots.ZH, plots.MODULE, plots.DOSSIER, plots.PAPER])
def test_a_file_that_is_no_text_hides_nothing_else(name: str, tmp_path: Path) -> None:
    root = plant(Planted(plots.EXAM, "kind: check", "kind: chekc"), tmp_path)
    (root / name).write_bytes(b"\xff\xfe\x00")
    codes = {f.code for f in lint(root, today=date(2026, 11, 21), rooms=none()).findings}
    assert {"KM007", "KM005"} <= codes


def test_a_dossier_lists_its_papers(tmp_path: Path) -> None:
    folder = "scenarios/dossiers/card/documents"
    root = plant(Planted(f"{folder}/note.zh.md", new="---\nid: note\n---\n一句话。\n"), tmp_path)
    (found,) = lint(root, today=date(2026, 11, 21), rooms=none()).findings
    assert (found.code, found.place.file) == ("KM216", f"{folder}/note.zh.md")
    assert "note" in found.message


def test_two_rules_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="KM001"):
        reading("KM001", zh="x", en="y", planted=Planted(plots.EXAM))
