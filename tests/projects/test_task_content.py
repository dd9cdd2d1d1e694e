"""The shipped task book and rubric are complete, and the linters notice when they are not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from app.projects.engine import lint, task
from app.rubrics.engine import lint as rubric_lint
from app.rubrics.engine import rubric
from tests.projects.inputs import rubric_doc, task_doc

Doc = dict[str, Any]


TASKS = ("t1", "t2", "t3")


@pytest.mark.parametrize("name", TASKS)
def test_shipped_files_have_no_findings(name: str) -> None:
    assert lint.problems(task_doc(name)) == []
    assert rubric_lint.problems(rubric_doc(name)) == []


@pytest.mark.parametrize(("name", "weeks", "papers"), [("t1", 4, 0), ("t2", 4, 2), ("t3", 5, 3)])
def test_every_task_book_is_there_in_full(name: str, weeks: int, papers: int) -> None:
    book = task.read(task_doc(name))
    assert (book.id, book.rubric_id, book.weeks, len(book.papers)) == (name, name, weeks, papers)
    assert len(book.packages) == 6
    assert sum(package.weight for package in book.packages) == 100
    assert len(book.deliverables) == 5
    assert len(book.roles) >= 4
    assert [each.week for each in book.calendar] == list(range(1, weeks + 1))
    for paper in book.papers:
        assert {len(row) for row in paper.rows} == {len(paper.columns)}


@pytest.mark.parametrize("name", TASKS)
def test_every_rubric_adds_up_and_every_point_has_a_band(name: str) -> None:
    read = rubric.read(rubric_doc(name))
    assert (read.maximum, len(read.criteria)) == (100, 5)
    for criterion in read.criteria:
        ids = [criterion.band_of(points).id for points in range(criterion.maximum, -1, -1)]
        assert list(dict.fromkeys(ids)) == ["excellent", "good", "fair", "pass", "fail"]


def test_the_three_warnings_of_task_three_are_in_its_data() -> None:
    """The falling department can be found, and every total agrees with every other."""
    papers = {paper.id: paper for paper in task.read(task_doc("t3")).papers}
    food = next(row for row in papers["departments"].rows if "食品" in getattr(row[0], "zh", ""))
    assert float(str(food[4])) < float(str(food[1])) / 1.9
    months = [int(str(row[1])) for row in papers["months"].rows]
    quarters = [sum(months[start : start + 3]) for start in range(0, 12, 3)]
    by_department = [
        round(1000 * sum(float(str(row[column])) for row in papers["departments"].rows))
        for column in range(1, 5)
    ]
    assert quarters == by_department
    fees = [52000 + (round((pages - 90000) * 0.11) if pages > 90000 else 0) for pages in months]
    assert [int(str(row[2])) for row in papers["months"].rows] == fees


def test_task_one_is_there_in_full() -> None:
    book = task.read(task_doc())
    assert [step.id for step in book.steps] == list(lint.STEPS)
    assert (book.weeks, book.team_size, book.rubric_id) == (4, (4, 6), "t1")
    assert [package.weight for package in book.packages] == [20, 20, 20, 15, 15, 10]
    assert len(book.deliverables) == 5
    assert len(book.organisations) == 20
    assert (book.teacher_share, book.student_share, book.team_weight, book.own_weight) == (60, 40, 60, 40)


def _faults(
    change: Callable[[Doc], object], doc: Doc, check: Callable[[Doc], list[Any]]
) -> set[tuple[Any, str]]:
    changed = copy.deepcopy(doc)
    change(changed)
    return {(fault.path, fault.code) for fault in check(changed)}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda d: d["steps"].pop(), ("steps",), "KM320"),
        (lambda d: d["work_packages"][0].update(weight=25), ("work_packages",), "KM323"),
        (lambda d: d["work_packages"][0].update(weight=0), ("work_packages", 0, "weight"), "KM321"),
        (lambda d: d["work_packages"][1].update(id="w1"), ("work_packages", 1, "id"), "KM402"),
        (lambda d: d["work_packages"][0].pop("evidence"), ("work_packages", 0, "evidence"), "KM322"),
        (lambda d: d["work_packages"].pop(), ("work_packages",), "KM328"),
        (lambda d: d["marking"].update(teacher=70), ("marking",), "KM324"),
        (lambda d: d.update(individual=5), ("individual",), "KM324"),
        (lambda d: d.update(weeks=0), ("weeks",), "KM325"),
        (lambda d: d["calendar"][3].update(week=5), ("calendar", 3, "week"), "KM326"),
        (lambda d: d["team"].update(size=[5, 4]), ("team", "size"), "KM327"),
        (lambda d: d.pop("rubric"), ("rubric",), "KM005"),
        (
            lambda d: d["materials"].update(papers=[{"id": "p", "columns": [1, 2], "rows": [[1]]}]),
            ("materials", "papers", 0, "rows", 0),
            "KM329",
        ),
        (
            lambda d: d["materials"].update(papers=[{"id": "p", "columns": [1], "rows": [[1]]}]),
            ("materials", "papers", 0, "title"),
            "KM005",
        ),
    ],
)
def test_a_broken_task_is_found_at_its_place(change: Callable[[Doc], object], path: Any, code: str) -> None:
    assert (path, code) in _faults(change, task_doc(), lint.problems)


def _band(doc: Doc, index: int) -> Doc:
    band: Doc = doc["criteria"][0]["bands"][index]
    return band


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda d: d.update(criteria=[]), ("criteria",), "KM020"),
        (lambda d: d["criteria"][0].update(max=21), ("maximum",), "KM316"),
        (lambda d: d["criteria"][0].update(max="20"), ("criteria", 0, "max"), "KM311"),
        (lambda d: d["criteria"][0].update(bands=[]), ("criteria", 0, "bands"), "KM312"),
        (lambda d: d["criteria"][0].update(scored_on="air"), ("criteria", 0, "scored_on"), "KM310"),
        (lambda d: d["criteria"][1].update(id="screening"), ("criteria", 1, "id"), "KM402"),
        (lambda d: d["criteria"][1].pop("id"), ("criteria", 1, "id"), "KM401"),
        (lambda d: _band(d, 1).update(hi=18), ("criteria", 0, "bands", 1, "hi"), "KM314"),
        (lambda d: _band(d, 1).update(lo=19), ("criteria", 0, "bands", 1), "KM313"),
        (lambda d: _band(d, 4).update(lo=1), ("criteria", 0, "bands", 4, "lo"), "KM315"),
        (lambda d: _band(d, 0).update(text={"zh": "好"}), ("criteria", 0, "bands", 0, "text", "en"), "KM101"),
        (lambda d: _band(d, 0).update(text="good"), ("criteria", 0, "bands", 0, "text"), "KM101"),
        (lambda d: _band(d, 0)["text"].update(fr="bon"), ("criteria", 0, "bands", 0, "text"), "KM003"),
        (lambda d: _band(d, 0).update(colour="red"), ("criteria", 0, "bands", 0, "colour"), "KM003"),
        (lambda d: d["criteria"].append("c6"), ("criteria", 5), "KM002"),
        (lambda d: d["criteria"][0]["bands"].append("x"), ("criteria", 0, "bands", 5), "KM002"),
    ],
)
def test_a_broken_rubric_is_found_at_its_place(change: Callable[[Doc], object], path: Any, code: str) -> None:
    assert (path, code) in _faults(change, rubric_doc(), rubric_lint.problems)
