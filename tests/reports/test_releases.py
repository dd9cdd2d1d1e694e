"""The report counts each class by the release it works on, not by the newest."""

from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from app.courses import services as courses
from app.organisations.policies import Role
from tests import factories
from tests.courses.conftest import enrol, lesson, objects, publish

FIRST_DAY = date(2026, 9, 7)


def test_report_counts_by_the_class_release(app: Flask, client: FlaskClient) -> None:
    home = factories.organisation("company")
    old, late, free = (factories.person(Role.LEARNER, organisation=home, name=name) for name in "ABC")
    before = publish(objects())
    enrol(home, old, before, FIRST_DAY)
    module = objects()["module", "m1"]
    longer = {**module, "items": [*module["items"], {"lesson": "four", "minutes": 5}]}
    extra = {("module", "m1"): longer, ("lesson", "four"): lesson("four", "## More\n\nText.")}
    after = publish(objects(more=extra))
    enrol(home, late, after, FIRST_DAY)
    courses.complete(actor=factories.actor(old), lesson_id="one")
    factories.sign_in(client, factories.person(Role.ADMIN, organisation=home))
    rows = [line.split(",") for line in client.get("/report/progress.csv").text.splitlines()[1:]]
    counted = {row[0]: (int(row[2]), int(row[3])) for row in rows}
    assert counted["A"] == (1, counted["A"][1])
    assert counted["B"] == (0, counted["A"][1] + 1)
    assert counted["C"] == counted["B"], "somebody without a class sees the newest release"
    assert free.name == "C"
