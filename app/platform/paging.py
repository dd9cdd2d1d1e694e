"""Long lists come in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from app.platform.database import db

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its rows, its 1-based *number*, and how many rows there are in all."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Return the number of the last page (1 for an empty list)."""
        return max(1, -(-self.total // self.size))


def cut(rows: Sequence[T], *, number: int, size: int = 50) -> Page[T]:
    """Return page *number* of rows that are in memory; a number beyond the end gives the last page."""
    whole = Page(rows, 1, size, len(rows))
    number = min(max(1, number), whole.last)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def paged(statement: Select[Any], *, number: int, size: int = 50) -> Page[Any]:
    """Run *statement* for page *number*: two SQL statements whatever the number of rows."""
    number = max(1, number)
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows=rows, number=number, size=size, total=total)
