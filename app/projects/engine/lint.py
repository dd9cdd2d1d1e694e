"""What can be wrong with a task file beyond its general shape, each finding with its path."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.content.faults import Fault

STEPS = ("accept", "plan", "execute", "report", "summarise", "evaluate")


def problems(doc: Mapping[str, Any]) -> list[Fault]:
    """Return every finding about one task document; an empty list means it may be published."""
    checks = (_steps, _packages, _shares, _calendar, _team, _papers, _required)
    return [fault for check in checks for fault in check(doc)]


def _required(doc: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("id", "title", "scenario", "rubric", "deliverables", "work_packages"):
        if not doc.get(key):
            yield Fault((key,), "KM005", f"a task needs {key}")


def _steps(doc: Mapping[str, Any]) -> Iterator[Fault]:
    ids = tuple(each.get("id") for each in _rows(doc.get("steps")))
    if ids != STEPS:
        yield Fault(("steps",), "KM320", f"a task has the six steps {', '.join(STEPS)}, in this order")


def _packages(doc: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[object] = set()
    total = 0
    rows = _rows(doc.get("work_packages"))
    for index, row in enumerate(rows):
        path = ("work_packages", index)
        if row.get("id") in seen:
            yield Fault((*path, "id"), "KM402", f"the id {row.get('id')!r} is used twice")
        seen.add(row.get("id"))
        weight = row.get("weight")
        if not isinstance(weight, int) or not 1 <= weight <= 100:
            yield Fault((*path, "weight"), "KM321", "a weight is a whole per cent from 1 to 100")
        else:
            total += weight
        if not row.get("evidence"):
            yield Fault((*path, "evidence"), "KM322", "a work package must say what its evidence is")
    if rows and total != 100:
        yield Fault(("work_packages",), "KM323", f"the weights add up to {total}, not to 100")


def _shares(doc: Mapping[str, Any]) -> Iterator[Fault]:
    for key, names in (("marking", ("teacher", "delegates")), ("individual", ("team", "own"))):
        shares = doc.get(key)
        if shares is None:
            continue
        values = [shares.get(name) for name in names] if isinstance(shares, Mapping) else []
        whole = [value for value in values if isinstance(value, int) and value >= 0]
        if len(whole) != len(names) or sum(whole) != 100:
            yield Fault((key,), "KM324", f"{' and '.join(names)} must be whole per cent and add up to 100")


def _calendar(doc: Mapping[str, Any]) -> Iterator[Fault]:
    weeks = doc.get("weeks")
    if not isinstance(weeks, int) or weeks < 1:
        yield Fault(("weeks",), "KM325", "weeks must be a whole number from 1 up")
        return
    for key in ("calendar", "steps"):
        for index, row in enumerate(_rows(doc.get(key))):
            if not isinstance(row.get("week"), int) or not 1 <= row["week"] <= weeks:
                yield Fault((key, index, "week"), "KM326", f"week must lie between 1 and {weeks}")


def _team(doc: Mapping[str, Any]) -> Iterator[Fault]:
    team = doc.get("team")
    size = team.get("size") if isinstance(team, Mapping) else None
    ok = isinstance(size, list) and len(size) == 2 and all(isinstance(each, int) for each in size)
    if not ok or size is None or not 2 <= size[0] <= size[1]:
        yield Fault(("team", "size"), "KM327", "size must be [smallest, largest], from 2 up")
    elif len(_rows(doc.get("work_packages"))) < size[1]:
        yield Fault(("work_packages",), "KM328", "there are fewer work packages than members of a full team")


def _papers(doc: Mapping[str, Any]) -> Iterator[Fault]:
    materials = doc.get("materials")
    for index, paper in enumerate(_rows(materials.get("papers") if isinstance(materials, Mapping) else None)):
        path = ("materials", "papers", index)
        for key in ("id", "title", "text", "columns", "rows"):
            if not paper.get(key):
                yield Fault((*path, key), "KM005", f"a sheet of material needs {key}")
        width = len(paper.get("columns") or ())
        for place, row in enumerate(paper.get("rows") or ()):
            if not isinstance(row, list) or len(row) != width:
                yield Fault(
                    (*path, "rows", place), "KM329", f"a row needs as many cells as columns ({width})"
                )


def _rows(value: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
