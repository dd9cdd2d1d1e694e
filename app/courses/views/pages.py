"""Beside the lesson: search, notes, what changed since one read it, and the lesson to take along."""

import re
from functools import cache
from pathlib import Path

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.courses import queries, services
from app.courses.engine.rendering import Rendered
from app.courses.engine.search import Hit
from app.courses.views.base import address, bp, sentence_of
from app.courses.views.reading import Draft, closed_page, lesson_page, open_lesson
from app.kernel.errors import InvalidError
from app.organisations.policies import Permission
from app.platform.clock import today
from app.platform.guards import current_actor, requires
from app.platform.i18n import language

MOST = 60
# What a lesson needs to look like itself without us: the tokens, plain HTML, and this room's own.
STYLES = ("web/css/tokens.css", "web/css/base.css", "courses/courses.css", "courses/figures.css")

_TERM = re.compile(r'<button type="button" class="term" popovertarget="([^"]+)">(.*?)</button>', re.DOTALL)


def _where(hit: Hit) -> str:
    """Return the address of a place that was found."""
    section = hit.section
    if section.kind == "glossary":
        return url_for("courses.glossary") + f"#word-{section.id}"
    return address(section.kind, section.id) + (f"#{section.anchor}" if section.anchor else "")


@bp.get("/search")
@requires(Permission.PRACTISE)
def search() -> ResponseReturnValue:
    """Search the whole course in both languages."""
    query = " ".join(request.args.get("q", "").split())[:80]
    study = queries.study_of(current_actor())
    hits = queries.found(study, query, language()) if query else []
    shown = [(hit, _where(hit)) for hit in hits[:MOST]]
    return render_template("courses/search.html", q=query, shown=shown, count=len(hits))


@bp.get("/notes")
@requires(Permission.PRACTISE)
def notes() -> ResponseReturnValue:
    """List everything one has written and marked, lesson by lesson in course order."""
    return _all_notes()


def _all_notes(draft: Draft | None = None) -> str:
    actor = current_actor()
    study = queries.study_of(actor)
    rows = queries.own_notes(actor)
    titles = {
        item.id: study.syllabus.title_of(item)
        for module in study.syllabus.modules
        for item in module.items
        if item.kind == "lesson"
    }
    order = {ident: place for place, ident in enumerate(titles)}
    groups = {
        ident: [row for row in rows if row.lesson_id == ident]
        for ident in sorted({row.lesson_id for row in rows}, key=lambda ident: order.get(ident, len(order)))
    }
    return render_template("courses/notes.html", groups=groups, titles=titles, draft=draft)


def _back(lesson_id: str) -> ResponseReturnValue:
    if request.form.get("from") == "notes":
        return redirect(url_for("courses.notes"))
    return redirect(url_for("courses.lesson", lesson_id=lesson_id) + "#notes")


def _again(lesson_id: str, draft: Draft) -> ResponseReturnValue:
    """Show the page a note was sent from, with what was typed and what is wrong with it."""
    if request.form.get("from") == "notes":
        return _all_notes(draft), 422
    opened = open_lesson(current_actor(), lesson_id)
    if opened.closed is not None:
        return closed_page(opened)
    return lesson_page(opened, draft), 422


@bp.post("/lesson/<lesson_id>/notes")
@requires(Permission.PRACTISE)
def add_note(lesson_id: str) -> ResponseReturnValue:
    """Keep a note or a highlight."""
    typed = {name: request.form.get(name, "") for name in ("text", "quote", "anchor", "key")}
    try:
        row = services.add_note(actor=current_actor(), lesson_id=lesson_id, **typed)
    except InvalidError as error:
        if request.accept_mimetypes.best == "application/json":
            raise
        return _again(lesson_id, Draft(0, typed["text"], sentence_of(error), typed["anchor"]))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(id=row.id, quote=row.quote, text=row.text)
    flash(_("The note is kept."), "good")
    return _back(lesson_id)


@bp.post("/notes/<int:note_id>")
@requires(Permission.PRACTISE)
def change_note(note_id: int) -> ResponseReturnValue:
    """Change what a note says."""
    actor, text = current_actor(), request.form.get("text", "")
    try:
        row = services.change_note(actor=actor, note_id=note_id, text=text)
    except InvalidError as error:
        lesson_id = queries.own_note(actor, note_id).lesson_id
        return _again(lesson_id, Draft(note_id, text, sentence_of(error)))
    flash(_("The note is changed."), "good")
    return _back(row.lesson_id)


