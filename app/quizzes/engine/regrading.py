"""What a regrade does to one answer, by policy. Exact fractions; nothing is rounded here."""

from dataclasses import dataclass
from fractions import Fraction

POLICIES = ("replace", "keep_better", "full_marks", "drop")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The new share of one answer, and whether the question leaves the sum."""

    share: Fraction
    dropped: bool


def verdict(policy: str, before: Fraction, fresh: Fraction) -> Verdict:
    """Return what *policy* makes of an answer that earned *before* and would earn *fresh* now."""
    match policy:
        case "replace":
            return Verdict(fresh, dropped=False)
        case "keep_better":
            return Verdict(max(before, fresh), dropped=False)
        case "full_marks":
            return Verdict(Fraction(1), dropped=False)
        case "drop":
            return Verdict(before, dropped=True)
    raise ValueError(f"unknown policy {policy}")


@dataclass(frozen=True, slots=True)
class Line:
    """One attempt in a dry run: the result out of 100 before and after."""

    attempt_id: int
    user_id: int
    before: Fraction
    after: Fraction

    @property
    def way(self) -> str:
        """Return whether the result goes ``up``, ``down`` or stays the ``same``."""
        if self.after == self.before:
            return "same"
        return "up" if self.after > self.before else "down"
