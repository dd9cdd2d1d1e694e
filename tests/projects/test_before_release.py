"""Before the release nothing a student can ask for holds a mark: every GET route, page, file or data (M6)."""

import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from app.accounts.models import User
from app.platform.database import commit, db
from app.projects.engine import gates
from app.projects.queries import inside
from app.projects.services import marking, results, stage
from app.rubrics.services import Entry
from tests import factories
from tests.projects.inputs import spread
from tests.projects.world import World, world

Enter = Callable[[User], FlaskClient]
REMARKS = ("SENTINEL-TEACHER", "SENTINEL-DELEGATE", "SENTINEL-PACKAGE")


def _marked() -> tuple[World, list[str]]:
    """Return a class whose marks are all in and computed, and everything that nobody may see yet."""
    class_ = world(teams=4, size=3, ask_contribution=True).reach(gates.REPORTING)
    stage.open_session(actor=class_.boss, project=class_.project)
    for number in range(4):
        raters = [class_.boss, *(class_.actor(rater) for rater in range(4) if rater != number)]
        stage.turn(
            actor=class_.boss,
            project=class_.project,
            team_id=class_.team_ids[number],
            state="presenting",
            expected="waiting",
        )
        for place, actor in enumerate(raters):
            remark = REMARKS[min(place, 1)]
            given = spread(61 + 7 * number + place * place + (place == 2)).items()
            entries = [Entry(name, points, remark, 0, class_.key()) for name, points in given]
            team_id = class_.team_ids[number]
            marking.score(actor=actor, project=class_.project, team_id=team_id, entries=entries)
            marking.submit(actor=actor, project=class_.project, team_id=team_id, expected=0)
        stage.turn(
            actor=class_.boss,
            project=class_.project,
            team_id=class_.team_ids[number],
            state="closed",
            expected="presenting",
        )
        package = inside.packages([class_.project_id])[class_.team_ids[number]][0]
        marking.mark_packages(
            actor=class_.boss, team=class_.team(number), marks={package.id: (97, REMARKS[2])}
        )
    commit()
    class_.move(gates.MODERATING)
    outputs = json.loads(results.compute(actor=class_.boss, project=class_.project).outputs)
    commit()
    secret = {team[name] for team in outputs["teams"] for name in ("mark", "exact", "students")}
    secret |= {member["mark"] for team in outputs["teams"] for member in team["members"]}
    # Round marks stand on other pages too (the style guide); the odd ones are found nowhere else.
    odd = {each for each in secret if ("." in each and not each.endswith(".0")) or "/" in each}
    assert len(odd) >= 8
    return class_, [*REMARKS, *sorted(odd)]


def _addresses(app: Flask, values: Mapping[str, list[object]]) -> Iterator[tuple[Rule, str]]:
    """Yield every GET route with every known value of its parameters."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()):
            continue
        names = sorted(rule.arguments)
        for chosen in itertools.product(*(values.get(name, [1]) for name in names)):
            yield rule, adapter.build(rule.endpoint, dict(zip(names, chosen, strict=True)))


def _unpacked(data: bytes) -> bytes:
    """Return what an answer holds; of an archive, what its files hold."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_no_route_shows_a_student_any_mark_before_the_release(app: Flask, enter: Enter) -> None:
    class_, secret = _marked()
    people = [class_.people(0)[2], class_.people(1)[0]]
    values: dict[str, list[object]] = {
        "project_id": [class_.project_id],
        "team_id": list(class_.team_ids),
        "user_id": [person.id for person in people],
        "cohort_id": [class_.cohort.id],
        "item_kind": ["task", "manual"],
        "item_id": ["t1"],
        "filename": ["projects/projects.css"],
        "path": ["projects/projects.css"],
        "code": ["ABCDEF"],
    }
    for person in people:
        # A delegate reads the own sheets, so the own remark is looked for with the plain member only.
        hidden = secret if person is people[0] else [each for each in secret if each != REMARKS[1]]
        browser, asked, leaks = enter(person), set(), {}
        for rule, address in _addresses(app, values):
            if rule.endpoint in {"static", "accounts.sign_out"} or rule.endpoint.endswith(".static"):
                asked.add(rule.endpoint)
                continue
            with browser.get(address) as answer:
                seen = _unpacked(answer.data)
            found = [each for each in hidden if each.encode() in seen]
            asked.add(rule.endpoint)
            if found:
                leaks[address] = found
        assert leaks == {}
        every = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
        assert asked == every


def test_nothing_that_is_sent_or_queued_holds_a_number(app: Flask) -> None:
    """What goes out by mail or waits as a job says that there is something to read, never what (R7)."""
    class_, secret = _marked()
    version = results.compute(actor=class_.boss, project=class_.project)
    results.release(actor=class_.boss, project=class_.project, number=version.number)
    commit()
    tables = [
        name
        for (name,) in db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        if "job" in name or "mail" in name or "notice" in name
    ]
    assert tables
    for name in tables:
        rows = db.session.execute(text(f"SELECT * FROM {name}")).all()  # noqa: S608 - names from the schema
        assert [each for each in secret if each in str(rows)] == []


def test_the_same_crawl_finds_the_marks_once_they_are_released(enter: Enter) -> None:
    """The sentinels are real: a member sees them on the result page after the release."""
    class_, secret = _marked()
    version = results.compute(actor=class_.boss, project=class_.project)
    results.release(actor=class_.boss, project=class_.project, number=version.number)
    commit()
    page = enter(class_.people(0)[2]).get(f"/projects/{class_.project_id}/result").text
    assert REMARKS[0] in page
    assert REMARKS[1] in page
    assert sum(each in page for each in secret) >= 4
    assert factories.PASSWORD not in page
