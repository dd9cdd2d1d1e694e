"""The sandbox CRM over HTTP: exercises, the workspace in three panes, checks and their reasons."""

import re
import secrets
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.crm import queries
from app.crm.engine.feedback import REASONS
from app.crm.engine.fields import ENTITY_LABELS, STATUS_LABELS, TIER_LABELS, find
from app.crm.engine.normalise.shown import shown
from app.crm.engine.report import report
from app.crm.forms import EntryForm, RecordForm
from app.crm.models import CLOSED, Account, Contact, Sandbox
from app.crm.services import checking, filing, sandboxes
from app.crm.services.desk import Desk, Wanted, comparison, desk, record_name
from app.crm.services.filing import Entry, EntryError
from app.kernel.errors import ConflictError, InvalidError, NotFoundError
from app.library import queries as library
from app.library.engine.blobs import Blob
from app.organisations.policies import Permission
from app.platform.forms import choice
from app.platform.guards import current_actor, requires
from app.platform.i18n import explain, language

bp = Blueprint("crm", __name__, template_folder="templates", url_prefix="/crm")
WORDS = {"entities": ENTITY_LABELS, "statuses": STATUS_LABELS, "tiers": TIER_LABELS}


@dataclass(frozen=True, slots=True)
class Exercise:
    """One dossier on the list, with one's own attempts, newest first."""

    blob: Blob
    attempts: list[Sandbox]

    @property
    def best(self) -> Fraction | None:
        """Return the best score of all attempts."""
        return max((a.best_score for a in self.attempts if a.best_score is not None), default=None)

    @property
    def passed(self) -> bool:
        """Return whether any attempt passed."""
        return any(attempt.passed for attempt in self.attempts)

    @property
    def open(self) -> Sandbox | None:
        """Return the attempt to go on with."""
        return next((attempt for attempt in self.attempts if attempt.state == "open"), None)


@bp.get("/")
@requires(Permission.PRACTISE)
def index() -> ResponseReturnValue:
    """List the dossiers with one's own attempts and scores."""
    actor = current_actor()
    made = list(queries.attempts(actor))
    blobs = library.documents(sandboxes.release_of(actor=actor), "dossier")
    exercises = [Exercise(blob, [a for a in made if a.dossier_id == key]) for key, blob in blobs.items()]
    exercises.sort(key=lambda row: (row.blob.doc["level"], row.blob.doc["id"]))
    return render_template("crm/index.html", exercises=exercises)


@bp.post("/dossier/<dossier_id>/start")
@requires(Permission.PRACTISE)
def start(dossier_id: str) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    opened = sandboxes.start(actor=current_actor(), dossier_id=dossier_id)
    return redirect(url_for("crm.sandbox", sandbox_id=opened.id))


def _documents(found: Desk) -> list[Any]:
    nothing = choice("", _("(no source)"))
    return [nothing, *(choice(d.id, f"{d.tag} {d.title.get(language())}") for d in found.dossier.documents)]


def _entry_form(found: Desk) -> EntryForm:
    """Return the form about the record at hand, holding what stands in the chosen field."""
    held = found.cell.filing if found.cell else None
    form = EntryForm(
        data={
            "record": found.name,
            "field": found.cell.field.key if found.cell else "",
            "seen": _seen(found),
            "client_key": secrets.token_hex(8),
            "value": held.raw if held and held.status != "unknown" else "",
            "status": held.status if held and held.status != "unknown" else _usual(found),
            "doc": held.doc if held else "",
            "quote": held.quote if held else "",
            "ask": held.raw if held and held.status == "unknown" else "",
        },
        formdata=None,
    )
    form.doc.choices = _documents(found)
    return form


def _seen(found: Desk) -> str:
    """Return ``field:line``: what the writer saw there, so that another window's entry is not overwritten."""
    if found.current is None or found.cell is None:
        return ""
    key = found.cell.field.key
    return f"{key}:{found.current.entries.get(key, {}).get('id', 0)}"


def _seen_line(form: EntryForm) -> int | None:
    """Return the line the writer saw in the field they file now; None when they chose another one since."""
    field, _colon, line = (form.seen.data or "").partition(":")
    return _number(line) if field == form.field.data else None


def _usual(found: Desk) -> str:
    return "assumed" if found.cell and found.cell.field.decision else "confirmed"


def _record_form(found: Desk) -> RecordForm:
    account = next((row.id for row in found.rows if row.kind == "account"), 0)
    form = RecordForm(data={"account_id": str(account), "client_key": secrets.token_hex(8)}, formdata=None)
    form.doc.choices = _documents(found)
    return form


