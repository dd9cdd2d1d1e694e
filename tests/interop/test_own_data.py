"""A person's own data: complete, readable, and nobody else's."""

import io
import json
import zipfile

from flask import Flask

from tests.demo import SignIn


def test_everything_of_mine_and_nothing_of_others(demo_app: Flask, enter: SignIn) -> None:
    answer = enter("zhou").get("/profile/data.zip")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        rooms = {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}
    assert rooms["account"]["email"] == "zhou.yuan@college.example"
    assert len(rooms["courses"]["lessons"]) == 8
    assert len(rooms["gradebook"]["results"]) >= 4
    expected = "account organisations courses quizzes negotiation crm projects gradebook onboarding"
    assert set(rooms) == set(expected.split())
    text = json.dumps(rooms, ensure_ascii=False)
    assert "li.xiaoman@college.example" not in text
    assert "password" not in text
