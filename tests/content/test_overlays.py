"""An organisation's own content over ours, the ledger of ids, and modules that are still being written."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from app.content import ledger
from app.content.findings import Finding
from app.content.lint.checkers import none
from app.content.lint.run import lint
from app.content.overlays import names, read_merged
from tests.content.planting import SPECIMEN

TODAY = date(2026, 11, 21)
DEMO = "courses/demo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the specimen to edit."""
    return Path(shutil.copytree(SPECIMEN, tmp_path / "tree"))


def found(root: Path, overlay: str = "") -> list[Finding]:
    return lint(root, today=TODAY, rooms=none(), overlay=overlay).findings


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_specimen_is_clean_with_its_overlay() -> None:
    assert names(SPECIMEN) == ["acme"]
    assert found(SPECIMEN, "acme") == []


def test_an_overlay_adds_and_changes_and_leaves_ours_alone() -> None:
    ours, merged = read_merged(SPECIMEN).index(), read_merged(SPECIMEN, "acme").index()
    assert ("lesson", "house-rules") not in ours
    assert merged["lesson", "house-rules"].doc["module"] == "m1"
    module = merged["module", "m1"].doc
    assert module["title"]["zh"] == "甲公司的第一模块"
    assert [item.get("lesson") for item in module["items"]][-1] == "house-rules"
    assert module["items"][:-1] == ours["module", "m1"].doc["items"]
    assert ours["module", "m1"].doc["title"]["zh"] == "第一模块"


def test_a_lesson_is_replaced_by_its_id(root: Path) -> None:
    folder = root / "overlays/acme" / DEMO / "01-first"
    for side in ("zh", "en"):
        shutil.copy(root / DEMO / f"01-first/10-start.{side}.md", folder / f"10-start.{side}.md")
    shutil.copytree(root / DEMO / "01-first/img", folder / "img")
    edit(folder / "10-start.en.md", "title: Who the customer is", "title: Our customer")
    merged = read_merged(root, "acme").index()
    assert merged["lesson", "start"].doc["title"]["en"] == "Our customer"
    assert found(root, "acme") == []


def test_faults_in_an_overlay_point_into_its_files(root: Path) -> None:
    module = root / "overlays/acme" / DEMO / "01-first/module.yaml"
    edit(module, "lesson: house-rules, minutes: 5", "lesson: house-rules, minuts: 5")
    (one,) = found(root, "acme")
    assert (one.code, one.place.file, one.place.line) == (
        "KM003",
        "overlays/acme/courses/demo/01-first/module.yaml",
        4,
    )
    assert found(root) == []


def test_a_change_of_ours_under_an_overlay_is_a_conflict(root: Path) -> None:
    edit(root / DEMO / "01-first/module.yaml", "minutes: 10", "minutes: 15")
    (conflict,) = found(root, "acme")
    assert (conflict.code, conflict.warning, conflict.place.file) == (
        "KM411",
        True,
        "overlays/acme/base.lock",
    )
    (root / "overlays/acme/base.lock").write_text(ledger.base_of(read_merged(root, "acme")), encoding="utf-8")
    assert found(root, "acme") == []


def test_an_unknown_overlay_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        read_merged(SPECIMEN, "nobody")


def test_the_ledger_takes_new_ids_and_forgets_none(root: Path) -> None:
    bank = root / DEMO / "bank/m1.yaml"
    edit(bank, "- id: m1-multiple", "- id: m1-several")
    edit(root / DEMO / "exams/m1-check.yaml", "m1-multiple", "m1-several")
    assert [finding.code for finding in found(root)] == ["KM407"]
    book = root / ledger.LEDGER
    book.write_text(ledger.brought_up_to_date(read_merged(root)), encoding="utf-8")
    text = book.read_text(encoding="utf-8")
    assert "m1-several: multiple" in text
    assert "m1-multiple: multiple" in text
    edit(book, "    m1-multiple: multiple\n", "")
    edit(book, "    m1-first:", '    m1-multiple: "2026-11-21 renamed"\n    m1-first:')
    assert found(root) == []
    assert ledger.brought_up_to_date(read_merged(root)) == book.read_text(encoding="utf-8").replace(
        '    m1-multiple: "2026-11-21 renamed"\n    m1-first: "2026-11-01 asked the same as m1-single"\n',
        '    m1-first: "2026-11-01 asked the same as m1-single"\n    m1-multiple: "2026-11-21 renamed"\n',
    )


COMING = (
    "  - {id: m2, status: coming, title: {zh: 第二模块, en: Module two}, hours: 4, weeks: [3, 4]}\ngrading:"
)


def test_lessons_of_a_coming_module_arrive_one_by_one(root: Path) -> None:
    edit(root / DEMO / "course.yaml", "grading:", COMING)
    edit(root / DEMO / "objectives.yaml", "transversal:", "  - {id: m2.o1, zh: 找到, en: Find}\ntransversal:")
    edit(root / DEMO / "seeds.yaml", "units:\n", "units:\n  - {unit: demo-03, modules: [m2]}\n")
    folder = root / DEMO / "02-next"
    folder.mkdir()
    for side, title in (("zh", "下一课"), ("en", "The next one")):
        head = f"---\nid: next\ntitle: {title}\nminutes: 5\nobjectives: [m2.o1]\n---\n\n"
        (folder / f"10-next.{side}.md").write_text(
            head + ("就这些。\n" if side == "zh" else "That is all.\n")
        )
    assert found(root) == []
    edit(root / DEMO / "course.yaml", "{id: m2, status: coming,", "{id: m2, status: published,")
    assert {finding.code for finding in found(root)} == {"KM217", "KM220", "KM510"}


CLUSTER = """bank: demo.cases
clusters:
  - id: case-shop
    module: m1
    pool: practice
    title: {zh: 小店, en: The shop}
    case: {zh: 一家小店要订货。, en: A small shop wants to order.}
    questions:
      - id: case-shop-1
        type: true_false
        objectives: [m1.o1]
        stem: {zh: 先报价。, en: Quote first.}
        answer: false
        why: {zh: 先问。, en: Ask first.}
      - just text
"""


def test_a_cluster_becomes_a_case_and_its_questions(root: Path) -> None:
    (root / DEMO / "bank/cases.yaml").write_text(CLUSTER, encoding="utf-8")
    tree = read_merged(root)
    case = tree.index()["cluster", "case-shop"].doc
    assert case["questions"] == ["case-shop-1"]
    question = tree.index()["question", "case-shop-1"]
    assert (question.doc["pool"], question.doc["cluster"], question.doc["module"]) == (
        "practice",
        "case-shop",
        "m1",
    )
    assert question.place(("stem", "zh")).line == 12
    assert [(finding.code, finding.place.line) for finding in found(root)] == [("KM004", 15)]
