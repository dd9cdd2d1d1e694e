"""What may be asked of courses and progress. Content is read once for each release and then kept."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, union_all

from app.content.differences import Line, compare
from app.content.markdown.words import plain_text
from app.courses.engine import path
from app.courses.engine.completion import Evidence
from app.courses.engine.dates import Anchors
from app.courses.engine.path import Step, Stop
from app.courses.engine.progress import Tally, tally
from app.courses.engine.reading import minutes_left
from app.courses.engine.rendering import Inserts, Linker, Rendered, Term, render, term_of
from app.courses.engine.search import READERS, Hit, Section, search
from app.courses.engine.syllabus import DOCUMENTS, DOORS, Content, Key, Syllabus, build
from app.courses.engine.unlocking import Standing
from app.courses.models import LessonNote, Progress
from app.crm import queries as crm
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.kernel.messages import N_
from app.kernel.numbers import half_up
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.library.models import Release
from app.negotiation import queries as negotiation
from app.organisations import queries as organisations
from app.platform.clock import now
from app.platform.database import db
from app.projects.queries import outcomes
from app.quizzes.queries import attempts as quizzes

COURSE = "kas"
# Doors open by the calendar of the place where the course is taught.
ZONE = ZoneInfo("Asia/Shanghai")
NOT_PUBLISHED = N_("No course is published yet. Ask your training admin to load the content.")
_kept: "OrderedDict[str, Content]" = OrderedDict()
_rendered: OrderedDict[tuple[str, ...], Rendered] = OrderedDict()
_sections: OrderedDict[str, tuple[Section, ...]] = OrderedDict()
_differences: OrderedDict[tuple[str, ...], list[Line]] = OrderedDict()
_lock = threading.Lock()
# Asked on busy pages: a statement that is built once costs a quarter of one built for each request.
_OF_MANY = (
    select(Progress)
    .where(
        Progress.organisation_id == bindparam("organisation_id"),
        Progress.user_id.in_(bindparam("user_ids", expanding=True)),
    )
    .order_by(Progress.updated_at.desc(), Progress.id.desc())
)
_BEST = union_all(quizzes.BEST, crm.BEST, outcomes.BEST, negotiation.BEST)
_MARKS = {
    "exam": quizzes.best_mark,
    "crm": crm.best_mark,
    "task": outcomes.best_mark,
    "scenario": negotiation.best_mark,
}
_OF_LESSON = select(Progress).where(
    Progress.organisation_id == bindparam("organisation_id"),
    Progress.user_id == bindparam("user_id"),
    Progress.lesson_id == bindparam("lesson_id"),
)
_NOTES = (
    select(LessonNote)
    .where(
        LessonNote.organisation_id == bindparam("organisation_id"),
        LessonNote.user_id == bindparam("user_id"),
    )
    .order_by(LessonNote.id)
)
_NOTES_BESIDE = _NOTES.where(LessonNote.lesson_id == bindparam("lesson_id"))
_NOTES = (
    select(LessonNote)
    .where(
        LessonNote.organisation_id == bindparam("organisation_id"),
        LessonNote.user_id == bindparam("user_id"),
    )
    .order_by(LessonNote.id)
)
_NOTES_OF_LESSON = _NOTES.where(LessonNote.lesson_id == bindparam("lesson_id"))


@dataclass(frozen=True, slots=True)
class Study:
    """What a person's pages are built from: the release their class works on and their anchors."""

    release: Release
    content: Content
    anchors: Anchors

    @property
    def syllabus(self) -> Syllabus:
        """Return the course."""
        return self.content.syllabus


def study_of(actor: Actor) -> Study:
    """Return what ``find_study`` does; NotFoundError before anything is published."""
    study = find_study(actor)
    if study is None:
        raise NotFoundError(NOT_PUBLISHED)
    return study


