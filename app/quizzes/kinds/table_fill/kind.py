"""Fill the empty cells of a table."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.content.faults import Fault
from app.kernel.messages import N_
from app.quizzes.engine import options, shape
from app.quizzes.kind import Answer, Face, Feedback, FormData, Question, QuestionKind, state_of
from app.quizzes.kinds import gaps


class TableFill(QuestionKind):
    """Fill a table. Answer: ``{"gaps": {"row.column": value}}``; share = mean of the gap cells."""

    name = "table_fill"
    label = N_("Table to fill")
    hint = N_("Fill every empty cell.")

    def problems(self, question: Question) -> list[Fault]:
        """Check rows, columns and cells, and that at least one cell is a gap."""
        faults = shape.common_problems(question, ("columns", "rows", "cells", "corner", "shuffle"))
        faults += shape.entry_problems(question, "columns", (1, 8))
        faults += shape.entry_problems(question, "rows", (1, 12))
        if "corner" in question:
            faults += shape.both_languages(question["corner"], ("corner",), "the corner")
        if not isinstance(question.get("cells"), Mapping):
            return [*faults, Fault(("cells",), "KM303", "cells are missing", "write {row: {column: …}}")]
        return faults or _cell_problems(question)

    def option_ids(self, question: Question) -> list[str]:
        """Return the options of all drop-downs, each after its cell's id."""
        if question.get("shuffle") is False:
            return []
        return [name for ident, gap in _gaps(question).items() for name in gaps.option_ids(_flat(ident), gap)]

    def face(self, question: Question, order: Sequence[str]) -> Face:
        """Show the table: names, given cells, gaps and empty cells."""
        parts = []
        for ident, gap in _gaps(question).items():
            shown = gaps.part(_flat(ident), gap, _name(question, ident), order)
            parts.append(type(shown)(ident, shown.text, shown.choices, shown.unit))
        return Face(self.name, question["stem"], parts=tuple(parts), body=_grid(question))

    def read(self, question: Question, form: FormData, field: str) -> Answer | None:
        """Return what stands in the cells."""
        return gaps.read_all(_gaps(question), form, field)

    def right(self, question: Question) -> Answer:
        """Return what belongs in the cells."""
        return {"gaps": {ident: gaps.right(gap) for ident, gap in _gaps(question).items()}}

    def grade(self, question: Question, answer: Answer | None) -> Fraction:
        """Mean of the gap cells."""
        return gaps.mean(_gaps(question), answer)

    def feedback(self, question: Question, answer: Answer | None, order: Sequence[str]) -> Feedback:
        """Mark every gap cell."""
        share = self.grade(question, answer)
        values = (answer or {}).get("gaps", {})
        marks = tuple(
            gaps.mark(ident, gap, _name(question, ident), values.get(ident))
            for ident, gap in _gaps(question).items()
        )
        return Feedback(
            self.name,
            question["stem"],
            share,
            state_of(share, answer),
            explain=question.get("explain"),
            parts=marks,
        )


def _cells(question: Question) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for row in question["rows"]:
        named = question["cells"].get(row["id"]) or {}
        for column in question["columns"]:
            if column["id"] in named:
                yield str(row["id"]), str(column["id"]), named[column["id"]]


def _gaps(question: Question) -> dict[str, gaps.Gap]:
    return {f"{row}.{column}": cell for row, column, cell in _cells(question) if "given" not in cell}


def _flat(ident: str) -> str:
    """Return a cell's id without a dot, so that an option's id may follow one."""
    return ident.replace(".", "/")


def _name(question: Question, ident: str) -> dict[str, str]:
    row, _, column = ident.partition(".")
    rows = {str(one["id"]): options.text(one) for one in question["rows"]}
    columns = {str(one["id"]): options.text(one) for one in question["columns"]}
    return {
        "zh": f"{rows[row]['zh']}：{columns[column]['zh']}",
        "en": f"{rows[row]['en']}: {columns[column]['en']}",
    }


def _grid(question: Question) -> dict[str, Any]:
    given = {f"{row}.{column}": cell["given"] for row, column, cell in _cells(question) if "given" in cell}
    return {
        "corner": question.get("corner"),
        "columns": [(str(one["id"]), options.text(one)) for one in question["columns"]],
        "rows": [(str(one["id"]), options.text(one)) for one in question["rows"]],
        "given": {ident: {side: str(text[side]) for side in ("zh", "en")} for ident, text in given.items()},
    }


def _cell_problems(question: Question) -> list[Fault]:
    faults: list[Fault] = []
    rows = {str(one["id"]) for one in question["rows"]}
    columns = {str(one["id"]) for one in question["columns"]}
    for row, named in question["cells"].items():
        if row not in rows or not isinstance(named, Mapping):
            faults.append(Fault(("cells", row), "KM301", f"there is no row “{row}”", ", ".join(sorted(rows))))
            continue
        for column, cell in named.items():
            path = ("cells", row, column)
            if column not in columns or not isinstance(cell, Mapping):
                hint = ", ".join(sorted(columns))
                faults.append(Fault(path, "KM301", f"there is no column “{column}”", hint))
            elif "given" in cell:
                faults += shape.both_languages(cell["given"], (*path, "given"), "the cell")
                faults += shape.unknown_keys(cell, ("given",), path)
            else:
                faults += gaps.problems(cell, path)
    if not faults and not _gaps(question):
        faults.append(Fault(("cells",), "KM301", "no cell is a gap"))
    return faults
