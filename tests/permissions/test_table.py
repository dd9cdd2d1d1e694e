"""Every route, called by everybody: the answer is the one the table gives.

Whoever may come in is answered 404 for an id that nobody has and for another organisation's object, in words
that show nothing of it; whoever may not come in is answered the same whatever the id.
"""

import contextlib
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.platform.database import db
from tests.permissions import table
from tests.permissions.conftest import Town
from tests.permissions.town import MARKS, House

PEOPLE = [
    *("nobody", "college:learner", "college:delegate", "college:instructor", "college:manager"),
    *("college:admin", "college:author", "company:learner", "company:instructor", "company:manager"),
    *("company:admin", "company:author"),
]
GONE = {"accounts.invitation": "410", "accounts.reset": "410"}


@pytest.fixture
def nothing_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what a request did instead of committing it, so that thousands of them can follow each other."""
    monkeypatch.setattr("app.platform.database.commit", db.session.rollback)


def ask(client: FlaskClient, method: str, path: str) -> tuple[str, str]:
    """Return the answer as the table writes it, and the page."""
    with contextlib.closing(client.open(path, method=method)) as answer:
        if answer.status_code == 302 and "/sign-in" in answer.location:
            return table.SIGN_IN, ""
        return str(answer.status_code), answer.text if "text" in (answer.mimetype or "") else ""


def missing(app: Flask) -> list[str]:
    """Return what the table and the application do not share."""
    return sorted(table.routes(app).keys() ^ table.lines().keys())


def test_every_route_stands_in_the_table(app: Flask) -> None:
    assert missing(app) == []


def test_a_route_that_is_not_in_the_table_is_named(app: Flask) -> None:
    app.add_url_rule("/planted/<int:n>", "planted", str, methods=["POST"])
    assert missing(app) == ["POST planted"]


def findings(town: Town, person: str) -> Iterator[str]:
    """Yield every answer that differs from the table's."""
    kind, _, role = person.rpartition(":")
    kind = kind or "college"
    house, other = town.house(kind), town.house(kind, 1)
    client = town.forgetful(house, role)
    strange = foreign_things(town, other)
    for name, rule in table.routes(town.app).items():
        line = table.lines()[name]
        due = line.answers[person]
        got, _ = ask(client, line.method, table.own(rule, house))
        if got != due:
            yield f"{name}: {got} instead of {due}"
        yield from astray(client, line, due, house, list(table.astray(rule, house, strange)))


def astray(
    client: FlaskClient, line: table.Line, due: str, house: House, calls: list[tuple[str, str]]
) -> Iterator[str]:
    """Yield what is wrong with the answers to forged ids and to another organisation's."""
    lost = GONE.get(line.endpoint, "404")
    fitting = {due} if due == table.SIGN_IN else {due, lost} if due == "403" else {lost}
    for fault, path in calls:
        got, page = ask(client, line.method, path)
        if got not in fitting:
            yield f"{line.name} with {fault}: {got} instead of {lost} ({path})"
        if any(mark in page for marks in MARKS.values() for mark in marks if mark != house.mark):
            yield f"{line.name} with {fault}: shows another organisation"


def foreign_things(town: Town, other: House) -> House:
    """Return *other* with the things of the other kind's organisation that it does not have itself."""
    kind = "company" if other.kind == "college" else "college"
    other.things = town.house(kind, 1).things | other.things
    return other


@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_is_answered_as_the_table_says(town: Town, person: str) -> None:
    assert list(findings(town, person)) == []


@pytest.mark.usefixtures("nothing_stays")
def test_a_method_that_a_page_does_not_know_is_answered_405(town: Town) -> None:
    house = town.house("college")
    client = town.forgetful(house, "instructor")
    wrong = {
        path: answer
        for rule in town.app.url_map.iter_rules()
        for path in [table.own(rule, house)]
        if (answer := ask(client, "DELETE", path)[0]) != "405"
    }
    assert wrong == {}