def find_study(actor: Actor) -> Study | None:
    """Return the release, syllabus and dates of the actor's class, else of the newest release, else None."""
    enrolment = organisations.enrolment_of(actor)
    release = enrolment.cohort.release if enrolment else library.current_release()
    if release is None:
        return None
    anchors = Anchors(enrolment.cohort.starts_on, enrolment.hired_on) if enrolment else Anchors()
    return Study(release, content_of(release), anchors)


def content_of(release: Release) -> Content:
    """Return the course as this release holds it (no statement when this process has read it before)."""
    with _lock:
        found = _kept.get(release.tree_hash)
    if found is None:
        found = _read(release)
        _keep(_kept, release.tree_hash, found, 8)
    return found


def _keep(cache: OrderedDict[Any, Any], key: object, value: object, size: int) -> None:
    with _lock:
        cache[key] = value
        while len(cache) > size:
            cache.popitem(last=False)


def _read(release: Release) -> Content:
    versions = library.hashes(release.id)
    if ("course", COURSE) not in versions:
        raise NotFoundError(NOT_PUBLISHED)
    wanted = {
        key: name for key, name in versions.items() if key[0] in {"course", "module", *DOCUMENTS.values()}
    }
    blobs = library.blobs(wanted.values())
    docs = {key: blobs[name].doc for key, name in wanted.items()}
    words = {document: kind for kind, document in DOCUMENTS.items()}
    titles = {
        (words[kind], ident): doc["title"]
        for (kind, ident), doc in docs.items()
        if kind in words and "title" in doc
    }
    modules = {ident: doc for (kind, ident), doc in docs.items() if kind == "module"}
    return Content(build(docs["course", COURSE], modules, titles), versions)


def find(study: Study, kind: str, ident: str) -> Blob | None:
    """Return one object of the person's release, or nothing (no statement when it was read before)."""
    name = study.content.versions.get((kind, ident))
    return library.blob(name) if name else None


def document(study: Study, kind: str, ident: str) -> Blob:
    """Return one object of the person's release; NotFoundError when it is not part of it."""
    found = find(study, kind, ident)
    if found is None:
        raise NotFoundError
    return found


def guides_of(study: Study, module_id: str) -> list[Blob]:
    """Return the teaching guides of a module."""
    blobs = library.blobs(study.content.of("guide").values())
    return [blob for blob in blobs.values() if blob.doc.get("module") == module_id]


def terms_of(study: Study) -> dict[str, Term]:
    """Return the glossary by term id."""
    glossary = find(study, "glossary", COURSE)
    terms = [term_of(row) for row in glossary.doc.get("terms", [])] if glossary else []
    return {term.id: term for term in terms}


def rendered(study: Study, lesson: Blob, language: str, link: Linker) -> Rendered:
    """Return the lesson's finished HTML in *language*, kept by the versions it was made from."""
    key = (lesson.hash, study.content.inserted, language)
    with _lock:
        ready = _rendered.get(key)
    if ready is None:
        ready = render(lesson.doc["body"][language], language, inserts_of(study), link)
        _keep(_rendered, key, ready, 512)
    return ready


def inserts_of(study: Study) -> Inserts:
    """Return the facts, terms and figures that lessons of this release insert."""
    facts = find(study, "facts", COURSE)
    rows = {str(row["id"]): row for row in facts.doc.get("facts", [])} if facts else {}
    figures = library.blobs(study.content.of("figure").values())
    return Inserts(rows, terms_of(study), {str(blob.doc["id"]): blob.doc for blob in figures.values()})


def progress_rows(organisation_id: int, user_ids: Iterable[int]) -> Sequence[Progress]:
    """Return what these people have read in this organisation, the latest first."""
    names = {"organisation_id": organisation_id, "user_ids": list(user_ids)}
    return db.session.scalars(_OF_MANY, names).all()