@bp.post("/notes/<int:note_id>/delete")
@requires(Permission.PRACTISE)
def delete_note(note_id: int) -> ResponseReturnValue:
    """Throw a note away."""
    row = services.delete_note(actor=current_actor(), note_id=note_id)
    flash(_("The note is gone."), "good")
    return _back(row.lesson_id)


@bp.get("/lesson/<lesson_id>/changes")
@requires(Permission.PRACTISE)
def changes(lesson_id: str) -> ResponseReturnValue:
    """Show how the lesson differs from the version the reader has seen."""
    actor = current_actor()
    opened = open_lesson(actor, lesson_id)
    if opened.closed is not None:
        return closed_page(opened)
    progress = queries.own_progress(actor, lesson_id)
    lines = queries.changed_since(opened.blob, progress.lesson_hash, language()) if progress else []
    return render_template("courses/changes.html", lesson=opened.blob.doc, module=opened.module, lines=lines)


@bp.get("/guides/<guide_id>")
@requires(Permission.COHORT_READ, Permission.CONTENT_AUTHOR)
def guide(guide_id: str) -> ResponseReturnValue:
    """Show a teaching guide; learners never come here."""
    study = queries.study_of(current_actor())
    blob = queries.document(study, "guide", guide_id)
    page = queries.rendered(study, blob, language(), address)
    return render_template("courses/guide.html", guide=blob.doc, page=page)


@bp.post("/lesson/<lesson_id>/seen")
@requires(Permission.PRACTISE)
def seen(lesson_id: str) -> ResponseReturnValue:
    """Take it that the reader knows what changed."""
    services.see_changes(actor=current_actor(), lesson_id=lesson_id)
    return redirect(url_for("courses.lesson", lesson_id=lesson_id))


@cache
def _styles() -> str:
    """Return the stylesheets a lesson needs, for a file that stands alone."""
    rooms = Path(__file__).parents[2]
    paths = (
        rooms / room / "static" / room / rest for room, _, rest in (name.partition("/") for name in STYLES)
    )
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def _on_paper(page: Rendered) -> list[Markup]:
    """Return the stretches of a lesson, its words leading to their list, its addresses to the server."""
    root = request.url_root.rstrip("/")
    stretches = []
    for piece in page.pieces:
        if piece.kind == "html":
            text = _TERM.sub(r'<a class="term" href="#\1">\2</a>', piece.text)
            stretches.append(Markup(text.replace('href="/', f'href="{escape(root)}/')))  # noqa: S704
        else:
            stretches.append(
                Markup('<p class="quiet">%s</p>') % _("A question for you stands here in the course.")
            )
    return stretches


def _sheet(lesson_id: str, *, alone: bool) -> ResponseReturnValue:
    """Render a lesson without the shell; *alone* puts the styles inside, so that it needs nothing else."""
    opened = open_lesson(current_actor(), lesson_id)
    if opened.closed is not None:
        return closed_page(opened)
    page = queries.rendered(opened.study, opened.blob, language(), address)
    return render_template(
        "courses/sheet.html",
        lesson=opened.blob.doc,
        course=opened.study.syllabus,
        stretches=_on_paper(page),
        terms=page.terms,
        release=opened.study.release.number,
        day=today(),
        styles=Markup(f"<style>{_styles()}</style>") if alone else "",  # noqa: S704 - our own
    )


@bp.get("/lesson/<lesson_id>/sheet")
@requires(Permission.PRACTISE)
def sheet(lesson_id: str) -> ResponseReturnValue:
    """Show the lesson as it is printed: the text, its figures and words, nothing else."""
    return _sheet(lesson_id, alone=False)


@bp.get("/lesson/<lesson_id>/pack")
@requires(Permission.PRACTISE)
def pack(lesson_id: str) -> ResponseReturnValue:
    """Give the lesson as one file that opens without a network."""
    answer = make_response(_sheet(lesson_id, alone=True))
    if answer.status_code == 200:
        answer.headers["Content-Disposition"] = f'attachment; filename="{lesson_id}.{language()}.html"'
    return answer
