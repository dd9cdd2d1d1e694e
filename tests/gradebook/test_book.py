"""The gradebook's pages on a small class: schemes, exceptions, what-if, the gate, tables out and in."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import User
from app.gradebook import queries, services
from app.gradebook.engine import scheme
from app.gradebook.forms import fields_of
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError
from app.organisations.policies import Role
from app.platform.database import db
from tests import factories
from tests.gradebook.conftest import Class

Open = Callable[[User], FlaskClient]
ITEMS = [("exam", "e1"), ("task", "t1")]
PROCESS = scheme.preset("process", ITEMS)


def _send(book: bytes, name: str = "t.csv", **more: Any) -> dict[str, Any]:
    return {"table": (io.BytesIO(book), name), "item": "final", **more}


def test_a_preset_becomes_the_first_version_and_changes_need_a_reason(class_: Class, open_as: Open) -> None:
    teacher = open_as(class_.teacher)
    where = f"/gradebook/cohorts/{class_.cohort.id}/scheme"
    assert "Company certificate" in teacher.get(f"{where}?preset=exam").text
    first = teacher.post(where, data={**fields_of(PROCESS), "version": "0"})
    assert first.status_code == 302
    assert queries.scheme_row(class_.cohort.id).number == 1  # type: ignore[union-attr]
    changed = {**fields_of(PROCESS), "weight-1": "20", "weight-2": "10", "version": "1"}
    silent = teacher.post(where, data=changed)
    assert silent.status_code == 422
    assert "Say why" in silent.text
    assert teacher.post(where, data={**changed, "reason": "Task 1 is longer."}).status_code == 302
    stale = teacher.post(where, data={**changed, "weight-1": "15", "weight-2": "15", "reason": "x"})
    assert stale.status_code == 409
    assert "Task 1 is longer." in teacher.get(where).text
    assert len(queries.scheme_versions(class_.cohort.id)) == 2


def test_before_and_after_are_shown_before_anything_is_saved(class_: Class, open_as: Open) -> None:
    class_.use(PROCESS)
    class_.give(0, ("task", "t1"), "90")
    class_.give(0, ("manual", "final"), "50")
    fields = {**fields_of(scheme.preset("exam", ITEMS)), "version": "1", "preview": "1"}
    page = open_as(class_.teacher).post(f"/gradebook/cohorts/{class_.cohort.id}/scheme", data=fields)
    assert page.status_code == 200
    # 15·90 + 30·50 over 45 = 63.3; 10·90 + 40·50 over 50 = 58.0
    assert "63.3" in page.text
    assert "58.0" in page.text
    assert queries.scheme_row(class_.cohort.id).number == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight-1": "99"}, "add up to"),
        ({"weight-1": "abc"}, "not a whole number"),
        ({"zh-1": ""}, "both languages"),
        ({"due-task:t1": "soon"}, "not a day"),
    ],
)
def test_a_wrong_scheme_is_refused_and_stays_typed(
    class_: Class, open_as: Open, change: dict[str, str], words: str
) -> None:
    fields = {**fields_of(PROCESS), "version": "0", **change, "reason": "My typed reason"}
    answer = open_as(class_.teacher).post(f"/gradebook/cohorts/{class_.cohort.id}/scheme", data=fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "My typed reason" in answer.text
    assert queries.scheme_row(class_.cohort.id) is None


def test_the_learner_tries_out_and_sees_totals_when_the_gate_opens(class_: Class, open_as: Open) -> None:
    class_.use(PROCESS)
    class_.give(0, ("task", "t1"), "90")
    class_.give(0, ("manual", "final"), "73.7")
    learner = open_as(class_.learners[0])
    closed = learner.get("/gradebook/mine").text
    assert "not released the totals" in closed
    assert "73.7" not in closed
    history = f"/gradebook/history/{class_.learners[0].id}/manual/final"
    assert learner.get(history).status_code == 404
    tried = learner.get("/gradebook/mine?if-manual:midterm=100&if-manual:final=x").text
    assert "94.3" not in closed
    assert "95.7" in tried  # (15·90 + 20·100) / 35
    teacher = open_as(class_.teacher)
    gate = f"/gradebook/cohorts/{class_.cohort.id}/gate"
    assert teacher.post(gate, data={"open": "1"}).status_code == 302
    shown = learner.get("/gradebook/mine").text
    assert "79.1" in shown  # (15·90 + 30·73.7) / 45 = 79.13…
    assert "Entered by hand" in learner.get(history).text
    assert teacher.post(gate, data={"open": "0"}).status_code == 302
    assert "79.1" not in learner.get("/gradebook/mine").text


def test_exceptions_are_one_screen_with_reasons(class_: Class, open_as: Open) -> None:
    class_.use(replace(PROCESS, due={}))
    class_.give(0, ("task", "t1"), "90")
    teacher, who = open_as(class_.teacher), class_.learners[0].id
    where = f"/gradebook/cohorts/{class_.cohort.id}/people/{who}"
    fields = {"standing-task:t2": "excused", "standing-task:t3": "missing", "due-manual:final": "2026-12-01"}
    refused = teacher.post(where, data=fields)
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert teacher.post(where, data={**fields, "reason": "Ill for three weeks."}).status_code == 302
    page = teacher.get(where).text
    assert "2026-12-01" in page
    assert "38.6" in page  # (15·90 + 20·0) / 35, task 2 left out
    table = teacher.get(f"/gradebook/cohorts/{class_.cohort.id}").text
    assert "excused" in table
    assert "not handed in" in table
    own = open_as(class_.learners[0])
    assert "Ill for three weeks." in own.get(f"/gradebook/history/{who}/task/t2").text
    assert "more time" in own.get("/gradebook/mine").text
    assert teacher.post(where, data={"standing-task:t2": "asleep", "reason": "x"}).status_code == 422
    assert teacher.post(where, data={"due-task:t2": "never", "reason": "x"}).status_code == 422
    assert teacher.get(f"/gradebook/cohorts/{class_.cohort.id}/people/{class_.teacher.id}").status_code == 404
    assert (
        teacher.post(f"/gradebook/cohorts/{class_.cohort.id}/people/{class_.teacher.id}").status_code == 404
    )


def test_csv_and_xlsx_say_the_same(class_: Class, open_as: Open) -> None:
    class_.use(PROCESS)
    class_.give(0, ("task", "t1"), "90")
    teacher = open_as(class_.teacher)
    rows = list(
        csv.reader(
            io.StringIO(teacher.get(f"/gradebook/cohorts/{class_.cohort.id}.csv").data.decode("utf-8-sig"))
        )
    )
    book = load_workbook(io.BytesIO(teacher.get(f"/gradebook/cohorts/{class_.cohort.id}.xlsx").data))
    other = [["" if cell is None else cell for cell in row] for row in book.worksheets[0].values]
    assert rows[0] == other[0]
    assert rows[0][-1] == "Total"
    line = next(row for row in rows if row[1] == "Learner 1")
    assert line[-1] == "90.0"
    assert next(row for row in other if row[1] == "Learner 1")[-1] == 90


def test_a_table_is_shown_before_it_is_written(class_: Class, open_as: Open) -> None:
    class_.use(PROCESS)
    teacher, where = open_as(class_.teacher), f"/gradebook/cohorts/{class_.cohort.id}/import"
    assert "For which examination" in teacher.get(where).text
    table = "number,name,mark\n,Learner 1,81.5\n,Learner 2,\n".encode("utf-8-sig")
    shown = teacher.post(where, data=_send(table))
    assert shown.status_code == 200
    assert "Learner 3" in shown.text
    assert queries.cells_of(factories.actor(class_.teacher), [class_.learners[0].id]) == {}
    kept = '[["", "Learner 1", "81.5"], ["", "Learner 2", ""]]'
    assert teacher.post(where, data={"item": "final", "rows": kept}).status_code == 302
    cell = queries.cells_of(factories.actor(class_.teacher), [class_.learners[0].id])[class_.learners[0].id]
    assert cell["manual", "final"].percent == 163 / 2
    again = teacher.post(where, data={"item": "final", "rows": kept})
    assert again.status_code == 422
    assert "changes nothing" in again.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"item": "final"}, "Choose the table"),
        ({"item": "nothing", "rows": "[]"}, "which examination"),
        ({"item": "final", "rows": "{"}, "Choose the table"),
        ({"item": "final", "rows": '[["", "Nobody", "5"]]'}, "1 rows of the table have errors"),
    ],
)
def test_a_wrong_table_changes_nothing(
    class_: Class, open_as: Open, data: dict[str, str], words: str
) -> None:
    class_.use(PROCESS)
    answer = open_as(class_.teacher).post(f"/gradebook/cohorts/{class_.cohort.id}/import", data=data)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize(
    ("book", "name"), [(b"\xff\xfe\x00", "t.csv"), (b"PK\x03\x04nonsense", "t.xlsx"), (b"text", "t.xlsx")]
)
def test_a_file_that_is_no_table_is_refused(class_: Class, open_as: Open, book: bytes, name: str) -> None:
    class_.use(PROCESS)
    where = f"/gradebook/cohorts/{class_.cohort.id}/import"
    answer = open_as(class_.teacher).post(where, data=_send(book, name))
    assert answer.status_code == 422
    assert "could not read this table" in answer.text


def test_troubles_are_shown_row_by_row(class_: Class, open_as: Open) -> None:
    class_.use(PROCESS)
    where = f"/gradebook/cohorts/{class_.cohort.id}/import"
    table = b"number,name,mark\n,Learner 1,120\n,Stranger,50\n"
    page = open_as(class_.teacher).post(where, data=_send(table)).text
    assert "Row 2" in page
    assert "outside 0 to 100" in page
    assert "nobody in this class" in page
    assert "Write these marks" not in page


def test_only_those_who_run_classes_change_anything(class_: Class, open_as: Open) -> None:
    learner = factories.actor(class_.learners[0])
    with pytest.raises(NotAllowedError):
        services.set_gate(actor=learner, cohort=class_.cohort, is_open=True)
    browser = open_as(class_.learners[0])
    number = class_.cohort.id
    for path in ("scheme", "import", f"people/{class_.learners[0].id}"):
        assert browser.get(f"/gradebook/cohorts/{number}/{path}").status_code == 403
        assert browser.post(f"/gradebook/cohorts/{number}/{path}").status_code == 403
    stranger = open_as(factories.person(Role.INSTRUCTOR, organisation=factories.organisation()))
    for path in ("scheme", "import", f"people/{class_.learners[0].id}"):
        assert stranger.get(f"/gradebook/cohorts/{number}/{path}").status_code == 404


def test_services_refuse_what_the_forms_would(class_: Class) -> None:
    actor = factories.actor(class_.teacher)
    with pytest.raises(InvalidError):
        services.save_scheme(
            actor=actor, cohort=class_.cohort, wanted=scheme.Scheme(()), expected=0, reason=""
        )
    class_.use(PROCESS)
    class_.use(PROCESS, expected=1)  # nothing changed: no new version
    assert queries.scheme_row(class_.cohort.id).number == 1  # type: ignore[union-attr]
    with pytest.raises(ConflictError):
        class_.use(scheme.preset("exam", ITEMS), expected=0)


def test_the_database_keeps_every_version(class_: Class) -> None:
    class_.use(PROCESS)
    for statement in ("UPDATE grade_schemes SET number = 9", "DELETE FROM grade_schemes"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_class_page_costs_the_same_for_few_and_many(
    class_: Class, open_as: Open, statements: list[str]
) -> None:
    class_.use(PROCESS)
    many = [factories.person(Role.LEARNER, organisation=class_.home) for _ in range(20)]
    large = factories.cohort(class_.home, *many)
    services.save_scheme(
        actor=factories.actor(class_.teacher), cohort=large, wanted=PROCESS, expected=0, reason=""
    )
    db.session.commit()
    teacher, counts = open_as(class_.teacher), []
    numbers = (class_.cohort.id, large.id)
    for number in (numbers[0], *numbers):
        db.session.rollback()
        statements.clear()
        assert teacher.get(f"/gradebook/cohorts/{number}").status_code == 200
        counts.append(len(statements))
    assert counts[1] == counts[2]
    assert counts[1] <= 18