def own_progress(actor: Actor, lesson_id: str) -> Progress | None:
    """Return where the actor is in one lesson."""
    names = {"organisation_id": actor.organisation_id, "user_id": actor.user_id, "lesson_id": lesson_id}
    return db.session.scalar(_OF_LESSON, names)


def own_notes(actor: Actor, lesson_id: str = "") -> Sequence[LessonNote]:
    """Return the actor's notes beside one lesson, or beside all, in the order of writing."""
    names = {"organisation_id": actor.organisation_id, "user_id": actor.user_id}
    if lesson_id:
        return db.session.scalars(_NOTES_OF_LESSON, {**names, "lesson_id": lesson_id}).all()
    return db.session.scalars(_NOTES, names).all()


def own_note(actor: Actor, note_id: int) -> LessonNote:
    """Return one of the actor's notes; NotFoundError for anybody else's."""
    row = db.session.get(LessonNote, note_id)
    if row is None or (row.organisation_id, row.user_id) != (actor.organisation_id, actor.user_id):
        raise NotFoundError
    return row


def note_with_key(actor: Actor, key: str) -> LessonNote | None:
    """Return the actor's note that was sent under *key* before."""
    return next((row for row in own_notes(actor) if row.client_key == key), None)


def found(study: Study, query: str, language: str) -> list[Hit]:
    """Return the places of the published lessons, terms and checklists that hold *query*."""
    name = study.release.tree_hash
    with _lock:
        sections = _sections.get(name)
    if sections is None:
        sections = _sections_of(study)
        _keep(_sections, name, sections, 4)
    return search(sections, query, language)


def _sections_of(study: Study) -> tuple[Section, ...]:
    taught = {item.id for module in study.syllabus.modules for item in module.items if item.kind == "lesson"}
    names = [name for ident, name in study.content.of("lesson").items() if ident in taught]
    lists, glossary = study.content.of("checklist").values(), study.content.of("glossary").values()
    blobs = library.blobs([*names, *lists, *glossary])
    return tuple(section for blob in blobs.values() for section in READERS[blob.kind](blob.doc))


def changed_since(lesson: Blob, seen: str, language: str) -> list[Line]:
    """Return how the words of a lesson differ from the version *seen* (not how its form does)."""
    if not seen or seen == lesson.hash:
        return []
    return _difference(library.blob(seen), lesson, language)


def _difference(before: Blob, after: Blob, language: str) -> list[Line]:
    key = (before.hash, after.hash, language)
    with _lock:
        lines = _differences.get(key)
    if lines is None:
        sides = (plain_text(blob.doc["body"].get(language, "")) for blob in (before, after))
        lines = compare(*sides)
        _keep(_differences, key, lines, 128)
    return lines


def evidence_of(
    organisation_id: int, user_ids: Sequence[int], rows: Sequence[Progress] | None = None
) -> dict[int, dict[Key, Evidence]]:
    """Return what is known of each person's steps, in statements that do not grow with people."""
    known: dict[int, dict[Key, Evidence]] = {user_id: {} for user_id in user_ids}
    for row in progress_rows(organisation_id, user_ids) if rows is None else rows:
        known[row.user_id]["lesson", row.lesson_id] = Evidence(
            completed=row.completed_at is not None,
            reached_end=row.reached_end_at is not None,
            seconds=row.seconds,
        )
    for (user_id, key), (score, maximum) in _best_scores(organisation_id, user_ids).items():
        known[user_id][key] = Evidence(
            best_score=half_up(100 * score / maximum if maximum else Fraction(0)), submitted=True
        )
    return known


def _best_scores(
    organisation_id: int, user_ids: Sequence[int]
) -> dict[tuple[int, Key], tuple[Fraction, Fraction]]:
    """Return the best (score, maximum) of each person in every exam, archive, negotiation and task.

    Of several marks the highest counts; of a task's, the one released last.
    """
    found: dict[tuple[int, Key], tuple[Fraction, Fraction]] = {}
    names = {"organisation_id": organisation_id, "user_ids": list(user_ids)}
    for row in sorted(db.session.execute(_BEST, names), key=lambda row: row.place):
        key, mark = (row.user_id, (row.kind, row.ident)), _MARKS[row.kind](row.mark)
        found[key] = mark if row.kind == "task" else max(found.get(key, mark), mark)
    return found


