"""The author's pages: the releases, what differs between them, checking and publishing the files."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.content.differences import compare
from app.content.exchange import as_files, findings_of
from app.content.lint.rule import RULES
from app.content.report import say
from app.content.vocabulary import KIND_NAMES
from app.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.library import queries, services
from app.library.engine.blanks import BLANKS
from app.library.engine.bundle import packed
from app.library.engine.changes import as_text
from app.library.engine.fields import Part, acted, cleaned, filled, more_of, parts_of, prepared
from app.library.forms import NewForm, PublishForm, ReviewForm
from app.library.models import ContentDraft
from app.library.policies import CONTENT_AUTHOR
from app.platform import audit, database
from app.platform.clock import today
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import language, pick
from app.platform.settings import settings

bp = Blueprint("library", __name__, template_folder="templates", url_prefix="/releases")
MOST = 200
MOST_FOUND = 12
_FIRST = ("title", "case", "stem", "left", "right", "options", "answer", "why")
# What a form can hold; scenarios and dossiers are written as files.
EDITABLE = (
    *("lesson", "question", "exam", "checklist", "module", "glossary", "facts", "objectives", "figure"),
    *("rubric", "cluster"),
)


def _page(form: PublishForm, status: int = 200, **checked: object) -> ResponseReturnValue:
    values = {
        "rows": queries.releases(),
        "changed": services.last_change(root=settings().content),
        "report": None,
        "changes": None,
        "rules": RULES,
        "most": MOST,
        "kinds": KIND_NAMES,
        "say": partial(say, language=language()),
        **checked,
    }
    return render_template("library/releases.html", form=form, **values), status


@bp.get("")
@requires(CONTENT_AUTHOR)
def releases() -> ResponseReturnValue:
    """List the releases."""
    return _page(PublishForm())


@bp.post("/check")
@requires(CONTENT_AUTHOR)
def check() -> ResponseReturnValue:
    """Check the files as they are now and show what a release would change; nothing is written."""
    database.release()
    found = services.check(root=settings().content)
    return _page(PublishForm(formdata=None), report=found.report, changes=found.changes)


@bp.post("")
@requires(CONTENT_AUTHOR)
def publish() -> ResponseReturnValue:
    """Publish the files as they are now."""
    form = PublishForm()
    if not form.validate():
        return _page(form, 422)
    actor = current_actor()
    notes = form.notes.data or ""
    database.release()
    try:
        done = services.publish(root=settings().content, notes=notes, author_id=actor.user_id)
    except services.FaultyContentError as error:
        return _page(form, 422, report=error.report)
    if not done.created:
        flash(
            _(
                "Nothing has changed since release %(number)s, so there is no new one.",
                number=done.release.number,
            )
        )
        return redirect(url_for("library.releases"))
    _announce(done, notes)
    return redirect(url_for("library.release", number=done.release.number))


def _announce(done: services.Published, notes: str) -> None:
    """Write down who published, and say so."""
    audit.record(
        current_actor(),
        action="published",
        object_kind="release",
        object_id=done.release.id,
        after={"number": done.release.number, "tree_hash": done.release.tree_hash},
        reason=notes,
    )
    flash(_("Release %(number)s is published.", number=done.release.number), "good")


@bp.get("/drafts")
@requires(CONTENT_AUTHOR)
def drafts() -> ResponseReturnValue:
    """List what is being written, and what could be."""
    return _desk(NewForm(formdata=None))


def _desk(form: NewForm, status: int = 200, **checked: object) -> ResponseReturnValue:
    objects = services.newest_objects()
    kind, wanted = request.args.get("kind", "lesson"), request.args.get("q", "").strip().casefold()
    form.kind.choices = [choice(name, pick(KIND_NAMES[name])) for name in BLANKS]
    modules = {ident: doc for (name, ident), doc in objects.items() if name == "module"}
    form.module.choices = [choice(ident, f"{ident} {pick(doc['title'])}") for ident, doc in modules.items()]
    listed = [(ident, doc) for (name, ident), doc in sorted(objects.items()) if name == kind]
    found = [
        (ident, title_of(doc)) for ident, doc in listed if wanted in f"{ident} {title_of(doc)}".casefold()
    ]
    values = {
        "rows": queries.live_drafts(current_actor()),
        "kinds": KIND_NAMES,
        "editable": EDITABLE,
        "kind": kind,
        "q": request.args.get("q", ""),
        "found": found[:MOST_FOUND],
        "count": len(found),
        "publishing": PublishForm(formdata=None),
        "report": None,
        "rules": RULES,
        "most": MOST,
        "say": partial(say, language=language()),
        **checked,
    }
    return render_template("library/drafts.html", form=form, **values), status


def title_of(doc: Mapping[str, Any]) -> str:
    """Return what an object is called, in the reader's language: its title, its stem, or nothing."""
    for key in ("title", "stem"):
        if isinstance(doc.get(key), Mapping):
            return str(pick(doc[key]))
    return ""


