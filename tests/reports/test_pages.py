"""Long lists come in pages of fifty, and every person stands on exactly one of them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.organisations.policies import Role
from tests import factories
from tests.courses.conftest import objects, publish

NAME = re.compile(r"Learner \d+")


@pytest.mark.parametrize("place", ["report", "gradebook"])
def test_everybody_stands_on_one_page(app: Flask, client: FlaskClient, place: str) -> None:
    home = factories.organisation()
    publish(objects())
    people = [
        factories.person(Role.LEARNER, organisation=home, name=f"Learner {number:03}") for number in range(53)
    ]
    cohort = factories.cohort(home, *people)
    factories.sign_in(client, factories.person(Role.INSTRUCTOR, organisation=home))
    address = "/report/" if place == "report" else f"/gradebook/cohorts/{cohort.id}"
    pages = [client.get(f"{address}?page={number}").text for number in (1, 2)]
    names = [sorted(set(NAME.findall(page))) for page in pages]
    assert [len(found) for found in names] == [50, 3]
    assert sorted(names[0] + names[1]) == [f"Learner {number:03}" for number in range(53)]
    assert 'href="?page=2"' in pages[0]
    assert 'href="?page=1"' in pages[1]
    for wrong in ("0", "-3", "99", "x", ""):
        assert client.get(f"{address}?page={wrong}").status_code == 200
