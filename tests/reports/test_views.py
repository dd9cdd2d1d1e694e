"""The progress report: right numbers, only one's own organisation, safe in a spreadsheet."""

import csv
import io

from flask import Flask

from app.platform.database import commit
from tests.demo import SignIn, person


def test_report_counts_what_was_done(demo_app: Flask, enter: SignIn) -> None:
    page = enter("xu").get("/report/").text
    assert "孟初夏" in page
    assert "周予安" not in page


def test_sheet_guards_against_formulas(demo_app: Flask, enter: SignIn) -> None:
    person("tang").name = "=HYPERLINK(1)"
    commit()
    text = enter("xu").get("/report/progress.csv").data.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))]
    assert "'=HYPERLINK(1)" in names


def test_learners_and_managers_have_no_report(demo_app: Flask, enter: SignIn) -> None:
    for key in ("li", "jiang", "tang"):
        assert enter(key).get("/report/").status_code == 403
