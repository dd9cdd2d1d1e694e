"""Item analysis with the definitions of Moodle's quiz statistics report, and reliability.

Floats: these are estimates for reading, never marks. Sources: Moodle's documentation of the quiz
statistics calculations; Kuder and Richardson (1937); Cronbach (1951).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median, variance


@dataclass(frozen=True, slots=True)
class ItemStats:
    """One question over many attempts. Percentages run from 0 to 100; ``None`` where there is no number.

    *facility* mean mark over the highest possible; *sd* standard deviation of the mark (n - 1);
    *weight* share of the square roots of the covariances with the total (none for a negative one);
    *discrimination* 100 x correlation with the rest of the total; *efficiency* 100 x covariance with the
    rest over the highest covariance possible with these marks.
    """

    count: int
    facility: float | None
    sd: float
    weight: float | None
    discrimination: float | None
    efficiency: float | None


def covariance(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the sample covariance (n - 1) of two rows; 0 for fewer than two values."""
    if len(one) < 2:
        return 0.0
    left, right = fmean(one), fmean(other)
    return sum((a - left) * (b - right) for a, b in zip(one, other, strict=True)) / (len(one) - 1)


def _spread(row: Sequence[float]) -> float:
    return sqrt(variance(row)) if len(row) > 1 else 0.0


def analyse(
    marks: Mapping[str, Sequence[float]], totals: Sequence[float], highest: Mapping[str, float]
) -> dict[str, ItemStats]:
    """Return the figures of every item; *marks* holds one mark for each attempt, in the order of *totals*."""
    return analyse_pairs({item: list(zip(row, totals, strict=True)) for item, row in marks.items()}, highest)


def analyse_pairs(
    pairs: Mapping[str, Sequence[tuple[float, float]]], highest: Mapping[str, float]
) -> dict[str, ItemStats]:
    """Return the figures of every item from (mark, total) of the attempts it was asked in.

    In a drawn exam an item is asked in some attempts only; it is judged by those.
    """
    shares = {
        item: covariance([mark for mark, _ in rows], [total for _, total in rows])
        for item, rows in pairs.items()
    }
    whole = sum(sqrt(share) for share in shares.values() if share > 0)
    return {item: _one(rows, highest[item], _weight(shares[item], whole)) for item, rows in pairs.items()}


def _weight(share: float, whole: float) -> float | None:
    if share < -1e-12:
        return None
    return 100 * sqrt(max(share, 0.0)) / whole if whole else 0.0


def _one(rows: Sequence[tuple[float, float]], highest: float, weight: float | None) -> ItemStats:
    row = [mark for mark, _ in rows]
    rest = [total - mark for mark, total in rows]
    spread = _spread(row)
    shared = covariance(row, rest)
    product = spread * _spread(rest)
    most = covariance(sorted(row), sorted(rest))
    return ItemStats(
        count=len(row),
        facility=100 * fmean(row) / highest if highest and row else None,
        sd=spread,
        weight=weight,
        discrimination=100 * shared / product if product > 1e-12 else None,
        efficiency=100 * shared / most if most > 1e-12 else None,
    )


def alpha(marks: Mapping[str, Sequence[float]]) -> float | None:
    """Return Cronbach's alpha (KR-20 when every mark is 0 or the whole); ``None`` without spread."""
    rows = list(marks.values())
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    spread = variance([sum(column) for column in zip(*rows, strict=True)])
    if spread < 1e-12:
        return None
    return float(len(rows) / (len(rows) - 1) * (1 - sum(variance(row) for row in rows) / spread))


def error_of_measurement(marks: Mapping[str, Sequence[float]]) -> float | None:
    """Return the standard error of measurement of the total, in points."""
    reliability = alpha(marks)
    if reliability is None:
        return None
    spread = variance([sum(column) for column in zip(*marks.values(), strict=True)])
    return sqrt(spread * max(0.0, 1 - reliability))


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about an item an author should look at: *word* names it, *value* is the figure."""

    word: str
    value: float


def flags(stats: ItemStats, options: Mapping[str, tuple[int, bool]]) -> list[Flag]:
    """Return what deserves a look; *options* holds (times chosen, is it right) by option.

    Nothing is said about fewer than ten attempts.
    """
    if stats.count < 10:
        return []
    found = []
    if stats.facility is not None and stats.facility < 20:
        found.append(Flag("too-hard", stats.facility))
    if stats.facility is not None and stats.facility > 95:
        found.append(Flag("too-easy", stats.facility))
    if stats.discrimination is not None and stats.discrimination < 0:
        found.append(Flag("negative", stats.discrimination))
    elif stats.discrimination is not None and stats.discrimination < 15:
        found.append(Flag("weak", stats.discrimination))
    right = max((times for times, correct in options.values() if correct), default=0)
    wrong = max((times for times, correct in options.values() if not correct), default=0)
    if options and wrong > right:
        found.append(Flag("key", float(wrong)))
    idle = sum(1 for times, correct in options.values() if times == 0 and not correct)
    if idle:
        found.append(Flag("idle", float(idle)))
    return found


def seconds_by_item(
    events: Sequence[tuple[int, float]], begun: float, longest: float = 900
) -> dict[int, float]:
    """Return the seconds spent on every position, from (position, moment) of each answer in order.

    The time since the answer before is counted to the item answered; a pause longer than *longest*
    seconds counts as nothing, for nobody knows what it was spent on.
    """
    spent: dict[int, float] = {}
    before = begun
    for position, moment in events:
        step = moment - before
        if 0 <= step <= longest:
            spent[position] = spent.get(position, 0.0) + step
        before = moment
    return spent


def typical(values: Sequence[float]) -> float | None:
    """Return the median, which one long pause does not move."""
    return median(values) if values else None
