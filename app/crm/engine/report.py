"""A check's verdict, read back for the page that explains it: every number with where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.crm.engine.fields import TIER_LABELS, TIERS
from app.kernel.messages import N_

DIMENSIONS = {
    "f1": N_("True and complete"),
    "prov": N_("Sources"),
    "cls": N_("Judgements"),
    "rel": N_("Relations"),
    "hyg": N_("Tidiness"),
}


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its share, its weight, and the points it brings to the total of 100."""

    name: str
    label: str
    share: Fraction
    weight: Fraction
    points: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: how much of its truth the archive holds, by weight."""

    name: str
    label: str
    hit: Fraction
    pos: Fraction

    @property
    def recall(self) -> Fraction:
        """Return HIT/POS."""
        return self.hit / self.pos if self.pos else Fraction(0)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a check may show at its depth."""

    depth: int
    dimensions: tuple[Dimension, ...]
    tiers: tuple[Tier, ...]
    numbers: Mapping[str, Fraction]
    kinds: Mapping[str, int]
    hygiene: Mapping[str, int]
    decided: Mapping[str, int]
    findings: tuple[Mapping[str, Any], ...]

    @property
    def weakest(self) -> Tier | None:
        """Return the tier with the lowest recall, if it is under one half (the floor of a pass)."""
        low = min(self.tiers, key=lambda tier: tier.recall, default=None)
        return low if low is not None and low.recall < Fraction(1, 2) else None


def report(verdict: Mapping[str, Any]) -> Report:
    """Read a stored verdict back into exact numbers."""
    told = verdict["counts"]
    numbers = {
        name: Fraction(told[name]) for name in ("pos", "act", "hit", "precision", "recall", "g", "raw")
    }
    return Report(
        depth=verdict["depth"],
        dimensions=tuple(_dimensions(told, numbers["g"])),
        tiers=tuple(_tiers(told["tiers"])),
        numbers=numbers,
        kinds=told["kinds"],
        hygiene=told["hygiene"],
        decided=told["decided"],
        findings=tuple(row | {"who": _who(row)} for row in verdict["findings"]),
    )


def _who(row: Mapping[str, Any]) -> str:
    """Return the record a finding is about (``contact-3``), or only its kind when there is none."""
    return f"{row['entity']}-{row['record']}" if row["record"] is not None else str(row["entity"])


def _dimensions(told: Mapping[str, Any], g: Fraction) -> Iterable[Dimension]:
    """Split the total into what each dimension brings: 100·W·x/ΣW, with g on sources and tidiness."""
    weights = {name: Fraction(weight) for name, weight in told["weights"].items()}
    whole = sum(weights.values(), Fraction(0))
    for name, label in DIMENSIONS.items():
        if name in weights:
            share, most = Fraction(told["dimensions"][name]), 100 * weights[name] / whole
            factor = g if name in {"prov", "hyg"} else Fraction(1)
            yield Dimension(name, label, share, weights[name], most * share * factor, most)


def _tiers(told: Mapping[str, Any]) -> Iterable[Tier]:
    for name in TIERS:
        if name in told:
            yield Tier(name, TIER_LABELS[name], Fraction(told[name]["hit"]), Fraction(told[name]["pos"]))
