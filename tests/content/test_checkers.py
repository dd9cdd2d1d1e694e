"""Other floors add their checks through one door."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.content.faults import Fault
from app.content.findings import Finding
from app.content.lint.checkers import Checkers, none
from app.content.lint.rule import RULES
from app.content.lint.run import lint
from tests.content.planting import SPECIMEN, plant

Doc = Mapping[str, Any]


def calm_only(doc: Doc) -> Iterator[Fault]:
    if doc["archetypes"] != ["stormy"]:
        yield Fault(("archetypes", 0), "KM601", "He is too calm.", "Stir him up.")


def asks_three(doc: Doc, questions: Mapping[str, Doc]) -> Iterator[Fault]:
    if len(doc["questions"]) < len(questions):
        yield Fault(("questions",), "KM399", "A question is left over.")


def grumble(doc: Doc) -> Iterator[Fault]:
    yield Fault(("type",), "KM005", f"I do not know {doc['type']}.")


def findings(rooms: Checkers, root: Path = SPECIMEN) -> list[Finding]:
    return lint(root, today=date(2026, 11, 21), rooms=rooms).findings


def test_a_room_points_at_the_line() -> None:
    rooms = none()
    rooms.register("case", calm_only)
    rooms.register("case", calm_only)
    (found,) = findings(rooms)
    assert (found.place.file, found.place.line, found.place.column, found.code) == (
        "scenarios/cases/first-call/case.yaml",
        3,
        14,
        "KM601",
    )


def test_a_check_may_need_another_kind() -> None:
    rooms = none()
    rooms.register_beside("exam", "question", asks_three)
    assert [found.code for found in findings(rooms)] == ["KM399"]


def test_the_linters_own_word_stands(tmp_path: Path) -> None:
    rooms = none()
    rooms.register("question", grumble)
    root = plant(RULES["KM016"].planted, tmp_path)
    line = next(found.place.line for found in findings(none(), root))
    assert [found.code for found in findings(rooms, root) if found.place.line == line] == ["KM016"]


def test_new_question_types_are_accepted(tmp_path: Path) -> None:
    rooms = none()
    rooms.accept_types(["sinlge"])
    codes = {found.code for found in findings(rooms, plant(RULES["KM016"].planted, tmp_path))}
    assert codes == {"KM408"}  # the ledger knows the question as a single choice


def test_a_check_that_stumbles_is_a_finding_and_stops_nothing() -> None:
    rooms = none()
    rooms.register("case", lambda doc: [Fault((), "KM601", str(doc["nowhere"]))])
    rooms.register_beside("exam", "question", asks_three)
    first, second = findings(rooms)
    assert (first.code, second.code) == ("KM399", "KM018")
    assert "KeyError" in second.message


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="poem"):
        none().register("poem", calm_only)
