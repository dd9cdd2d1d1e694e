"""Path, module, lesson, glossary, and the way back to where one was."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses import queries, services
from app.courses.engine.outline import Item, Module
from app.courses.engine.path import Step, Stop, current_index
from app.courses.engine.progress import neighbours
from app.courses.engine.reading import Note, minutes_left
from app.courses.engine.rendering import Term
from app.courses.queries import Study
from app.courses.views.base import address, bp, sentence
from app.kernel.actor import Actor
from app.kernel.errors import NotFoundError
from app.library.engine.blobs import Blob
from app.organisations.policies import Permission
from app.platform.clock import now
from app.platform.guards import current_actor, requires
from app.platform.i18n import language, pick
from app.quizzes.services import checks


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a module as the page lists it."""

    item: Item
    title: Mapping[str, str]
    url: str
    done: bool
    begun: bool
    next: bool
    missing: list[str]


def _sees_tasks(actor: Actor) -> bool:
    """Return whether team tasks are open to the actor: they are run in colleges, by teams and teachers."""
    taking_part = actor.may(Permission.TEAM_WORK) or actor.may(Permission.PROJECT_MANAGE)
    return actor.organisation_kind == "college" and taking_part


def _lines(study: Study, stop: Stop, step: Step | None, *, tasks: bool) -> list[Line]:
    """Return the steps of a module, with or without team *tasks*."""
    items = stop.station.module.items if stop.station.module else ()
    lines = []
    for item in items:
        if item.kind == "task" and not tasks:
            continue
        verdict = stop.verdicts[item.kind, item.id]
        missing = [] if verdict.done else [sentence(reason) for reason in verdict.missing]
        title, url = study.syllabus.title_of(item), address(item.kind, item.id)
        here = step is not None and step.item == item
        lines.append(Line(item, title, url, verdict.done, verdict.begun, here, missing))
    return lines


@bp.get("/")
@requires(Permission.PRACTISE)
def path() -> ResponseReturnValue:
    """Show the seven stations, what is open and why the rest is not, and the one thing to do next."""
    actor = current_actor()
    study = queries.study_of(actor)
    stops, rows = queries.stops_of(actor, study)
    step = queries.step_in(study, stops, rows)
    return render_template(
        "courses/path.html", course=study.syllabus, stops=stops, step=step, current=current_index(stops)
    )


@bp.get("/continue")
@requires(Permission.PRACTISE)
def resume() -> ResponseReturnValue:
    """Go to the exact lesson and heading, or to the course when nothing is left."""
    step = queries.continue_at(current_actor())
    return redirect(url_for(step.endpoint, **step.args) if step else url_for("courses.path"))


