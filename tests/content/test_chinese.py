"""Whatever the linter says, it can say in Chinese."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from app.content import chinese
from app.content.chinese import in_chinese
from app.content.lint.checkers import none
from app.content.lint.rule import RULES, Planted
from app.content.lint.run import lint
from tests.content.planting import plant
from tests.content.test_more_faults import MORE

HAN = re.compile(r"[\u4e00-\u9fff]")
PLANTS = [rule.planted for rule in RULES.values()] + [planted for _, planted in MORE]
TABLE = tomllib.loads(Path(chinese.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("planted", PLANTS, ids=range(len(PLANTS)))
def test_every_sentence_is_known(planted: Planted, tmp_path: Path) -> None:
    root = plant(planted, tmp_path)
    for finding in lint(root, today=date(2026, 11, 21), rooms=none(), overlay=planted.overlay).findings:
        for sentence in filter(None, (finding.message, finding.hint)):
            said = in_chinese(sentence)
            assert said != sentence, sentence
            assert HAN.search(said)
            assert said.endswith(("\u3002", "\uff1f", "\u201d\u3002")), said


def test_slots_are_filled_and_words_translated() -> None:
    assert in_chinese("There is no lesson “strat”.") == "没有课“strat”\u3002"
    assert in_chinese("The key “a” stands here a second time; the first is in line 3.").endswith(
        "第 3 行\u3002"
    )
    assert in_chinese("Nobody knows this.") == "Nobody knows this."


@pytest.mark.parametrize("english", TABLE["sentences"])
def test_both_languages_have_the_same_slots(english: str) -> None:
    slots = re.compile(r"\{([a-z]+)\}")
    assert sorted(slots.findall(english)) == sorted(slots.findall(TABLE["sentences"][english]))
