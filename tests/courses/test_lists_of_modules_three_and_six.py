"""The counted lists of modules 3 and 6 are complete, and their banks hold what the blueprint asks for."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "courses" / "key-account-selling"
COUNTS = {
    "buying-roles-7": 7,
    "feed-mill-7": 7,
    "relation-types-3": 3,
    "relation-stages-6": 6,
    "archetypes-8": 8,
    "counter-drill-4": 4,
    "spin-4": 4,
    "fab-3": 3,
    "listening-4": 4,
    "channels-4": 4,
    "role-reversal-3": 3,
    "questions-10": 10,
    "account-material-4": 4,
    "supply-7": 7,
    "delivery-6": 6,
    "delivery-services-3": 3,
    "after-sales-4": 4,
    "collection-ladder-7": 7,
    "credit-signals-6": 6,
    "complaint-7": 7,
    "demand-sieves-3": 3,
    "supervisor-9": 9,
    "plan-4": 4,
    "process-record-6": 6,
}
TYPES = {
    "opi": "自以为是",
    "all": "兼收并蓄",
    "dou": "将信将疑",
    "fak": "冒充内行",
    "opp": "见风使舵",
    "cro": "心术不正",
    "int": "性格内向",
    "big": "真假豪气",
}
LEVELS = {"recall": 0.20, "understand": 0.30, "apply": 0.35, "analyse": 0.15}


def _read(path: str) -> Any:
    return yaml.safe_load((COURSE / path).read_text(encoding="utf-8"))


def _questions(module: str) -> list[dict[str, Any]]:
    return list(_read(f"bank/{module}.yaml")["questions"])


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_a_list_has_as_many_items_as_the_sources_name(name: str, count: int) -> None:
    items = _read(f"checklists/{name}.yaml")["items"]
    assert len({item["id"] for item in items}) == count
    assert len({item["zh"] for item in items}) == count
    assert len({item["en"] for item in items}) == count


@pytest.mark.parametrize("name", COUNTS)
def test_every_list_is_used_in_a_lesson_of_both_languages(name: str) -> None:
    for side in ("zh", "en"):
        lessons = [
            file
            for folder in ("03-map-the-client", "06-deliver-and-collect")
            for file in (COURSE / folder).glob(f"*.{side}.md")
            if f"](checklist:{name})" in file.read_text(encoding="utf-8")
        ]
        assert lessons, f"no {side} lesson opens {name}"


@pytest.mark.parametrize(("module", "questions", "exam"), [("m3", 110, 44), ("m6", 75, 30)])
def test_a_bank_meets_its_blueprint(module: str, questions: int, exam: int) -> None:
    asked = _questions(module)
    assert len(asked) == questions
    assert Counter(question["pool"] for question in asked)["exam"] == exam
    levels = Counter(question["level"] for question in asked)
    for level, share in LEVELS.items():
        assert levels[level] / questions == pytest.approx(share, abs=0.02), level
    objectives = Counter(name for question in asked for name in question["objectives"])
    assert all(objectives[f"{module}.o{n}"] >= 3 for n in range(1, 5))


def test_every_customer_type_is_asked_about_eight_times() -> None:
    asked = _questions("m3")
    for short, name in TYPES.items():
        own = [q for q in asked if q["id"].startswith(f"m3-{short}-")]
        shared = [q for q in asked if q["type"] in ("matching", "table_fill") and name in str(q)]
        assert len(own) + len(shared) >= 8, name


@pytest.mark.parametrize("module", ["m3", "m6"])
def test_right_options_favour_neither_length_nor_place(module: str) -> None:
    single = [question for question in _questions(module) if question["type"] == "single"]
    places = Counter(next(n for n, o in enumerate(q["options"]) if o.get("correct")) for q in single)
    assert max(places.values()) <= 0.35 * len(single)
    for side in ("zh", "en"):
        longest = sum(
            1
            for q in single
            if max(len(o[side]) for o in q["options"] if not o.get("correct"))
            < next(len(o[side]) for o in q["options"] if o.get("correct"))
        )
        assert 0.1 * len(single) <= longest <= 0.4 * len(single), side


@pytest.mark.parametrize("module", ["m3", "m6"])
def test_the_check_leaves_the_kept_back_questions_alone(module: str) -> None:
    pools = {question["id"]: question["pool"] for question in _questions(module)}
    listed = _read(f"exams/{module}-check.yaml")["questions"]
    assert 12 <= len(listed) <= 15
    assert {pools[name] for name in listed} == {"practice"}


@pytest.mark.parametrize("module", ["m3", "m6"])
def test_a_module_has_two_case_clusters_of_four(module: str) -> None:
    clusters = [c for c in _read("bank/cases.yaml")["clusters"] if c["module"] == module]
    assert len(clusters) == 2
    assert [len(cluster["questions"]) for cluster in clusters] == [4, 4]
