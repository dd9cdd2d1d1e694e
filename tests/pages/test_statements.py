"""A page sends as many statements for thirty rows as for three, whatever it lists and whoever looks."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app.platform.database import allow_writing, db
from tests.pages.conftest import PEOPLE
from tests.pages.crowd import crowd
from tests.permissions import walking
from tests.permissions.conftest import Town

GROWN = {
    ("college", "learner"): {"/crm/", "/quizzes/exam/m1-check"},
    ("college", "instructor"): {"/cohorts", "/gradebook/", "/people", "/projects/", "/report/"},
    ("college", "admin"): {"/outbox", "/people", "/report/progress.csv"},
    ("college", "author"): {"/releases"},
    ("company", "manager"): {"/track/people"},
    ("company", "admin"): {"/track/overview", "/report/"},
}


@pytest.fixture
def sent(town: Town) -> Iterator[list[str]]:
    """Return the list of SQL statements sent from here on (transaction control left out)."""
    found: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    assert town.houses
    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def measure(client: FlaskClient, paths: list[str], sent: list[str]) -> dict[str, tuple[int, int]]:
    """Return (statements, length) of every page that answers 200."""
    found = {}
    for path in paths:
        walking.fetch(client, path)  # fills the caches of content, which do not depend on rows
        sent.clear()
        page = walking.fetch(client, path)
        if page.status == 200:
            found[path] = (len(sent), len(page.text))
    return found


@pytest.mark.parametrize("kind", ["college", "company"])
def test_more_rows_send_no_more_statements(town: Town, sent: list[str], kind: str) -> None:
    house = town.house(kind)
    people = [role for place, role in PEOPLE if place == kind]
    clients = {role: town.forgetful(house, role) for role in people}
    paths = ["/", *walking.addresses(clients["learner"], house)]
    few = {role: measure(client, paths, sent) for role, client in clients.items()}
    with town.app.test_request_context("/", method="POST"):
        allow_writing()
        crowd(house)
    many = {role: measure(client, paths, sent) for role, client in clients.items()}
    more = {
        f"{role} {path}": (few[role][path][0], many[role][path][0])
        for role in people
        for path in few[role].keys() & many[role].keys()
        if few[role][path][0] != many[role][path][0]
    }
    assert more == {}
    for role in people:
        due = GROWN.get((kind, role), set())
        assert due <= few[role].keys() & many[role].keys()
        flat = {path for path in due if few[role][path][1] * 1.5 > many[role][path][1]}
        assert flat == set(), "these pages should have grown, or this test shows nothing"
