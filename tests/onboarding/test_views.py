"""A new key-account manager's week: the track, the manager's signature, the admin's overview."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from app.onboarding.models import Assignment, Signature
from app.platform.clock import now
from app.platform.database import commit, db
from tests.demo import SignIn, person


def gate_of(key: str) -> str:
    """Return the address of this person's first gate."""
    found = db.session.scalars(select(Assignment).where(Assignment.user_id == person(key).id)).one()
    return f"/track/{found.id}/d7"


def answered(page: str, verdict: str = "yes") -> dict[str, str]:
    """Return the checklist of a gate page with every point answered alike, as the form would send it."""
    fields = dict.fromkeys(re.findall(r'name="(item-[^"]+)"', page), verdict)
    key = re.search(r'name="client_key"[^>]*value="([^"]+)"', page)
    assert key is not None
    return fields | {"client_key": key.group(1), "remark": ""}


def signatures() -> int:
    """Return how many signatures there are."""
    db.session.expire_all()
    return db.session.scalar(select(func.count()).select_from(Signature)) or 0


def test_manager_signs_once_even_with_a_double_click(demo_app: Flask, enter: SignIn) -> None:
    manager = enter("jiang")
    assert "waits for your signature" in manager.get("/").text
    gate = gate_of("meng")
    form = answered(manager.get(gate).text)
    assert manager.post(gate, data=form).status_code == 302
    assert manager.post(gate, data=form).status_code == 302
    assert signatures() == 1
    assert "Signed by" in enter("meng").get("/track/").text


def test_a_point_not_yet_there_sends_the_gate_back_and_needs_a_remark(demo_app: Flask, enter: SignIn) -> None:
    manager, gate = enter("jiang"), gate_of("meng")
    form = answered(manager.get(gate).text)
    first = next(key for key in form if key.startswith("item-"))
    refused = manager.post(gate, data=form | {first: "no"})
    assert refused.status_code == 422
    assert "Say in the remark" in refused.text
    assert 'value="no" checked' in refused.text
    assert signatures() == 0
    assert manager.post(gate, data=form | {first: "no", "remark": "Ride along once more."}).status_code == 302
    assert "Ride along once more." in enter("meng").get("/track/").text
    again = answered(manager.get(gate).text)
    assert manager.post(gate, data=again).status_code == 302
    assert signatures() == 2


def test_an_unfinished_gate_cannot_be_signed(demo_app: Flask, enter: SignIn) -> None:
    manager = enter("jiang")
    form = answered(manager.get(gate_of("meng")).text)
    refused = manager.post(gate_of("tang"), data=form)
    assert refused.status_code == 422
    assert "You can sign as soon as everything above is done." in refused.text
    assert signatures() == 0


def test_missing_answers_are_asked_for(demo_app: Flask, enter: SignIn) -> None:
    manager, gate = enter("jiang"), gate_of("meng")
    form = answered(manager.get(gate).text)
    form.pop(next(key for key in form if key.startswith("item-")))
    refused = manager.post(gate, data=form)
    assert refused.status_code == 422
    assert "Answer every point" in refused.text


@pytest.mark.parametrize("key", ["song", "li", "bai"])
def test_other_organisations_and_roles_never_reach_a_gate(demo_app: Flask, enter: SignIn, key: str) -> None:
    answer = enter(key).get(gate_of("meng"))
    assert answer.status_code in {403, 404}
    assert "孟初夏" not in answer.text


def test_a_colleague_cannot_see_anothers_gate_and_nobody_signs_their_own(
    demo_app: Flask, enter: SignIn
) -> None:
    assert enter("tang").get(gate_of("meng")).status_code == 404
    assert enter("meng").post(gate_of("meng"), data={}).status_code == 403
    own = db.session.scalars(select(Assignment).where(Assignment.user_id == person("meng").id)).one()
    row = Signature(
        assignment_id=own.id,
        user_id=own.user_id,
        stage_id="d7",
        checklist_hash=own.track_hash,
        answers={},
        remark="",
        verdict="signed",
        signed_by=own.user_id,
        at=now(),
        client_key="own",
    )
    db.session.add(row)
    with pytest.raises(DatabaseError):
        commit()
    db.session.rollback()


def test_admin_sees_who_is_late_and_assigns_with_a_manager_other_than_oneself(
    demo_app: Flask, enter: SignIn
) -> None:
    admin = enter("xu")
    page = admin.get("/track/overview").text
    assert "2 days late" in page or "Waiting for the signature" in page
    same = {"person": person("ning").id, "manager": person("ning").id, "hired_on": "2026-11-02"}
    assert admin.post("/track/overview", data=same).status_code == 422
    form = {"person": person("ning").id, "manager": person("jiang").id, "hired_on": "2026-11-02"}
    assert admin.post("/track/overview", data=form).status_code == 302
    rows = db.session.scalars(select(Assignment).where(Assignment.user_id == person("ning").id)).all()
    assert [str(row.hired_on) for row in rows] == ["2026-11-02"]


def test_new_manager_sees_the_next_gate_and_who_signs(demo_app: Flask, enter: SignIn) -> None:
    page = enter("tang").get("/track/").text
    assert "Next gate" in page
    assert "江临川" in page
