"""From verdicts to a mark: the formula of the sandbox CRM, in exact fractions.

POS = Σ w of the truth; ACT = Σ w of filed true fields + 1 (or the withheld fact's weight) for each
spurious value; HIT = Σ w·credit; R = HIT/POS; P = HIT/ACT; F1 = 2PR/(P+R).
Total = 100·Σ W·x / Σ W over the dimensions present; provenance and hygiene are multiplied by
g = min(1, 2R), so that an empty archive earns nothing for being tidy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

DEFAULT_WEIGHTS = {"f1": 50, "prov": 15, "cls": 15, "rel": 10, "hyg": 10}
SENSITIVE_CAP = Fraction(59)
PASS = Fraction(70)
TIER_FLOOR = Fraction(1, 2)
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fact or value judged: *kind* is COR, PAR, INC, MIS or SPU (MUC's five)."""

    kind: str
    weight: Fraction
    credit: Fraction = ZERO
    tier: str = ""
    sourced: bool | None = None  # None: a declared gap, which has no source


@dataclass(frozen=True, slots=True)
class Hygiene:
    """What should not be in an archive, counted."""

    junk: int = 0
    sensitive: int = 0
    duplicates: int = 0
    lost: int = 0

    def share(self) -> Fraction:
        """Return max(0, 1 - .05 junk - .5 sensitive - .2 duplicates left - .1 child records lost)."""
        off = (
            Fraction(self.junk, 20)
            + Fraction(self.sensitive, 2)
            + Fraction(self.duplicates, 5)
            + Fraction(self.lost, 10)
        )
        return max(ZERO, ONE - off)


@dataclass(frozen=True, slots=True)
class Tally:
    """POS, ACT and HIT of a set of verdicts, and what follows from them."""

    pos: Fraction
    act: Fraction
    hit: Fraction

    @property
    def recall(self) -> Fraction:
        """Return HIT/POS (0 if there is no truth)."""
        return self.hit / self.pos if self.pos else ZERO

    @property
    def precision(self) -> Fraction:
        """Return HIT/ACT (0 if nothing was filed)."""
        return self.hit / self.act if self.act else ZERO

    @property
    def f1(self) -> Fraction:
        """Return 2PR/(P+R), 0 if there is none."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else ZERO


@dataclass(frozen=True, slots=True)
class Score:
    """A mark with everything it was computed from."""

    tally: Tally
    dimensions: Mapping[str, Fraction]
    weights: Mapping[str, Fraction]
    g: Fraction
    raw: Fraction
    total: Fraction
    tiers: Mapping[str, Tally]
    passed: bool


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Add up POS, ACT and HIT."""
    pos = act = hit = ZERO
    for verdict in verdicts:
        if verdict.kind != "SPU":
            pos += verdict.weight
        if verdict.kind != "MIS":
            act += verdict.weight
        hit += verdict.weight * verdict.credit
    return Tally(pos, act, hit)


def provenance(verdicts: Iterable[Verdict]) -> Fraction:
    """Return the share, by weight, of credited facts with an accepted document (0 if none is credited)."""
    credited = [v for v in verdicts if v.credit > 0 and v.sourced is not None]
    total = sum((v.weight for v in credited), ZERO)
    return sum((v.weight for v in credited if v.sourced), ZERO) / total if total else ZERO


def edges_f1(truth: Iterable[tuple[str, str]], filed: Iterable[tuple[str, str]]) -> Fraction:
    """Return F1 over directed edges."""
    right, given = set(truth), set(filed)
    return Fraction(2 * len(right & given), len(right) + len(given)) if right or given else ONE


def merge_credit(values_right: Fraction, children_kept: Fraction) -> Fraction:
    """Return the credit of a merge: 0.6 for surviving values, 0.4 for child records kept."""
    return Fraction(3, 5) * values_right + Fraction(2, 5) * children_kept


def total_of(dimensions: Mapping[str, Fraction], weights: Mapping[str, Fraction], g: Fraction) -> Fraction:
    """Return 100·Σ W·x / Σ W over the dimensions present; prov and hyg count times *g*."""
    present = {name: weights[name] for name in dimensions if weights.get(name)}
    earned = sum(
        (
            weight * dimensions[name] * (g if name in {"prov", "hyg"} else 1)
            for name, weight in present.items()
        ),
        ZERO,
    )
    whole = sum(present.values(), ZERO)
    return 100 * earned / whole if whole else ZERO


def score(
    verdicts: Iterable[Verdict],
    hygiene: Hygiene,
    others: Mapping[str, Fraction],
    *,
    weights: Mapping[str, Fraction],
    pass_mark: Fraction = PASS,
    tier_floor: Fraction = TIER_FLOOR,
) -> Score:
    """Return the whole mark; *others* holds further dimensions present (cls, rel, cad, resp, take).

    Caps: anything sensitive filed → at most 59. Passed: total ≥ the pass mark and every tier's
    recall ≥ the floor (an archive is not an address book).
    """
    rows = list(verdicts)
    whole = tally(rows)
    dimensions = {"f1": whole.f1, "prov": provenance(rows), **others, "hyg": hygiene.share()}
    g = min(ONE, 2 * whole.recall)
    raw = total_of(dimensions, weights, g)
    total = min(raw, SENSITIVE_CAP) if hygiene.sensitive else raw
    names = {v.tier for v in rows if v.kind != "SPU" and v.tier}
    tiers = {name: tally(v for v in rows if v.tier == name) for name in names}
    passed = total >= pass_mark and all(t.recall >= tier_floor for t in tiers.values())
    return Score(whole, dimensions, dict(weights), g, raw, total, tiers, passed)