def done_items(organisation_id: int, release_id: int, user_ids: Sequence[int]) -> dict[int, frozenset[Key]]:
    """Return for each person the set of (kind, id) done, complete modules as ("module", id)."""
    syllabus = content_of(library.release(release_id)).syllabus
    known = evidence_of(organisation_id, user_ids)
    return {user_id: path.done_keys(syllabus, evidence) for user_id, evidence in known.items()}


def progress_of(organisation_id: int, releases: Mapping[int, Release]) -> dict[int, Tally]:
    """Return how much of the modules in their own release each person has done (``.done`` of ``.total``)."""
    courses = {user_id: content_of(release).syllabus for user_id, release in releases.items()}
    known = evidence_of(organisation_id, list(releases))
    return {
        user_id: tally(
            [item for module in courses[user_id].modules for item in module.items],
            path.verdicts_of(courses[user_id], evidence),
        )
        for user_id, evidence in known.items()
    }


def item_titles(release_id: int) -> dict[Key, Mapping[str, str]]:
    """Return the titles of all steps of the published modules by (kind, id), in course order."""
    syllabus = content_of(library.release(release_id)).syllabus
    return {
        (item.kind, item.id): syllabus.title_of(item) for module in syllabus.modules for item in module.items
    }


def stops_of(actor: Actor, study: Study) -> tuple[list[Stop], Sequence[Progress]]:
    """Return the actor's path as it stands now, and the reading progress it was judged from."""
    moment = now().astimezone(ZONE).replace(tzinfo=None)
    rows = progress_rows(actor.organisation_id, [actor.user_id])
    evidence = evidence_of(actor.organisation_id, [actor.user_id], rows)[actor.user_id]
    return path.walk(study.syllabus, evidence, Standing(moment, study.anchors)), rows


def step_in(study: Study, stops: list[Stop], rows: Sequence[Progress]) -> Step | None:
    """Return the next step on a path that was read already: exact lesson and heading."""
    latest = {row.lesson_id: row for row in rows}
    current = ("lesson", rows[0].lesson_id) if rows else None
    item = path.next_step(stops, current)
    if item is None:
        return None
    endpoint, argument = DOORS[item.kind]
    args: dict[str, Any] = {argument: item.id} if argument else {}
    minutes: int | None = item.minutes or None
    reading = latest.get(item.id) if item.kind == "lesson" else None
    if reading is not None:
        minutes = minutes_left(item.minutes, reading.percent)
        args |= {"_anchor": reading.anchor} if reading.anchor else {}
    return Step(endpoint, args, study.syllabus.title_of(item), item, minutes)


def continue_at(actor: Actor) -> Step | None:
    """Return the one thing to do next, or nothing when all that is open is done."""
    study = study_of(actor)
    stops, rows = stops_of(actor, study)
    return step_in(study, stops, rows)


def own_data(actor: Actor) -> dict[str, object]:
    """Return what this room keeps about the actor, for the person's own export."""
    return {
        "lessons": [
            {
                "lesson": row.lesson_id,
                "percent": row.percent,
                "seconds": row.seconds,
                "opened_at": row.opened_at.isoformat(),
                "completed_at": row.completed_at.isoformat() if row.completed_at else None,
            }
            for row in progress_rows(actor.organisation_id, [actor.user_id])
        ],
        "notes": [
            {
                "lesson": row.lesson_id,
                "quote": row.quote,
                "text": row.text,
                "created_at": row.created_at.isoformat(),
                "updated_at": row.updated_at.isoformat(),
            }
            for row in own_notes(actor)
        ],
    }
