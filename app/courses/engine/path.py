"""Where one person stands on the path: verdicts, doors, tallies, and the step that comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.courses.engine.completion import Evidence, Verdict, judge, untouched
from app.courses.engine.outline import Item
from app.courses.engine.progress import Tally, next_item, tally
from app.courses.engine.syllabus import Key, Station, Syllabus
from app.courses.engine.unlocking import Door, Standing, door


@dataclass(frozen=True, slots=True)
class Stop:
    """One station as it stands for one person; *door* is ``None`` while its content is not published."""

    station: Station
    door: Door | None
    tally: Tally
    verdicts: Mapping[Key, Verdict]

    @property
    def open(self) -> bool:
        """Return whether the person may work here now."""
        return self.door is not None and self.door.open

    @property
    def complete(self) -> bool:
        """Return whether every required step is done."""
        return self.tally.complete


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next: where it is, what it is called, how long it still takes."""

    endpoint: str
    args: dict[str, Any]
    label: Mapping[str, str]
    item: Item
    minutes: int | None

    @property
    def kind(self) -> str:
        """Return what kind of step it is: ``lesson``, ``exam``, ``scenario`` or ``crm``."""
        return self.item.kind


def verdicts_of(syllabus: Syllabus, evidence: Mapping[Key, Evidence]) -> dict[Key, Verdict]:
    """Return the verdict on every step of the published modules."""
    return {
        (item.kind, item.id): judge(item, found)
        if (found := evidence.get((item.kind, item.id))) is not None
        else untouched(item)
        for module in syllabus.modules
        for item in module.items
    }


def complete_modules(syllabus: Syllabus, verdicts: Mapping[Key, Verdict]) -> frozenset[str]:
    """Return the ids of the modules whose required steps are all done."""
    return frozenset(module.id for module in syllabus.modules if tally(module.items, verdicts).complete)


def done_keys(syllabus: Syllabus, evidence: Mapping[Key, Evidence]) -> frozenset[Key]:
    """Return everything that is done as (kind, id), complete modules as ("module", id)."""
    verdicts = verdicts_of(syllabus, evidence)
    done = {key for key, verdict in verdicts.items() if verdict.done}
    return frozenset(done | {("module", ident) for ident in complete_modules(syllabus, verdicts)})


def walk(syllabus: Syllabus, evidence: Mapping[Key, Evidence], standing: Standing) -> list[Stop]:
    """Return every station with its door and tally for the person whose *evidence* this is."""
    verdicts = verdicts_of(syllabus, evidence)
    titles: dict[str, object] = {station.id: station.title for station in syllabus.stations}
    titles |= {ident: title for (kind, ident), title in syllabus.titles.items() if kind == "exam"}
    scores = {key[1]: found.best_score for key, found in evidence.items() if key[0] == "exam"}
    told = replace(
        standing,
        complete_modules=complete_modules(syllabus, verdicts),
        scores={ident: score for ident, score in scores.items() if score is not None},
        titles=titles,
    )
    return [_stop(station, verdicts, told) for station in syllabus.stations]


def _stop(station: Station, verdicts: Mapping[Key, Verdict], standing: Standing) -> Stop:
    if station.module is None:
        return Stop(station, None, Tally(0, 0, 0), verdicts)
    opened = door(station.module.unlock, standing)
    return Stop(station, opened, tally(station.module.items, verdicts), verdicts)


def next_step(stops: list[Stop], current: Key | None) -> Item | None:
    """Return the step "Continue" opens: in the first open station that is not complete."""
    for stop in stops:
        if stop.open and not stop.complete and stop.station.module is not None:
            return next_item(stop.station.module.items, stop.verdicts, current)
    return None


def current_index(stops: list[Stop]) -> int:
    """Return the place of the first station that is not complete (the last one if all are)."""
    return next((place for place, stop in enumerate(stops) if not stop.complete), len(stops) - 1)
