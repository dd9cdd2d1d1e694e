"""The gradebook on the page: my marks, the class, the history of a cell, the sheet."""

import csv
import io

from flask import Flask

from app.organisations import queries as organisations
from app.organisations.models import Cohort
from app.platform.database import db
from tests.demo import SignIn, person


def the_class() -> Cohort:
    """Return the demo's college class."""
    return db.session.query(Cohort).filter_by(title_en="Marketing class 2601").one()


def test_my_marks_open_to_where_they_came_from(demo_app: Flask, enter: SignIn) -> None:
    learner = enter("zhou")
    page = learner.get("/gradebook/mine").text
    assert page.count("How this was computed") >= 3
    history = learner.get(f"/gradebook/history/{person('zhou').id}/exam/m1-check").text
    assert "Counted when it came" in history
    assert "best of 2 tries" in page


def test_every_origin_link_of_my_marks_leads_somewhere(demo_app: Flask, enter: SignIn) -> None:
    learner = enter("zhou")
    for part in learner.get("/gradebook/mine").text.split('href="')[1:]:
        url = part.partition('"')[0].replace("&amp;", "&")
        if url.startswith("/") and not url.startswith("/static"):
            assert learner.get(url).status_code == 200, url


def test_class_table_and_sheet_say_the_same(demo_app: Flask, enter: SignIn) -> None:
    teacher, cohort = enter("song"), the_class()
    page = teacher.get(f"/gradebook/cohorts/{cohort.id}").text
    sheet = teacher.get(f"/gradebook/cohorts/{cohort.id}.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert len(rows) == 1 + len(organisations.roster(cohort.id))
    zhou = next(row for row in rows if "周予安" in row[1])
    assert zhou[2] in page
    assert float(zhou[2]) > 80


def test_a_learner_sees_only_own_marks(demo_app: Flask, enter: SignIn) -> None:
    learner = enter("li")
    other = person("zhou").id
    assert learner.get(f"/gradebook/history/{other}/exam/m1-check").status_code == 404
    assert learner.get(f"/gradebook/cohorts/{the_class().id}").status_code == 403


def test_another_organisation_gets_nothing(demo_app: Flask, enter: SignIn) -> None:
    admin = enter("xu")
    assert admin.get(f"/gradebook/cohorts/{the_class().id}").status_code == 404
    assert admin.get(f"/gradebook/cohorts/{the_class().id}.csv").status_code == 404
    assert admin.get(f"/gradebook/history/{person('zhou').id}/exam/m1-check").status_code == 404
