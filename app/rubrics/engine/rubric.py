"""A rubric as frozen values: criteria, each cut into bands of whole points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.kernel.errors import InvalidError
from app.kernel.messages import N_
from app.kernel.text import Bilingual


@dataclass(frozen=True, slots=True)
class Band:
    """One level of a criterion: the points from *lo* to *hi*, both included, and what earns them."""

    id: str
    label: Bilingual
    lo: int
    hi: int
    text: Bilingual

    @property
    def span(self) -> str:
        """Return the band's points as text: "18–20", or "11" for a single point."""
        return str(self.lo) if self.lo == self.hi else f"{self.lo}–{self.hi}"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is judged; *bands* run from the best to the one that holds 0 points."""

    id: str
    title: Bilingual
    maximum: int
    scored_on: str
    bands: tuple[Band, ...]

    def band_of(self, points: int) -> Band:
        """Return the band that holds *points*; raise InvalidError outside 0..maximum."""
        for band in self.bands:
            if band.lo <= points <= band.hi:
                return band
        raise InvalidError(
            N_("%(points)s points is outside the scale of this criterion (0 to %(maximum)s)."),
            points=points,
            maximum=self.maximum,
        )


@dataclass(frozen=True, slots=True)
class Rubric:
    """All criteria of one rubric; *maximum* is the sum of theirs."""

    id: str
    title: Bilingual
    criteria: tuple[Criterion, ...]

    @property
    def maximum(self) -> int:
        """Return the points of a perfect sheet."""
        return sum(criterion.maximum for criterion in self.criteria)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return one criterion by id; raise InvalidError for an id this rubric does not have."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise InvalidError(N_("This rubric has no such criterion. Reload the sheet and try again."))


def read(doc: Mapping[str, Any]) -> Rubric:
    """Read a rubric document that has passed the linter (``lint.problems`` found nothing)."""
    return Rubric(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        criteria=tuple(_criterion(each) for each in doc["criteria"]),
    )


def _criterion(doc: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=str(doc["id"]),
        title=Bilingual.read(doc["title"]),
        maximum=int(doc["max"]),
        scored_on=str(doc["scored_on"]),
        bands=tuple(_band(each) for each in doc["bands"]),
    )


def _band(doc: Mapping[str, Any]) -> Band:
    return Band(
        id=str(doc["id"]),
        label=Bilingual.read(doc["label"]),
        lo=int(doc["lo"]),
        hi=int(doc["hi"]),
        text=Bilingual.read(doc["text"]),
    )