@bp.get("/<module_id>")
@requires(Permission.PRACTISE)
def module(module_id: str) -> ResponseReturnValue:
    """Show the steps of one module and how far one has come."""
    actor = current_actor()
    study = queries.study_of(actor)
    stops, rows = queries.stops_of(actor, study)
    stop = next((stop for stop in stops if stop.station.id == module_id), None)
    if stop is None:
        raise NotFoundError
    step = queries.step_in(study, stops, rows)
    lines = _lines(study, stop, step, tasks=_sees_tasks(actor))
    teaches = actor.may(Permission.COHORT_READ) or actor.may(Permission.CONTENT_AUTHOR)
    return render_template(
        "courses/module.html",
        course=study.syllabus,
        stop=stop,
        lines=lines,
        step=step,
        guides=queries.guides_of(study, module_id) if teaches else [],
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson somebody wants to see; *closed* is the station that is not open to them yet, if so."""

    study: Study
    item: Item
    module: Module | None
    blob: Blob
    closed: Stop | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into a note that could not be kept, and why; *note_id* is 0 for a new one."""

    note_id: int
    text: str
    error: str
    anchor: str = ""


def open_lesson(actor: Actor, lesson_id: str) -> Opened:
    """Return the lesson as the actor's class holds it; NotFoundError when no published module lists it."""
    study = queries.study_of(actor)
    item = services.lesson_item(study=study, lesson_id=lesson_id)
    module = study.syllabus.module_of("lesson", lesson_id)
    closed = None
    if module is not None and module.unlock:
        stops = queries.stops_of(actor, study)[0]
        closed = next((stop for stop in stops if stop.station.id == module.id and not stop.open), None)
    return Opened(study, item, module, queries.document(study, "lesson", lesson_id), closed)


def closed_page(opened: Opened) -> ResponseReturnValue:
    """Say why the lesson is closed and what opens it."""
    title = opened.study.syllabus.title_of(opened.item)
    return render_template("courses/closed.html", stop=opened.closed, title=title), 403


@bp.get("/lesson/<lesson_id>")
@requires(Permission.PRACTISE)
def lesson(lesson_id: str) -> ResponseReturnValue:
    """Show one lesson at the reader's place."""
    actor = current_actor()
    opened = open_lesson(actor, lesson_id)
    if opened.closed is not None:
        return closed_page(opened)
    return lesson_page(opened)


def lesson_page(opened: Opened, draft: Draft | None = None) -> str:
    """Return an open lesson as a page, with the *draft* of a note that could not be kept."""
    actor = current_actor()
    lesson_id = opened.item.id
    study, item, blob = opened.study, opened.item, opened.blob
    page = queries.rendered(study, blob, language(), address)
    asked = [piece.text for piece in page.pieces if piece.kind == "check"]
    progress = queries.own_progress(actor, lesson_id)
    before, after = neighbours(study.syllabus.modules, "lesson", lesson_id)
    return render_template(
        "courses/lesson.html",
        lesson=blob.doc,
        item=item,
        module=opened.module,
        draft=draft,
        notes=queries.own_notes(actor, lesson_id),
        changed=bool(progress and queries.changed_since(blob, progress.lesson_hash, language())),
        key=secrets.token_hex(8),
        page=page,
        progress=progress,
        left=minutes_left(item.minutes, progress.percent if progress else 0),
        place=page.heading(progress.anchor) if progress else None,
        before=before,
        after=after,
        titles=study.syllabus.title_of,
        checks=_self_checks(study, asked),
        visit=secrets.token_hex(8),
        opened=int(now().timestamp()),
    )


def _self_checks(study: Study, asked: list[str]) -> dict[str, checks.SelfCheck]:
    found = [queries.find(study, "question", ident) for ident in asked]
    return checks.shown(actor=current_actor(), questions=[blob for blob in found if blob is not None])


@bp.post("/lesson/<lesson_id>/position")
@requires(Permission.PRACTISE)
def position(lesson_id: str) -> ResponseReturnValue:
    """Keep where somebody is in a lesson (sent by the page while it is read)."""
    form = request.form
    note = Note(
        visit=form.get("visit", ""),
        seconds=form.get("seconds", 0, type=int),
        anchor=form.get("anchor", ""),
        percent=form.get("percent", 0, type=int),
        at_end=form.get("at_end") == "1",
    )
    verdict = services.record_position(actor=current_actor(), lesson_id=lesson_id, note=note)
    return jsonify(done=verdict.done, missing=[sentence(reason) for reason in verdict.missing])


@bp.post("/lesson/<lesson_id>/read")
@requires(Permission.PRACTISE)
def read(lesson_id: str) -> ResponseReturnValue:
    """Take "I have read this" at its word, with the time since the page was opened."""
    opened = request.form.get("opened", 0, type=int)
    seconds = max(0, int(now().timestamp()) - opened) if opened else 0
    note = Note(visit=request.form.get("visit", ""), seconds=seconds, percent=100, at_end=True)
    verdict = services.record_position(actor=current_actor(), lesson_id=lesson_id, note=note)
    if verdict.done:
        flash(_("This lesson is done. Well read."), "good")
    else:
        flash(" ".join(sentence(reason) for reason in verdict.missing), "info")
    return redirect(url_for("courses.lesson", lesson_id=lesson_id) + "#finish")


@bp.get("/glossary")
@requires(Permission.PRACTISE)
def glossary() -> ResponseReturnValue:
    """List the course's terms in both languages, or those that hold what is searched for."""
    terms = queries.terms_of(queries.study_of(current_actor())).values()
    wanted = request.args.get("q", "").strip().casefold()
    shown = [term for term in terms if _holds(term, wanted)]
    shown.sort(key=lambda term: pick(term.name).casefold())
    return render_template(
        "courses/glossary.html", terms=shown, count=len(terms), q=request.args.get("q", "")
    )


def _holds(term: Term, wanted: str) -> bool:
    return any(wanted in text.casefold() for text in (*term.name.values(), *term.meaning.values()))


@bp.get("/checklist/<checklist_id>")
@requires(Permission.PRACTISE)
def checklist(checklist_id: str) -> ResponseReturnValue:
    """Show a checklist of the course, to work with on paper or beside a lesson."""
    study = queries.study_of(current_actor())
    doc = queries.document(study, "checklist", checklist_id).doc
    return render_template("courses/checklist.html", checklist=doc)
