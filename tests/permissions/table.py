"""Reads ``table.txt``: one line a route, one column a person, and the values of parameters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.permissions.town import House

TABLE = Path(__file__).with_name("table.txt")
SIGN_IN = "in"
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
# Parameters that name an object of one organisation; others name content or a part of an object.
BOUND = frozenset(
    [
        *("cohort_id", "attempt_id", "run_id", "sandbox_id", "project_id", "team_id", "submission_id"),
        *("assignment_id", "user_id", "note_id", "draft_id"),
        *("sitting_id", "regrade_id", "review_id"),
    ]
)
CONTENT = {
    "lesson_id": "what-is-a-key-account",
    "module_id": "m1",
    "exam_id": "m1-check",
    "question_id": "m1-ka-001",
    "checklist_id": "week1",
    "dossier_id": "l1-card",
    "case_id": "office-first-call",
    "criterion": "screening",
    "library.release:number": 1,
    "guide_id": "guide-nobody-wrote",
    "courses.difference:number": 1,
    "courses.difference:kind": "lesson",
    "courses.difference:object_id": "what-is-a-key-account",
    "quizzes.regrade:question_id": "m1-ka-002",
    "quizzes.do_regrade:question_id": "m1-ka-002",
    "quizzes.room_act:act": "pause",
    "interop.export:name": "gift",
    "negotiation.drill:name": "spin",
    "negotiation.drill:number": 1,
    "negotiation.answer:name": "spin",
    "negotiation.answer:number": 1,
    "filename": "web/css/tokens.css",
}
FORGED: dict[str, object] = {"number": 987654}


@dataclass(frozen=True)
class Line:
    """One line of the table: a route and the answer that each person gets."""

    method: str
    endpoint: str
    answers: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return how the table names the route."""
        return f"{self.method} {self.endpoint}"


def lines() -> dict[str, Line]:
    """Return the table by the name of the route."""
    rows = [row.split() for row in TABLE.read_text("utf-8").splitlines() if row and not row.startswith("#")]
    heads = rows[0][2:]
    found = [Line(row[0], row[1], dict(zip(heads, row[2:], strict=True))) for row in rows[1:]]
    return {line.name: line for line in found}


def routes(app: Flask) -> dict[str, Rule]:
    """Return every route of the application by the name that the table gives it."""
    return {
        f"{method} {rule.endpoint}": rule
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & METHODS)
    }


def forged(name: str, rule: Rule) -> object:
    """Return a value that nothing has for one parameter of *rule*."""
    numeric = isinstance(rule._converters[name], IntegerConverter)  # noqa: SLF001
    return 987654 if numeric else "no-such-thing"


def value(house: House, rule: Rule, name: str) -> object:
    """Return the value of a parameter that leads to an object of *house*, or a forged one if it has none."""
    known = {**CONTENT, **house.things}
    return known.get(f"{rule.endpoint}:{name}", known.get(name, forged(name, rule)))


def address(rule: Rule, values: Mapping[str, object]) -> str:
    """Return the address of *rule* with these parameters."""
    built = rule.build(dict(values), append_unknown=False)
    assert built is not None, f"{rule.endpoint} cannot be built with {values}"
    return str(built[1])


def own(rule: Rule, house: House) -> str:
    """Return the address that leads to the objects of *house*."""
    return address(rule, {name: value(house, rule, name) for name in rule.arguments})


def astray(rule: Rule, house: House, other: House) -> Iterator[tuple[str, str]]:
    """Yield (what is wrong with it, address): forged parameters, and objects of the *other* organisation."""
    mine = {name: value(house, rule, name) for name in rule.arguments}
    theirs = {name: value(other, rule, name) for name in rule.arguments & BOUND}
    for name in sorted(rule.arguments):
        yield f"forged {name}", address(rule, {**mine, name: forged(name, rule)})
    for name in sorted(theirs):
        yield f"foreign {name}", address(rule, {**mine, name: theirs[name]})
    if len(theirs) > 1:
        yield "everything foreign", address(rule, {**mine, **theirs})
