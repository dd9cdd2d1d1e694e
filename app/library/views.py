"""The author's pages: the releases, what differs between them, checking and publishing the files."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.content.lint.rule import RULES
from app.content.report import say
from app.content.vocabulary import KIND_NAMES
from app.kernel.errors import NotFoundError
from app.library import queries, services
from app.library.forms import PublishForm
from app.library.policies import CONTENT_AUTHOR
from app.platform import audit, database
from app.platform.guards import current_actor, requires
from app.platform.i18n import language
from app.platform.settings import settings

bp = Blueprint("library", __name__, template_folder="templates", url_prefix="/releases")
MOST = 200


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
    audit.record(
        actor,
        action="published",
        object_kind="release",
        object_id=done.release.id,
        after={"number": done.release.number, "tree_hash": done.release.tree_hash},
        reason=notes,
    )
    flash(_("Release %(number)s is published.", number=done.release.number), "good")
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
