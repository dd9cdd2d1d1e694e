"""Reading time and place, folded from the small notes a page sends while it is read.

A note carries the seconds of one visit so far, so a note sent twice adds nothing; and time can never
run faster than the server's clock between two notes, so nobody reads an hour in a minute.
"""

from dataclasses import dataclass, replace

FIRST_NOTE_AT_MOST = 120
CLOCK_SLACK = 5
END_OF_PAGE = 98


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a lesson: heading, furthest percent, seconds read, the visit last heard of."""

    anchor: str = ""
    percent: int = 0
    seconds: int = 0
    reached_end: bool = False
    visit: str = ""
    visit_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """One message from the page: visit key, seconds of this visit so far, heading, percent scrolled."""

    visit: str
    seconds: int
    anchor: str = ""
    percent: int = 0
    at_end: bool = False


def fold(place: Place, note: Note, elapsed: int | None) -> Place:
    """Return *place* after *note*; *elapsed*: the server's seconds since the last one."""
    before = place.visit_seconds if note.visit == place.visit else 0
    ceiling = FIRST_NOTE_AT_MOST if elapsed is None else elapsed + CLOCK_SLACK
    more = max(0, min(note.seconds - before, ceiling))
    percent = max(place.percent, min(100, max(0, note.percent)))
    return replace(
        place,
        anchor=note.anchor or place.anchor,
        percent=percent,
        seconds=place.seconds + more,
        reached_end=place.reached_end or note.at_end or percent >= END_OF_PAGE,
        visit=note.visit,
        visit_seconds=max(before, note.seconds),
    )


def minutes_left(minutes: int, percent: int) -> int:
    """Return the minutes that remain of a lesson planned for *minutes*, rounded up."""
    return -(-minutes * (100 - min(100, max(0, percent))) // 100)
