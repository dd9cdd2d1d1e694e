"""Inputs documents for results: the worked class of five teams, and small variations."""

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.rubrics.scheme import SCHEME

COURSE = Path(__file__).parents[2] / "courses" / "key-account-selling"
COMPLETE = SCHEME["panel_complete"]


def rubric_doc(name: str = "t1") -> dict[str, Any]:
    """Return the shipped rubric of a task."""
    return dict(yaml.safe_load((COURSE / "rubrics" / f"{name}.yaml").read_text(encoding="utf-8")))


def task_doc(name: str = "t1") -> dict[str, Any]:
    """Return the shipped task book of a task."""
    return dict(yaml.safe_load((COURSE / "tasks" / name / "task.yaml").read_text(encoding="utf-8")))


def spread(total: int) -> dict[str, int]:
    """Return points by criterion of the shipped rubric that add up to *total* (0 to 100)."""
    points = {}
    for criterion in rubric_doc()["criteria"]:
        points[criterion["id"]] = min(total, criterion["max"])
        total -= points[criterion["id"]]
    return points


def worked_class(aggregator: str = "round_robin") -> dict[str, Any]:
    """Return the worked class as inputs of a result: five teams, everybody marked, no own work."""
    names = COMPLETE["teams"]
    sheets = [
        {"rater": "teacher", "team": j, "points": spread(mark), "comments": {}}
        for j, mark in enumerate(COMPLETE["teacher"])
    ]
    for i, row in enumerate(COMPLETE["Y_rows_are_delegates"]):
        sheets += [
            {"rater": i, "team": j, "points": spread(mark), "comments": {}}
            for j, mark in enumerate(row)
            if mark is not None
        ]
    return {
        "formula": "kampus-1",
        "shares": {"teacher": 60, "student": 40},
        "aggregator": aggregator,
        "level_anchor": "none",
        "individual": {"team": 60, "own": 40, "penalty": 2},
        "rubric": rubric_doc(),
        "teams": [
            {"id": j, "name": name, "members": [], "ratings": {}, "asked": False}
            for j, name in enumerate(names)
        ],
        "sheets": sheets,
        "waiver": None,
    }


def with_members(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return *inputs* with team A's four members as in the worked example of individual marks."""
    case = SCHEME["individual"]
    changed = copy.deepcopy(inputs)
    team = changed["teams"][0]
    team["asked"] = True
    team["members"] = [
        {
            "id": 100 + position,
            "packages": [
                {"id": f"w{position}", "title": {"zh": "包", "en": "Package"}, "weight": 25, "mark": mark}
            ],
        }
        for position, mark in enumerate(case["individual_task_mark"])
    ]
    rows = case["ratings_rows_give(None=did not answer)"]
    team["ratings"] = {
        str(100 + rater): {str(100 + j): int(Decimal(points)) for j, points in enumerate(row)}
        for rater, row in enumerate(rows)
        if row is not None
    }
    return changed
