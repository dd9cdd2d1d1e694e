"""What is wrong with a dossier, for its author: shape, references, evidence, and the four robots."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from app.content.faults import Fault, Path
from app.crm.engine import robots
from app.crm.engine.dossier import LANGUAGES, Document, Dossier, parse, texts_of
from app.crm.engine.fields import ENTITIES, STATUSES, find
from app.crm.engine.normalise.reading import Context, read
from app.crm.engine.normalise.unreadable import UnreadableError
from app.crm.engine.places import lines_of

Doc = Mapping[str, Any]
_KINDS = ("card", "chat", "minutes", "letter", "note")
_RELIABILITY = ("official", "first_hand", "second_hand")
_BARS: dict[str, tuple[str, Callable[[Fraction], bool]]] = {
    "perfect": ("exactly 100", lambda total: total == 100),
    "empty": ("exactly 0", lambda total: total == 0),
    "shotgun": ("less than 90", lambda total: total < 90),
    "copy-all": ("at most 59", lambda total: total <= 59),
}


def problems(doc: Doc) -> list[Fault]:
    """Return every fault of a dossier, first the shape; the rest is looked at only when the shape holds."""
    try:
        found = [*_shape(doc)]
        if not found:
            found = [*_references(doc), *_values(doc)]
        if not found:
            dossier = parse(doc)
            found = [*_evidence(doc, dossier), *_planted(doc, dossier)]
        if not found:
            found = [*_robots(doc, parse(doc))]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        found = [Fault((), "KM060", f"This dossier cannot be read: {error!r}.", "Compare it with l1-card.")]
    return found


def _shape(doc: Doc) -> Iterator[Fault]:
    for key in ("title", "brief", "level", "minutes", "clock", "documents", "truth"):
        if key not in doc:
            yield Fault((), "KM060", f"`{key}` is missing.", "Every dossier needs it.")
    yield from _one_of(doc.get("documents", ()), "documents", "kind", _KINDS)
    yield from _one_of(doc.get("documents", ()), "documents", "reliability", _RELIABILITY)
    yield from _one_of(doc.get("truth", ()), "truth", "entity", ENTITIES)
    for i, row in enumerate(doc.get("documents", ())):
        body = row.get("body") or {}
        if not all(str(body.get(language, "")).strip() for language in LANGUAGES):
            yield Fault(
                ("documents", i), "KM161", "This document has no text in zh and en.", "Write both files."
            )
    for path, text in _dates(doc):
        try:
            date.fromisoformat(str(text))
        except ValueError:
            yield Fault(path, "KM061", f"“{text}” is not a day.", "Write it like 2026-10-09.")


def _dates(doc: Doc) -> Iterator[tuple[Path, object]]:
    yield ("clock", "start"), doc.get("clock", {}).get("start", "")
    for i, row in enumerate(doc.get("documents", ())):
        yield ("documents", i, "dated"), row.get("dated", "")


def _one_of(rows: Iterable[Doc], part: str, key: str, allowed: tuple[str, ...]) -> Iterator[Fault]:
    for i, row in enumerate(rows):
        if row.get(key) not in allowed:
            hint = "Use one of: " + ", ".join(allowed) + "."
            yield Fault((part, i, key), "KM062", f"`{key}` is “{row.get(key)}”, which we do not know.", hint)


def _items(doc: Doc) -> Iterator[tuple[Path, str, Doc]]:
    """Yield (path, entity, item) of everything that names a field."""
    entities = {str(row["ref"]): str(row["entity"]) for row in doc["truth"]}
    for i, row in enumerate(doc["truth"]):
        for j, item in enumerate(row["facts"]):
            yield ("truth", i, "facts", j), str(row["entity"]), item
    for part in ("gaps", "classify", "optional"):
        for i, item in enumerate(doc.get(part, ())):
            yield (part, i), entities.get(str(item.get("ref")), ""), item


def _references(doc: Doc) -> Iterator[Fault]:
    documents = {str(row["id"]) for row in doc["documents"]}
    for path, entity, item in _items(doc):
        if not entity:
            yield Fault((*path, "ref"), "KM260", f"There is no record “{item.get('ref')}” in `truth`.")
        elif find(entity, str(item.get("field"))) is None:
            hint = "See app/crm/engine/catalogue.toml for the fields."
            yield Fault((*path, "field"), "KM261", f"An {entity} has no field “{item.get('field')}”.", hint)
        for k, row in enumerate(item.get("evidence", ())):
            if str(row.get("doc")) not in documents:
                yield Fault(
                    (*path, "evidence", k, "doc"), "KM262", f"There is no document “{row.get('doc')}”."
                )
    yield from _keys(doc)


def _keys(doc: Doc) -> Iterator[Fault]:
    for i, row in enumerate(doc["truth"]):
        known = {str(item.get("field")) for item in row["facts"]}
        known |= {str(item["field"]) for item in doc.get("optional", ()) if item["ref"] == row["ref"]}
        for key in row["key"]:
            if key not in known:
                yield Fault(
                    ("truth", i, "key"), "KM263", f"The key field “{key}” has no fact.", "Add the fact."
                )


def _values(doc: Doc) -> Iterator[Fault]:
    context = Context(date.fromisoformat(str(doc["clock"]["start"])), str(doc.get("area_code", "")))
    for path, entity, item in _items(doc):
        known = find(entity, str(item["field"]))
        if item.get("status", "confirmed") not in STATUSES:
            yield Fault((*path, "status"), "KM062", f"`status` is “{item['status']}”, which we do not know.")
        for text in texts_of(item["value"]) if known and "value" in item else ():
            try:
                read(known, text, context) if known else None
            except UnreadableError as error:
                yield Fault(
                    (*path, "value"), "KM360", str(error), "The learner's reader cannot read it either."
                )
        if known and known.type == "points" and path[0] != "gaps":
            yield from _points(path, item)


def _points(path: Path, item: Doc) -> Iterator[Fault]:
    if not item.get("points"):
        yield Fault(path, "KM361", "This field is checked by key points and has none.", "Add `points`.")
    for k, point in enumerate(item.get("points", ())):
        for language, text in zip(LANGUAGES, texts_of(item["value"]), strict=True):
            if not any(
                str(w).casefold().replace(" ", "") in text.casefold().replace(" ", "")
                for w in point[language]
            ):
                message = f"The {language} value does not cover this point itself."
                yield Fault((*path, "points", k), "KM362", message, "Mend the value or the wordings.")


def _evidence(doc: Doc, dossier: Dossier) -> Iterator[Fault]:
    for path, _entity, item in _items(doc):
        rows = item.get("evidence", ())
        if path[0] == "truth" and not rows:
            yield Fault(path, "KM363", "This fact has no evidence.", "Name the document and quote its words.")
        for k, row in enumerate(rows):
            yield from _quote(
                (*path, "evidence", k, "quote"), dossier.document(str(row["doc"])), row["quote"]
            )


def _quote(path: Path, document: Document | None, quote: object) -> Iterator[Fault]:
    for language, text in zip(LANGUAGES, texts_of(quote), strict=True):
        if document is None or text not in document.body.get(language):
            hint = "A quote must stand in the document literally, in both languages."
            yield Fault(
                (*path, language), "KM364", f"“{text}” does not stand in the {language} document.", hint
            )
        elif not lines_of(document, text, language):
            yield Fault((*path, language), "KM364", f"“{text}” cannot be found on any line.")


def _planted(doc: Doc, dossier: Dossier) -> Iterator[Fault]:
    """Forbidden patterns must occur; gaps must be absent; stale values must have a reason."""
    everything = "\n".join(d.body.get(language) for d in dossier.documents for language in LANGUAGES)
    for i, item in enumerate(dossier.forbidden):
        if not item.pattern.search(everything):
            yield Fault(("forbidden", i, "pattern"), "KM560", "This forbidden thing occurs in no document.")
    for i, row in enumerate(doc.get("forbidden", ())):
        where = row["evidence"]
        path: Path = ("forbidden", i, "evidence", "quote")
        yield from _quote(path, dossier.document(str(where["doc"])), where["quote"])


def _robots(doc: Doc, dossier: Dossier) -> Iterator[Fault]:
    for language in LANGUAGES:
        for name, total in robots.results(dossier, language).items():
            asked, holds = _BARS[name]
            if name == "copy-all" and not doc.get("forbidden"):
                continue
            if not holds(total):
                message = f"The {name} player scores {float(total):.2f} in {language}; it must score {asked}."
                yield Fault(
                    (), "KM365", message, "Look at weights, evidence and what else the documents say."
                )
