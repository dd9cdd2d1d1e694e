"""How long an attempt may last, and why: computed once at the start, on the server's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

# An answer that was on its way when the time ran out still counts this long (seconds).
IN_FLIGHT = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a deadline is made of: the exam's *minutes*, a person's *factor* and *extra* minutes.

    *added* are minutes given by the room, *capped* says that the sitting's end came first.
    """

    minutes: Fraction
    factor: Fraction = Fraction(1)
    extra: int = 0
    added: int = 0
    capped: bool = False

    @property
    def total(self) -> Fraction:
        """Return all minutes together."""
        return self.minutes * self.factor + self.extra + self.added

    @property
    def special(self) -> bool:
        """Return whether the person has time of their own."""
        return self.factor != 1 or self.extra > 0

    def told(self) -> dict[str, Any]:
        """Return the allowance as it is stored."""
        return {
            "minutes": str(self.minutes),
            "factor": str(self.factor),
            "extra": self.extra,
            "added": self.added,
            "capped": self.capped,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Allowance | None":
        """Return a stored allowance, ``None`` for an attempt without a limit."""
        if not stored:
            return None
        minutes, factor = Fraction(stored["minutes"]), Fraction(stored["factor"])
        return cls(minutes, factor, int(stored["extra"]), int(stored["added"]), bool(stored["capped"]))


def deadline(started: datetime, allowance: Allowance, closes: datetime | None) -> tuple[datetime, bool]:
    """Return when the time is over, and whether the sitting's end cut it short.

    A person with time of their own may use all of it, even past the sitting's end.
    """
    end = started + timedelta(seconds=float(allowance.total * 60))
    if closes is not None and closes < end and not allowance.special:
        return closes, True
    return end, False
