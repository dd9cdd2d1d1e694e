"""The counted lists of modules 2 and 5 are complete, and their banks hold what the blueprint asks for."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

COURSE = Path(__file__).parents[2] / "courses" / "key-account-selling"
COUNTS = {
    "prospect-23": 23,
    "dealer-6": 6,
    "dealer-standards-4": 4,
    "card-filling-6": 6,
    "card-uses-9": 9,
    "archive-9": 9,
    "visit-ways-7": 7,
    "first-contact-4": 4,
    "ideal-5": 5,
    "selection-5": 5,
    "zone-questions-4": 4,
    "real-account-3": 3,
    "dumping-causes-3": 3,
    "contract-12": 12,
    "dealer-agreement-8": 8,
    "desk-sources-3": 3,
    "man-combinations-8": 8,
    "account-steps-4": 4,
    "account-traits-4": 4,
    "account-measures-5": 5,
    "account-indicators-3": 3,
    "account-differences-8": 8,
    "value-kinds-3": 3,
    "dealer-leading-3": 3,
    "card-contents-4": 4,
    "card-tools-3": 3,
    "card-principles-4": 4,
    "card-rhythm-3": 3,
    "archive-tiers-4": 4,
    "archive-groups-4": 4,
    "old-talk-5": 5,
    "contract-file-5": 5,
    "key-account-4p": 4,
}


def _read(path: str) -> Any:
    return yaml.safe_load((COURSE / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_a_list_has_as_many_items_as_its_name_says(name: str, count: int) -> None:
    items = _read(f"checklists/{name}.yaml")["items"]
    assert len({item["id"] for item in items}) == count
    assert len({item["zh"] for item in items}) == count


def test_every_list_is_used_in_a_lesson() -> None:
    lessons = "".join(path.read_text(encoding="utf-8") for path in COURSE.glob("0[25]-*/*.zh.md"))
    assert [name for name in COUNTS if f"checklist:{name})" not in lessons] == []


@pytest.mark.parametrize(("module", "questions", "exam"), [("m2", 95, 38), ("m5", 75, 30)])
def test_a_bank_meets_its_blueprint(module: str, questions: int, exam: int) -> None:
    asked = _read(f"bank/{module}.yaml")["questions"]
    assert len(asked) == questions
    assert Counter(question["pool"] for question in asked)["exam"] == exam
    levels = Counter(question["level"] for question in asked)
    for level, share in {"recall": 0.20, "understand": 0.30, "apply": 0.35, "analyse": 0.15}.items():
        assert levels[level] / questions == pytest.approx(share, abs=0.035), level
    objectives = Counter(name for question in asked for name in question["objectives"])
    assert all(objectives[f"{module}.o{n}"] >= 3 for n in range(1, 5))


@pytest.mark.parametrize("module", ["m2", "m5"])
def test_right_options_favour_neither_length_nor_place(module: str) -> None:
    single = [
        question for question in _read(f"bank/{module}.yaml")["questions"] if question["type"] == "single"
    ]
    places = Counter(next(n for n, o in enumerate(q["options"]) if o.get("correct")) for q in single)
    assert max(places.values()) <= 0.4 * len(single)
    for side in ("zh", "en"):
        longest = sum(
            1 for q in single if max(q["options"], key=lambda option: len(option[side])).get("correct")
        )
        assert longest <= 0.4 * len(single), side
