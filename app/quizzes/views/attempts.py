"""An exam as its candidate sees it, and self-checks: keys leave this room only after submission."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.kernel.actor import Actor
from app.kernel.errors import InvalidError
from app.library import queries as library
from app.organisations.policies import Permission
from app.platform.clock import now
from app.platform.errors import wants_json
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain
from app.platform.security import safe_next
from app.quizzes.engine import review
from app.quizzes.engine.timing import Allowance
from app.quizzes.kind import Answer, Face, UnreadableError
from app.quizzes.models import Attempt
from app.quizzes.queries import attempts as queries
from app.quizzes.services import answers, checks, expiry, marking, papers, rooms
from app.quizzes.services.sheets import Sheet, kind_of, sheets
from app.quizzes.views.blueprint import bp


@dataclass(frozen=True, slots=True)
class Case:
    """The case a question stands under, as its page draws it; *first* says that it begins here."""

    title: Mapping[str, str]
    body: Mapping[str, str]
    first: bool


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
    case: Case | None = None


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


def _all_asked(rows: list[Sheet]) -> list[Asked]:
    """Return the questions in order; the first one of every case brings its text along."""
    found: list[Asked] = []
    before: str | None = None
    for row in rows:
        asked = _asked(row)
        if row.cluster is not None:
            here = row.item.cluster_hash
            asked = replace(asked, case=Case(row.cluster["title"], row.cluster["case"], here != before))
        before = row.item.cluster_hash
        found.append(asked)
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form sent: readable answers by position, and what could not be read, with the sentence."""

    values: Mapping[int, Answer | None]
    unread: Mapping[int, UnreadableError]


def _typed(rows: list[Sheet]) -> Typed:
    """Read the form. A blank overrides a kept answer only if the page had seen that answer."""
    values: dict[int, Answer | None] = {}
    unread: dict[int, UnreadableError] = {}
    for sheet in rows:
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
        draft = error.draft if error.draft is not None else asked.answer
        return replace(asked, answer=draft, typed=error.typed, error=explain(error))
    return replace(asked, answer=typed.values.get(asked.position, asked.answer))


