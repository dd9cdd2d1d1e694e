"""Rules that the database itself keeps, on SQLite and on PostgreSQL alike.

A trigger is declared beside its model; tables made by ``create_all`` get it at once, and the
migrations write the same statements out (a test compares the two).
"""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import DDL, Table, event

from app.platform.database import Base


@dataclass(frozen=True, slots=True)
class Trigger:
    """One rule on one table: *when* (a SQL condition on NEW/OLD) holds, *verb* is refused."""

    table: str
    name: str
    verb: str
    when: str
    message: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Return the SQL that creates this trigger on *dialect* (``sqlite`` or ``postgresql``)."""
        timing = f"BEFORE {self.verb} ON {self.table} FOR EACH ROW"
        if dialect == "sqlite":
            clause = f" WHEN {self.when}" if self.when else ""
            body = f"SELECT RAISE(ABORT, '{self.message}');"
            return (f"CREATE TRIGGER {self.name} {timing}{clause} BEGIN {body} END",)
        # PostgreSQL allows no subquery in a WHEN clause, so the condition moves into the function.
        test = f"IF {self.when} THEN " if self.when else ""
        end = "END IF; " if self.when else ""
        done = "RETURN OLD;" if self.verb == "DELETE" else "RETURN NEW;"
        raising = f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"$$ BEGIN {test}{raising} {end}{done} END $$"
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS {body}",
            f"CREATE TRIGGER {self.name} {timing} EXECUTE FUNCTION {self.name}()",
        )


TRIGGERS: list[Trigger] = []


def _declare(model: type[Base], trigger: Trigger) -> None:
    TRIGGERS.append(trigger)
    table = cast("Table", model.__table__)
    for dialect in ("sqlite", "postgresql"):
        for statement in trigger.statements(dialect):
            escaped = statement.replace("%", "%%")
            event.listen(table, "after_create", DDL(escaped).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def append_only(model: type[Base]) -> None:
    """Have the database refuse every UPDATE and DELETE on *model*'s table."""
    table = model.__tablename__
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        _declare(model, Trigger(table, name, verb, "", f"{table} is append-only"))


def refuse(model: type[Base], *, name: str, verb: str, when: str, message: str) -> None:
    """Have the database refuse *verb* (INSERT, UPDATE, DELETE) on *model*'s table where *when* holds."""
    _declare(model, Trigger(model.__tablename__, name, verb, when, message))
