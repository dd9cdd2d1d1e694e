"""What every answer carries, what errors look like, and that reading never writes."""

from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.kernel.errors import ConflictError, DomainError, NotFoundError, ThrottledError, TooLargeError
from app.platform.database import db
from app.platform.errors import status_of
from app.platform.guards import public
from app.platform.security import safe_next
from tests import factories


def test_strict_policy_and_request_id_on_every_answer(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Request-ID"] in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    user = factories.person()
    answer = client.post("/sign-in", data={"email": user.email, "password": factories.PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_unknown_page_helps_in_both_languages(client: FlaskClient) -> None:
    english = client.get("/nowhere")
    assert english.status_code == 404
    assert "could not find" in english.text
    chinese = client.get("/nowhere", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert "没有找到" in chinese.text
    assert 'lang="zh-CN"' in chinese.text


def test_scripts_get_errors_as_json(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["message"].endswith(".")


def test_wrong_method_and_stale_form_have_sentences(app: Flask, client: FlaskClient) -> None:
    assert client.post("/styleguide").status_code == 405
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/sign-in", data={"email": "a@b.example", "password": "x"})
    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_a_page_that_writes_while_reading_fails_loudly(app: Flask, client: FlaskClient) -> None:
    @public
    def writes() -> str:
        db.session.execute(db.update(User).values(name="changed"))
        return "written"

    @public
    def forgets() -> str:
        user = db.session.query(User).first()
        assert user is not None
        user.name = "changed"
        return "not flushed"

    app.add_url_rule("/writes", view_func=writes)
    app.add_url_rule("/forgets", view_func=forgets)
    person = factories.person(name="Before")
    app.testing = False
    object.__setattr__(app.config["KAMPUS"], "testing", False)
    for url in ("/writes", "/forgets"):
        assert client.get(url).status_code == 500
    db.session.expire_all()
    assert db.session.get_one(User, person.id).name == "Before"


def test_every_domain_error_has_its_status() -> None:
    pairs = [(NotFoundError, 404), (ConflictError, 409), (TooLargeError, 413), (ThrottledError, 429)]
    for kind, status in pairs:
        assert status_of(kind()) == status
    assert status_of(DomainError()) == 400


def test_redirects_stay_at_home() -> None:
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "evil", None, ""):
        assert safe_next(target, "/home") == "/home"
    assert safe_next("/cohorts?page=2", "/home") == "/cohorts?page=2"


def test_language_is_negotiated_then_kept(client: FlaskClient) -> None:
    assert 'lang="en"' in client.get("/").text
    client.post("/language", data={"language": "zh", "next": "/sign-in"})
    assert 'lang="zh-CN"' in client.get("/sign-in").text


def test_a_number_no_row_can_have_is_not_found(client: FlaskClient) -> None:
    home = factories.organisation()
    factories.sign_in(client, factories.person("admin", organisation=home))
    assert client.get("/cohorts/100000000000000000000").status_code == 404
