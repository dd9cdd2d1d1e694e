"""The session's cookie: written when it must be, refused when it is too old."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask.testing import FlaskClient

from app.organisations.policies import Role
from tests import factories

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def enter(client: FlaskClient) -> None:
    user = factories.person(Role.LEARNER, organisation=factories.organisation())
    factories.sign_in(client, user)
    client.get("/profile")


def test_cookie_is_signed_again_once_a_day_so_that_a_visit_keeps_one_in(client: FlaskClient) -> None:
    with time_machine.travel(BEGIN) as clock:
        enter(client)
        assert "Set-Cookie" not in client.get("/profile").headers
        clock.move_to(BEGIN + timedelta(days=10))
        assert "Set-Cookie" in client.get("/profile").headers
        assert "Set-Cookie" not in client.get("/profile").headers
        clock.move_to(BEGIN + timedelta(days=20))
        assert client.get("/profile").status_code == 200


def test_who_stays_away_for_too_long_signs_in_again(client: FlaskClient) -> None:
    with time_machine.travel(BEGIN) as clock:
        enter(client)
        clock.move_to(BEGIN + timedelta(days=15))
        assert client.get("/profile").status_code == 302


def test_forged_cookie_is_nobodys(client: FlaskClient) -> None:
    enter(client)
    client.set_cookie("kampus", "eyJfdXNlcl9pZCI6IjE6MSJ9.aaaaaa.forged")
    assert client.get("/profile").status_code == 302


def test_parts_drawn_once_hold_nothing_of_a_person(client: FlaskClient) -> None:
    home = factories.organisation()
    first = factories.person(Role.LEARNER, organisation=home, name="First Person")
    second = factories.person(Role.LEARNER, organisation=home, name="Second Person")
    factories.sign_in(client, first)
    assert "First Person" in client.get("/").text
    client.post("/sign-out")
    factories.sign_in(client, second)
    page = client.get("/").text
    assert "Second Person" in page
    assert "First Person" not in page
    known = client.application.extensions["kampus_drawn"]
    assert known
    assert not [place for place, text in known.items() if "Person" in text or "csrf_token" in text]