@bp.post("/drafts")
@requires(CONTENT_AUTHOR)
def begin() -> ResponseReturnValue:
    """Open something published for writing."""
    kind, object_id = request.form.get("kind", ""), request.form.get("object_id", "")
    if kind not in EDITABLE:
        raise NotFoundError
    row = services.begin_draft(actor=current_actor(), kind=kind, object_id=object_id)
    return redirect(url_for("library.draft", draft_id=row.id))


@bp.post("/drafts/new")
@requires(CONTENT_AUTHOR)
def new() -> ResponseReturnValue:
    """Begin something new."""
    form = NewForm()
    kind = form.kind.data
    if kind not in BLANKS or not (form.object_id.data or "").strip():
        form.object_id.errors = [_("Give it an id.")]
        return _desk(form, 422)
    try:
        row = services.new_object(
            actor=current_actor(),
            kind=kind,
            object_id=form.object_id.data or "",
            module=form.module.data or "",
        )
    except (InvalidError, ConflictError) as error:
        form.object_id.errors = [_(error.message, **error.params)]
        return _desk(form, 422)
    return redirect(url_for("library.draft", draft_id=row.id))


@bp.post("/drafts/import")
@requires(CONTENT_AUTHOR)
def take_in() -> ResponseReturnValue:
    """Make drafts of what differs in a zip of content files."""
    upload = request.files.get("zip")
    rows = services.take_in(actor=current_actor(), data=upload.read() if upload else b"")
    flash(
        ngettext("%(num)s draft was made from the zip.", "%(num)s drafts were made from the zip.", len(rows)),
        "good",
    )
    return redirect(url_for("library.drafts"))


@bp.get("/export.zip")
@requires(CONTENT_AUTHOR)
def export() -> ResponseReturnValue:
    """Give the newest release, with the organisation's drafts in it, as files."""
    rows = queries.live_drafts(current_actor()) if request.args.get("drafts") == "1" else []
    files = as_files(services.with_drafts(rows), settings().content, today())
    answer = make_response(packed(files.data))
    answer.headers["Content-Type"] = "application/zip"
    answer.headers["Content-Disposition"] = 'attachment; filename="content.zip"'
    return answer


@bp.get("/drafts/<int:draft_id>")
@requires(CONTENT_AUTHOR)
def draft(draft_id: int) -> ResponseReturnValue:
    """Show a draft as a form."""
    return _form(queries.draft(current_actor(), draft_id))


def _rank(part: Part) -> int:
    """Return where a part stands in the form: what is asked and answered first, what describes it below."""
    return _FIRST.index(part.name) if part.name in _FIRST else len(_FIRST)


def _form(row: ContentDraft, **checked: object) -> ResponseReturnValue:
    doc = prepared(row.doc)
    values = {
        "row": row,
        "parts": sorted(parts_of(doc), key=_rank),
        "more": more_of(row.doc, row.kind),
        "title": title_of(row.doc) or row.object_id,
        "kinds": KIND_NAMES,
        "own": row.author_id == current_actor().user_id,
        "findings": None,
        "rules": RULES,
        "say": partial(say, language=language()),
        **checked,
    }
    return render_template("library/draft.html", **values)


