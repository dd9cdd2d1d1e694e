"""What can be wrong with a rubric file, each finding with the path to the value that causes it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.content.faults import Fault

SCORED_ON = ("product", "performance")
KEYS = {"id", "title", "maximum", "criteria"}
CRITERION_KEYS = {"id", "title", "max", "scored_on", "bands"}
BAND_KEYS = {"id", "label", "lo", "hi", "text"}

Path = tuple[str | int, ...]


def problems(doc: Mapping[str, Any]) -> list[Fault]:
    """Return every finding about one rubric document; an empty list means it may be published."""
    found = [*_unknown(doc, KEYS, ()), *_identity(doc, ())]
    criteria = doc.get("criteria")
    if not isinstance(criteria, list) or not criteria:
        return [*found, Fault(("criteria",), "KM020", "a rubric needs at least one criterion")]
    found += _unique(criteria, ("criteria",))
    for index, criterion in enumerate(criteria):
        found += _criterion(criterion, ("criteria", index))
    return found + _maximum(doc, criteria)


def bilingual(value: object, path: Path) -> Iterator[Fault]:
    """Yield a finding when *value* is not a pair of non-empty texts, zh and en."""
    if not isinstance(value, Mapping):
        yield Fault(path, "KM101", "text must be given as {zh: …, en: …}")
        return
    for language in ("zh", "en"):
        text = value.get(language)
        if not isinstance(text, str) or not text.strip():
            yield Fault((*path, language), "KM101", f"the {language} side is missing or empty")
    if set(value) - {"zh", "en"}:
        yield Fault(path, "KM003", "only zh and en are known here")


def _identity(doc: Mapping[str, Any], path: Path, name: str = "title") -> Iterator[Fault]:
    if not isinstance(doc.get("id"), str) or not doc["id"]:
        yield Fault((*path, "id"), "KM401", "an id is missing", "ids never change once published")
    yield from bilingual(doc.get(name), (*path, name))


def _unknown(doc: Mapping[str, Any], known: set[str], path: Path) -> Iterator[Fault]:
    for key in sorted(set(doc) - known):
        yield Fault((*path, key), "KM003", f"unknown key {key!r}", f"known keys: {', '.join(sorted(known))}")


def _unique(rows: Sequence[Any], path: Path) -> Iterator[Fault]:
    seen: set[object] = set()
    for index, row in enumerate(rows):
        row_id = row.get("id") if isinstance(row, Mapping) else None
        if row_id is not None and row_id in seen:
            yield Fault((*path, index, "id"), "KM402", f"the id {row_id!r} is used twice")
        seen.add(row_id)


def _criterion(doc: object, path: Path) -> Iterator[Fault]:
    if not isinstance(doc, Mapping):
        yield Fault(path, "KM002", "a criterion must be a mapping")
        return
    yield from _unknown(doc, CRITERION_KEYS, path)
    yield from _identity(doc, path)
    if doc.get("scored_on") not in SCORED_ON:
        yield Fault((*path, "scored_on"), "KM310", "scored_on must be product or performance")
    if not _whole(doc.get("max")) or doc["max"] <= 0:
        yield Fault((*path, "max"), "KM311", "max must be a whole number above 0")
        return
    bands = doc.get("bands")
    if not isinstance(bands, list) or len(bands) < 2:
        yield Fault((*path, "bands"), "KM312", "a criterion needs at least two bands")
        return
    yield from _unique(bands, (*path, "bands"))
    yield from _bands(bands, int(doc["max"]), (*path, "bands"))


def _bands(bands: Sequence[Any], maximum: int, path: Path) -> Iterator[Fault]:
    expected = maximum
    for index, band in enumerate(bands):
        here = (*path, index)
        if not isinstance(band, Mapping):
            yield Fault(here, "KM002", "a band must be a mapping")
            return
        yield from _unknown(band, BAND_KEYS, here)
        yield from _identity(band, here, "label")
        yield from bilingual(band.get("text"), (*here, "text"))
        if not _whole(band.get("lo")) or not _whole(band.get("hi")) or band["lo"] > band["hi"]:
            yield Fault(here, "KM313", "a band needs whole points lo ≤ hi")
            return
        if band["hi"] != expected:
            yield Fault(
                (*here, "hi"),
                "KM314",
                f"bands must run from best to worst without gap or overlap: hi should be {expected}",
            )
        expected = band["lo"] - 1
    if expected != -1:
        yield Fault(
            (*path, len(bands) - 1, "lo"),
            "KM315",
            "the last band must start at 0",
            "without a 0 level an empty sheet would earn points",
        )


def _maximum(doc: Mapping[str, Any], criteria: Sequence[Any]) -> list[Fault]:
    declared = doc.get("maximum", 100)
    total = sum(each["max"] for each in criteria if isinstance(each, Mapping) and _whole(each.get("max")))
    if not _whole(declared) or declared != total:
        return [Fault(("maximum",), "KM316", f"the criteria add up to {total}, not to {declared}")]
    return []


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
