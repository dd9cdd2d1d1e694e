"""Signing in and out, throttling, and sessions that end when the password changes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import queries, services
from app.kernel.errors import InvalidError, ThrottledError
from app.platform.database import commit
from tests import factories


def test_right_pair_lets_in_and_sign_out_lets_out(client: FlaskClient) -> None:
    user = factories.person(name="Lin Yue")
    factories.sign_in(client, user)
    assert "Lin Yue" in client.get("/profile").text
    client.post("/sign-out")
    assert client.get("/profile").status_code == 302


def test_wrong_pair_keeps_the_address_and_says_what_to_do(client: FlaskClient) -> None:
    user = factories.person()
    page = client.post("/sign-in", data={"email": user.email, "password": "not this one"})
    assert page.status_code == 422
    assert user.email in page.text
    assert "do not belong together" in page.text


def test_unknown_address_gets_the_same_answer_as_a_wrong_password(client: FlaskClient) -> None:
    user = factories.person()
    known = client.post("/sign-in", data={"email": user.email, "password": "wrong wrong"})
    unknown = client.post("/sign-in", data={"email": "nobody@test.example", "password": "wrong wrong"})
    assert known.status_code == unknown.status_code == 422
    assert "do not belong together" in known.text
    assert "do not belong together" in unknown.text


def test_six_wrong_tries_close_the_door_and_the_count_survives_a_restart(client: FlaskClient) -> None:
    user = factories.person()
    for _ in range(services.MOST_FAILURES):
        client.post("/sign-in", data={"email": user.email, "password": "wrong wrong"})
    page = client.post("/sign-in", data={"email": user.email, "password": factories.PASSWORD})
    assert page.status_code == 429
    assert queries.failures(f"email:{user.email}") == services.MOST_FAILURES
    with pytest.raises(ThrottledError):
        services.sign_in(email=user.email, password=factories.PASSWORD, address="10.0.0.1")


def test_changing_the_password_ends_other_sessions(app: Flask, client: FlaskClient) -> None:
    user = factories.person()
    other = app.test_client()
    factories.sign_in(client, user)
    factories.sign_in(other, user)
    new = "another long sentence"
    changed = client.post("/profile/password", data={"old": factories.PASSWORD, "new": new})
    assert changed.status_code == 302
    assert client.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaaaa"])
def test_weak_passwords_are_refused_with_a_reason(app: Flask, password: str) -> None:
    with pytest.raises(InvalidError):
        services.hash_password(password)


def test_next_never_leads_away(client: FlaskClient) -> None:
    user = factories.person()
    form = {"email": user.email, "password": factories.PASSWORD, "next": "//evil.example/"}
    assert client.post("/sign-in", data=form).headers["Location"] == "/"


def test_invitation_sets_password_and_language_once(client: FlaskClient) -> None:
    user = services.create_person(email="new@test.example", name="New")
    token = services.make_link(user=user, purpose="invitation")
    commit()
    assert client.get(f"/invitation/{token}").status_code == 200
    form = {"password": "a sentence to keep", "language": "en"}
    assert client.post(f"/invitation/{token}", data=form).status_code == 302
    assert client.get("/profile").status_code == 200
    client.post("/sign-out")
    again = client.post(f"/invitation/{token}", data=form)
    assert again.status_code == 410
    assert "Ask for a new one" in again.text


def test_reset_mail_is_written_for_known_addresses_only(client: FlaskClient) -> None:
    user = factories.person()
    for email in (user.email, "nobody@test.example"):
        answer = client.post("/password/forgotten", data={"email": email})
        assert answer.status_code == 302
