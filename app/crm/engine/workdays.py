"""Working days: weekends, public holidays, and the days that are worked to make up for them (调休)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. *workdays* wins over *holidays*, and both win over the weekend."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Say whether *day* is a working day."""
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() < SATURDAY

    def days(self, first: date, last: date) -> Iterator[date]:
        """Give the working days from *first* to *last*, both included."""
        day = first
        while day <= last:
            if self.works(day):
                yield day
            day += DAY

    def shift(self, day: date, steps: int) -> date:
        """Return the working day *steps* working days after *day* (0: *day* itself or the next one)."""
        while not self.works(day):
            day += DAY
        for _ in range(steps):
            day += DAY
            while not self.works(day):
                day += DAY
        return day


def span(first: date, last: date) -> frozenset[date]:
    """Return every day from *first* to *last*, both included."""
    return frozenset(first + DAY * number for number in range((last - first).days + 1))


def calendar(holidays: Iterable[tuple[date, date]], workdays: Iterable[date]) -> Calendar:
    """Return the calendar with these holidays (first and last day of each) and make-up working days."""
    return Calendar(frozenset().union(*(span(*pair) for pair in holidays)), frozenset(workdays))