def _page(
    sandbox_id: int,
    wanted: Wanted,
    forms: tuple[EntryForm | None, RecordForm | None] = (None, None),
    status: int = 200,
) -> ResponseReturnValue:
    """Render the workspace; a form that was refused comes back as it was typed."""
    found = desk(actor=current_actor(), sandbox_id=sandbox_id, wanted=wanted, language=language())
    entry, record = forms
    for typed in (entry, record):
        if typed is not None:
            typed.doc.choices = _documents(found)
    page = render_template(
        "crm/sandbox.html",
        desk=found,
        entry=entry or _entry_form(found),
        record=record or _record_form(found),
        adding=record is not None or not found.rows,
        filed=_filed(found),
        pane="work" if entry is not None or record is not None or wanted.field or not found.rows else "card",
        record_name=record_name,
        words=WORDS,
        find=find,
    )
    return page, status


def _filed(found: Desk) -> str:
    """Return how the newest line of the ledger was read (300多万 → 3,000,000–4,000,000 ≈)."""
    line = found.newest
    field = find(line.entity, line.field) if line else None
    return shown(field, line.value_norm, language()) if line and field else ""


@bp.get("/sandbox/<int:sandbox_id>")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def sandbox(sandbox_id: int) -> ResponseReturnValue:
    """Show the workspace: card, work and source."""
    asked = request.args
    return _page(sandbox_id, Wanted(asked.get("record", ""), asked.get("field", ""), asked.get("doc", "")))


def _back(sandbox_id: int, record: str, doc: str, pane: str = "card") -> ResponseReturnValue:
    place: dict[str, Any] = {key: value for key, value in (("record", record), ("doc", doc)) if value}
    return redirect(url_for("crm.sandbox", sandbox_id=sandbox_id, **place, _anchor=pane))


def _entry_of(form: EntryForm, *, gap: bool) -> Entry:
    """Return what the form says; a record name that was tampered with is not found."""
    entity, number = _named(form.record.data or "")
    raw = form.ask.data if gap else form.value.data
    parts = {"doc": form.doc.data or "", "quote": form.quote.data or "", "status": form.status.data or ""}
    return Entry(entity, number, form.field.data or "", raw or "", **parts)


def _refuse(form: EntryForm | RecordForm, error: InvalidError | ConflictError) -> None:
    """Put the sentence beside the part of the form it is about."""
    part = error.part if isinstance(error, EntryError) and error.part in form else "value"
    form[part].errors = [explain(error)]


@bp.post("/sandbox/<int:sandbox_id>/value")
@requires(Permission.PRACTISE)
def value(sandbox_id: int) -> ResponseReturnValue:
    """File a value, or declare a gap; what cannot be read comes back as it was typed."""
    form, actor = EntryForm(), current_actor()
    gap = request.form.get("action") == "gap"
    entry = _entry_of(form, gap=gap)
    do = filing.declare_gap if gap else filing.file_value
    key, seen = form.client_key.data or "", _seen_line(form)
    try:
        do(actor=actor, sandbox_id=sandbox_id, entry=entry, client_key=key, seen=seen)
    except (InvalidError, ConflictError) as error:
        _refuse(form, error)
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(sandbox_id, Wanted(form.record.data or "", entry.field, entry.doc), (form, None), status)
    return _back(sandbox_id, form.record.data or "", entry.doc)


@bp.post("/sandbox/<int:sandbox_id>/record")
@requires(Permission.PRACTISE)
def add(sandbox_id: int) -> ResponseReturnValue:
    """Make the account, or a person of it, with a name and where it stands."""
    form, actor = RecordForm(), current_actor()
    account_id = _number(form.account_id.data or "")
    entry = Entry("", 0, "name", form.value.data or "", form.doc.data or "", form.quote.data or "")
    key = form.client_key.data or ""
    try:
        made: Account | Contact
        if account_id:
            made = filing.add_contact(
                actor=actor, sandbox_id=sandbox_id, account_id=account_id, entry=entry, client_key=key
            )
        else:
            made = filing.create_account(actor=actor, sandbox_id=sandbox_id, entry=entry, client_key=key)
    except (InvalidError, ConflictError) as error:
        _refuse(form, error)
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(sandbox_id, Wanted(doc=entry.doc), (None, form), status)
    return _back(sandbox_id, record_name(made), entry.doc)


def _named(text: str) -> tuple[str, int]:
    entity, _dash, number = text.partition("-")
    found = _number(number)
    if found is None:
        raise NotFoundError
    return entity, found


