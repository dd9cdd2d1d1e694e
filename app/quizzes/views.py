"""Exams and self-checks over HTTP. Keys and reasons leave this room only after submission."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.resources import files

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from app.kernel.errors import InvalidError
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.clock import now
from app.platform.errors import wants_json
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.platform.security import safe_next
from app.quizzes import queries
from app.quizzes.kind import Answer, Face, UnreadableError
from app.quizzes.models import Attempt
from app.quizzes.services import answers, checks, marking, papers
from app.quizzes.services.papers import Sheet

bp = Blueprint("quizzes", __name__, template_folder="templates", url_prefix="/quizzes")
_pages = FileSystemLoader(str(files("app.quizzes") / "templates"))
_kinds = FileSystemLoader(str(files("app.quizzes") / "kinds"))
bp.jinja_loader = ChoiceLoader([_pages, PrefixLoader({"kinds": _kinds})])


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the attempt page draws it: nothing in here knows the key."""

    position: int
    field: str
    kind: str
    hint: str
    points: Fraction
    face: Face
    answer: Answer | None
    seq: int
    saved_at: object
    typed: str | None = None
    error: str = ""


def _asked(sheet: Sheet) -> Asked:
    item = sheet.item
    face = sheet.kind.face(sheet.question, [str(ident) for ident in item.option_order])
    kind = sheet.kind
    return Asked(
        item.position,
        sheet.field,
        kind.name,
        kind.hint,
        sheet.points,
        face,
        item.answer,
        item.seq,
        item.saved_at,
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form sent: readable answers by position, and what could not be read, with the sentence."""

    values: Mapping[int, Answer | None]
    unread: Mapping[int, UnreadableError]


def _typed(sheets: list[Sheet]) -> Typed:
    """Read the form. A blank overrides a kept answer only if the page had seen that answer."""
    values: dict[int, Answer | None] = {}
    unread: dict[int, UnreadableError] = {}
    for sheet in sheets:
        position = sheet.item.position
        try:
            value = sheet.kind.read(sheet.question, request.form, sheet.field)
        except UnreadableError as error:
            unread[position] = error
            continue
        seen = request.form.get(f"seen{position}", 0, type=int)
        if value is not None or seen == sheet.item.seq:
            values[position] = value
    return Typed(values, unread)


def _retyped(asked: Asked, typed: Typed) -> Asked:
    """Return the question with what was typed, so that an error page loses nothing."""
    error = typed.unread.get(asked.position)
    if error is not None:
        return replace(asked, typed=error.typed, error=explain(error))
    return replace(asked, answer=typed.values.get(asked.position, asked.answer))


def _attempt_page(attempt: Attempt, asked: list[Asked], status: int = 200) -> ResponseReturnValue:
    exam = library.blob(attempt.exam_hash).doc
    moment = answers.stamp(now())
    page = render_template(
        "quizzes/attempt.html", attempt=attempt, exam=exam, asked=asked, server_time=moment
    )
    return page, status


@bp.get("/exam/<exam_id>")
@requires(Permission.PRACTISE)
def exam(exam_id: str) -> ResponseReturnValue:
    """Say what an exam is, what was reached so far, and offer to begin or to go on."""
    actor = current_actor()
    doc = library.document(papers.release_of(actor=actor), "exam", exam_id).doc
    attempts = queries.attempts_at(actor, exam_id)
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    finished = [attempt for attempt in attempts if attempt.submitted_at is not None]
    count = len(doc.get("questions", [])) + sum(int(cell.get("pick", 1)) for cell in doc.get("draw", []))
    return render_template("quizzes/exam.html", exam=doc, running=running, finished=finished, count=count)


@bp.post("/exam/<exam_id>/start")
@requires(Permission.PRACTISE)
def start(exam_id: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    actor = current_actor()
    opened = papers.start(actor=actor, exam_id=exam_id, release_id=papers.release_of(actor=actor))
    return redirect(url_for("quizzes.attempt", attempt_id=opened.id))


@bp.get("/attempt/<int:attempt_id>")
@requires(Permission.PRACTISE)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Show the paper with the answers kept so far."""
    found = queries.own_attempt(current_actor(), attempt_id)
    if found.submitted_at is not None:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    return _attempt_page(found, [_asked(sheet) for sheet in papers.sheets(attempt=found)])


@bp.post("/attempt/<int:attempt_id>/answer")
@requires(Permission.PRACTISE)
def answer(attempt_id: int) -> ResponseReturnValue:
    """Keep one answer as it is given and return its receipt (for scripts)."""
    position = request.form.get("position", 0, type=int)
    found = queries.own_attempt(current_actor(), attempt_id, lock=True)
    sheet = next((one for one in papers.sheets(attempt=found) if one.item.position == position), None)
    value = sheet.kind.read(sheet.question, request.form, sheet.field) if sheet else None
    receipt = answers.answer(
        attempt=found,
        position=position,
        value=value,
        seq=request.form.get("seq", type=int),
        client_op=request.form.get("client_op", ""),
    )
    return jsonify(
        position=receipt.position,
        seq=receipt.seq,
        kept=receipt.kept,
        receipt=receipt.code,
        at=receipt.at.isoformat(),
    )


@bp.post("/attempt/<int:attempt_id>/save")
@requires(Permission.PRACTISE)
def save(attempt_id: int) -> ResponseReturnValue:
    """Keep everything typed so far (the way without scripts)."""
    return _send(attempt_id, submit=False)


@bp.post("/attempt/<int:attempt_id>/submit")
@requires(Permission.PRACTISE)
def submit(attempt_id: int) -> ResponseReturnValue:
    """Keep what was typed, then mark the attempt."""
    return _send(attempt_id, submit=True)


def _send(attempt_id: int, *, submit: bool) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.own_attempt(actor, attempt_id, lock=True)
    result = redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if found.submitted_at is not None:
        return result
    over = found.deadline_at is not None and now() > found.deadline_at
    if not over:
        sheets = papers.sheets(attempt=found)
        typed = _typed(sheets)
        if typed.unread:
            return _attempt_page(found, [_retyped(_asked(sheet), typed) for sheet in sheets], 422)
        marking.save(actor=actor, attempt_id=attempt_id, values=typed.values)
    if submit:
        marking.submit(actor=actor, attempt_id=attempt_id)
        return result
    flash(_("Saved. You can go on here, or later on any device."), "good")
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))


