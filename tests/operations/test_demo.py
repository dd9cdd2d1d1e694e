"""The demo and the command line: everybody can come in, twice is once, and the check-up tells the truth."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import User
from app.gradebook.models import GradeCell
from app.operations.services import demo
from app.operations.services.doctor import examine
from app.platform.database import db
from tests.demo import SignIn

KEYS = [row["person"] for row in demo.plan()["sign_ins"]]


@pytest.mark.parametrize("key", KEYS)
def test_one_person_of_every_role_comes_in_and_has_something_to_do(
    demo_app: Flask, enter: SignIn, key: str
) -> None:
    page = enter(key).get("/")
    assert page.status_code == 200
    assert 'class="first"' in page.text


def test_the_class_is_half_way_through(demo_app: Flask) -> None:
    rows = db.session.execute(select(GradeCell.item_kind, func.count()).group_by(GradeCell.item_kind))
    kinds = {row[0]: row[1] for row in rows}
    assert kinds["exam"] >= 5
    assert kinds["scenario"] >= 5
    assert kinds["crm"] >= 5
    assert "task" not in kinds


def test_loading_again_changes_nothing(demo_app: Flask) -> None:
    before = db.session.scalar(select(func.count()).select_from(User))
    db.session.rollback()
    result = demo_app.test_cli_runner().invoke(args=["kampus", "init"])
    assert result.exit_code == 0, result.output
    assert "kept" in result.output
    assert db.session.scalar(select(func.count()).select_from(User)) == before


def test_list_prints_a_sign_in_for_every_role(demo_app: Flask) -> None:
    output = demo_app.test_cli_runner().invoke(args=["kampus", "demo", "--list"]).output
    for role in ("learner", "delegate", "instructor", "author", "new KAM", "manager", "training admin"):
        assert role in output
    assert output.count("kampus-demo-2026") == len(KEYS)


def test_doctor_is_content_with_a_fresh_installation(demo_app: Flask) -> None:
    findings = list(examine(demo_app.config["KAMPUS"]))
    assert [finding.what for finding in findings if not finding.well] == []
    assert {"database", "migrations", "content", "folders", "clock", "settings", "worker"} <= {
        finding.what for finding in findings
    }


def test_doctor_says_what_to_do_with_an_empty_database(app: Flask) -> None:
    db.drop_all()
    findings = {finding.what: finding for finding in examine(app.config["KAMPUS"])}
    assert not findings["migrations"].well
    assert "kampus init" in findings["content"].advice


def test_new_user_comes_in_with_the_password_of_the_command_line(demo_app: Flask) -> None:
    words = ["kampus", "user", "ops@test.example", "Ops", "--password", "a sentence to keep"]
    runner = demo_app.test_cli_runner()
    assert runner.invoke(args=words).exit_code == 0
    again = runner.invoke(args=words)
    assert again.exit_code == 1
    assert "already an account" in again.output
    weak = runner.invoke(args=[*words[:2], "b@test.example", "B", "--password", "short"])
    assert "at least 10 characters" in weak.output