@bp.post("/drafts/<int:draft_id>")
@requires(CONTENT_AUTHOR)
def save(draft_id: int) -> ResponseReturnValue:
    """Keep what was typed; some buttons also change the form, check it, or show it as readers see it."""
    actor = current_actor()
    row = queries.draft(actor, draft_id)
    typed = {name[2:]: request.form.getlist(name)[-1] for name in request.form if name.startswith("f/")}
    doc = filled(prepared(row.doc), typed)
    action = request.form.get("action", "")
    if ":" in action:
        doc = acted(doc, action, row.kind)
    services.save_draft(actor=actor, draft=row, doc=cleaned(doc))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(saved=row.updated_at.isoformat())
    if action == "preview":
        return redirect(url_for("courses.preview", draft_id=row.id))
    if action == "check":
        objects = services.with_drafts(queries.live_drafts(actor))
        files = as_files(objects, settings().content, today())
        return _form(row, findings=findings_of(files, row.kind, row.object_id))
    if action == "send":
        services.send_draft(draft=row)
        flash(_("The draft waits for a second person now."), "good")
    elif ":" not in action:
        flash(_("The draft is saved."), "good")
    return redirect(url_for("library.draft", draft_id=row.id))


@bp.get("/drafts/<int:draft_id>/review")
@requires(CONTENT_AUTHOR)
def review(draft_id: int) -> ResponseReturnValue:
    """Show what a draft changes."""
    return _review(queries.draft(current_actor(), draft_id), ReviewForm(formdata=None))


def _review(row: ContentDraft, form: ReviewForm, status: int = 200) -> ResponseReturnValue:
    base = queries.blob(row.base_hash).doc if row.base_hash else None
    sides = {}
    for side in ("zh", "en"):
        before = as_text(base, side) if base is not None else ""
        sides[side] = compare(before, as_text(row.doc, side))
    page = render_template(
        "library/review.html",
        row=row,
        form=form,
        sides=sides,
        title=title_of(row.doc) or row.object_id,
        kinds=KIND_NAMES,
        own=row.author_id == current_actor().user_id,
    )
    return page, status


@bp.post("/drafts/<int:draft_id>/review")
@requires(CONTENT_AUTHOR)
def judge(draft_id: int) -> ResponseReturnValue:
    """Approve a draft or give it back."""
    row, form = queries.draft(current_actor(), draft_id), ReviewForm()
    approve = request.form.get("verdict") == "approve"
    try:
        services.review_draft(
            actor=current_actor(), draft=row, approve=approve, remark=form.remark.data or ""
        )
    except (InvalidError, ConflictError, NotAllowedError) as error:
        form.remark.errors = [_(error.message, **error.params)]
        return _review(row, form, 422)
    flash(_("The draft is approved.") if approve else _("The draft goes back to its author."), "good")
    return redirect(url_for("library.drafts"))


@bp.post("/drafts/<int:draft_id>/drop")
@requires(CONTENT_AUTHOR)
def drop(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    services.drop_draft(draft=queries.draft(current_actor(), draft_id))
    flash(_("The draft is thrown away; what is published stays as it is."), "good")
    return redirect(url_for("library.drafts"))


@bp.post("/drafts/publish")
@requires(CONTENT_AUTHOR)
def publish_drafts() -> ResponseReturnValue:
    """Publish every approved draft as a release."""
    form, actor = PublishForm(), current_actor()
    if not form.validate():
        return _desk(NewForm(formdata=None), 422, publishing=form)
    try:
        done = services.publish_drafts(actor=actor, notes=form.notes.data or "", root=settings().content)
    except services.FaultyContentError as error:
        return _desk(NewForm(formdata=None), 422, publishing=form, report=error.report)
    except (InvalidError, ConflictError) as error:
        form.notes.errors = [_(error.message, **error.params)]
        return _desk(NewForm(formdata=None), 422, publishing=form)
    _announce(done, form.notes.data or "")
    return redirect(url_for("library.release", number=done.release.number))


@bp.get("/<int:number>")
@requires(CONTENT_AUTHOR)
def release(number: int) -> ResponseReturnValue:
    """Show one release and how it differs from the one before it."""
    row = queries.release_numbered(number)
    if row is None:
        raise NotFoundError
    before = queries.release_numbered(number - 1)
    held = queries.hashes(row.id)
    earlier = queries.hashes(before.id) if before is not None else held
    changes = services.changes_between(before=earlier, after=held)
    return render_template(
        "library/release.html", release=row, before=before, size=len(held), changes=changes, kinds=KIND_NAMES
    )