def _attempt_page(attempt: Attempt, asked: list[Asked], status: int = 200) -> ResponseReturnValue:
    exam = library.blob(attempt.exam_hash).doc
    end = attempt.deadline_at
    page = render_template(
        "quizzes/attempt.html",
        attempt=attempt,
        exam=exam,
        asked=asked,
        server_time=answers.stamp(now()),
        allowance=Allowance.of(attempt.allowance),
        over=expiry.is_over(attempt),
        deadline_ms=answers.stamp(end) if end else 0,
        minutes_left=max(0, int((end - now()).total_seconds() // 60)) if end else 0,
    )
    return page, status


@bp.get("/exam/<exam_id>")
@requires(Permission.PRACTISE)
def exam(exam_id: str) -> ResponseReturnValue:
    """Say what an exam is, what was reached so far, and offer to begin or to go on."""
    return _exam_page(current_actor(), exam_id)


def _exam_page(actor: Actor, exam_id: str, error: str = "") -> str:
    release_id = papers.release_of(actor=actor)
    doc = library.document(release_id, "exam", exam_id).doc
    attempts = queries.attempts_at(actor, exam_id)
    running = next((attempt for attempt in attempts if attempt.submitted_at is None), None)
    finished = [attempt for attempt in attempts if attempt.submitted_at is not None]
    summative = doc.get("kind") == "summative"
    return render_template(
        "quizzes/exam.html",
        exam=doc,
        running=running,
        finished=finished,
        count=papers.size(exam=doc, release_id=release_id),
        sitting=papers.open_sitting(actor=actor, exam=doc) if summative else None,
        summative=summative,
        seen={one.id: _shown(one) for one in finished},
        error=error,
    )


def _shown(found: Attempt) -> frozenset[str]:
    """Return what the learner may see of a submitted attempt now."""
    exam_doc = library.blob(found.exam_hash).doc
    submitted = found.submitted_at is not None
    return review.shown(exam_doc, submitted=submitted, closed=rooms.closed(attempt=found))


@bp.post("/exam/<exam_id>/start")
@requires(Permission.PRACTISE)
def start(exam_id: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    actor = current_actor()
    release_id = papers.release_of(actor=actor)
    key = _browser() if papers.one_session(library.document(release_id, "exam", exam_id).doc) else ""
    try:
        opened = papers.start(
            actor=actor,
            exam_id=exam_id,
            release_id=release_id,
            passcode=request.form.get("passcode", ""),
            session_key=key,
        )
    except InvalidError as error:
        return _exam_page(actor, exam_id, explain(error)), 422
    return redirect(url_for("quizzes.attempt", attempt_id=opened.id))


@bp.get("/attempt/<int:attempt_id>")
@requires(Permission.PRACTISE)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Show the paper with the answers kept so far."""
    found = queries.own_attempt(current_actor(), attempt_id)
    if found.submitted_at is not None:
        return redirect(url_for("quizzes.result", attempt_id=attempt_id))
    if not _here(found):
        exam_doc = library.blob(found.exam_hash).doc
        return render_template("quizzes/elsewhere.html", attempt=found, exam=exam_doc), 409
    return _attempt_page(found, _all_asked(sheets(attempt=found)))


def _browser() -> str:
    """Return the key of this browser's session, made when it first begins an exam."""
    if "exam_browser" not in session:
        session["exam_browser"] = secrets.token_hex(8)
    return str(session["exam_browser"])


def _here(found: Attempt) -> bool:
    """Return whether this browser may answer *found*."""
    return not found.session_key or found.session_key == session.get("exam_browser")


@bp.post("/attempt/<int:attempt_id>/take-over")
@requires(Permission.PRACTISE)
def take_over(attempt_id: int) -> ResponseReturnValue:
    """Go on in this browser; the other one saves nothing any more."""
    rooms.take_over(actor=current_actor(), attempt_id=attempt_id, session_key=_browser())
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id))


@bp.post("/attempt/<int:attempt_id>/answer")
@requires(Permission.PRACTISE)
def answer(attempt_id: int) -> ResponseReturnValue:
    """Keep one answer as it is given and return its receipt (for scripts)."""
    position = request.form.get("position", 0, type=int)
    found = queries.own_attempt(current_actor(), attempt_id, lock=True)
    answers.ensure_session(found, str(session.get("exam_browser", "")))
    sheet = next((one for one in sheets(attempt=found) if one.item.position == position), None)
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
    answers.ensure_session(found, str(session.get("exam_browser", "")))
    if not expiry.is_over(found):
        rows = sheets(attempt=found)
        typed = _typed(rows)
        if typed.unread:
            return _attempt_page(found, [_retyped(one, typed) for one in _all_asked(rows)], 422)
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
    own = found.user_id == actor.user_id
    # Teachers see everything; a learner's page is built without what may not be shown yet.
    seen = _shown(found) if own and not actor.may(Permission.GRADEBOOK_READ) else review.EVERYTHING
    rows = []
    if review.ANSWERS in seen:
        whole = review.WHY in seen
        rows = [(row, marking.feedback(sheet=row, reasons=whole)) for row in sheets(attempt=found)]
    exam_doc = library.blob(found.exam_hash).doc
    changes = queries.grade_changes(found) if review.SCORE in seen else []
    return render_template(
        "quizzes/result.html", attempt=found, exam=exam_doc, rows=rows, own=own, seen=seen, changes=changes
    )


@bp.post("/check/<question_id>")
@requires(Permission.PRACTISE)
def check(question_id: str) -> ResponseReturnValue:
    """Mark a self-check of a lesson: scripts get the fragment, forms go back to the lesson."""
    actor = current_actor()
    question = library.document(papers.release_of(actor=actor), "question", question_id)
    kind = kind_of(question.doc)
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
