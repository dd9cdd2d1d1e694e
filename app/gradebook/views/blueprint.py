"""The blueprint of all gradebook pages, and the table of a class that several of them show."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import Blueprint

from app.courses import queries as courses
from app.gradebook import queries
from app.gradebook.engine import scheme
from app.gradebook.engine.evaluate import NONE, Cell, Result, evaluate
from app.gradebook.engine.scheme import Item, Scheme
from app.gradebook.models import KINDS, GradeCell
from app.kernel.actor import Actor
from app.organisations import queries as organisations
from app.organisations.models import Cohort

bp = Blueprint("gradebook", __name__, template_folder="../templates", url_prefix="/gradebook")
Titles = dict[Item, Mapping[str, str]]
MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Table:
    """A class with everything its gradebook shows: people, columns, cells, the scheme and its results."""

    people: list[tuple[int, str, str]]
    columns: Titles
    cells: queries.Cells
    standings: dict[int, dict[Item, str]]
    scheme: Scheme | None
    version: int
    results: dict[int, Result]

    def totals(self) -> list[Decimal]:
        """Return the totals of everybody who has one."""
        return [result.total for result in self.results.values() if result.total is not None]


def columns_of(release_id: int | None, used: Scheme | None = None) -> Titles:
    """Return the titles of what can have a mark: the course's items and what the scheme adds to them."""
    titles = courses.item_titles(release_id) if release_id else {}
    found: Titles = {item: title for item, title in titles.items() if item[0] in KINDS}
    for component in used.components if used else ():
        for item in component.items:
            alone = len(component.items) == 1
            own = {"zh": component.title.zh, "en": component.title.en}
            found.setdefault(item, own if alone else {"zh": item[1], "en": item[1]})
    return found


def scheme_of(cohort_id: int) -> tuple[Scheme | None, int]:
    """Return the class's scheme and its version number, (None, 0) before the first."""
    row = queries.scheme_row(cohort_id)
    return (scheme.read(row.doc), row.number) if row else (None, 0)


def facts(
    cells: Mapping[Item, GradeCell], standings: Mapping[Item, str], due: Mapping[Item, object]
) -> dict[Item, Cell]:
    """Return what the engine looks at for one person."""
    return {
        item: Cell(
            percent=cells[item].percent if item in cells else None,
            standing=standings.get(item, NONE),
            at=cells[item].at if item in cells else None,
            due=due.get(item),  # type: ignore[arg-type]
        )
        for item in {*cells, *standings}
    }


def table_of(actor: Actor, cohort: Cohort, trial: Scheme | None = None) -> Table:
    """Return the gradebook of a class, under its own scheme or a *trial* one."""
    roster = organisations.roster(cohort.id)
    ids = [row.user_id for row in roster]
    standing, number = scheme_of(cohort.id)
    used = trial or standing
    cells, words, due = (
        queries.cells_of(actor, ids),
        queries.standings(actor, ids),
        queries.extensions(cohort.id),
    )
    results = {
        user_id: evaluate(used, facts(cells.get(user_id, {}), words.get(user_id, {}), due.get(user_id, {})))
        for user_id in (ids if used else ())
        if used is not None
    }
    return Table(
        people=[(row.user_id, row.user.name, row.number) for row in roster],
        columns=columns_of(cohort.release_id, used),
        cells=cells,
        standings=words,
        scheme=used,
        version=number,
        results=results,
    )
