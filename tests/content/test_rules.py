"""Every rule finds the fault that is its own example, at the right line, and nothing else goes wrong."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.content.findings import Finding
from app.content.lint.checkers import none
from app.content.lint.rule import RULES, Rule
from app.content.lint.run import FAMILIES, lint
from app.content.report import render
from tests.content.planting import SPECIMEN, line_of, plant

TODAY = date(2026, 11, 21)
# A fault may break a second rule by its nature; everything else must stay silent.
COMPANIONS = {
    "KM001": {"KM211"},
    "KM003": {"KM006"},
    "KM009": {"KM006", "KM105", "KM106", "KM107", "KM108", "KM113", "KM101"},
    "KM015": {"KM105"},
    "KM201": {"KM217"},
    "KM322": {"KM323"},
    "KM014": {"KM108"},
    "KM203": {"KM108"},
    "KM204": {"KM108"},
    "KM205": {"KM108"},
    "KM219": {"KM108"},
    "KM401": {"KM202", "KM407"},
    "KM402": {"KM202", "KM406", "KM407"},
    "KM403": {"KM208", "KM407"},
    "KM220": {"KM104", "KM217"},
    "KM405": {"KM104", "KM217"},
    "KM406": {"KM202", "KM407"},
    "KM314": {"KM330"},
    "KM330": {"KM314"},
}


def found_in(root: Path, overlay: str = "") -> list[Finding]:
    return lint(root, today=TODAY, rooms=none(), overlay=overlay).findings


def test_the_specimen_is_clean() -> None:
    report = lint(SPECIMEN, today=TODAY, rooms=none())
    assert report.findings == [], render(report)
    assert report.exit_code == 0


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_finds_its_planted_fault(rule: Rule, tmp_path: Path) -> None:
    root = plant(rule.planted, tmp_path)
    findings = found_in(root, rule.planted.overlay)
    file, line = line_of(rule.planted, root)
    said = "\n".join(f"{f.place} {f.code} {f.message}" for f in findings)
    assert any((f.code, f.place.file, f.place.line) == (rule.code, file, line) for f in findings), said
    assert {f.code for f in findings} <= {rule.code} | COMPANIONS.get(rule.code, set()), said
    assert all(f.warning == rule.warning for f in findings if f.code == rule.code)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_speaks_in_sentences(rule: Rule, tmp_path: Path) -> None:
    for finding in found_in(plant(rule.planted, tmp_path), rule.planted.overlay):
        assert finding.message.endswith((".", "?")), finding.message
        assert not finding.hint or finding.hint.endswith((".", "?")), finding.hint
    assert rule.title.zh != rule.title.en


def test_there_are_rules_of_every_family() -> None:
    families = Counter(code[:3] for code in RULES)
    assert set(families) == {f"KM{n}" for n in range(6)}
    assert len(RULES) >= 100
    assert len(FAMILIES) == 9


def test_all_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    root = plant(RULES["KM003"].planted, tmp_path)
    for code in ("KM001", "KM109", "KM320", "KM503"):
        planted = RULES[code].planted
        path = root / planted.file
        text = path.read_text(encoding="utf-8")
        if planted.old in text:
            path.write_text(text.replace(planted.old, planted.new or "", 1), encoding="utf-8")
    assert {"KM001", "KM109", "KM320", "KM503"} <= {finding.code for finding in found_in(root)}