def _number(text: str) -> int | None:
    """Return an id as forms carry it; None when it is none (it may have been tampered with)."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


@bp.post("/sandbox/<int:sandbox_id>/withdraw")
@requires(Permission.PRACTISE)
def withdraw(sandbox_id: int) -> ResponseReturnValue:
    """Take one value out of the archive."""
    name, key = request.form.get("record", ""), request.form.get("client_key", "")
    entry = Entry(*_named(name), request.form.get("field", ""), "")
    filing.withdraw(actor=current_actor(), sandbox_id=sandbox_id, entry=entry, client_key=key)
    return _back(sandbox_id, name, request.form.get("doc", ""))


@bp.post("/sandbox/<int:sandbox_id>/aside")
@requires(Permission.PRACTISE)
def aside(sandbox_id: int) -> ResponseReturnValue:
    """Take a whole record out of the archive."""
    entity, number = _named(request.form.get("record", ""))
    count = filing.set_aside(actor=current_actor(), sandbox_id=sandbox_id, entity=entity, entity_id=number)
    flash(_("The record is out of the archive (%(n)s values). The history keeps it.", n=count), "good")
    return _back(sandbox_id, "", "")


@bp.post("/sandbox/<int:sandbox_id>/undo")
@requires(Permission.PRACTISE)
def undo(sandbox_id: int) -> ResponseReturnValue:
    """Put back what a field held before its newest entry."""
    number = _number(request.form.get("line", "")) or 0
    key = request.form.get("client_key", "")
    line = filing.undo(actor=current_actor(), sandbox_id=sandbox_id, assertion_id=number, client_key=key)
    return _back(sandbox_id, f"{line.entity}-{line.entity_id}", line.doc_id)


@bp.post("/sandbox/<int:sandbox_id>/check")
@requires(Permission.PRACTISE)
def check(sandbox_id: int) -> ResponseReturnValue:
    """Check the archive against the documents and show what came out."""
    key = request.form.get("client_key", "")
    made = checking.check(actor=current_actor(), sandbox_id=sandbox_id, client_key=key)
    return redirect(url_for("crm.verdict", sandbox_id=sandbox_id, number=made.number))


def _names(found: Sandbox) -> dict[str, str]:
    """Return the name of every record as the learner typed it, by ``contact-3``."""
    rows: list[Account | Contact] = [*queries.accounts_in(found), *queries.contacts_in(found)]
    return {record_name(row): row.record().name() for row in rows}


@bp.get("/sandbox/<int:sandbox_id>/check/<int:number>")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def verdict(sandbox_id: int, number: int) -> ResponseReturnValue:
    """Show one check: score, how it was computed, and the reasons, as deep as this check goes."""
    actor = current_actor()
    found = queries.sandbox_visible_to(actor, sandbox_id)
    checks = queries.checks_of(found)
    made = next((row for row in checks if row.number == number), None)
    if made is None:
        raise NotFoundError
    return render_template(
        "crm/check.html",
        sandbox=found,
        dossier=queries.dossier_of(found),
        checks=checks,
        check=made,
        report=report(made.verdict),
        names=_names(found),
        find=find,
        reasons=REASONS,
        words=WORDS,
        own=found.user_id == actor.user_id,
        key=secrets.token_hex(8),
    )


@bp.get("/sandbox/<int:sandbox_id>/history")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def history(sandbox_id: int) -> ResponseReturnValue:
    """Show the ledger: who filed what, when, from where."""
    found = queries.sandbox_visible_to(current_actor(), sandbox_id)
    return render_template(
        "crm/history.html",
        sandbox=found,
        dossier=queries.dossier_of(found),
        lines=queries.history(found),
        names=_names(found),
        find=find,
        shown=shown,
        words=WORDS,
    )


@bp.get("/sandbox/<int:sandbox_id>/model")
@requires(Permission.PRACTISE, Permission.GRADEBOOK_READ)
def model(sandbox_id: int) -> ResponseReturnValue:
    """Show the model archive beside one's own, once the attempt is closed."""
    actor = current_actor()
    found = queries.sandbox_visible_to(actor, sandbox_id)
    if found.state != CLOSED:
        raise NotFoundError
    rows = comparison(sandbox=found, language=language())
    dossier, own = queries.dossier_of(found), found.user_id == actor.user_id
    return render_template(
        "crm/model.html", sandbox=found, dossier=dossier, records=rows, words=WORDS, own=own
    )


@bp.post("/sandbox/<int:sandbox_id>/finish")
@requires(Permission.PRACTISE)
def finish(sandbox_id: int) -> ResponseReturnValue:
    """Close the attempt and open the model archive."""
    sandboxes.finish(actor=current_actor(), sandbox_id=sandbox_id)
    return redirect(url_for("crm.model", sandbox_id=sandbox_id))


@bp.post("/sandbox/<int:sandbox_id>/restart")
@requires(Permission.PRACTISE)
def restart(sandbox_id: int) -> ResponseReturnValue:
    """Start afresh with an empty archive; this attempt is kept."""
    made = sandboxes.restart(actor=current_actor(), sandbox_id=sandbox_id)
    return redirect(url_for("crm.sandbox", sandbox_id=made.id))