@bp.get("/attempt/<int:attempt_id>/result")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def result(attempt_id: int) -> ResponseReturnValue:
    """Show the marked attempt: score, how it came about, and every question with its reasons."""
    actor = current_actor()
    found = queries.attempt_visible_to(actor, attempt_id)
    if found.submitted_at is None:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))
    rows = [(sheet, marking.feedback(sheet=sheet)) for sheet in papers.sheets(attempt=found)]
    exam_doc = library.blob(found.exam_hash).doc
    own = found.user_id == actor.user_id
    return render_template("quizzes/result.html", attempt=found, exam=exam_doc, rows=rows, own=own)


@bp.post("/check/<question_id>")
@requires(Permission.PRACTISE)
def check(question_id: str) -> ResponseReturnValue:
    """Mark a self-check of a lesson: scripts get the fragment, forms go back to the lesson."""
    actor = current_actor()
    question = library.document(papers.release_of(actor=actor), "question", question_id)
    kind = papers.kind_of(question.doc)
    bare = checks.fresh(question=question)
    back = safe_next(request.form.get("next"), url_for("courses.path"))
    wanted = request.headers.get("X-Fragment") == "1"
    page = "quizzes/_check.html" if wanted else "quizzes/check.html"
    try:
        value = kind.read(question.doc, request.form, bare.field)
        done = checks.check(actor=actor, question=question, value=value)
    except InvalidError as error:
        if wants_json():
            raise
        typed = error.typed if isinstance(error, UnreadableError) else ""
        return render_template(page, check=replace(bare, typed=typed, error=explain(error)), back=back), 422
    if wanted:
        return render_template(page, check=done, back=back)
    return redirect(f"{back}#check-{question_id}")
