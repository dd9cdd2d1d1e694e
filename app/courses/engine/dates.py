"""Dates written as ``week 3``, ``week 8 mon 09:00``, ``hire+30`` or ``2027-03-01``, for one person."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = re.compile(
    r"week\s+(?P<week>\d{1,2})(?:\s+(?P<day>mon|tue|wed|thu|fri|sat|sun))?(?:\s+(?P<time>\d{1,2}:\d{2}))?"
)
_HIRE = re.compile(r"hire\s*\+\s*(?P<days>\d{1,4})\s*d?")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days from which a person's dates are counted: the class's first day, the day of hiring."""

    starts_on: date | None = None
    hired_on: date | None = None


class DateFormatError(ValueError):
    """The text is not a date this course understands."""


def moment(text: str, anchors: Anchors) -> datetime | None:
    """Return the local day and time meant by *text*, or ``None`` if its anchor is not known.

    Week 1 is the calendar week (Monday to Sunday) in which the class starts; ``week 3`` alone means
    its Monday, 00:00. ``hire+0`` is the day of hiring. Raises DateFormatError for anything else.
    """
    cleaned = text.strip().lower()
    if week := _WEEK.fullmatch(cleaned):
        return _week(week["week"], week["day"], week["time"], anchors.starts_on)
    if hire := _HIRE.fullmatch(cleaned):
        return _after(anchors.hired_on, int(hire["days"]))
    try:
        return datetime.combine(date.fromisoformat(cleaned), time())
    except ValueError as error:
        raise DateFormatError(text) from error


def spelled(text: str) -> dict[str, object]:
    """Return what *text* counts by: its ``week``, its ``days`` after hiring, or nothing for a plain day."""
    cleaned = text.strip().lower()
    if week := _WEEK.fullmatch(cleaned):
        return {"week": int(week["week"])}
    hire = _HIRE.fullmatch(cleaned)
    return {"days": int(hire["days"])} if hire else {}


def due(text: str, anchors: Anchors) -> date | None:
    """Return the day meant by *text*; a bare ``week N`` is due on the Sunday that ends it."""
    found = moment(text, anchors)
    if found is None:
        return None
    bare_week = re.fullmatch(r"week\s+\d{1,2}", text.strip().lower())
    return found.date() + timedelta(days=6 if bare_week else 0)


def days_left(deadline: date, today: date) -> int:
    """Return the days until *deadline* (0 on the day itself, negative once it has passed)."""
    return (deadline - today).days


def _after(anchor: date | None, days: int) -> datetime | None:
    return None if anchor is None else datetime.combine(anchor, time()) + timedelta(days=days)


def _week(number: str, day: str | None, clock: str | None, starts_on: date | None) -> datetime | None:
    if starts_on is None:
        return None
    offset = 7 * (int(number) - 1) + (_DAYS.index(day) if day else 0) - starts_on.weekday()
    hour, minute = (int(part) for part in (clock or "0:00").split(":"))
    if int(number) < 1 or hour > 23 or minute > 59:
        raise DateFormatError(f"week {number} {clock}")
    return datetime.combine(starts_on + timedelta(days=offset), time(hour, minute))
